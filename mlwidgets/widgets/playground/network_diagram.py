"""A network as a drawing: each neuron a picture of what it computes over the plane, each weight a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict, Float, Int, List, TraitError, Unicode, validate

from mlwidgets.explain.network.maps import levels
from mlwidgets.ranges import WEIGHT
from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.network.neuron_columns import Column
    from mlwidgets.explain.network.neuron_formula import NeuronFormula


@dataclass(frozen=True)
class Scale:
    """What the colours of a column's pictures mean.

    Attributes
    ----------
    kind : {"own", "classes", "sides", "numbers"}
        With "own" each neuron goes up to its largest number, so that what it computes can be seen: beside
        x₁², which goes up to 36, a sine would be blank. The scale of an output is fixed, so that one moment
        can be compared with another: probabilities in the colours of their "classes", one number between
        two "sides", or predicted "numbers".
    low, high : float
        The ends of a fixed scale.
    """

    kind: Literal["own", "classes", "sides", "numbers"] = "own"
    low: float = 0.0
    high: float = 0.0


OWN = Scale()


class NetworkDiagram(LiveWidget):
    """Features at the left, the output at the right, a column of neurons for each fully connected layer.

    Fill it with `show`. A neuron that is pointed at is `reading`; what it computes is then shown with
    `show_formula`. A weight that the learner types is told to the callbacks of `on_edit`, which change it.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    structure : dict
        What stays while the network is trained: the columns, and what the features look like.
    frame : dict
        What changes with every update: the neurons' pictures, ``"maps"``, a byte for each cell, with their
        scales, and all ``"weights"``, column after column, kernel before bias, as float32.
    reading : list of int
        The neuron that is pointed at, as ``[column, neuron]``, or empty.
    formula : dict
        What `show_formula` was given.
    minimum, maximum : float
        The range of a weight that is typed.
    message : str
        What went wrong, in a sentence; empty if nothing did.

    Raises
    ------
    traitlets.TraitError
        If there is no such neuron.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> diagram = NetworkDiagram()
    >>> diagram.show([])
    >>> diagram.structure["columns"], diagram.visible
    ([], False)
    """

    _esm = bundle("playground/network_diagram")
    _css = style("playground/network_diagram", "playground/diagram_view")

    structure: Dict[str, Any] = Dict().tag(sync=True)
    reading = List(Int(min=0)).tag(sync=True, echo_update=False)  # a hand moves on faster than an echo comes
    formula: Dict[str, Any] = Dict().tag(sync=True)
    minimum = Float(WEIGHT.low).tag(sync=True)
    maximum = Float(WEIGHT.high).tag(sync=True)
    message = Unicode("").tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(structure=_structure((), (), (), OWN), **others)
        self._editors = CallbackDispatcher()
        self._shown: list[Column] = []
        self.on_msg(self._hear_edit)

    def on_edit(self, callback: Callable[[int, str, tuple[int, ...], float], object]) -> None:
        """Call back with layer, "kernel" or "bias", index and value when the learner changes a weight."""
        self._editors.register_callback(callback)

    def show(
        self,
        columns: Sequence[Column],
        outputs: Sequence[str] = (),
        *,
        scale: Scale = OWN,
        told: bool = True,
        moving: bool = False,
    ) -> None:
        """Show a network.

        Parameters
        ----------
        columns : sequence of Column
            From the features to the output.
        outputs : sequence of str
            What the neurons of the last column stand for, or the two sides of a single one; without any
            they are numbered.
        scale : Scale
            What the colours of the last column mean.
        told : bool
            Whether the next picture waits for this one; see `LiveWidget.show_frame`.
        moving : bool
            Whether the network is being trained: such a picture is not shown any more after Pause.
        """
        self._shown = list(columns)
        dense = [column for column in columns if column.layer is not None and column.names]
        scales = [*(OWN for _ in dense[1:]), scale][: len(dense)]
        pictures = [_Pictures.of(column.maps, own) for column, own in zip(dense, scales, strict=True)]
        weights = [
            part.ravel() for column in dense for part in (column.kernel, column.bias) if part is not None
        ]
        with self.hold_sync(), self.hold_trait_notifications():
            self.structure = _structure(columns, dense, outputs, scale)
            self.show_frame(
                told=told,
                moving=moving,
                maps=b"".join(picture.levels for picture in pictures),
                reaches=b"".join(picture.reaches for picture in pictures),
                signed=[picture.signed for picture in pictures],
                weights=np.concatenate([np.zeros(0), *weights]).astype("<f4").tobytes(),
            )
            if self.reading and not self._exists(self.reading):
                self.reading = []

    def show_formula(self, formula: NeuronFormula | None) -> None:
        """Show what the neuron that is pointed at computes, or nothing."""
        if formula is None or not self.reading:
            self.formula = {}
            return
        self.formula = {
            "neuron": list(self.reading),
            "text": formula.text,
            "text_at": formula.text_at,
            "after": list(formula.after),
        }

    def _exists(self, neuron: Sequence[int]) -> bool:
        column, unit = neuron
        return column < len(self._shown) and unit < len(self._shown[column].names)

    @validate("reading")
    def _check_reading(self, proposal: dict[str, Any]) -> list[int]:
        neuron: list[int] = proposal["value"]
        if neuron and (len(neuron) != 2 or not self._exists(neuron)):  # noqa: PLR2004 - column and neuron
            raise TraitError(f"reading must be [column, neuron] of one that is there, or []; got {neuron}.")
        return neuron

    def _hear_edit(self, _widget: LiveWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {
                "kind": "edit",
                "column": int(column),
                "unit": int(unit),
                "value": float() | int() as value,
            }:
                self._edit(column, unit, content.get("source"), float(value))

    def _edit(self, column: int, unit: int, source: object, value: float) -> None:
        """Tell of a weight that was typed; one that is no longer there has gone with its network."""
        if min(column, unit) < 0 or not self._exists([column, unit]):
            return
        shown = self._shown[column]
        if shown.layer is None:
            return
        if source is None and shown.bias is not None:
            self._editors(shown.layer, "bias", (unit,), value)
        elif isinstance(source, int) and 0 <= source < len(shown.kernel):
            self._editors(shown.layer, "kernel", (source, unit), value)


@dataclass(frozen=True)
class _Pictures:
    """The pictures of a column, as the page takes them.

    Where no neuron of a column goes below 0, all levels are for the rest.
    """

    levels: bytes
    reaches: bytes
    signed: bool

    @classmethod
    def of(cls, maps: AnyArray, scale: Scale) -> _Pictures:
        if scale.kind == "own":
            known = np.where(np.isfinite(maps), maps, 0)
            reaches = np.abs(known).max(axis=(1, 2), initial=0.0)
            signed = bool((known < 0).any())
            shades = levels(maps, reaches[:, np.newaxis, np.newaxis], signed=signed)
        else:
            signed = scale.kind != "classes"
            middle, reach = (scale.low + scale.high) / 2, (scale.high - scale.low) / 2
            shades = (
                levels(maps - middle, reach, signed=True)
                if signed
                else levels(maps, scale.high, signed=False)
            )
            reaches = np.full(len(maps), scale.high)
        return cls(shades.tobytes(), reaches.astype("<f4").tobytes(), signed)


def _structure(
    columns: Sequence[Column], dense: Sequence[Column], outputs: Sequence[str], scale: Scale
) -> dict[str, Any]:
    """Return what stays as long as the network is the same."""
    features = columns[0].maps if columns else np.zeros((0, 1, 1))
    pictures = _Pictures.of(features, OWN)

    def is_output(column: Column) -> bool:
        return bool(dense) and column is dense[-1]

    def scale_of(column: Column) -> dict[str, Any]:
        own = scale if is_output(column) else OWN
        return {"kind": own.kind, "range": [own.low, own.high]}

    return {
        "size": features.shape[-1],
        "features": pictures.levels,
        "reaches": pictures.reaches,
        "signed": pictures.signed,
        "columns": [
            {
                "layer": column.layer,
                "title": column.title,
                "activation": column.activation,
                "names": list(column.names),
                "total": column.total,
                "source": column.source,
                "weights": list(column.kernel.shape),
                "bias": column.bias is not None,
                "output": is_output(column),
                "scale": scale_of(column),
            }
            for column in columns
        ],
        "outputs": list(outputs),
    }
