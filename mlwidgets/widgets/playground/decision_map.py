"""The plane with its points, and what the network decides at every place of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, List, TraitError, Unicode, validate

from mlwidgets.data.plane.geometry import EDGE
from mlwidgets.explain.network.maps import levels
from mlwidgets.ranges import CLASSES, SAMPLES
from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.plane.neurons import Decisions

PARTS = ("train", "validation", "test")
"""The parts of a data set; each has a mark of its own."""

_LAST_CLASS = int(CLASSES.high) - 1


class DecisionMap(LiveWidget):
    """A map of the plane from −6 to 6: shades for what the network says, marks for the points.

    Fill it with `show_map` and `show_points`. The place that is pointed at is `looking`; what is known of it
    is then shown with `show_answer`.

    Parameters
    ----------
    discretize : bool
        Whether each place has the colour of its class, or of the sign of its number, without shades. The
        learner chooses.
    show_test : bool
        Whether the test points are shown. The learner chooses.
    can_draw : bool
        Whether there is a button to draw points of one's own.
    drawing : bool
        Whether points are being drawn.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        The shades, a byte for each cell: the ``"classes"`` and the ``"levels"``, 1 to 255, of their shares;
        or the levels of numbers, 128 for 0, in the scale of the points.
    points : dict
        What `show_points` was given.
    summary : str
        What the map shows, in a sentence: its text alternative.
    looking : dict
        What is pointed at: the ``"place"`` as [x₁, x₂] and, where there is a point close to it, ``"near"`` as
        [part, number]; or empty.
    answer : dict
        What `show_answer` was given.
    drawn : list
        The points that were drawn: [x₁, x₂, class number] each, or [x₁, x₂, number to predict].
    draw_numbers : bool
        Whether a number from −1 to 1 is to be predicted at each point that is drawn, not its class.
    message : str
        What went wrong, in a sentence; empty if nothing did.

    Raises
    ------
    traitlets.TraitError
        If a place or a point is not in the plane, or there is no such point.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> plane = DecisionMap()
    >>> plane.drawn = [[1.0, 2.0, 0], [-1.0, -2.5, 1]]
    >>> plane.drawn[1]
    [-1.0, -2.5, 1]
    """

    _esm = bundle("playground/decision_map")
    _css = style("playground/decision_map")

    discretize = Bool(default_value=False).tag(sync=True)
    show_test = Bool(default_value=False).tag(sync=True)
    can_draw = Bool(default_value=False).tag(sync=True)
    drawing = Bool(default_value=False).tag(sync=True)
    points: Dict[str, Any] = Dict(default_value={"classes": [], "reach": 1.0, "parts": []}).tag(sync=True)
    summary = Unicode("").tag(sync=True)
    # Without an echo: it would put back what a hand that moves on has long left behind.
    looking: Dict[str, Any] = Dict().tag(sync=True, echo_update=False)
    answer: Dict[str, Any] = Dict().tag(sync=True)
    draw_numbers = Bool(default_value=False).tag(sync=True, echo_update=False)
    drawn = List(List()).tag(sync=True, echo_update=False)
    message = Unicode("").tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        super().__init__(**arguments)
        self._users = CallbackDispatcher()
        self.on_msg(self._hear_use)

    def on_use(self, callback: Callable[[DecisionMap], object]) -> None:
        """Call back when the learner wants the points that were drawn to be learned."""
        self._users.register_callback(callback)

    def show_map(self, decisions: Decisions, summary: str, *, moving: bool = False) -> None:
        """Show other decisions.

        Parameters
        ----------
        decisions : Decisions
            What the network says at every place.
        summary : str
            The same in a sentence.
        moving : bool
            Whether the network is being trained: such a picture is not shown any more after Pause.
        """
        numbers, classes = decisions.numbers, decisions.classes
        # Numbers have the scale of the points, so that the same colour is the same number.
        reach = self.points["reach"] if classes is None else 1.0
        with self.hold_sync():
            self.show_frame(
                size=len(numbers),
                moving=moving,
                classes=b"" if classes is None else classes.tobytes(),
                levels=levels(numbers, reach, signed=classes is None).tobytes(),
            )
            self.summary = summary

    def show_points(
        self, parts: Mapping[str, tuple[AnyArray, AnyArray]], class_names: Sequence[str] = ()
    ) -> None:
        """Show other points.

        Parameters
        ----------
        parts : mapping of str to (ndarray, ndarray)
            For "train", "validation" and "test" the points (n, 2) and their class numbers, or the numbers
            to predict, (n,). A part without points may be left out.
        class_names : sequence of str
            The names of the classes; none if a number is to be predicted.
        """
        given = [(name, *parts[name]) for name in PARTS if name in parts]
        y_type = "u1" if class_names else "<f4"
        sizes = [float(np.abs(y).max(initial=0.0)) for _, _, y in given]
        with self.hold_sync(), self.hold_trait_notifications():
            self.points = {
                "classes": list(class_names),
                "reach": 1.0 if class_names else max([0.0, *sizes]) or 1.0,
                "parts": [
                    {"name": name, "x": x.astype("<f4").tobytes(), "y": y.astype(y_type).tobytes()}
                    for name, x, y in given
                ],
            }
            self.looking, self.answer = {}, {}

    def show_answer(self, **parts: object) -> None:
        """Say what is known of the place that is pointed at.

        Parameters
        ----------
        **parts
            ``shares``, a number for each class, or ``number``, both of the place; and of the point near it
            ``point``, with the same, ``truth`` and ``loss``.
        """
        self.answer = {"looking": dict(self.looking), **parts} if self.looking else {}

    def _sizes(self) -> dict[str, int]:
        """Return how many points each part has."""
        return {part["name"]: len(part["x"]) // 8 for part in self.points["parts"]}

    @validate("looking")
    def _check_looking(self, proposal: dict[str, Any]) -> dict[str, Any]:
        looking: dict[str, Any] = proposal["value"]
        match looking:
            case {} if not looking:
                return looking
            case {"place": [float() | int() as x1, float() | int() as x2], "near": []}:
                known = max(abs(x1), abs(x2)) <= EDGE
            case {"place": [float() | int() as x1, float() | int() as x2], "near": [str(name), int(number)]}:
                known = max(abs(x1), abs(x2)) <= EDGE and 0 <= number < self._sizes().get(name, 0)
            case _:
                known = False
        if not known:
            raise TraitError(
                f'looking must be {{"place": [x₁, x₂], "near": []}} with both from −6 to 6, or with '
                f'"near": [part, number] of an existing point; got {looking}.'
            )
        return looking

    @validate("drawn")
    def _check_drawn(self, proposal: dict[str, Any]) -> list[list[float]]:
        drawn: list[list[float]] = proposal["value"]
        for point in drawn:
            match point:
                case [float() | int() as x1, float() | int() as x2, float() | int() as label] if max(
                    abs(x1), abs(x2)
                ) <= EDGE and self._may_be_drawn(label):
                    continue
            third = "a number from −1 to 1" if self.draw_numbers else f"a class from 0 to {_LAST_CLASS}"
            raise TraitError(
                f"Each point of drawn must be [x₁, x₂, third], with x₁ and x₂ from −6 to 6 and as the third "
                f"{third}; got {point}."
            )
        if len(drawn) > SAMPLES.high:
            raise TraitError(f"drawn may hold at most {int(SAMPLES.high):,} points; got {len(drawn):,}.")
        return drawn

    def _may_be_drawn(self, label: float) -> bool:
        """Return whether a drawn point can have this class, or this number to predict."""
        if self.draw_numbers:
            return abs(label) <= 1
        return isinstance(label, int) and 0 <= label <= _LAST_CLASS

    def refused(self, message: str) -> None:
        """Say why something from the page was refused."""
        self.message = message

    def _hear_use(self, _widget: LiveWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        if content.get("kind") != "use":
            return
        try:
            with self.hold_trait_notifications():
                self.draw_numbers = content.get("numbers", self.draw_numbers)
                self.drawn = content.get("drawn", self.drawn)
        except TraitError as refusal:
            self.refused(str(refusal))
            return
        self._users(self)
