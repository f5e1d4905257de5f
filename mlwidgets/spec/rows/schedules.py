"""What a person is told about each learning rate schedule."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import schedules as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_INITIAL = Setting(
    "initial_learning_rate",
    _("The learning rate of the first update."),
    ranges.INITIAL_LEARNING_RATE,
    start=0.01,
    scale="log",
    slider=(1e-6, 10.0),
)
_DECAY_STEPS = Setting(
    "decay_steps",
    _("How many updates the decay takes."),
    ranges.DECAY_STEPS,
    start=1000,
    unit=_("updates"),
    scale="log",
    slider=(1, 100_000),
)
_WARMUP_STEPS = Setting(
    "warmup_steps",
    _("How many updates the warm-up takes."),
    ranges.WARMUP_STEPS,
    start=100,
    unit=_("updates"),
    label=_("Warm-up steps"),
    slider=(0, 10_000),
)

SCHEDULE_ROWS = Rows(
    kinds.SCHEDULES,
    (
        Row(
            kinds.Constant,
            _("The same learning rate throughout."),
            (
                Setting(
                    "learning_rate",
                    _("The learning rate."),
                    ranges.LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
            ),
        ),
        Row(
            kinds.PiecewiseConstantDecay,
            _("One rate after another, like a staircase."),
            (
                Setting(
                    "boundaries",
                    _("The updates after which the next rate begins."),
                    ranges.BOUNDARIES,
                    start=[500, 1000],
                ),
                Setting(
                    "values",
                    _("The rates: one more than there are boundaries."),
                    ranges.VALUES,
                    start=[0.01, 0.003, 0.001],
                ),
            ),
            title=_("Piecewise constant"),
        ),
        Row(
            kinds.ExponentialDecay,
            _("Falls by the same factor every given number of updates."),
            (
                _INITIAL,
                _DECAY_STEPS.but(
                    help=_("After so many updates the rate has been multiplied by the decay rate.")
                ),
                Setting("decay_rate", _("The factor by which the rate falls."), ranges.DECAY_RATE, start=0.5),
                Setting("staircase", _("Whether the rate falls in steps instead of smoothly.")),
            ),
            title=_("Exponential decay"),
        ),
        Row(
            kinds.PolynomialDecay,
            _("Falls to a final rate: in a straight line, or along a power."),
            (
                _INITIAL,
                _DECAY_STEPS,
                Setting(
                    "end_learning_rate",
                    _("The learning rate at the end."),
                    ranges.END_LEARNING_RATE,
                    scale="log",
                    slider=(1e-8, 10.0),
                ),
                Setting(
                    "power",
                    _("1: a straight line; larger: it falls faster at first."),
                    ranges.POWER,
                    step=0.1,
                ),
                Setting("cycle", _("Whether the rate starts over and falls again.")),
            ),
            title=_("Polynomial decay"),
        ),
        Row(
            kinds.CosineDecay,
            _("Falls along half a cosine wave: slowly, then fast, then slowly."),
            (
                _INITIAL,
                _DECAY_STEPS,
                Setting(
                    "alpha", _("The fraction of the learning rate that is left at the end."), ranges.ALPHA
                ),
                Setting(
                    "warmup_target",
                    _("The rate that a warm-up climbs to first. Empty: no warm-up."),
                    ranges.WARMUP_TARGET,
                    start=0.01,
                    label=_("Warm-up target"),
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
                _WARMUP_STEPS,
            ),
            title=_("Cosine decay"),
        ),
        Row(
            kinds.WarmUp,
            _("Climbs in a straight line to the rate of another schedule, which then takes over."),
            (
                Setting(
                    "schedule",
                    _("What follows the warm-up."),
                    ranges.LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                    label=_("Rate after it"),
                ),
                _WARMUP_STEPS,
                _INITIAL.but(
                    help=_("The learning rate that the warm-up begins with."),
                    start=None,
                    scale="linear",
                    slider=None,
                    step=0.001,
                ),
            ),
            title=_("Warm-up"),
        ),
        Row(
            kinds.OneCycle,
            _("Climbs to a large rate, then falls to almost nothing."),
            (
                Setting(
                    "maximal_learning_rate",
                    _("The largest learning rate."),
                    ranges.MAXIMAL_LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
                Setting(
                    "total_steps",
                    _("How many updates the cycle takes."),
                    ranges.TOTAL_STEPS,
                    start=1000,
                    unit=_("updates"),
                    scale="log",
                    slider=(2, 100_000),
                ),
                Setting(
                    "pct_start",
                    _("The fraction of the cycle in which the rate climbs."),
                    ranges.PCT_START,
                    label=_("Rising part"),
                    slider=(0.01, 0.99),
                ),
                Setting(
                    "div_factor",
                    _("The first rate is the largest one divided by this."),
                    ranges.DIV_FACTOR,
                    label=_("First divisor"),
                    scale="log",
                ),
                Setting(
                    "final_div_factor",
                    _("The last rate is the first one divided by this."),
                    ranges.FINAL_DIV_FACTOR,
                    label=_("Final divisor"),
                    scale="log",
                ),
            ),
            title=_("One cycle"),
        ),
    ),
)
