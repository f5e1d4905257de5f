"""Every sentence of the loss lab."""

from __future__ import annotations

LOSS_TEXT = (
    "A loss grades a prediction by one number: little when it is right, more the worse it is. Training "
    "follows the gradient, the slope of the loss, so a loss also decides how hard each mistake pulls. "
    "Accuracy only counts which answers are right; loss also asks how sure they are, so the two can go "
    "different ways."
)
LOSS_TRY = "Drag a prediction and watch loss and slope; then see which of your examples pull hardest."
PANES = "Loss lab"
ONE_PREDICTION, LENS = "One prediction", "Your examples"

# ---- one prediction ----

CLASSES = ("A", "B", "C")
SHORT_TITLES = {
    "binary_crossentropy": "binary cross-entropy",
    "sparse_categorical_crossentropy": "cross-entropy",
    "hinge": "hinge",
    "squared_hinge": "squared hinge",
}
QUESTION = "Prediction"
QUESTION_HELP = (
    "What the network says: p is a probability, z the score that its last layer computes before sigmoid or "
    "softmax makes a probability of it. An amount is 0 or more."
)
QUESTIONS = {
    "number": "a number",
    "amount": "an amount",
    "probability": "yes or no (p)",
    "score": "yes or no (z)",
    "probabilities": "classes (p)",
    "scores": "classes (z)",
}
LOSS = "Loss"
COMPARE = "Compare with up to {count}"
COMPARE_HELP = "Draws others on the same axes. Take one away to choose another."
USE = "Train with this loss"
USE_TIP = "Makes it the loss of your network, which then trains from the start. Undo takes it back."
USE_SAME = "Your network is trained with this loss already."
USE_OTHER = "This loss does not suit the data set {name}. Suitable: {losses}."
USED = "Your network now trains with {loss}."
WHY = {
    "number": (
        "Squares make one outlier weigh more than many small errors; absolute errors pull equally hard "
        "everywhere. Huber and log-cosh square small errors only."
    ),
    "amount": (
        "Percentage error compares by ratio: 2 instead of 1 is as wrong as 20 instead of 10. Logarithmic "
        "error compares 1 + ŷ with 1 + y by ratio. Poisson suits counts. The others look at the difference "
        "alone."
    ),
    "probability": (
        "Cross-entropy grows without limit as the probability of the truth goes to 0, so a confident "
        "mistake pulls hard. Squared error is nearly flat there once it has passed the sigmoid."
    ),
    "score": "A hinge is content beyond a margin of 1; cross-entropy always wants a little more.",
    "probabilities": (
        "Training follows ∂L/∂z, the gradient through softmax; for cross-entropy it is prediction − truth. "
        "The slope along the drag is the curve's: while one probability is dragged, the other two follow so "
        "that all sum to 1."
    ),
    "scores": (
        "Cross-entropy contains softmax here, so its gradient is softmax(z) − truth. Hinge and cosine "
        "similarity take the scores as they are."
    ),
}

# ---- the lens ----

PART = "Examples"
PART_HELP = (
    "Training examples are what the gradient is made of; validation examples only show how the network does. "
    "Of more than 500, 500 are measured, evenly spread, all with the same weights; while training, Latest "
    "results averages over weights that change."
)
PARTS = {"train": "training", "validation": "validation"}
PART_WORDS = {"train": "training examples", "validation": "validation examples"}
KINDS = {"train": "Training example", "validation": "Validation example"}
ALL = "All {count} {part}, with the weights after {after}"
SOME = "{count} of {total} {part}, with the weights after {after}"
WEIGHTED = ", with class weights"
STANDARDIZED = "; the loss counts {target} in standard deviations of {std}"
ACCURACY, MAE = "accuracy", "mean absolute error"
RELABELLED = (
    "{example} is now labelled {name}, and training restarts. Press Run, then see where it "
    "ranks: a wrong label usually goes on pulling hard."
)
OWN_LABEL = "{example} is labelled {name} again, and training restarts: press Run."
INSPECTED = "The example is now open in the other labs, too."
LARGEST_TRUTH = 1e6
