"""How far a run has come, in a line that never changes its height."""

from __future__ import annotations

import math
from typing import Any

from traitlets import Enum, Float, TraitError, Unicode, validate

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

STATES = ("idle", "running", "paused", "finished", "failed")


class ProgressLine(BaseWidget):
    """A progress bar with a word for its state and a line of text.

    Parameters
    ----------
    value : float
        How much is done, at least 0. More than ``maximum`` counts as all of it.
    maximum : float
        How much there is to do, greater than 0.
    text : str
        Shown at the right, such as ``"epoch 3 of 10 · 12 s left"``.
    state : {"idle", "running", "paused", "finished", "failed"}
        Shown as a word and a colour. Only a change of state is spoken by a screen reader.
    label : str
        What is progressing; the name a screen reader speaks.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If a number is not finite or out of range, or the state is unknown.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> progress = ProgressLine(3, maximum=10, text="epoch 3 of 10", state="running")
    >>> progress.state = "paused"
    """

    _esm = bundle("training/progress_line")
    _css = style("training/progress_line")

    value = Float(0.0).tag(sync=True)
    maximum = Float(1.0).tag(sync=True)
    text = Unicode("").tag(sync=True)
    state = Enum(STATES, default_value="idle").tag(sync=True)
    label = Unicode("Progress").tag(sync=True)

    def __init__(
        self,
        value: float = 0.0,
        *,
        maximum: float = 1.0,
        text: str = "",
        state: str = "idle",
        label: str = "Progress",
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(value=value, maximum=maximum, text=text, state=state, label=label, **others)

    @validate("value", "maximum")
    def _check_number(self, proposal: dict[str, Any]) -> float:
        number: float = proposal["value"]
        name = proposal["trait"].name
        if not math.isfinite(number) or number < 0 or (name == "maximum" and number == 0):
            rule = "greater than 0" if name == "maximum" else "at least 0"
            raise TraitError(f"The {name} of {self.label} must be finite and {rule}; got {number:g}.")
        return number
