"""What a person is told about each learning rate schedule."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import schedules as kinds
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_INITIAL = Setting(
    "initial_learning_rate",
    "The learning rate of the first update.",
    ranges.INITIAL_LEARNING_RATE,
    start=0.01,
    scale="log",
    slider=(1e-6, 10.0),
)
_DECAY_STEPS = Setting(
    "decay_steps",
    "How many updates the decay takes.",
    ranges.DECAY_STEPS,
    start=1000,
    unit="updates",
    scale="log",
    slider=(1, 100_000),
)
_WARMUP_STEPS = Setting(
    "warmup_steps",
    "How many updates the warm-up takes.",
    ranges.WARMUP_STEPS,
    start=100,
    unit="updates",
    label="Warm-up steps",
    slider=(0, 10_000),
)

SCHEDULE_ROWS = Rows(
    kinds.SCHEDULES,
    (
        Row(
            kinds.Constant,
            "The same learning rate throughout.",
            (
                Setting(
                    "learning_rate",
                    "The learning rate.",
                    ranges.LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
            ),
        ),
        Row(
            kinds.PiecewiseConstantDecay,
            "One rate after another, like a staircase.",
            (
                Setting(
                    "boundaries",
                    "The updates after which the next rate begins.",
                    ranges.BOUNDARIES,
                    start=[500, 1000],
                ),
                Setting(
                    "values",
                    "The rates: one more than there are boundaries.",
                    ranges.VALUES,
                    start=[0.01, 0.003, 0.001],
                ),
            ),
            title="Piecewise constant",
        ),
        Row(
            kinds.ExponentialDecay,
            "Falls by the same factor every given number of updates.",
            (
                _INITIAL,
                _DECAY_STEPS.but(
                    help="After so many updates the rate has been multiplied by the decay rate."
                ),
                Setting("decay_rate", "The factor by which the rate falls.", ranges.DECAY_RATE, start=0.5),
                Setting("staircase", "Whether the rate falls in steps instead of smoothly."),
            ),
            title="Exponential decay",
        ),
        Row(
            kinds.PolynomialDecay,
            "Falls to a final rate: in a straight line, or along a power.",
            (
                _INITIAL,
                _DECAY_STEPS,
                Setting(
                    "end_learning_rate",
                    "The learning rate at the end.",
                    ranges.END_LEARNING_RATE,
                    scale="log",
                    slider=(1e-8, 10.0),
                ),
                Setting(
                    "power", "1: a straight line; larger: it falls faster at first.", ranges.POWER, step=0.1
                ),
                Setting("cycle", "Whether the rate starts over and falls again."),
            ),
            title="Polynomial decay",
        ),
        Row(
            kinds.CosineDecay,
            "Falls along half a cosine wave: slowly, then fast, then slowly.",
            (
                _INITIAL,
                _DECAY_STEPS,
                Setting("alpha", "The fraction of the learning rate that is left at the end.", ranges.ALPHA),
                Setting(
                    "warmup_target",
                    "The rate that a warm-up climbs to first. Empty: no warm-up.",
                    ranges.WARMUP_TARGET,
                    start=0.01,
                    label="Warm-up target",
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
                _WARMUP_STEPS,
            ),
            title="Cosine decay",
        ),
        Row(
            kinds.WarmUp,
            "Climbs in a straight line to the rate of another schedule, which then takes over.",
            (
                Setting(
                    "schedule",
                    "What follows the warm-up.",
                    ranges.LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                    label="Rate after it",
                ),
                _WARMUP_STEPS,
                _INITIAL.but(
                    help="The learning rate that the warm-up begins with.",
                    start=None,
                    scale="linear",
                    slider=None,
                    step=0.001,
                ),
            ),
            title="Warm-up",
        ),
        Row(
            kinds.OneCycle,
            "Climbs to a large rate, then falls to almost nothing.",
            (
                Setting(
                    "maximal_learning_rate",
                    "The largest learning rate.",
                    ranges.MAXIMAL_LEARNING_RATE,
                    start=0.01,
                    scale="log",
                    slider=(1e-6, 10.0),
                ),
                Setting(
                    "total_steps",
                    "How many updates the cycle takes.",
                    ranges.TOTAL_STEPS,
                    start=1000,
                    unit="updates",
                    scale="log",
                    slider=(2, 100_000),
                ),
                Setting(
                    "pct_start",
                    "The fraction of the cycle in which the rate climbs.",
                    ranges.PCT_START,
                    label="Rising part",
                    slider=(0.01, 0.99),
                ),
                Setting(
                    "div_factor",
                    "The first rate is the largest one divided by this.",
                    ranges.DIV_FACTOR,
                    label="First divisor",
                    scale="log",
                ),
                Setting(
                    "final_div_factor",
                    "The last rate is the first one divided by this.",
                    ranges.FINAL_DIV_FACTOR,
                    label="Final divisor",
                    scale="log",
                ),
            ),
            title="One cycle",
        ),
    ),
)
