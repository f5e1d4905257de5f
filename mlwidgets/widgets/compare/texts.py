"""Every sentence of the pane *Compare*."""

from __future__ import annotations

MODELS = {
    "network": "Network",
    "constant": "Majority class",
    "linear": "Logistic regression",
    "trees": "XGBoost trees",
}
MODELS_OF_NUMBERS = {**MODELS, "constant": "Mean", "linear": "Linear regression"}

PARTS = {"train": "training", "validation": "validation", "test": "test"}
FIGURES = ("accuracy", "AUC")
FIGURES_OF_MANY = ("accuracy", "mean AUC")
FIGURES_OF_NUMBERS = ("R²", "mean abs. error")

NETWORK_NOW = "now, after {updates} updates"
NETWORK_NEW = "not trained yet"
CONSTANT = "always says {name}"
CONSTANT_NUMBER = "always says {value}"
LINEAR = "{steps}, C = 1"
LINEAR_NUMBERS = "least squares"
TREES = "{best}, stopped early"
FITTING = "being fitted"

DATA = (
    "All models get the same rows and the same {inputs} inputs as the network: {train} training rows, "
    "{validation} validation rows of {name}."
)
TEST_EARLIER = "The network's test figures are those after {updates} updates."
TEST_LOCKED = "Figures on the test rows come once you have opened the test set beside Run."


READY = "Press Compare: simple models learn from the same rows. Does your network beat them?"
RUNNING = {
    "constant": "Counting the classes…",
    "linear": "Fitting a linear model…",
    "trees": "Growing trees…",
    "importance": "Shuffling columns: {done} of {total}",
    "": "Starting…",
}
STOPPED = "Stopped. What was finished is shown."
BEST = "Best on validation rows: {model}, {figure} {value}."
ALIKE = "Best on validation rows: {models}, {figure} {value} each."
LIST, LAST = ", ", " and "
OUTDATED = "The data or the division of the rows have changed since: press Compare again."
NO_VALIDATION = "There are no validation rows, so nothing here says how well a model does on new rows."
WEIGHTED = "The network's loss weighs classes differently; the other models count all rows alike."

UNSUITED = (
    "Baselines work on rows of numbers, such as those of a table. For pictures they are not offered: "
    "choose a table in Data, or points in Playground."
)

LOSS = {True: "cross-entropy", False: "mean squared error"}
LOSS_OTHER = "The network minimizes {loss}, so its curve cannot be drawn beside these."
PENALTY = "The network's loss includes the penalty on its weights."
STEPS = {"network": "epoch", "linear": "step", "trees": "round"}
COUNTED = {True: "{count} {thing}", False: "{count} {thing}s"}

IMPORTANCE = "drop of {score} when a column is shuffled {repeats} times in {rows} validation rows"
IN_POINTS = "{score} (in percentage points)"
IMPORTANCE_NETWORK = "The network was measured after {updates} updates; press Compare to measure it anew."
CORRELATED = (
    "If two columns tell the same, each can look unimportant, because the other one is still there. It says "
    "what a model relies on, not what causes the answer."
)
ALT = "{count} models on the same rows. {best} {important}"
ALT_IMPORTANT = "The network relies most on {column}: shuffling it costs {drop}."
