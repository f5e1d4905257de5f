"""What a person is told about each initializer."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import initializers as kinds
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_MEAN = Setting("mean", "The middle of the random numbers.", ranges.INITIAL_MEAN)
_STDDEV = Setting("stddev", "How far the random numbers spread.", ranges.INITIAL_STDDEV)
_GAIN = Setting("gain", "What the matrix is multiplied by.", ranges.INITIAL_GAIN)

INITIALIZER_ROWS = Rows(
    kinds.INITIALIZERS,
    (
        Row(kinds.Zeros, "Every weight starts at 0."),
        Row(kinds.Ones, "Every weight starts at 1."),
        Row(
            kinds.Constant,
            "Every weight starts with the same number.",
            (Setting("value", "The number that every weight starts with.", ranges.INITIAL_VALUE),),
        ),
        Row(kinds.RandomNormal, "Random numbers from a normal distribution.", (_MEAN, _STDDEV)),
        Row(
            kinds.RandomUniform,
            "Random numbers between two limits, all equally likely.",
            (
                Setting("minval", "The smallest random number.", ranges.INITIAL_MINVAL),
                Setting("maxval", "The largest random number.", ranges.INITIAL_MAXVAL),
            ),
        ),
        Row(
            kinds.TruncatedNormal,
            "A normal distribution without its tails: nothing beyond two standard deviations.",
            (_MEAN, _STDDEV),
        ),
        Row(kinds.Identity, "The identity matrix: what comes in goes out.", (_GAIN,)),
        Row(kinds.Orthogonal, "A random rotation, which keeps lengths as they are.", (_GAIN,)),
        Row(
            kinds.VarianceScaling,
            "Random numbers whose variance follows the number of connections.",
            (
                Setting(
                    "scale", "The variance of all connections of a unit together.", ranges.VARIANCE_SCALE
                ),
                Setting(
                    "mode",
                    "Which connections are counted: into a unit, out of it, or their average.",
                    ranges.FAN_MODE,
                ),
                Setting(
                    "distribution", "The shape of the random numbers' distribution.", ranges.DISTRIBUTION
                ),
            ),
        ),
        Row(kinds.GlorotNormal, "Normal; the variance keeps signals even forwards and backwards."),
        Row(kinds.GlorotUniform, "Uniform; the variance keeps signals even forwards and backwards."),
        Row(kinds.HeNormal, "Normal; the variance suits ReLU, which drops half of the numbers."),
        Row(kinds.HeUniform, "Uniform; the variance suits ReLU, which drops half of the numbers."),
        Row(kinds.LecunNormal, "Normal; the variance follows the connections into a unit."),
        Row(kinds.LecunUniform, "Uniform; the variance follows the connections into a unit."),
        Row(
            kinds.GivenFilters,
            "Some filters start as the kernels that you made.",
            (
                Setting("numbers", "Which filters are made by hand."),
                Setting("values", "The numbers of the filters that are made by hand."),
                Setting("others", "How the other filters start."),
            ),
        ),
    ),
)
