"""Every sentence of the loss lab."""

from __future__ import annotations

from mlwidgets.language import _

LOSS_TEXT = _(
    "A loss grades a prediction by one number: little when it is right, more the worse it is. Training "
    "follows the gradient, the slope of the loss, so a loss also decides how hard each mistake pulls. "
    "Accuracy only counts which answers are right; loss also asks how sure they are, so the two can go "
    "different ways."
)
LOSS_TRY = _("Drag a prediction and watch loss and slope; then see which of your examples pull hardest.")
PANES = _("Loss lab")
ONE_PREDICTION, LENS = _("One prediction"), _("Your examples")

# ---- one prediction ----

CLASSES = (_("A"), _("B"), _("C"))
SHORT_TITLES = {
    "binary_crossentropy": _("binary cross-entropy"),
    "sparse_categorical_crossentropy": _("cross-entropy"),
    "hinge": _("hinge"),
    "squared_hinge": _("squared hinge"),
}
QUESTION = _("Prediction")
QUESTION_HELP = _(
    "What the network says: p is a probability, z the score that its last layer computes before sigmoid or "
    "softmax makes a probability of it. An amount is 0 or more."
)
QUESTIONS = {
    "number": _("a number"),
    "amount": _("an amount"),
    "probability": _("yes or no (p)"),
    "score": _("yes or no (z)"),
    "probabilities": _("classes (p)"),
    "scores": _("classes (z)"),
}
LOSS = _("Loss")
COMPARE = _("Compare with up to {count}")
COMPARE_HELP = _("Draws others on the same axes. Take one away to choose another.")
USE = _("Train with this loss")
USE_TIP = _("Makes it the loss of your network, which then trains from the start. Undo takes it back.")
USE_SAME = _("Your network is trained with this loss already.")
USE_OTHER = _("This loss does not suit the data set {name}. Suitable: {losses}.")
USED = _("Your network now trains with {loss}.")
WHY = {
    "number": _(
        "Squares make one outlier weigh more than many small errors; absolute errors pull equally hard "
        "everywhere. Huber and log-cosh square small errors only."
    ),
    "amount": _(
        "Percentage error compares by ratio: 2 instead of 1 is as wrong as 20 instead of 10. Logarithmic "
        "error compares 1 + ŷ with 1 + y by ratio. Poisson suits counts. The others look at the difference "
        "alone."
    ),
    "probability": _(
        "Cross-entropy grows without limit as the probability of the truth goes to 0, so a confident "
        "mistake pulls hard. Squared error is nearly flat there once it has passed the sigmoid."
    ),
    "score": _("A hinge is content beyond a margin of 1; cross-entropy always wants a little more."),
    "probabilities": _(
        "Training follows ∂L/∂z, the gradient through softmax; for cross-entropy it is prediction − truth. "
        "The slope along the drag is the curve's: while one probability is dragged, the other two follow so "
        "that all sum to 1."
    ),
    "scores": _(
        "Cross-entropy contains softmax here, so its gradient is softmax(z) − truth. Hinge and cosine "
        "similarity take the scores as they are."
    ),
}

# ---- the lens ----

PART = _("Examples")
PART_HELP = _(
    "Training examples are what the gradient is made of; validation examples only show how the network does. "
    "Of more than 500, 500 are measured, evenly spread, all with the same weights; while training, Latest "
    "results averages over weights that change."
)
PARTS = {"train": _("training"), "validation": _("validation")}
PART_WORDS = {"train": _("training examples"), "validation": _("validation examples")}
KINDS = {"train": _("Training example"), "validation": _("Validation example")}
TITLES = {"train": _("Training example {number}"), "validation": _("Validation example {number}")}
ALL = _("All {count} {part}, with the weights after {after}")
SOME = _("{count} of {total} {part}, with the weights after {after}")
WEIGHTED = _("{state}, with class weights")
STANDARDIZED = _("{state}; the loss counts {target} in standard deviations of {std}")
ACCURACY, MAE = _("accuracy"), _("mean absolute error")
RELABELLED = _(
    "{example} is now labelled {name}, and training restarts. Press Run, then see where it "
    "ranks: a wrong label usually goes on pulling hard."
)
OWN_LABEL = _("{example} is labelled {name} again, and training restarts: press Run.")
INSPECTED = _("The example is now open in the other labs, too.")
LARGEST_TRUTH = 1e6
