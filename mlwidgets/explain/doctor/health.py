"""The health of each layer as a table: numbers beside what is usual, which a healthy run has, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.explain.doctor.breakdown import HUGE
from mlwidgets.explain.doctor.learning import CRAWLING, RACING
from mlwidgets.explain.doctor.units import HALF, SATURATED
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.vitals import LayerVitals, Vitals

_EARLY = 16
"""In the first updates steps are long, and gradients large: that is no illness yet."""

_SMALL = 1e-7
"""A gradient below this hardly moves a float32 weight."""


@dataclass(frozen=True)
class Cell:
    """A number with what there is to say about it.

    Attributes
    ----------
    text : str
        The number; empty where there is none.
    verdict : str
        What is unusual about it, in a word or two; empty if nothing is.
    """

    text: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class LayerHealth:
    """One layer of the table.

    Attributes
    ----------
    title : str
        Its place and class: "1 Conv2D".
    gradient : Cell
        The root mean square of its gradient.
    step : Cell
        The last update's length as a share of its weights.
    units : Cell
        The share of dead or saturated units.
    """

    title: str
    gradient: Cell
    step: Cell
    units: Cell


def health(look: Vitals) -> tuple[LayerHealth, ...]:
    """Return the health of the layers that learn, or whose units can die or saturate."""
    telling = (
        one for one in look.layers if one.parameters or one.dead is not None or one.saturated is not None
    )
    last = look.layers[-1].number
    return tuple(
        LayerHealth(
            f"{layer.number} {layer.name}",
            _gradient(layer),
            _step(layer, early=look.iteration < _EARLY),
            _units(layer, last=layer.number == last),
        )
        for layer in telling
    )


def _gradient(layer: LayerVitals) -> Cell:
    value = layer.gradient
    if value is None:
        return Cell()
    if value == 0:
        return Cell("0", _("none passes"))
    verdict = _("tiny") if value < _SMALL else "" if value <= HUGE else _("huge")
    return Cell(number_text(value, 2), verdict)


def _step(layer: LayerVitals, *, early: bool) -> Cell:
    value = layer.step
    if value is None:
        return Cell()
    verdict = _("tiny") if value < CRAWLING else "" if early or value <= RACING else _("long")
    return Cell(number_text(value, 2), verdict)


def _units(layer: LayerVitals, *, last: bool) -> Cell:
    if layer.dead is not None:
        return Cell(
            _("{share} dead").format(share=share_text(layer.dead)), _("high") if layer.dead >= HALF else ""
        )
    if layer.saturated is None:
        return Cell()
    # An output that is sure of its answer is saturated, and ought to be.
    high = layer.saturated >= SATURATED and not last
    return Cell(_("{share} saturated").format(share=share_text(layer.saturated)), _("high") if high else "")
