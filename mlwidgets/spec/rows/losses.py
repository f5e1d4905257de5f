"""What a person is told about each loss."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import losses as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_FROM_LOGITS = Setting(
    "from_logits",
    _("Whether the network ends without softmax or sigmoid, which is then part of the loss."),
    label=_("From logits"),
)
_SMOOTHING = Setting(
    "label_smoothing",
    _("How far targets are moved from 0 and 1 towards equal probabilities."),
    ranges.LABEL_SMOOTHING,
)

LOSS_ROWS = Rows(
    kinds.LOSSES,
    (
        Row(
            kinds.MeanSquaredError,
            _("The mean of the squared errors: large errors count most."),
            title=_("mean squared error"),
        ),
        Row(
            kinds.MeanAbsoluteError,
            _("The mean size of the errors: an outlier counts only in proportion to its size."),
            title=_("mean absolute error"),
        ),
        Row(
            kinds.MeanAbsolutePercentageError,
            _("The mean size of the errors, each as a percentage of its target."),
            title=_("mean absolute percentage error"),
        ),
        Row(
            kinds.MeanSquaredLogarithmicError,
            _("The squared error of the logarithms: ratios count, not differences."),
            title=_("mean squared logarithmic error"),
        ),
        Row(
            kinds.Huber,
            _("Squares small errors, and counts large ones by their size."),
            (
                Setting(
                    "delta",
                    _("Where the square becomes a straight line."),
                    ranges.HUBER_DELTA,
                    scale="log",
                    slider=(1e-3, 1e3),
                ),
            ),
            title=_("Huber"),
        ),
        Row(
            kinds.LogCosh,
            _("Almost the square of small errors, almost the size of large ones."),
            title=_("log cosh"),
        ),
        Row(
            kinds.BinaryCrossentropy,
            _("Minus the logarithm of the probability given to the truth, yes or no."),
            (_FROM_LOGITS, _SMOOTHING),
            title=_("binary cross-entropy, one output"),
        ),
        Row(
            kinds.CategoricalCrossentropy,
            _("Cross-entropy for targets with a 1 at the true class and 0 elsewhere."),
            (_FROM_LOGITS, _SMOOTHING),
            title=_("categorical cross-entropy"),
        ),
        Row(
            kinds.SparseCategoricalCrossentropy,
            _("Minus the logarithm of the probability given to the true class."),
            (_FROM_LOGITS,),
            title=_("cross-entropy, an output for each class"),
        ),
        Row(
            kinds.Hinge,
            _("0 once an output is on the correct side by a margin of 1."),
            title=_("hinge, one output"),
        ),
        Row(
            kinds.SquaredHinge,
            _("The square of the hinge loss: far on the wrong side counts most."),
            title=_("squared hinge, one output"),
        ),
        Row(
            kinds.CategoricalHinge,
            _("0 once the true class leads all others by 1."),
            title=_("categorical hinge"),
        ),
        Row(
            kinds.KLDivergence,
            _("How far the predicted probabilities are from the true ones."),
            title=_("Kullback–Leibler divergence"),
        ),
        Row(kinds.Poisson, _("For counts: how unlikely they are at the predicted mean."), title=_("Poisson")),
        Row(
            kinds.CosineSimilarity,
            _("The angle between prediction and target; their lengths do not matter."),
            title=_("cosine similarity"),
        ),
    ),
)
