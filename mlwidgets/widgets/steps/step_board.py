"""The four cards of an update and the gradient check, drawn and played by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict, Unicode

from mlwidgets.explain.steps.check import EPSILONS
from mlwidgets.explain.steps.parts import Number
from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.explain.steps.cards import StepCards
    from mlwidgets.explain.steps.check import GradientCheck
    from mlwidgets.explain.steps.chosen import ChosenWeight, WeightArray
    from mlwidgets.explain.steps.parts import Line

GRAINS = ("batch", "epoch", "updates")
"""What the learner can have made: one update, the rest of an epoch, or so many updates."""


class StepBoard(LiveWidget):
    """One update as cards that are played or stepped through in the page, and one weight's gradient check.

    Fill it with `show`, `show_message` and `show_check`. Stepping, playing, following a number from card to
    card and moving ε make no message.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    check : dict
        The gradient check, as `show_check` writes it down; empty while nobody has asked for it.
    held : str
        Why no update can be made yet, in a sentence; else empty.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> board = StepBoard()
    >>> board.show_message("Training is running.")
    >>> board.frame["message"]
    'Training is running.'
    """

    _esm = bundle("steps/step_board")
    _css = style("inside/segments", "steps/step_board", "steps/check_panel")

    check: Dict[str, Any] = Dict().tag(sync=True)
    held = Unicode("").tag(sync=True, from_page=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._makers, self._choosers = CallbackDispatcher(), CallbackDispatcher()
        self._showers, self._checkers = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def on_make(self, callback: Callable[[str, int], object]) -> None:
        """Call back with "batch", "epoch" or "updates", and how many, when the learner wants them made."""
        self._makers.register_callback(callback)

    def on_choose(self, callback: Callable[[int, list[int]], object]) -> None:
        """Call back with the array, as counted in `show`, and the index of a weight; −1 for the steepest."""
        self._choosers.register_callback(callback)

    def on_show(self, callback: Callable[[bool], object]) -> None:
        """Call back with whether the last update is wanted instead of the next."""
        self._showers.register_callback(callback)

    def on_check(self, callback: Callable[[int], object]) -> None:
        """Call back with the example, counted in the batch, whose gradient is to be checked."""
        self._checkers.register_callback(callback)

    def show_message(self, message: str) -> None:
        """Say why there is nothing to look at; what was shown stays, pale."""
        self.show_frame(told=False, **{**self._content, "message": message})

    def show(
        self,
        cards: StepCards,
        *,
        title: str,
        made: bool,
        beyond: str,
        arrays: Sequence[WeightArray],
        chosen: ChosenWeight,
        examples: Sequence[str],
        pictures: AnyArray | None = None,
        note: str = "",
    ) -> None:
        """Show an update.

        Parameters
        ----------
        cards : StepCards
            Its cards.
        title : str
            Which update it is.
        made : bool
            Whether it has been made already.
        beyond : {"", "end", "learned"}
            Whether it lies beyond the end of the run, so that it can only be looked at; "learned" if the
            network has not been trained here at all.
        arrays : sequence of WeightArray
            From which a weight can be chosen.
        chosen : ChosenWeight
            The one that is followed.
        examples : sequence of str
            What each example is.
        pictures : ndarray of uint8, shape (k, height, width), optional
            The examples, where they are grey pictures.
        note : str
            What is to be said beside it.
        """
        place = next(
            number
            for number, one in enumerate(arrays)
            if (one.layer, one.name) == (chosen.layer, chosen.name)
        )
        self.show_frame(
            told=False,
            message="",
            title=title,
            made=made,
            beyond=beyond,
            arrays=[{"title": one.title, "axes": list(one.axes), "shape": list(one.shape)} for one in arrays],
            chosen=[place, *chosen.index],
            examples=[
                {
                    "title": name,
                    "forward": _lines(one.forward.lines),
                    "loss": _lines(one.loss.lines),
                    "gradient": _lines(one.gradient.lines),
                    "lossSoFar": _lines([one.loss_so_far]),
                    "gradientSoFar": _lines([one.gradient_so_far]),
                }
                for name, one in zip(examples, cards.examples, strict=True)
            ],
            batchLoss=_lines(cards.batch_loss),
            batchGradient=_lines(cards.batch_gradient),
            update=_lines(cards.update.lines),
            notes=[*([note] if note else []), *cards.notes],
            strongest=cards.strongest,
            pictures=b"" if pictures is None else pictures.tobytes(),
            pictureShape=[0, 0] if pictures is None else list(pictures.shape[1:]),
        )

    def show_check(self, check: GradientCheck, example: int, title: str) -> None:
        """Show a weight's gradient check for an example, counted in the batch."""
        numbers = [
            EPSILONS,
            check.quotients_32,
            check.quotients_64,
            check.errors_32,
            check.errors_64,
            check.kinks,
        ]
        self.check = {
            "serial": self.frame["serial"],
            "example": example,
            "title": title,
            "gradient32": repr(check.gradient_32),  # as texts: JSON has no NaN
            "gradient64": repr(check.gradient_64),
            "numbers": np.concatenate(numbers).astype("<f8").tobytes(),
            "best": list(check.best),
            "bestStep": check.best_step,
            "verdict": check.verdict,
            "signals": [
                {
                    "title": signal.title,
                    "values": _bytes(signal.values),
                    "total": signal.total,
                    "chosen": signal.chosen,
                    "lines": _lines(signal.lines),
                }
                for signal in check.signals
            ],
        }

    @property
    def _content(self) -> dict[str, Any]:
        return {name: value for name, value in self.frame.items() if name not in ("serial", "told")}

    def _hear(self, _widget: LiveWidget, content: object, _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "make", "grain": str(grain), "count": int(count)} if grain in GRAINS:
                self._makers(grain, count)
            case {"kind": "choose", "array": int(array), "index": [*index]} if all(
                type(part) is int for part in index
            ):
                self._choosers(array, index)
            case {"kind": "show", "last": bool(last)}:
                self._showers(last)
            case {"kind": "check", "example": int(example)}:
                self._checkers(example)


def _lines(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return lines as the page takes them: texts, and of each number its text, its key and all its digits."""
    return [
        {
            "kind": line.kind,
            "parts": [
                [part.text, part.key, _exact(part.value)] if isinstance(part, Number) else part
                for part in line.parts
            ],
        }
        for line in lines
    ]


def _exact(value: float) -> str:
    """Return all digits of a number of float32."""
    with np.errstate(over="ignore"):
        return str(np.float32(value))


def _bytes(values: Array) -> bytes:
    with np.errstate(over="ignore"):  # of a network that diverges
        return values.astype("<f4").tobytes()
