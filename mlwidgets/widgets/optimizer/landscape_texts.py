"""Every sentence of the slice of the learner's own loss."""

from __future__ import annotations

TITLE = "Your own loss"

KIND = "Slice"
KINDS = {"random": "random directions", "path": "path of training", "weights": "two weights"}
KIND_HELP = (
    "A network has thousands of weights; a picture has two axes. Choose along which two directions its "
    "weights are moved."
)
FIRST, SECOND = "First weight", "Second weight"
WEIGHT_HELP = "Its place among all the weights of the network, counted from 0."
START, START_TIP = "Compute", "Compute the slice around the present weights"
STOP, STOP_TIP = "Stop", "Keep the picture as it is"
OTHER, OTHER_TIP = "Other directions", "Draw two other random directions"
RACE, RACE_TIP = "Race here", "Take this surface to the race on a surface"

READY = "Press Compute: a coarse picture comes at once and is refined while you look."
RUNNING = "{done:,} of {total:,} points"
FIRST_PICTURE = "The first picture is on its way…"
FINISHED = "All {total:,} points are computed."
STOPPED = "Stopped after {done:,} of {total:,} points."
CHANGED = "Weights, data or network have changed since."

ABOUT = {
    "random": (
        "The middle is your network after {updates}, with a loss of {loss}. Along each axis all its weights "
        "move in one random direction, in which each filter and each neuron is as long as its own weights; "
        "biases stay (Li et al. 2018)."
    ),
    "path": (
        "The plane that comes nearest to the path of training: {share} of the squared distance lies in it. "
        "The line leads to your network after {updates}, with a loss of {loss}. Seen in it, training looks "
        "simpler than it is."
    ),
    "weights": (
        "The middle is your network after {updates}, with a loss of {loss}. All weights but two stay: "
        "across, {first}; up, {second}."
    ),
}
EXAMPLES = "Measured on {count} of the {all} training examples, the same at every point, without dropout."
ALL_EXAMPLES = "Measured on all {all} training examples, without dropout."
WEIGHT = "{name} {index} of layer {layer} ({kind})"
UPDATES = ("{count:,} updates", "1 update")

ALT = (
    "The loss over two directions, {lowest} at the lowest and {highest} at the highest point; {center} in "
    "the middle."
)
HOLE = "The loss is nowhere finite around these weights."
RACED = "{race} is on your own loss now: on a smooth surface through its {size} × {size} points."
SURFACE = (
    "A slice of your network's own loss. The optimizers run on a smooth surface through its {size} × {size} "
    "points and move along these two directions only; in training all weights move."
)
