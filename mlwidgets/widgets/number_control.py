"""A number that can be dragged, typed, stepped with the keyboard, and named by a screen reader."""

from __future__ import annotations

import math
from typing import Any

from traitlets import Bool, Enum, Float, Int, TraitError, Unicode, observe, validate

from mlwidgets.widgets.base_widget import BaseWidget
from mlwidgets.widgets.static_files import script, style


class NumberControl(BaseWidget):
    """A labelled number with a slider and a typed field.

    Parameters
    ----------
    value : float
        The number, always finite and in ``[minimum, maximum]``. A value that the page sends and that breaks
        this is refused, and the page shows the last good one again.
    minimum, maximum : float
        Both ends can be chosen. When a new end leaves the value outside, the value moves to that end.
    step : float
        What one arrow key adds on a linear scale; the slider snaps to it, the typed field does not.
    scale : {"linear", "log"}
        On a log scale slider and arrow keys stop at 1, 1.5, 2, 3, 5 and 7 times each power of ten, so that
        0.003, 0.01, 0.03 and 0.1 are met exactly; typed values may lie between.
    integer : bool
        Whether only whole numbers are taken. ``value`` stays a ``float``.
    label : str
        Shown above, and the name a screen reader speaks.
    help : str
        One sentence under the control.
    unit : str
        Shown after the number, such as ``"epochs"``.
    disabled : bool
        Whether the control is greyed out.
    error : str
        A sentence shown in place of the help. Cleared when the learner sends another value.
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

    _esm = script("number_control")
    _css = style("number_control")

    value = Float(0.0).tag(sync=True)
    minimum = Float(0.0).tag(sync=True)
    maximum = Float(100.0).tag(sync=True)
    step = Float(1.0).tag(sync=True)
    scale = Enum(["linear", "log"], default_value="linear").tag(sync=True)
    integer = Bool(default_value=False).tag(sync=True)
    label = Unicode("Value").tag(sync=True)
    help = Unicode("").tag(sync=True)
    unit = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)
    update_interval = Int(50, min=0).tag(sync=True)

    def __init__(
        self,
        value: float = 0.0,
        *,
        minimum: float = 0.0,
        maximum: float = 100.0,
        step: float = 1.0,
        scale: str = "linear",
        integer: bool = False,
        label: str = "Value",
        help: str = "",  # noqa: A002 - the word for it
        unit: str = "",
        disabled: bool = False,
        error: str = "",
        update_interval: int = 50,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            value=value,
            minimum=minimum,
            maximum=maximum,
            step=step,
            scale=scale,
            integer=integer,
            label=label,
            help=help,
            unit=unit,
            disabled=disabled,
            error=error,
            update_interval=update_interval,
            **others,
        )

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

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take values from the page; a new value withdraws what was said against the one before.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        if "value" in sync_data:
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

    @validate("value")
    def _check_value(self, proposal: dict[str, Any]) -> float:
        value: float = proposal["value"]
        kind = "a whole number" if self.integer else "a number"
        inside = math.isfinite(value) and self.minimum <= value <= self.maximum
        if not inside or (self.integer and not value.is_integer()):
            rule = f"{kind} from {self.minimum:g} to {self.maximum:g}"
            raise TraitError(f"{self.label} must be {rule}; got {value:.10g}.")
        return value

    @validate("minimum", "maximum", "step")
    def _check_range(self, proposal: dict[str, Any]) -> float:
        value: float = proposal["value"]
        name: str = proposal["trait"].name
        subject = f"The {name} of {self.label} must be"
        if not math.isfinite(value):
            raise TraitError(f"{subject} finite; got {value}.")
        if value <= 0 and (name == "step" or (name == "minimum" and self.scale == "log")):
            where = "" if name == "step" else " on a log scale"
            raise TraitError(f"{subject} greater than 0{where}; got {value:g}.")
        if name == "minimum" and value >= self.maximum:
            raise TraitError(f"{subject} below its maximum {self.maximum:g}; got {value:g}. See set_range.")
        if name == "maximum" and value <= self.minimum:
            raise TraitError(f"{subject} above its minimum {self.minimum:g}; got {value:g}. See set_range.")
        return value

    @validate("scale")
    def _check_scale(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] == "log" and self.minimum <= 0:
            raise TraitError(
                f"A log scale needs a minimum greater than 0; {self.label} has the minimum {self.minimum:g}."
            )
        return str(proposal["value"])

    @validate("integer")
    def _check_integer(self, proposal: dict[str, Any]) -> bool:
        if proposal["value"] and not self.value.is_integer():
            raise TraitError(f"{self.label} cannot be whole numbers only while it is {self.value:g}.")
        return bool(proposal["value"])

    @observe("minimum", "maximum")
    def _stay_inside(self, _change: dict[str, Any]) -> None:
        self.value = self._inside()

    def _inside(self) -> float:
        """Return the value, or the end it has to move to."""
        low, high = self.minimum, self.maximum
        if self.integer:
            low, high = math.ceil(low), math.floor(high)
        return float(min(max(self.value, low), high))
