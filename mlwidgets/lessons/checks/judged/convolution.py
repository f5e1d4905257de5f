"""Checks of the convolution lab: its kernel, its settings, and what comes out."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.grids import checked_kernel
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.judged.network import shape_text
from mlwidgets.lessons.checks.parameters import Parameter, WholeNumbers
from mlwidgets.ranges import LAB_CELL, Interval, OneOf, shown

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_LONGEST = 20
"""No setting has a longer name."""

_NEAR = 1e-6
"""Two cells that are nearer than this are the same: the lab computes with float64."""

_SUM_RIGHT = _("The numbers of your kernel add up to {total}, as they should.")
_SUM_WRONG = _(
    "The numbers of your kernel add up to {total}; they must add up to {wanted}. Change a number by {by}."
)
_SETTING_RIGHT = _("Your convolution has {name} {chosen}, as it should.")
_SETTING_WRONG = _(
    "Your convolution has {name} {chosen}; it must be {wanted}. Change it in the convolution lab."
)
_ON, _OFF = _("on"), _("off")
_SHAPE_RIGHT = _("Your convolution gives a grid of {size}, as it should.")
_SHAPE_WRONG = _(
    "Your convolution gives a grid of {size}; it must give {wanted}. Change the padding, the stride or the "
    "kernel's size."
)
_NO_CELL = _("The output has no cell in row {row}, column {column}. Use padding or stride 1: it grows then.")
_CELL_RIGHT = _("The output in row {row}, column {column} is {value}, as it should be.")
_CELL_WRONG = _(
    "The output in row {row}, column {column} is {value}; it must be {wanted}. Look at the arithmetic of "
    "that cell in the lab."
)


def look_at_kernel(experiment: Experiment) -> dict[str, Any]:
    """Return the kernel of the convolution lab and how it is applied."""
    setup = experiment.convolution.setup
    return {"kernel": setup.kernel.tolist(), "settings": asdict(setup.settings)}


def _look_at_output(experiment: Experiment) -> dict[str, Any]:
    convolution = experiment.convolution
    return {
        "settings": asdict(convolution.setup.settings),
        "output": convolution.convolved.output.astype(float).tolist(),
    }


def _kernel_sums_to(seen: Evidence, value: float) -> Finding:
    total = float(checked_kernel(seen.raw("kernel")).sum())
    text, wanted = limits.number(total, 3), limits.number(value, 3)
    if abs(total - value) <= _NEAR:
        return Finding(holds=True, why=_SUM_RIGHT.format(total=text))
    why = _SUM_WRONG.format(total=text, wanted=wanted, by=limits.number(value - total, 3))
    return Finding(holds=False, why=why)


def _setting(seen: Evidence, name: str, value: object) -> Finding:
    chosen = seen.part("settings").raw(name)
    said = {"name": name.replace("_", " "), "chosen": _words(chosen)}
    if chosen == value and isinstance(chosen, bool) == isinstance(value, bool):
        return Finding(holds=True, why=_SETTING_RIGHT.format(**said))
    return Finding(holds=False, why=_SETTING_WRONG.format(**said, wanted=_words(value)))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return str(_ON if value else _OFF)
    return value if isinstance(value, str) and len(value) <= _LONGEST else shown(value)


def _output_shape(seen: Evidence, shape: tuple[int, ...]) -> Finding:
    output = seen.raw("output")
    got: list[int] = []
    while isinstance(output, (list, tuple)) and output:
        got.append(len(output))
        output = output[0]
    size = tuple(got[: len(shape)])
    if size == tuple(shape):
        return Finding(holds=True, why=_SHAPE_RIGHT.format(size=shape_text(size)))
    why = _SHAPE_WRONG.format(size=shape_text(size), wanted=shape_text(tuple(shape)))
    return Finding(holds=False, why=why)


def _output_cell(seen: Evidence, row: int, column: int, value: float) -> Finding:
    output = seen.raw("output")
    try:
        cell = output[row - 1][column - 1][0]
    except (TypeError, IndexError, KeyError):
        return Finding(holds=False, why=_NO_CELL.format(row=row, column=column))
    got = Evidence({"cell": cell}).number("cell")
    said = {"row": row, "column": column, "value": limits.number(got, 3)}
    if abs(got - value) <= max(_NEAR, 1e-6 * abs(value)):
        return Finding(holds=True, why=_CELL_RIGHT.format(**said))
    return Finding(holds=False, why=_CELL_WRONG.format(**said, wanted=limits.number(value, 3)))


class SettingValue:
    """What a setting of the convolution can be; whether it suits the name is said by `checked_setting`."""

    name = "value"

    def check(self, value: object) -> object:
        """Return a plain value."""
        if isinstance(value, (bool, int, float, str)):
            return value
        raise ConfigurationError(f"value must be a number, a text, True or False; got {shown(value)}.")


class SettingCheck(Check):
    """The check of a setting, whose value is checked as the lab itself checks it."""

    def parse(self, given: object) -> dict[str, Any]:
        """Return name and value; the value is of the setting's own kind."""
        parsed = super().parse(given)
        made = ConvolutionSettings(**{parsed["name"]: parsed["value"]})
        return {"name": parsed["name"], "value": getattr(made, parsed["name"])}


_SIDE = Interval(name="each number of shape", low=1, high=100, integer=True)
_NAMES = tuple(field.name for field in fields(ConvolutionSettings))

CONVOLUTION_CHECKS = (
    Check(
        "kernel_sums_to",
        "What the numbers of the convolution lab's kernel add up to.",
        look_at_kernel,
        _kernel_sums_to,
        (Parameter(Interval(name="value", low=LAB_CELL.low, high=LAB_CELL.high), "The sum.", required=True),),
    ),
    SettingCheck(
        "convolution_setting",
        "A setting of the convolution lab: strides, padding, flip and the others.",
        look_at_kernel,
        _setting,
        (
            Parameter(OneOf(name="name", options=_NAMES), "Which setting.", required=True),
            Parameter(SettingValue(), "What it must be.", required=True),
        ),
    ),
    Check(
        "convolution_shape",
        "How many rows and columns the convolution lab's output has.",
        _look_at_output,
        _output_shape,
        (
            Parameter(
                WholeNumbers(name="shape", each=_SIDE, fewest=2, most=3),
                "The shape, as [3, 3].",
                required=True,
            ),
        ),
    ),
    Check(
        "convolution_cell",
        "The number in one cell of the convolution lab's output.",
        _look_at_output,
        _output_cell,
        (
            Parameter(Interval(name="row", low=1, high=100, integer=True), "Its row, from 1.", required=True),
            Parameter(
                Interval(name="column", low=1, high=100, integer=True), "Its column, from 1.", required=True
            ),
            Parameter(Interval(name="value", low=-1e12, high=1e12), "The number.", required=True),
        ),
    ),
)
