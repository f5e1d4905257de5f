"""What a person is told about each regularizer and each constraint."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import constraints, regularizers
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_L1 = Setting(
    "l1",
    _("How strongly the weights' sizes are penalized: drives many of them to exactly 0."),
    ranges.L1_FACTOR,
)
_L2 = Setting(
    "l2", _("How strongly the weights' squares are penalized: keeps all of them small."), ranges.L2_FACTOR
)
_AXIS = Setting(
    "axis",
    _("The axes a length is taken over, counted from 0: 0 for Dense; 0, 1, 2 for Conv2D."),
    ranges.WEIGHT_AXIS,
)

REGULARIZER_ROWS = Rows(
    regularizers.REGULARIZERS,
    (
        Row(regularizers.L1, _("A penalty on the weights' sizes, which drives many of them to 0."), (_L1,)),
        Row(regularizers.L2, _("A penalty on the weights' squares, which keeps all of them small."), (_L2,)),
        Row(regularizers.L1L2, _("Both penalties at once."), (_L1, _L2)),
    ),
)

CONSTRAINT_ROWS = Rows(
    constraints.CONSTRAINTS,
    (
        Row(
            constraints.FixedFilters,
            _("Some filters stay the kernels that you made."),
            (
                Setting("numbers", _("Which filters are made by hand.")),
                Setting("values", _("The numbers of the filters that are made by hand.")),
            ),
        ),
        Row(
            constraints.MaxNorm,
            _("The weights into one unit are scaled down if they are longer than a maximum."),
            (
                Setting("max_value", _("The maximum length of the weights into one unit."), ranges.MAX_NORM),
                _AXIS,
            ),
        ),
        Row(constraints.NonNeg, _("Weights below 0 become 0.")),
        Row(constraints.UnitNorm, _("The weights into one unit are scaled to the length 1."), (_AXIS,)),
    ),
)
