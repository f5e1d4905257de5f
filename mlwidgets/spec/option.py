"""One setting of a class: what its row says about it, joined with what the constructor says."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from mlwidgets.ranges import Interval, OneOf
from mlwidgets.spec.labels import label_of

Kind = Literal[
    "whole number",
    "number",
    "pair",
    "padding",
    "list",
    "choice",
    "flag",
    "rate",
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "given",
]
"""How a setting is edited.

"pair" is one whole number or (height, width), "padding" the cells on up to four sides, "list" some numbers,
"rate" a learning rate or a schedule, and "given" are numbers made by hand, which the convolution lab edits.
"""

PART_KINDS = ("activation", "initializer", "regularizer", "constraint")
"""Settings that are objects of their own, found by name in a registry."""

_PLAIN_KINDS: dict[str, Kind] = {"int": "whole number", "float": "number", "bool": "flag", "str": "choice"}
_RANGED = ("whole number", "number", "pair", "padding", "list", "choice", "rate")


@dataclass(frozen=True)
class Setting:
    """What a row says about one setting; type and default are the constructor's.

    Attributes
    ----------
    name : str
        The constructor's argument.
    help : str
        What it means, in a sentence.
    range : Interval or OneOf or None
        The object that the engine checks with.
    start : object
        What a new one begins with where that is not the constructor's default.
    label : str
        What stands at the control; the name in plain letters if not given.
    unit : str
        What stands after the number.
    scale : {"linear", "log"}
        How a slider is divided.
    slider : (float, float) or None
        Where a slider begins and ends, if not where the range does.
    step : float
        The step of a slider on a linear scale.
    dragged : bool
        Whether a slider makes sense; a number that nobody drags, such as a seed, has a field only.
    frequent : bool
        Whether it is in sight without opening *More settings*.
    live : bool
        Whether a run in progress takes a change over.
    also : tuple of int
        Numbers outside the range that are taken, too.
    """

    name: str
    help: str
    range: Interval | OneOf | None = None
    start: Any = None
    label: str = ""
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    slider: tuple[float, float] | None = None
    step: float = 0.01
    dragged: bool = True
    frequent: bool = False
    live: bool = False
    also: tuple[int, ...] = ()

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return the setting with something else said about it."""
        return replace(self, **changes)


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
        What holds if nothing is given; for a setting without a default, what a new one starts with.
    start : JSON value
        What a new one starts with.
    required : bool
        Whether a value must be given.
    optional : bool
        Whether None is a value, meaning "none", or for the strides of a pooling "as the window".
    range : Interval or OneOf or None
        What the engine checks with; for "pair", "padding" and "list" it holds for each number.
    also : tuple of int
        Numbers outside the range that are taken, too.
    choices : tuple of str
        The names to choose from.
    label, help, unit : str
        What a person reads at the control.
    scale : {"linear", "log"}
        How a slider is divided.
    slider : (float, float)
        Where a slider begins and ends.
    step : float
        The step of a slider on a linear scale.
    dragged : bool
        Whether a slider makes sense; a number that nobody drags, such as a seed, has a field only.
    frequent : bool
        Whether it is in sight without opening *More settings*.
    live : bool
        Whether a run in progress takes a change over.
    """

    name: str
    kind: Kind
    default: Any
    start: Any
    required: bool
    optional: bool
    range: Interval | OneOf | None
    also: tuple[int, ...]
    choices: tuple[str, ...]
    label: str
    help: str
    unit: str
    scale: Literal["linear", "log"]
    slider: tuple[float, float]
    step: float
    dragged: bool
    frequent: bool
    live: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the option as plain JSON values, for a page that builds a control from it."""
        names = ("name", "kind", "default", "required", "optional", "label", "help")
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        if self.choices:
            plain["choices"] = list(self.choices)
        if isinstance(self.range, Interval):
            plain |= {"low": self.range.low, "high": self.range.high, "closed": self.range.closed}
        if self.also:
            plain["also"] = list(self.also)
        return plain


def joined(owner: type, setting: Setting, choices: tuple[str, ...], *, by_hand: bool) -> Option:
    """Return a setting together with what the constructor says about it.

    Parameters
    ----------
    owner : type
        The class that has the setting.
    setting : Setting
        What its row says.
    choices : tuple of str
        The names to choose from, where it is an object found by name.
    by_hand : bool
        Whether the owner's settings are numbers made by hand.
    """
    parameter = inspect.signature(owner).parameters[setting.name]
    kind: Kind = "given" if by_hand else kind_of(parameter)
    required = parameter.default is inspect.Parameter.empty
    default = setting.start if required else parameter.default
    if kind == "activation" and default is None:
        default = "linear"
    default = list(default) if isinstance(default, tuple) else default
    range_ = setting.range if kind in _RANGED else None
    if kind in _RANGED and range_ is None:
        raise TypeError(f"The row of {owner.__name__} says no range for {setting.name}.")
    ends = (range_.low, range_.high) if isinstance(range_, Interval) else (0.0, 0.0)
    return Option(
        name=setting.name,
        kind=kind,
        default=default,
        start=default if setting.start is None else setting.start,
        required=required,
        optional=default is None,
        range=range_,
        also=setting.also,
        choices=range_.options if isinstance(range_, OneOf) else choices,
        label=setting.label or label_of(setting.name),
        help=setting.help,
        unit=setting.unit,
        scale=setting.scale,
        slider=setting.slider or ends,
        step=setting.step,
        dragged=setting.dragged,
        frequent=setting.frequent,
        live=setting.live or setting.name in getattr(owner, "live_names", ()),
    )


def kind_of(parameter: inspect.Parameter) -> Kind:
    """Return how a setting is edited, from its name and the type that its constructor declares."""
    part = part_of(parameter.name)
    if part:
        return part  # type: ignore[return-value]  # the four are among the kinds
    declared = str(parameter.annotation)
    if "Schedule" in declared:
        return "rate"
    if "PaddingPairs" in declared or "SidePadding" in declared:
        return "padding"
    if "tuple[int, int]" in declared:
        return "pair"
    if "tuple[int, ...]" in declared or "Sequence[" in declared:
        return "list"
    return _PLAIN_KINDS[declared.partition(" ")[0]]


def part_of(name: str) -> str:
    """Return which kind of part a setting is: "initializer" for "kernel_initializer"; empty if none."""
    return next((part for part in PART_KINDS if name == part or name.endswith(f"_{part}")), "")
