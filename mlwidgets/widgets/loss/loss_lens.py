"""Every example by its loss: what it adds, how hard it pulls, and what it looks like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.explain.loss.confidence import FACTORS
from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.loss.confidence import Boldness
    from mlwidgets.explain.loss.lens import Measured


class LossLens(LiveWidget):
    """A ranking of examples by their loss, which the page draws, sorts through and saves by itself.

    Fill it with `show_examples`, once for each set of examples, and with `show_ranking` as often as they have
    been measured. Which example is looked at is the page's own affair.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    examples : dict
        What stays the same while the network learns: pictures, points or rows, and the truth of each.
    ranking : dict
        What has been measured.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> lens = LossLens()
    >>> lens.show_examples(np.array([0, 1]), numbers=np.array([4, 8]), names=["no", "yes"], kind="Example")
    >>> lens.examples["count"]
    2
    """

    _esm = bundle("loss/loss_lens")
    _css = style("loss/loss_lens")

    examples: Dict[str, Any] = Dict(default_value={"count": 0}).tag(sync=True)
    ranking: Dict[str, Any] = Dict(default_value={}).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._relabellers, self._trainers = CallbackDispatcher(), CallbackDispatcher()
        self._inspectors, self._owners = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def on_relabel(self, callback: Callable[[tuple[int, float | None]], object]) -> None:
        """Call back with an example and another truth for it; with None it gets its own one back."""
        self._relabellers.register_callback(callback)

    def on_train(self, callback: Callable[[int], object]) -> None:
        """Call back with an example whose changed label is to be trained with."""
        self._trainers.register_callback(callback)

    def on_own_label(self, callback: Callable[[int], object]) -> None:
        """Call back with an example whose label was changed in the training data and is to be its own."""
        self._owners.register_callback(callback)

    def on_inspect(self, callback: Callable[[int], object]) -> None:
        """Call back with an example that the learner wants to see in every lab."""
        self._inspectors.register_callback(callback)

    def show_examples(
        self,
        truth: AnyArray,
        *,
        numbers: AnyArray,
        names: Sequence[str],
        kind: str,
        pictures: AnyArray | None = None,
        points: AnyArray | None = None,
        rows: Sequence[str] = (),
        changed: Mapping[int, float | None] | None = None,
        tryable: bool = True,
        trainable: bool = False,
    ) -> None:
        """Show other examples.

        Parameters
        ----------
        truth : ndarray, shape (n,)
            The class of each, or the number to predict.
        numbers : ndarray of int, shape (n,)
            What each is called by.
        names : sequence of str
            The classes; empty where numbers are predicted.
        kind : str
            What stands before the number: "Training example".
        pictures : ndarray of uint8, shape (n, height, width), optional
            Grey values.
        points : ndarray, shape (n, 2), optional
            Points of the plane, from −6 to 6.
        rows : sequence of str, length n
            Their numbers as text, where they are neither.
        changed : mapping of int to float or None, optional
            Positions of those whose label has been changed in the training data, and the truth that each had;
            None if nobody knows it.
        tryable : bool
            Whether an example can be given another truth; not where several numbers are predicted.
        trainable : bool
            Whether training can use a changed label.
        """
        height, width = (0, 0) if pictures is None else pictures.shape[1:]
        self.examples = {
            "count": len(truth),
            "truth": _floats(truth),
            "numbers": np.asarray(numbers).astype("<i4").tobytes(),
            "names": list(names),
            "kind": kind,
            "pictures": b"" if pictures is None else pictures.astype(np.uint8).tobytes(),
            "height": height,
            "width": width,
            "points": b"" if points is None else _floats(points),
            "rows": list(rows),
            "changed": {str(at): truth for at, truth in (changed or {}).items()},
            "tryable": tryable,
            "trainable": trainable,
        }

    def forget_ranking(self) -> None:
        """Show nothing as measured: the examples or the network have become others."""
        self.ranking = {}

    def show_ranking(
        self,
        measured: Measured,
        *,
        said: AnyArray,
        sure: AnyArray,
        metric: Mapping[str, Any],
        state: str,
        boldness: Boldness | None = None,
        weights: Sequence[float] = (),
        relabelled: Mapping[int, float] | None = None,
    ) -> None:
        """Show what has been measured.

        Parameters
        ----------
        measured : Measured
            The losses and pulls of all examples.
        said : ndarray, shape (n,)
            The class, or the number, that the network gives each.
        sure : ndarray, shape (n,)
            The share that it gives the truth; NaN where there is none.
        metric : mapping
            Name, value and whether it is a percentage.
        state : str
            Which examples, and after how many updates.
        boldness : Boldness, optional
            What bolder and more timid answers would cost.
        weights : sequence of float
            The weight of each class, if they have any.
        relabelled : mapping of int to float, optional
            The truth that some examples have been given to see what would be.
        """
        bold = boldness is not None
        self.ranking = {
            "order": measured.order.astype("<i4").tobytes(),
            "losses": _floats(measured.losses),
            "shares": _floats(measured.loss_shares),
            "pulls": _floats(measured.pull_shares),
            "said": _floats(said),
            "sure": _floats(sure),
            "mean": _finite(measured.mean),
            "penalty": _finite(measured.penalty),
            "metric": {**metric, "value": _finite(metric["value"])},
            "state": state,
            "factors": _floats(FACTORS) if bold else b"",
            "bold": _floats(boldness.losses) if boldness is not None else b"",
            "accuracies": _floats(boldness.accuracies) if boldness is not None else b"",
            "weights": list(weights),
            "relabelled": {str(at): truth for at, truth in (relabelled or {}).items()},
        }

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "relabel", "example": int(at), "truth": int(truth) | float(truth)}:
                self._relabellers((at, truth))
            case {"kind": "restore", "example": int(at)}:
                self._relabellers((at, None))
            case {"kind": "train", "example": int(at)}:
                self._trainers(at)
            case {"kind": "own", "example": int(at)}:
                self._owners(at)
            case {"kind": "inspect", "example": int(at)}:
                self._inspectors(at)


def _finite(number: float) -> float | None:
    """Return a number as JSON can hold it, which knows no infinity."""
    return number if math.isfinite(number) else None


def _floats(numbers: AnyArray) -> bytes:
    return np.asarray(numbers).astype("<f4").tobytes()
