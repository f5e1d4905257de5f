"""What a person is told about each loss."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import losses as kinds
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_FROM_LOGITS = Setting(
    "from_logits",
    "Whether the network ends without softmax or sigmoid, which is then part of the loss.",
    label="From logits",
)
_SMOOTHING = Setting(
    "label_smoothing",
    "How far targets are moved from 0 and 1 towards equal probabilities.",
    ranges.LABEL_SMOOTHING,
)

LOSS_ROWS = Rows(
    kinds.LOSSES,
    (
        Row(
            kinds.MeanSquaredError,
            "The mean of the squared errors: large errors count most.",
            title="mean squared error",
        ),
        Row(
            kinds.MeanAbsoluteError,
            "The mean size of the errors: an outlier counts only in proportion to its size.",
            title="mean absolute error",
        ),
        Row(
            kinds.MeanAbsolutePercentageError,
            "The mean size of the errors, each as a percentage of its target.",
            title="mean absolute percentage error",
        ),
        Row(
            kinds.MeanSquaredLogarithmicError,
            "The squared error of the logarithms: ratios count, not differences.",
            title="mean squared logarithmic error",
        ),
        Row(
            kinds.Huber,
            "Squares small errors, and counts large ones by their size.",
            (
                Setting(
                    "delta",
                    "Where the square becomes a straight line.",
                    ranges.HUBER_DELTA,
                    scale="log",
                    slider=(1e-3, 1e3),
                ),
            ),
            title="Huber",
        ),
        Row(
            kinds.LogCosh,
            "Almost the square of small errors, almost the size of large ones.",
            title="log cosh",
        ),
        Row(
            kinds.BinaryCrossentropy,
            "Minus the logarithm of the probability given to the truth, yes or no.",
            (_FROM_LOGITS, _SMOOTHING),
            title="binary cross-entropy, one output",
        ),
        Row(
            kinds.CategoricalCrossentropy,
            "Cross-entropy for targets with a 1 at the true class and 0 elsewhere.",
            (_FROM_LOGITS, _SMOOTHING),
            title="categorical cross-entropy",
        ),
        Row(
            kinds.SparseCategoricalCrossentropy,
            "Minus the logarithm of the probability given to the true class.",
            (_FROM_LOGITS,),
            title="cross-entropy, an output for each class",
        ),
        Row(
            kinds.Hinge,
            "0 once an output is on the correct side by a margin of 1.",
            title="hinge, one output",
        ),
        Row(
            kinds.SquaredHinge,
            "The square of the hinge loss: far on the wrong side counts most.",
            title="squared hinge, one output",
        ),
        Row(
            kinds.CategoricalHinge,
            "0 once the true class leads all others by 1.",
            title="categorical hinge",
        ),
        Row(
            kinds.KLDivergence,
            "How far the predicted probabilities are from the true ones.",
            title="Kullback–Leibler divergence",
        ),
        Row(kinds.Poisson, "For counts: how unlikely they are at the predicted mean.", title="Poisson"),
        Row(
            kinds.CosineSimilarity,
            "The angle between prediction and target; their lengths do not matter.",
            title="cosine similarity",
        ),
    ),
)
