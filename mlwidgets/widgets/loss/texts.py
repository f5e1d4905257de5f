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
    "What the network says. A score is what its last layer computes before sigmoid or softmax turns it into "
    "a probability."
)
QUESTIONS = {
    "number": "a number",
    "amount": "an amount, 0 or more",
    "probability": "yes or no: a probability",
    "score": "yes or no: a score",
    "probabilities": "classes: probabilities",
    "scores": "classes: scores",
}
LOSS = "Loss"
COMPARE = "Compare with"
COMPARE_HELP = "Up to three more on the same axes."
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
    "amount": "Percentages and logarithms compare by ratio: 2 instead of 1 is as wrong as 20 instead of 10.",
    "probability": (
        "Cross-entropy grows without limit as the probability of the truth goes to 0, so a confident "
        "mistake pulls hard. Squared error is nearly flat there once it has passed the sigmoid."
    ),
    "score": "A hinge is content beyond a margin of 1; cross-entropy always wants a little more.",
    "probabilities": (
        "Cross-entropy looks only at the probability of the true class. Through softmax its gradient is "
        "simply prediction − truth."
    ),
    "scores": "Softmax is part of the loss here, so its gradient is softmax(z) − truth.",
}
