"""Every sentence of the slice of the learner's own loss."""

from __future__ import annotations

from mlwidgets.language import _

TITLE = _("Your own loss")

KIND = _("Slice")
KINDS = {"random": _("random directions"), "path": _("path of training"), "weights": _("two weights")}
KIND_HELP = _(
    "A network has thousands of weights; a picture has two axes. Choose along which two directions its "
    "weights are moved."
)
FIRST, SECOND = _("First weight"), _("Second weight")
WEIGHT_HELP = _("Its place among all the weights of the network, counted from 0.")
START, START_TIP = _("Compute"), _("Compute the slice around the present weights")
STOP, STOP_TIP = _("Stop"), _("Keep the picture as it is")
OTHER, OTHER_TIP = _("Other directions"), _("Draw two other random directions")
RACE, RACE_TIP = _("Race here"), _("Take this surface to the race on a surface")

READY = _("Press Compute: a coarse picture comes at once and is refined while you look.")
RUNNING = _("{done:,} of {total:,} points")
FIRST_PICTURE = _("The first picture is on its way…")
FINISHED = _("All {total:,} points are computed.")
STOPPED = _("Stopped after {done:,} of {total:,} points.")
CHANGED = _("Weights, data or network have changed since.")

ABOUT = {
    "random": _(
        "The middle is your network after {updates}, with a loss of {loss}. Along each axis all its weights "
        "move in one random direction, in which each filter and each neuron is as long as its own weights; "
        "biases stay (Li et al. 2018)."
    ),
    "path": _(
        "The plane that comes nearest to the path of training: {share} of the squared distance lies in it. "
        "The line leads to your network after {updates}, with a loss of {loss}. Seen in it, training looks "
        "simpler than it is."
    ),
    "weights": _(
        "The middle is your network after {updates}, with a loss of {loss}. All weights but two stay: "
        "across, {first}; up, {second}."
    ),
}
EXAMPLES = _("Measured on {count} of the {all} training examples, the same at every point, without dropout.")
ALL_EXAMPLES = _("Measured on all {all} training examples, without dropout.")
WEIGHT = _("{name} {index} of layer {layer} ({kind})")

ALT = _(
    "The loss over two directions, {lowest} at the lowest and {highest} at the highest point; {center} in "
    "the middle."
)
HOLE = _("The loss is nowhere finite around these weights.")
RACED = _("{race} is on your own loss now: on a smooth surface through its {size} × {size} points.")
SURFACE = _(
    "A slice of your network's own loss. The optimizers run on a smooth surface through its {size} × {size} "
    "points and move along these two directions only; in training all weights move."
)
