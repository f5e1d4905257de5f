"""A number that can be typed, stepped with the keyboard, dragged, and named by a screen reader."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Enum, Float, Int, TraitError, Unicode, observe, validate

from mlwidgets.language import numeral
from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Callable


class NumberControl(ControlWidget):
    """A labelled number with a typed field and, where dragging it makes sense, a slider.

    Parameters
    ----------
    value : float
        The number, always finite and within the ends. A value that the page sends and that breaks this is
        refused, and the page shows the last good one again.
    minimum, maximum : float
        Both ends of the slider can be chosen. When a new end leaves the value outside, the value moves to
        that end.
    lowest, highest : float, optional
        What may be typed beyond the slider's ends.
    step : float
        What one arrow key adds on a linear scale; the slider snaps to it, the typed field does not.
    scale : {"linear", "log"}
        On a log scale slider and arrow keys stop at 1, 1.5, 2, 3, 5 and 7 times each power of ten, so that
        0.003, 0.01, 0.03 and 0.1 are met exactly; typed values may lie between.
    integer : bool
        Whether only whole numbers are taken. ``value`` stays a ``float``.
    label : str
        Shown beside the field, and the name a screen reader speaks.
    help : str
        One sentence that a question mark opens.
    slider : bool
        Whether there is a slider. A number that nobody drags, such as a seed, has steps beside its field.
    unit : str
        Shown after the number, such as ``"epochs"``.
    disabled : bool
        Whether the control is greyed out.
    error : str
        A sentence that floats below the field. Cleared when the learner sends another value or dismisses it.
    update_interval : int
        Least time between two messages while the slider moves, in milliseconds. The latest value wins, and
        the last one is always sent.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If a number is not finite, out of range or not whole, or the range is empty.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> rate = NumberControl(0.01, minimum=1e-6, maximum=10, scale="log", label="Learning rate")
    >>> rate.value = 0.03
    """

    _esm = bundle("controls/number_control")
    _css = style("controls/number_control")

    value = Float(0.0).tag(sync=True)
    minimum = Float(0.0).tag(sync=True, from_page=False)
    maximum = Float(100.0).tag(sync=True, from_page=False)
    lowest = Float(None, allow_none=True).tag(sync=True, from_page=False)
    highest = Float(None, allow_none=True).tag(sync=True, from_page=False)
    step = Float(1.0).tag(sync=True, from_page=False)
    scale = Enum(["linear", "log"], default_value="linear").tag(sync=True, from_page=False)
    integer = Bool(default_value=False).tag(sync=True, from_page=False)
    label = Unicode(texts.VALUE).tag(sync=True)
    help = Unicode("").tag(sync=True)
    unit = Unicode("").tag(sync=True)
    slider = Bool(default_value=True).tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)
    update_interval = Int(50, min=0).tag(sync=True)

    def __init__(
        self,
        value: float = 0.0,
        *,
        minimum: float = 0.0,
        maximum: float = 100.0,
        lowest: float | None = None,
        highest: float | None = None,
        step: float = 1.0,
        scale: str = "linear",
        integer: bool = False,
        label: str = texts.VALUE,
        help: str = "",  # noqa: A002 - the word for it
        unit: str = "",
        slider: bool = True,
        disabled: bool = False,
        error: str = "",
        update_interval: int = 50,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            value=value,
            minimum=minimum,
            maximum=maximum,
            lowest=lowest,
            highest=highest,
            step=step,
            scale=scale,
            integer=integer,
            label=label,
            help=help,
            unit=unit,
            slider=slider,
            disabled=disabled,
            error=error,
            update_interval=update_interval,
            **others,
        )
        self._choice_handlers = CallbackDispatcher()
        self.on_msg(self._take_message)

    def on_choose(self, callback: Callable[[NumberControl], object], *, remove: bool = False) -> None:
        """Call back whenever the learner has chosen a number, even the one that was there before.

        A choice is Enter in the typed field, leaving the field after typing, or letting go of the slider.
        Observers of ``value`` have heard a new number before.

        Parameters
        ----------
        callback : callable
            Called with this control; its ``value`` is the number that was chosen.
        remove : bool
            Whether to stop calling back instead.
        """
        self._choice_handlers.register_callback(callback, remove=remove)

    def set_range(self, minimum: float, maximum: float) -> None:
        """Move both ends at once, so that neither passes the other on the way.

        Parameters
        ----------
        minimum, maximum : float
            The new ends.
        """
        with self.hold_trait_notifications():
            self.minimum = minimum
            self.maximum = maximum
            self.value = self._inside()

    def show(self, value: float) -> None:
        """Set the value, and move an end first where the value lies beyond it.

        For values that hold elsewhere, such as those of an experiment: the control has to follow them,
        although it would not take them from the page.

        Parameters
        ----------
        value : float
            Any finite number; greater than 0 on a log scale, and whole if `integer` says so.

        Raises
        ------
        traitlets.TraitError
            If no range could hold the value; the control stays as it was.
        """
        least, most = self._ends
        low = self.minimum if value >= least else value
        high = self.maximum if value <= most else value
        with self.hold_sync(), self.hold_trait_notifications():
            if (low, high) != (self.minimum, self.maximum):
                self.minimum, self.maximum = low, high
            self.value = value

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take values from the page; a new value withdraws what was said against the one before.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        # The page's choice may come first, and the state that says the same after it.
        if "value" in sync_data and sync_data["value"] != self.value:
            self.error = ""
        super().set_state(sync_data)

    def refused(self, message: str) -> None:
        """Show why a value from the page was refused.

        Parameters
        ----------
        message : str
            One sentence.
        """
        self.error = message

    def _take_message(self, _: object, content: dict[str, Any], _buffers: object) -> None:
        """Hear what the page sends apart from states: that the learner has made a choice."""
        if content.get("kind") != "chosen":
            return
        chosen = content.get("value")
        if chosen != self.value:
            # The page may keep a state back while an earlier one is on its way, and messages overtake it.
            self.set_state({"value": chosen})
        if chosen == self.value:  # otherwise it was refused
            self._choice_handlers(self)

    @validate("value")
    def _check_value(self, proposal: dict[str, Any]) -> float:
        value: float = proposal["value"]
        self._check_range()  # when several traits change at once, the range is judged first
        low, high = self._ends
        inside = math.isfinite(value) and low <= value <= high
        if not inside or (self.integer and not value.is_integer()):
            rule = texts.WHOLE_NUMBER_RULE if self.integer else texts.NUMBER_RULE
            said = rule.format(low=numeral(low, "g"), high=numeral(high, "g"))
            raise TraitError(
                texts.NUMBER_WRONG.format(label=self.label, rule=said, typed=numeral(value, ".10g"))
            )
        return value

    @validate("minimum", "maximum", "step", "scale")
    def _check_proposed_range(self, proposal: dict[str, Any]) -> float | str:
        self._check_range(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    def _check_range(self, **proposed: Any) -> None:  # noqa: ANN401 - numbers, and the scale's name
        """Raise if the traits, with those proposed in place of the present ones, make no range."""
        names = ("minimum", "maximum", "step")
        numbers: dict[str, float] = {name: proposed.get(name, getattr(self, name)) for name in names}
        for name, number in numbers.items():
            if not math.isfinite(number):
                raise TraitError(f"The {name} of {self.label} must be finite; got {number}.")
        low, high, step = numbers.values()
        if step <= 0:
            raise TraitError(f"The step of {self.label} must be greater than 0; got {step:g}.")
        if low >= high:
            raise TraitError(
                f"The minimum of {self.label} must be below its maximum; got {low:g} and {high:g}. "
                "To move both, use set_range."
            )
        if low <= 0 and proposed.get("scale", self.scale) == "log":
            raise TraitError(
                f"The minimum of {self.label} must be greater than 0 on a log scale; got {low:g}."
            )

    @validate("integer")
    def _check_integer(self, proposal: dict[str, Any]) -> bool:
        if proposal["value"] and not self.value.is_integer():
            raise TraitError(f"{self.label} cannot be whole numbers only while it is {self.value:g}.")
        return bool(proposal["value"])

    @observe("minimum", "maximum")
    def _stay_inside(self, _change: dict[str, Any]) -> None:
        self.value = self._inside()

    @property
    def _ends(self) -> tuple[float, float]:
        """What may be typed: at least what the slider reaches."""
        low = self.minimum if self.lowest is None else min(self.lowest, self.minimum)
        return low, self.maximum if self.highest is None else max(self.highest, self.maximum)

    def _inside(self) -> float:
        """Return the value, or the end it has to move to."""
        low, high = self._ends
        if self.integer:
            low, high = math.ceil(low), math.floor(high)
        return float(min(max(self.value, low), high))
