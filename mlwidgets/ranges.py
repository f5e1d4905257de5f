"""Ranges of settings: one object checks the value, words the error and gives a slider its ends.

Every setting that a person can type has exactly one `Interval` or `OneOf`. The engine checks with it,
the observable traits check with it, and the controls on the screen take their limits from it, so the
three can never disagree.
"""

from __future__ import annotations

import difflib
import math
import numbers
from dataclasses import dataclass
from typing import Literal

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _, between_numerals, numeral

_NUMBER = _("{name} must be a number in {rule}; got {value}.")
_WHOLE_NUMBER = _("{name} must be a whole number in {rule}; got {value}.")
_ONE_OF = _("{name} must be one of {options}; got {value}.")
_MEANT = _(" Did you mean {name}?")
_FLAG = _("{name} must be True or False; got {value}.")
_PAIR = _("{name} must be one whole number or a pair (height, width); got {value}.")
_TOO_LONG = _("{type} too long to show")

Closed = Literal["both", "left", "right", "neither"]


@dataclass(frozen=True, kw_only=True)
class Interval:
    """All numbers between two ends.

    Parameters
    ----------
    name : str
        The setting's name, as in its argument, trait, JSON key and message.
    low, high : float
        The ends. `high` may be infinite.
    closed : {"both", "left", "right", "neither"}
        Which ends belong to the interval.
    integer : bool
        Whether only whole numbers are allowed.

    Examples
    --------
    >>> rate = Interval(name="learning_rate", low=0.0, high=10.0, closed="right")
    >>> rate.check(0.1)
    0.1
    >>> rate.check(-1.0)
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: learning_rate must be a number in (0, 10]; got -1.0.
    """

    name: str
    low: float
    high: float
    closed: Closed = "both"
    integer: bool = False

    def check(self, value: object) -> float:
        """Return `value` as a plain number, or raise `ConfigurationError`."""
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise ConfigurationError(self._message(value))
        try:
            number = float(value)
        except OverflowError:  # a whole number of hundreds of digits
            raise ConfigurationError(self._message(value)) from None
        if not math.isfinite(number) or not self._contains(number):
            raise ConfigurationError(self._message(value))
        if not self.integer:
            return number
        if number != int(number):
            raise ConfigurationError(self._message(value))
        return int(number)

    def check_int(self, value: object) -> int:
        """Return `value` as an `int`; the interval must be one of whole numbers."""
        return int(self.check(value))

    def _contains(self, number: float) -> bool:
        above = number >= self.low if self.closed in ("both", "left") else number > self.low
        below = number <= self.high if self.closed in ("both", "right") else number < self.high
        return above and below

    def _message(self, value: object) -> str:
        left = "[" if self.closed in ("both", "left") else "("
        right = "]" if self.closed in ("both", "right") else ")"
        high = numeral(self.high, ",g")
        if math.isinf(self.high):
            high = "∞"
        elif self.integer:
            high = numeral(int(self.high))
        rule = f"{left}{numeral(self.low, 'g')}{between_numerals()}{high}{right}"
        template = _WHOLE_NUMBER if self.integer else _NUMBER
        return template.format(name=self.name, rule=rule, value=shown(value))


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """One of a few names.

    Parameters
    ----------
    name : str
        The setting's name.
    options : tuple of str
        The names that are allowed.
    """

    name: str
    options: tuple[str, ...]

    def check(self, value: object) -> str:
        """Return `value`, or raise `ConfigurationError` with the nearest option as advice."""
        if isinstance(value, str) and value in self.options:
            return value
        listed = ", ".join(repr(option) for option in self.options)
        advice = nearest(value, self.options)
        said = _ONE_OF.format(name=self.name, options=listed, value=shown(value))
        raise ConfigurationError(said + advice)


def nearest(value: object, options: tuple[str, ...]) -> str:
    """Return " Did you mean 'adam'?" when one option is close to `value`, else nothing."""
    if not isinstance(value, str):
        return ""
    folded = {option.casefold(): option for option in options}
    close = difflib.get_close_matches(value.casefold(), folded, n=1)
    return _MEANT.format(name=repr(folded[close[0]])) if close else ""


def is_text(value: object) -> bool:
    r"""Return whether something is a text that a file can hold: UTF-8 has no half letters ("\ud800").

    JSON can bring one in, and so can the name of a folder that is not written in UTF-8.

    Examples
    --------
    >>> is_text("naïve"), is_text("\ud800"), is_text(3)
    (True, False, False)
    """
    if not isinstance(value, str):
        return False
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def shown(value: object, longest: int = 60) -> str:
    """Return `repr(value)`, shortened: a message is no place for a whole array."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out a whole number of thousands of digits
        return _TOO_LONG.format(type=type(value).__name__)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


LEARNING_RATE = Interval(name="learning_rate", low=0.0, high=10.0, closed="right")
MOMENTUM = Interval(name="momentum", low=0.0, high=1.0, closed="left")
BATCH_SIZE = Interval(name="batch_size", low=1, high=100_000, integer=True)
EPOCHS = Interval(name="epochs", low=1, high=10_000, integer=True)
TRAVEL_MEGABYTES = Interval(name="travel_megabytes", low=1.0, high=4000.0)
THREADS = Interval(name="thread count", low=1, high=64, integer=True)
SEED = Interval(name="seed", low=0, high=2**32 - 1, integer=True)
UNITS = Interval(name="units", low=1, high=10_000, integer=True)
FILTERS = Interval(name="filters", low=1, high=1024, integer=True)
KERNEL_SIZE = Interval(name="kernel_size", low=1, high=64, integer=True)
STRIDES = Interval(name="strides", low=1, high=64, integer=True)
DILATION_RATE = Interval(name="dilation_rate", low=1, high=64, integer=True)
FILTER_NUMBER = Interval(name="each number of a filter", low=0, high=1023, integer=True)
GROUPS = Interval(name="groups", low=1, high=1024, integer=True)
POOL_SIZE = Interval(name="pool_size", low=1, high=64, integer=True)
DROPOUT_RATE = Interval(name="rate", low=0.0, high=1.0, closed="left")
RHO = Interval(name="rho", low=0.0, high=1.0, closed="left")
BETA_1 = Interval(name="beta_1", low=0.0, high=1.0, closed="left")
BETA_2 = Interval(name="beta_2", low=0.0, high=1.0, closed="left")
EPSILON = Interval(name="epsilon", low=0.0, high=1.0, closed="right")
VALIDATION_SPLIT = Interval(name="validation_split", low=0.0, high=0.9)
PADDING = OneOf(name="padding", options=("valid", "same"))
INITIAL_ACCUMULATOR_VALUE = Interval(name="initial_accumulator_value", low=0.0, high=1e6)
WEIGHT_DECAY = Interval(name="weight_decay", low=0.0, high=1.0)
CLIPNORM = Interval(name="clipnorm", low=0.0, high=1e6, closed="right")
CLIPVALUE = Interval(name="clipvalue", low=0.0, high=1e6, closed="right")
GLOBAL_CLIPNORM = Interval(name="global_clipnorm", low=0.0, high=1e6, closed="right")
INITIAL_LEARNING_RATE = Interval(name="initial_learning_rate", low=0.0, high=10.0)
END_LEARNING_RATE = Interval(name="end_learning_rate", low=0.0, high=10.0)
MAXIMAL_LEARNING_RATE = Interval(name="maximal_learning_rate", low=0.0, high=10.0, closed="right")
WARMUP_TARGET = Interval(name="warmup_target", low=0.0, high=10.0)
WARMUP_STEPS = Interval(name="warmup_steps", low=0, high=10_000_000, integer=True)
DECAY_STEPS = Interval(name="decay_steps", low=1, high=10_000_000, integer=True)
TOTAL_STEPS = Interval(name="total_steps", low=2, high=10_000_000, integer=True)
BOUNDARIES = Interval(name="boundaries", low=0, high=10_000_000, integer=True)
VALUES = Interval(name="values", low=0.0, high=10.0)
DECAY_RATE = Interval(name="decay_rate", low=0.0, high=1.0, closed="right")
POWER = Interval(name="power", low=0.0, high=10.0, closed="right")
ALPHA = Interval(name="alpha", low=0.0, high=1.0)
PCT_START = Interval(name="pct_start", low=0.0, high=1.0, closed="neither")
DIV_FACTOR = Interval(name="div_factor", low=1.0, high=1e6)
FINAL_DIV_FACTOR = Interval(name="final_div_factor", low=1.0, high=1e6)
PATIENCE = Interval(name="patience", low=0, high=10_000, integer=True)
MIN_DELTA = Interval(name="min_delta", low=0.0, high=1e6)
BASELINE = Interval(name="baseline", low=-1e6, high=1e6)
START_FROM_EPOCH = Interval(name="start_from_epoch", low=0, high=10_000, integer=True)
STOPPING_MODE = OneOf(name="mode", options=("auto", "min", "max"))
LOWEST_RATE = Interval(name="lowest", low=0.0, high=10.0, closed="neither")
HIGHEST_RATE = Interval(name="highest", low=0.0, high=10.0, closed="right")
RANGE_TEST_STEPS = Interval(name="steps", low=10, high=10_000, integer=True)
DEPTH_MULTIPLIER = Interval(name="depth_multiplier", low=1, high=64, integer=True)
UPSAMPLING = Interval(name="size", low=1, high=64, integer=True)
ZERO_PADDING = Interval(name="padding", low=0, high=64, integer=True)
TARGET_SIDE = Interval(name="each number of target_shape", low=1, high=1_000_000, integer=True)
NOISE_STDDEV = Interval(name="stddev", low=0.0, high=1.0)
NEGATIVE_SLOPE = Interval(name="negative_slope", low=0.0, high=10.0)
ELU_ALPHA = Interval(name="alpha", low=0.0, high=10.0)
AXIS = Interval(name="axis", low=-4, high=4, integer=True)
SHARED_AXES = Interval(name="shared_axes", low=1, high=4, integer=True)
L1_FACTOR = Interval(name="l1", low=0.0, high=1e6)
L2_FACTOR = Interval(name="l2", low=0.0, high=1e6)
MAX_NORM = Interval(name="max_value", low=0.0, high=1e6, closed="right")
WEIGHT_AXIS = Interval(name="axis", low=-8, high=7, integer=True)
LABEL_SMOOTHING = Interval(name="label_smoothing", low=0.0, high=1.0)
HUBER_DELTA = Interval(name="delta", low=0.0, high=1e6, closed="right")
THRESHOLD = Interval(name="threshold", low=-1e6, high=1e6)
TOP_K = Interval(name="k", low=1, high=10_000, integer=True)
CLASS_ID = Interval(name="class_id", low=0, high=9_999, integer=True)
INITIAL_VALUE = Interval(name="value", low=-1e6, high=1e6)
INITIAL_MEAN = Interval(name="mean", low=-1e6, high=1e6)
INITIAL_STDDEV = Interval(name="stddev", low=0.0, high=1e6)
INITIAL_MINVAL = Interval(name="minval", low=-1e6, high=1e6)
INITIAL_MAXVAL = Interval(name="maxval", low=-1e6, high=1e6)
INITIAL_GAIN = Interval(name="gain", low=-1e6, high=1e6)
VARIANCE_SCALE = Interval(name="scale", low=0.0, high=1e6, closed="right")
FAN_MODE = OneOf(name="mode", options=("fan_in", "fan_out", "fan_avg"))
DISTRIBUTION = OneOf(name="distribution", options=("truncated_normal", "untruncated_normal", "uniform"))
CLASS_WEIGHT = Interval(name="class_weight", low=0.0, high=1e6)
AVERAGE = OneOf(name="average", options=("macro", "micro"))

# The convolution lab: what a person sets by hand and reads cell by cell.
LAB_INPUT_SIDE = Interval(name="each side of the input", low=2, high=64, integer=True)
LAB_INPUT_CHANNELS = Interval(name="channels of the input", low=1, high=3, integer=True)
LAB_KERNEL_SIDE = Interval(name="each side of the kernel", low=1, high=11, integer=True)
LAB_CELL = Interval(name="each cell", low=-1e6, high=1e6)
LAB_STRIDES = Interval(name="strides", low=1, high=5, integer=True)
LAB_PADDING = OneOf(name="padding", options=("valid", "same", "full"))
LAB_PADDING_CELLS = Interval(name="padding", low=0, high=5, integer=True)
LAB_PADDING_MODE = OneOf(name="padding_mode", options=("zero", "edge", "reflect"))
LAB_DILATION_RATE = Interval(name="dilation_rate", low=1, high=4, integer=True)
LAB_DIVISOR = Interval(name="divisor", low=-1e6, high=1e6)
LAB_SMALLEST_DIVISOR = 1e-6
"""So near to 0 a divisor may come, from both sides; nearer, and a result would grow out of all bounds."""
LAB_BIAS = Interval(name="bias", low=-1e6, high=1e6)
LAB_CHANNELS = OneOf(name="channels", options=("sum", "separately"))
LAB_ACTIVATION = OneOf(name="activation", options=("linear", "relu"))
LAB_POOLING = OneOf(name="pooling", options=("none", "max", "average"))
LAB_POOL_SIZE = Interval(name="pool_size", low=2, high=4, integer=True)
PICTURE_VIEW = OneOf(name="view", options=("clip", "absolute", "centred", "stretch"))

# Points of the plane: what is drawn, how disturbed, and what the network is given of each point.
NOISE = Interval(name="noise", low=0.0, high=100.0)
SAMPLES = Interval(name="samples", low=20, high=5_000, integer=True)
CLASSES = Interval(name="classes", low=2, high=5, integer=True)
TEST_SHARE = Interval(name="test_share", low=0.1, high=0.9)
FEATURE = OneOf(name="each feature", options=("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"))
PLANE_SIZE = Interval(name="size", low=2, high=500, integer=True)
WEIGHT = Interval(name="weight", low=-1e6, high=1e6)


def check_flag(name: str, value: object) -> bool:
    """Return `value` if it is True or False; a text such as "no" would otherwise count as yes."""
    if isinstance(value, bool):
        return value
    raise ConfigurationError(_FLAG.format(name=name, value=shown(value)))


def check_pair(range_: Interval, value: object) -> tuple[int, int]:
    """Return a whole number, or a pair of them, as a pair `(height, width)`."""
    if isinstance(value, (tuple, list)):
        if len(value) != 2:  # noqa: PLR2004 - a pair has two
            raise ConfigurationError(_PAIR.format(name=range_.name, value=shown(value)))
        return range_.check_int(value[0]), range_.check_int(value[1])
    side = range_.check_int(value)
    return side, side


def check_single(range_: Interval, value: object) -> int:
    """Return a whole number, also where Keras writes it as a list of one."""
    if isinstance(value, (tuple, list)) and len(value) == 1:
        return range_.check_int(value[0])
    return range_.check_int(value)
