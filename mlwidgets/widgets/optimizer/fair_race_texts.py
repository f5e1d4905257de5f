"""Every sentence of the fair race."""

from __future__ import annotations

ADD = "Add"
ADD_NONE = "choose…"
ADD_OWN = "your settings from Train"
ADD_HELP = (
    "It races with the learning rate that usually suits it. To race one with other settings, choose them in "
    "Train, then add “your settings from Train” here."
)
SEEDS = "Seeds"
SEEDS_HELP = (
    "How often each optimizer starts, each time from other initial weights and with another order of the "
    "examples. In every start these are the same for all optimizers."
)
EPOCHS = "Epochs"
EPOCHS_HELP = "How many times each run goes through the training examples."
RATES = "Rates"
RATES_HELP = (
    "No single rate is fair to all: each optimizer turns it into steps of another size. Tuned is the "
    "fairest, and takes longest: five rates around each optimizer's own are tried first, on a seed that the "
    "race does not use, for a quarter of its updates. The one with the lowest validation loss races."
)
RATE_MENU = {"own": "each its own", "equal": "the same for all", "tuned": "tuned for each"}
RATE = "Learning rate for all"
START, START_TIP = "Start race", "Train the network once for each optimizer and seed"
STOP, STOP_TIP = "Stop", "Stop all runs at once"

READY = "Press Start race: your network and data, {runs}. What you train yourself stays as it is."
STARTING = "Starting…"
TUNING = "Trying learning rates: {done} of {total} trials"
RUNNING = "{done} of {total} runs"
FINISHED = "All {total} runs are done."
STOPPED = "Stopped after {done} of {total} runs."
RUNS = "{entrants} × {seeds} = {total} runs"
OPTIMIZERS = ("1 optimizer", "{count} optimizers")
SEED_COUNT = ("1 seed", "{count} seeds")

RATES_SAID = {
    "own": "Each raced with a learning rate of its own.",
    "equal": "All raced with the learning rate {rate}.",
    "tuned": "Each raced with the best of five learning rates, tried before the race on another seed.",
}
CHANGED = "Data or network have changed since this race."

USED = "{name} with the learning rate {rate} is your optimizer now. Press Run in Train."
USED_RESTARTS = (
    "{name} with the learning rate {rate} is your optimizer now: press Run in Train to train from the start. "
    "Undo brings the network back that you had."
)
LAST = "A race needs at least one optimizer. Add another before you remove this one."
FULL = "A race has at most {most} optimizers. Remove one before you add another."

HEAD = (
    "Optimizer",
    "Learning rate",
    "Final {quantity}",
    "Smallest to largest",
    "Updates to {level}",
    "Time per run",
)
QUANTITIES = {
    ("validation", "metric"): "validation {metric}",
    ("validation", "loss"): "validation loss",
    ("training", "metric"): "training {metric}",
    ("training", "loss"): "training loss",
}
EARLY = "{count} of {runs} ended early"
NEVER = "never"
BAND = "Line: the median of {seeds} seeds. Band: the smallest to the largest."
BAND_SO_FAR = "Line: the median of the runs so far. Band: the smallest to the largest."
RUNS_SO_FAR = "{count} of {runs} runs"
LINE = "One seed: a line each."
TRIALS = "Rates tried: {rates}"
TRIAL = "{rate} (loss {loss})"
DIVERGED = "diverged"
EMPTY = "No run has finished yet."
