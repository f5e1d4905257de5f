"""What a person can change about a layer, from its constructor, with the ranges that the engine checks."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from mlwidgets import ranges
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.constraints import CONSTRAINTS, FixedFilters
from mlwidgets.engine.initializers import INITIALIZERS, GivenFilters
from mlwidgets.engine.layers import LAYERS
from mlwidgets.engine.regularizers import REGULARIZERS
from mlwidgets.explain.stack.layer_texts import setting_help
from mlwidgets.ranges import Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Configurable, Registry

PART_KINDS = ("activation", "initializer", "regularizer", "constraint")

Kind = Literal[
    "whole number",
    "number",
    "pair",
    "rims",
    "list",
    "choice",
    "flag",
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "given",
]
"""How a setting is edited.

"pair" is one whole number or (height, width), "rims" the cells on up to four sides, "list" some whole
numbers, and "given" are numbers made by hand, which the convolution lab edits.
"""

PARTS: dict[str, Registry[Any]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "regularizer": REGULARIZERS,
    "constraint": CONSTRAINTS,
}
"""Where the parts of a layer are found by name."""

_BY_HAND = (GivenFilters, FixedFilters)

_RANGES: dict[str, Interval | OneOf] = {
    name: range_
    for range_ in (
        *(ranges.UNITS, ranges.FILTERS, ranges.KERNEL_SIZE, ranges.STRIDES, ranges.DILATION_RATE),
        *(ranges.GROUPS, ranges.POOL_SIZE, ranges.DEPTH_MULTIPLIER, ranges.PADDING, ranges.UPSAMPLING),
        *(ranges.DROPOUT_RATE, ranges.EPSILON, ranges.MOMENTUM, ranges.AXIS, ranges.SHARED_AXES),
        *(ranges.NEGATIVE_SLOPE, ranges.ELU_ALPHA, ranges.L1_FACTOR, ranges.L2_FACTOR, ranges.MAX_NORM),
        *(ranges.INITIAL_VALUE, ranges.INITIAL_MEAN, ranges.INITIAL_STDDEV, ranges.INITIAL_MINVAL),
        *(ranges.INITIAL_MAXVAL, ranges.INITIAL_GAIN, ranges.VARIANCE_SCALE, ranges.FAN_MODE),
        ranges.DISTRIBUTION,
    )
    for name in (range_.name,)
}
"""The range of each setting under its name: the same objects that the constructors check with."""

_SPECIAL: dict[tuple[str, str], Interval | OneOf] = {
    ("Reshape", "target_shape"): ranges.TARGET_SIDE,
    ("GaussianNoise", "stddev"): ranges.NOISE_STDDEV,
    ("ZeroPadding2D", "padding"): ranges.ZERO_PADDING,
    ("MaxNorm", "axis"): ranges.WEIGHT_AXIS,
    ("UnitNorm", "axis"): ranges.WEIGHT_AXIS,
}

_ALSO = {("Reshape", "target_shape"): (-1,)}

_STARTS: dict[str, Any] = {
    "units": 16,
    "filters": 8,
    "kernel_size": 3,
    "rate": 0.25,
    "stddev": 0.1,
    "target_shape": [-1],
    "activation": "relu",
}
"""What a setting without a default begins with in a new layer."""

_PLAIN_KINDS: dict[str, Kind] = {
    "int": "whole number",
    "float": "number",
    "bool": "flag",
    "str": "choice",
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One setting that a person can change.

    Attributes
    ----------
    name : str
        The constructor's argument, which is the key in the config as well.
    kind : str
        How it is edited; see `Kind`.
    default : JSON value
        What holds if nothing is given; for a setting without a default, what a new layer starts with.
    required : bool
        Whether a value must be given.
    optional : bool
        Whether None is a value, meaning "none", or for the strides of a pooling "as the window".
    range : Interval or OneOf or None
        What the engine checks with; for "pair", "rims" and "list" it holds for each number.
    also : tuple of int
        Numbers outside the range that are taken, too.
    choices : tuple of str
        The names to choose from.
    help : str
        What it means, in a sentence.
    """

    name: str
    kind: Kind
    default: Any
    required: bool
    optional: bool
    range: Interval | OneOf | None
    also: tuple[int, ...]
    choices: tuple[str, ...]
    help: str

    def to_dict(self) -> dict[str, Any]:
        """Return the option as plain JSON values, for a page that builds a control from it."""
        plain: dict[str, Any] = {
            name: getattr(self, name) for name in ("name", "kind", "default", "required", "optional", "help")
        }
        if self.choices:
            plain["choices"] = list(self.choices)
        if isinstance(self.range, Interval):
            plain |= {"low": self.range.low, "high": self.range.high, "closed": self.range.closed}
        if self.also:
            plain["also"] = list(self.also)
        return plain


@cache
def layer_options(class_name: str) -> tuple[Option, ...]:
    """Return what can be changed about a layer, in the order of its constructor.

    Parameters
    ----------
    class_name : str
        A layer of the engine, such as "Dense".

    Raises
    ------
    ConfigurationError
        There is no such layer.

    Examples
    --------
    >>> [option.name for option in layer_options("MaxPooling2D")]
    ['pool_size', 'strides', 'padding']
    >>> layer_options("Dense")[0].range.high
    10000
    """
    return _options_of(LAYERS.find(class_name))


@cache
def part_options(kind: str) -> dict[str, tuple[Option, ...]]:
    """Return what there is to choose from for a part of a layer, and the settings of each choice.

    Parameters
    ----------
    kind : {"activation", "initializer", "regularizer", "constraint"}
        Which part.

    Examples
    --------
    >>> [option.name for option in part_options("regularizer")["l1_l2"]]
    ['l1', 'l2']
    """
    registry = PARTS[kind]
    return {name: _options_of(registry.find(name)) for name in registry.names}


def new_layer(class_name: str, input_shape: tuple[int, ...] | None = None) -> dict[str, Any]:
    """Return a layer to begin with, as `{"class_name": …, "config": {…}}`.

    Layers that add up inputs start with a ReLU, because a stack of them would otherwise compute no more than
    one of them.

    Parameters
    ----------
    class_name : str
        Which layer.
    input_shape : tuple of int, optional
        What comes in, if it is known; a Reshape makes a square picture of a row of numbers that fits.

    Raises
    ------
    ConfigurationError
        There is no such layer.

    Examples
    --------
    >>> new_layer("Conv2D")
    {'class_name': 'Conv2D', 'config': {'filters': 8, 'kernel_size': 3, 'activation': 'relu'}}
    >>> new_layer("Reshape", (784,))
    {'class_name': 'Reshape', 'config': {'target_shape': [28, 28, 1]}}
    """
    kind = LAYERS.find(class_name)
    options = layer_options(kind.__name__)
    config = {option.name: option.default for option in options if option.required}
    if "activation" in {option.name for option in options}:
        config["activation"] = "relu"
    square = None if input_shape is None or len(input_shape) != 1 else as_picture(input_shape[0])
    if square is not None and "target_shape" in config:
        config["target_shape"] = list(square)
    return {"class_name": kind.__name__, "config": config}


def as_picture(count: int) -> tuple[int, int, int] | None:
    """Return the square picture, grey or in colour, that has so many numbers; None if there is none.

    Examples
    --------
    >>> as_picture(784), as_picture(3072), as_picture(10)
    ((28, 28, 1), (32, 32, 3), None)
    """
    for channels in (1, 3):
        side = round((count / channels) ** 0.5)
        if side > 1 and side * side * channels == count:
            return (side, side, channels)
    return None


def _options_of(kind: type[Configurable]) -> tuple[Option, ...]:
    return tuple(
        _option(kind, parameter)
        for parameter in inspect.signature(kind).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    )


def _option(owner: type[Configurable], parameter: inspect.Parameter) -> Option:
    name = parameter.name
    kind = _kind(owner, parameter)
    place = (owner.__name__, name)
    ranged = kind in ("whole number", "number", "pair", "rims", "list", "choice")
    range_ = (_SPECIAL.get(place) or _RANGES[name]) if ranged else None
    required = parameter.default is inspect.Parameter.empty
    default = _STARTS[name] if required else parameter.default
    if kind == "activation" and default is None:
        default = "linear"
    choices: tuple[str, ...] = range_.options if isinstance(range_, OneOf) else ()
    if kind in PARTS:
        registry = PARTS[kind]
        choices = tuple(one for one in registry.names if registry.find(one) not in _BY_HAND)
    return Option(
        name=name,
        kind=kind,
        default=list(default) if isinstance(default, tuple) else default,
        required=required,
        optional=default is None,
        range=range_,
        also=_ALSO.get(place, ()),
        choices=choices,
        help=setting_help(owner.__name__, name),
    )


def _kind(owner: type[Configurable], parameter: inspect.Parameter) -> Kind:
    """Return how a setting is edited, from its name and the type that its constructor declares."""
    if owner in _BY_HAND:
        return "given"
    for part in PART_KINDS:
        if parameter.name == part or parameter.name.endswith(f"_{part}"):
            return part  # type: ignore[return-value]  # the four are among the kinds
    declared = str(parameter.annotation)
    if "Rims" in declared:
        return "rims"
    if "tuple[int, int]" in declared:
        return "pair"
    if "tuple[int, ...]" in declared or "Sequence[int]" in declared:
        return "list"
    return _PLAIN_KINDS[declared.partition(" ")[0]]
