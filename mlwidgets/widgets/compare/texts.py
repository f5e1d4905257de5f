"""Every sentence of the pane *Compare*."""

from __future__ import annotations

from mlwidgets.language import _, n_

MODELS = {
    "network": _("Network"),
    "constant": _("Majority class"),
    "linear": _("Logistic regression"),
    "trees": _("XGBoost trees"),
}
MODELS_OF_NUMBERS = {**MODELS, "constant": _("Mean"), "linear": _("Linear regression")}

PARTS = {"train": _("training"), "validation": _("validation"), "test": _("test")}
FIGURES = (_("accuracy"), _("AUC"))
FIGURES_OF_MANY = (_("accuracy"), _("mean AUC"))
FIGURES_OF_NUMBERS = (_("R²"), _("mean abs. error"))

NETWORK_NOW = n_("now, after {count} update", "now, after {count} updates")
NETWORK_NEW = _("not trained yet")
CONSTANT = _("always says {name}")
CONSTANT_NUMBER = _("always says {value}")
LINEAR = _("{steps}, C = 1")
LINEAR_NUMBERS = _("least squares")
TREES = _("{best}, stopped early")
FITTING = _("being fitted")

DATA = _(
    "All models get the same rows and the same {inputs} inputs as the network: {train} training rows, "
    "{validation} validation rows of {name}."
)
TEST_EARLIER = n_(
    "The network's test figures are those after {count} update.",
    "The network's test figures are those after {count} updates.",
)
TEST_LOCKED = _("Figures on the test rows come once you have opened the test set beside Run.")


READY = _("Press Compare: simple models learn from the same rows. Does your network beat them?")
RUNNING = {
    "constant": _("Counting the classes…"),
    "linear": _("Fitting a linear model…"),
    "trees": _("Growing trees…"),
    "importance": _("Shuffling columns: {done} of {total}"),
    "": _("Starting…"),
}
STOPPED = _("Stopped. What was finished is shown.")
BEST = _("Best on validation rows: {model}, {figure} {value}.")
ALIKE = _("Best on validation rows: {models}, {figure} {value} each.")
AND = _("{first} and {last}")
OUTDATED = _("The data or the division of the rows have changed since: press Compare again.")
NO_VALIDATION = _("There are no validation rows, so nothing here says how well a model does on new rows.")
WEIGHTED = _("The network's loss weighs classes differently; the other models count all rows alike.")

UNSUITED = _(
    "Baselines work on rows of numbers, such as those of a table. For pictures they are not offered: "
    "choose a table in Data, or points in Playground."
)

LOSS = {True: _("cross-entropy"), False: _("mean squared error")}
LOSS_OTHER = _("The network minimizes {loss}, so its curve cannot be drawn beside these.")
PENALTY = _("The network's loss includes the penalty on its weights.")
STEPS = {
    "network": n_("{count} epoch", "{count} epochs"),
    "linear": n_("{count} step", "{count} steps"),
    "trees": n_("{count} round", "{count} rounds"),
}

IMPORTANCE = _("drop of {score} when a column is shuffled {repeats} times in {rows} validation rows")
IN_POINTS = _("{score} (in percentage points)")
IMPORTANCE_NETWORK = n_(
    "The network was measured after {count} update; press Compare to measure it anew.",
    "The network was measured after {count} updates; press Compare to measure it anew.",
)
CORRELATED = _(
    "If two columns tell the same, each can look unimportant, because the other one is still there. It says "
    "what a model relies on, not what causes the answer."
)
ALT = n_("{count} model on the same rows.", "{count} models on the same rows.")
POINTS = n_("{count} percentage point", "{count} percentage points")
ALT_IMPORTANT = _("The network relies most on {column}: shuffling it costs {drop}.")
