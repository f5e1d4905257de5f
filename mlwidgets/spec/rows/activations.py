"""What a person is told about each activation function."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import activations as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

ACTIVATION_ROWS = Rows(
    kinds.ACTIVATIONS,
    (
        Row(
            kinds.ELU,
            _("Keeps numbers above 0, and bends smoothly towards −alpha below."),
            (Setting("alpha", _("How far below 0 the result can go."), ranges.ELU_ALPHA),),
        ),
        Row(
            kinds.GELU,
            _("A smooth ReLU: each number times the probability that a normal one is smaller."),
            (Setting("approximate", _("Whether the quicker formula with tanh is used.")),),
        ),
        Row(kinds.HardSigmoid, _("A sigmoid made of three straight lines: quick, from 0 to 1.")),
        Row(kinds.Linear, _("Passes every number on unchanged.")),
        Row(kinds.Mish, _("A smooth ReLU that dips a little below 0.")),
        Row(kinds.ReLU, _("max(0, x): keeps numbers above 0, and gives 0 below.")),
        Row(kinds.ReLU6, _("A ReLU that gives at most 6.")),
        Row(
            kinds.SELU,
            _("An ELU scaled so that mean 0 and standard deviation 1 are kept from layer to layer."),
        ),
        Row(kinds.Sigmoid, _("Squeezes every number into 0 to 1.")),
        Row(kinds.Softmax, _("Turns numbers into probabilities that sum to 1.")),
        Row(kinds.Softplus, _("log(1 + eˣ): a ReLU with its corner rounded off.")),
        Row(kinds.Softsign, _("x / (1 + |x|): from −1 to 1, flattening out slowly.")),
        Row(kinds.Swish, _("x · sigmoid(x): a smooth ReLU that dips a little below 0.")),
        Row(kinds.Tanh, _("Squeezes every number into −1 to 1.")),
    ),
)
