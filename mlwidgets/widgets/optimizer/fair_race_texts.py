"""Every sentence of the fair race."""

from __future__ import annotations

from mlwidgets.language import _, n_

ADD = _("Add")
ADD_NONE = _("choose…")
ADD_OWN = _("your settings from Train")
ADD_HELP = _(
    "It races with the learning rate that usually suits it. To race one with other settings, choose them in "
    "Train, then add “your settings from Train” here."
)
SEEDS = _("Seeds")
SEEDS_HELP = _(
    "How often each optimizer starts, each time from other initial weights and with another order of the "
    "examples. In every start these are the same for all optimizers."
)
EPOCHS = _("Epochs")
EPOCHS_HELP = _("How many times each run goes through the training examples.")
RATES = _("Rates")
RATES_HELP = _(
    "No single rate is fair to all: each optimizer turns it into steps of another size. Tuned is the "
    "fairest, and takes longest: five rates around each optimizer's own are tried first, on a seed that the "
    "race does not use, for a quarter of its updates. The one with the lowest validation loss races."
)
RATE_MENU = {"own": _("each its own"), "equal": _("the same for all"), "tuned": _("tuned for each")}
RATE = _("Learning rate for all")
START, START_TIP = _("Start race"), _("Train the network once for each optimizer and seed")
STOP, STOP_TIP = _("Stop"), _("Stop all runs at once")

READY = _("Press Start race: your network and data, {runs}. What you train yourself stays as it is.")
STARTING = _("Starting…")
TUNING = _("Trying learning rates: {done} of {total} trials")
RUNNING = n_("{done} of {count} run", "{done} of {count} runs")
FINISHED = n_("The run is done.", "All {count} runs are done.")
STOPPED = n_("Stopped after {done} of {count} run.", "Stopped after {done} of {count} runs.")
RUNS = n_("{entrants} × {seeds} = {count} run", "{entrants} × {seeds} = {count} runs")
OPTIMIZERS = n_("{count} optimizer", "{count} optimizers")
SEED_COUNT = n_("{count} seed", "{count} seeds")

RATES_SAID = {
    "own": _("Each raced with a learning rate of its own."),
    "equal": _("All raced with the learning rate {rate}."),
    "tuned": _("Each raced with the best of five learning rates, tried before the race on another seed."),
}
CHANGED = _("Data or network have changed since this race.")

USED = _("{name} with the learning rate {rate} is your optimizer now. Press Run in Train.")
USED_RESTARTS = _(
    "{name} with the learning rate {rate} is your optimizer now: press Run in Train to train from the start. "
    "Undo brings the network back that you had."
)
LAST = _("A race needs at least one optimizer. Add another before you remove this one.")
FULL = _("A race has at most {most} optimizers. Remove one before you add another.")

HEAD = (
    _("Optimizer"),
    _("Learning rate"),
    _("Final {quantity}"),
    _("Smallest to largest"),
    _("Updates to {level}"),
    _("Time per run"),
)
QUANTITIES = {
    ("validation", "metric"): _("validation {metric}"),
    ("validation", "loss"): _("validation loss"),
    ("training", "metric"): _("training {metric}"),
    ("training", "loss"): _("training loss"),
}
METRICS = {"accuracy": _("accuracy"), "mean_absolute_error": _("mean absolute error")}
EARLY = _("{count} of {runs} ended early")
NEVER = _("never")
BAND = _("Line: the median of {seeds} seeds. Band: the smallest to the largest.")
BAND_SO_FAR = _("Line: the median of the runs so far. Band: the smallest to the largest.")
RUNS_SO_FAR = RUNNING
LINE = _("One seed: a line each.")
TRIALS = _("Rates tried: {rates}")
TRIAL = _("{rate} (loss {loss})")
TRIAL_DIVERGED = _("{rate} (diverged)")
EMPTY = _("No run has finished yet.")
