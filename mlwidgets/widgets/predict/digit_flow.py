"""A digit on its way through a network: a pad, every layer's maps, and the answer, as one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Bytes, Dict, Enum, Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.inside.layer_maps import STEPS
from mlwidgets.widgets.inside.tile_widget import TileWidget
from mlwidgets.widgets.predict.digit_pad import BLANK, SIDE, bytes_from_page, checked_drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from mlwidgets.session import Example

COMMANDS = ("train", "pause", "continue")
"""What the learner can ask of the training."""

NOTHING: dict[str, Any] = {"source": "nothing", "title": "", "truth": None, "test": None, "x": None}


class DigitFlow(TileWidget):
    """A pad at the left, the network's maps in the middle, ten probabilities at the right.

    The page computes the numbers itself, from the weights, if it can; then drawing costs no round trip.

    Attributes
    ----------
    frame : dict
        The network, as `show_network` writes it down.
    example : dict
        The picture that is looked at, or that the one on the pad is.
    drawing : bytes
        What the learner has drawn, as `DigitPad` holds it.
    update_interval : int
        Least time between two drawings that the page sends, in milliseconds.
    test_count : int
        How many test digits can be chosen.
    stages : list of [str, str]
        The stages of learning that can be chosen, each with what is written on it; may be empty.
    stage : str
        The one that is shown; empty if the network has another past.
    run : {"", "running", "paused", "finished"}
        What the learner's own training does.
    held : str
        Why none can be started yet, in a sentence; else empty.

    Examples
    --------
    >>> flow = DigitFlow()
    >>> flow.image.shape
    (112, 112)
    """

    _esm = bundle("predict/digit_flow")
    _css = style("inside/segments", "inside/layer_tiles", "predict/digit_pad", "predict/digit_flow")

    example: Dict[str, Any] = Dict(default_value=NOTHING).tag(sync=True)
    # No echo: it would send every drawing straight back to the page it came from.
    drawing = Bytes(BLANK).tag(sync=True, echo_update=False, from_json=bytes_from_page)
    update_interval = Int(100, min=0).tag(sync=True)
    test_count = Int(0, min=0).tag(sync=True)
    stages: List[list[str]] = List().tag(sync=True, from_page=False)
    stage = Unicode("").tag(sync=True)
    run = Enum(("", "running", "paused", "finished"), default_value="").tag(sync=True)
    held = Unicode("").tag(sync=True, from_page=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        super().__init__(**arguments)
        self._askers = {kind: CallbackDispatcher() for kind in ("step", "test", "stage", "run", "blank")}
        self.on_msg(self._hear_question)

    @property
    def image(self) -> NDArray[np.uint8]:
        """The drawing as a new array of shape ``(112, 112)``, 0 to 255, row 0 at the top."""
        return np.frombuffer(self.drawing, dtype=np.uint8).reshape(SIDE, SIDE).copy()

    def on_ask(self, kind: str, callback: Callable[[Any], object]) -> None:
        """Call back when the learner asks for something.

        Parameters
        ----------
        kind : {"step", "test", "stage", "run", "blank"}
            For another digit, for a test digit by its number, for a stage of learning, for the training, or
            for nothing on the pad.
        callback : callable
            Takes one of `STEPS`, the number, the stage's name, one of `COMMANDS`, or nothing of interest.
        """
        self._askers[kind].register_callback(callback)

    def show_network(
        self,
        layers: list[dict[str, Any]],
        *,
        plan: list[dict[str, Any]] | None,
        weights: bytes,
        shares: Sequence[float] | None,
        names: Sequence[str],
        note: str,
    ) -> None:
        """Show another network, or the same with other weights.

        Parameters
        ----------
        layers : list of dict
            As `written_layers` makes them; with a plan their numbers are not needed.
        plan : list of dict or None
            As `page_layers` writes it; None if the page cannot compute this network.
        weights : bytes
            As `page_weights` writes them.
        shares : sequence of float or None
            A probability for each class, where there is no plan.
        names : sequence of str
            The classes.
        note : str
            What the network has learned so far, in a sentence.
        """
        said = None if shares is None else [float(share) for share in shares]
        self.show_layers(layers, plan=plan, weights=weights, shares=said, names=list(names), note=note)

    def show_example(self, example: Example | None, *, drawn: bool, test: int | None) -> None:
        """Say which picture is looked at.

        Parameters
        ----------
        example : Example or None
            The picture; None if there is none.
        drawn : bool
            Whether it is what the learner has drawn here.
        test : int or None
            Which test digit it is, if it is one.
        """
        if example is None:
            self.example = NOTHING
            return
        x = None if drawn else np.asarray(example.x, "<f4").tobytes()
        source = "drawing" if drawn else "picture"
        self.example = {
            "source": source,
            "title": example.title,
            "truth": example.truth,
            "test": test,
            "x": x,
        }

    @validate("drawing")
    def _check_drawing(self, proposal: dict[str, Any]) -> bytes:
        return checked_drawing(proposal["value"])

    @validate("stages")
    def _check_stages(self, proposal: dict[str, Any]) -> list[list[str]]:
        stages: list[list[str]] = proposal["value"]
        if not all(len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in stages):  # noqa: PLR2004 - name and words
            raise TraitError(f"stages must be pairs of a name and what is written on it; got {stages}.")
        return stages

    def _hear_question(self, _widget: DigitFlow, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "step", "to": str(to)} if to in STEPS:
                self._askers["step"](to)
            case {"kind": "test", "number": int(number)}:
                self._askers["test"](number)
            case {"kind": "stage", "stage": str(stage)}:
                self._askers["stage"](stage)
            case {"kind": "blank"}:
                self._askers["blank"](None)
            case {"kind": "run", "command": str(command)} if command in COMMANDS:
                self._askers["run"](command)
