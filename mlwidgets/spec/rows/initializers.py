"""What a person is told about each initializer."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import initializers as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows

_MEAN = Setting("mean", _("The middle of the random numbers."), ranges.INITIAL_MEAN)
_STDDEV = Setting("stddev", _("How far the random numbers spread."), ranges.INITIAL_STDDEV)
_GAIN = Setting("gain", _("What the matrix is multiplied by."), ranges.INITIAL_GAIN)

INITIALIZER_ROWS = Rows(
    kinds.INITIALIZERS,
    (
        Row(kinds.Zeros, _("Every weight starts at 0.")),
        Row(kinds.Ones, _("Every weight starts at 1.")),
        Row(
            kinds.Constant,
            _("Every weight starts with the same number."),
            (Setting("value", _("The number that every weight starts with."), ranges.INITIAL_VALUE),),
        ),
        Row(kinds.RandomNormal, _("Random numbers from a normal distribution."), (_MEAN, _STDDEV)),
        Row(
            kinds.RandomUniform,
            _("Random numbers between two limits, all equally likely."),
            (
                Setting("minval", _("The smallest random number."), ranges.INITIAL_MINVAL),
                Setting("maxval", _("The largest random number."), ranges.INITIAL_MAXVAL),
            ),
        ),
        Row(
            kinds.TruncatedNormal,
            _("A normal distribution without its tails: nothing beyond two standard deviations."),
            (_MEAN, _STDDEV),
        ),
        Row(kinds.Identity, _("The identity matrix: what comes in goes out."), (_GAIN,)),
        Row(kinds.Orthogonal, _("A random rotation, which keeps lengths as they are."), (_GAIN,)),
        Row(
            kinds.VarianceScaling,
            _("Random numbers whose variance follows the number of connections."),
            (
                Setting(
                    "scale", _("The variance of all connections of a unit together."), ranges.VARIANCE_SCALE
                ),
                Setting(
                    "mode",
                    _("Which connections are counted: into a unit, out of it, or their average."),
                    ranges.FAN_MODE,
                ),
                Setting(
                    "distribution", _("The shape of the random numbers' distribution."), ranges.DISTRIBUTION
                ),
            ),
        ),
        Row(kinds.GlorotNormal, _("Normal; the variance keeps signals even forwards and backwards.")),
        Row(kinds.GlorotUniform, _("Uniform; the variance keeps signals even forwards and backwards.")),
        Row(kinds.HeNormal, _("Normal; the variance suits ReLU, which drops half of the numbers.")),
        Row(kinds.HeUniform, _("Uniform; the variance suits ReLU, which drops half of the numbers.")),
        Row(kinds.LecunNormal, _("Normal; the variance follows the connections into a unit.")),
        Row(kinds.LecunUniform, _("Uniform; the variance follows the connections into a unit.")),
        Row(
            kinds.GivenFilters,
            _("Some filters start as the kernels that you made."),
            (
                Setting("numbers", _("Which filters are made by hand.")),
                Setting("values", _("The numbers of the filters that are made by hand.")),
                Setting("others", _("How the other filters start.")),
            ),
        ),
    ),
)
