"""What a person is told about each optimizer."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import optimizers as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows


def _rate(usual: float) -> Setting:
    """Return the learning rate; `usual` is one with which the optimizer learns small networks well."""
    return Setting(
        "learning_rate",
        _("How long each step is. Too small: training crawls; too large: it overshoots or diverges."),
        ranges.LEARNING_RATE,
        start=usual,
        scale="log",
        slider=(1e-6, 10.0),
        frequent=True,
    )


_MOMENTUM = Setting(
    "momentum",
    _("How much of the last step is kept, like a ball that rolls on."),
    ranges.MOMENTUM,
    slider=(0.0, 0.99),
    frequent=True,
)
_NESTEROV = Setting(
    "nesterov",
    _("Whether the gradient is taken where the momentum is about to lead."),
    label=_("Nesterov momentum"),
)
_RHO = Setting(
    "rho",
    _("How much of the past the running mean of squared gradients keeps."),
    ranges.RHO,
    label=_("Decay ρ"),
    slider=(0.0, 0.999),
    step=0.001,
)
_BETA_1 = Setting(
    "beta_1",
    _("How much of the past the running mean of the gradient keeps: its momentum."),
    ranges.BETA_1,
    label=_("Momentum β₁"),
    slider=(0.0, 0.999),
    step=0.001,
)
_BETA_2 = Setting(
    "beta_2",
    _("How much of the past the running mean of squared gradients keeps."),
    ranges.BETA_2,
    label=_("Decay β₂"),
    slider=(0.0, 0.9999),
    step=0.0001,
)
_EPSILON = Setting(
    "epsilon",
    _("Added to what the step is divided by: large values make all steps more alike."),
    ranges.EPSILON,
    label=_("Epsilon ε"),
    scale="log",
    slider=(1e-10, 1.0),
)
_AMSGRAD = Setting(
    "amsgrad",
    _("Whether to divide by the largest running mean so far, so that no step size grows."),
    label=_("AMSGrad"),
)
_CLIPPING = (
    Setting(
        "clipnorm",
        _("The maximum length of each variable's gradient; longer ones are scaled down."),
        ranges.CLIPNORM,
        label=_("Clip each norm"),
        start=1.0,
        scale="log",
        slider=(1e-3, 1e3),
    ),
    Setting(
        "clipvalue",
        _("Every number of the gradient is limited to plus or minus this."),
        ranges.CLIPVALUE,
        label=_("Clip each value"),
        start=1.0,
        scale="log",
        slider=(1e-3, 1e3),
    ),
    Setting(
        "global_clipnorm",
        _("The maximum length of the gradient of all variables together; a longer one is scaled down."),
        ranges.GLOBAL_CLIPNORM,
        label=_("Clip the whole norm"),
        start=1.0,
        scale="log",
        slider=(1e-3, 1e3),
    ),
)

OPTIMIZER_ROWS = Rows(
    kinds.OPTIMIZERS,
    (
        Row(
            kinds.SGD,
            _("Steps straight down the gradient, with momentum if you like."),
            (_rate(0.1), _MOMENTUM, _NESTEROV, *_CLIPPING),
        ),
        Row(
            kinds.Adagrad,
            _("A step size for each weight, which shrinks with all the gradients it has seen."),
            (
                _rate(0.1),
                Setting(
                    "initial_accumulator_value",
                    _("Where the sum of squared gradients starts: larger makes the first steps shorter."),
                    ranges.INITIAL_ACCUMULATOR_VALUE,
                    label=_("Initial accumulator"),
                    slider=(0.0, 10.0),
                    step=0.1,
                ),
                _EPSILON,
                *_CLIPPING,
            ),
        ),
        Row(
            kinds.Adadelta,
            _("A step size for each weight, measured by the steps made so far."),
            (_rate(1.0), _RHO, _EPSILON, *_CLIPPING),
        ),
        Row(
            kinds.RMSprop,
            _("Divides each weight's step by the recent size of its gradient."),
            (
                _rate(0.002),
                _RHO,
                _MOMENTUM,
                _EPSILON,
                Setting(
                    "centered", _("Whether the mean gradient is subtracted before its size is measured.")
                ),
                *_CLIPPING,
            ),
        ),
        Row(
            kinds.Adam,
            _("Momentum, and a step size for each weight: a good first choice."),
            (_rate(0.002), _BETA_1, _BETA_2, _EPSILON, _AMSGRAD, *_CLIPPING),
        ),
        Row(
            kinds.Adamax,
            _("Adam that divides by the largest recent gradient instead of the root mean square."),
            (
                _rate(0.005),
                _BETA_1,
                _BETA_2.but(help=_("How slowly the largest recent gradient is forgotten.")),
                _EPSILON,
                *_CLIPPING,
            ),
        ),
        Row(
            kinds.AdamW,
            _("Adam whose weights also shrink a little at every step."),
            (
                _rate(0.002),
                Setting(
                    "weight_decay",
                    _("The share of each weight that is taken off, times the learning rate, at every step."),
                    ranges.WEIGHT_DECAY,
                    scale="linear",
                    slider=(0.0, 0.5),
                    step=0.001,
                ),
                _BETA_1,
                _BETA_2,
                _EPSILON,
                _AMSGRAD,
                *_CLIPPING,
            ),
        ),
    ),
)
