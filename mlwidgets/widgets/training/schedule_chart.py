"""The learning rate over the whole run, drawn before it runs, with the present update on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from traitlets import Bool, Bytes, Float, Int, Unicode

from mlwidgets.explain.optimizers.schedule import describe_schedule
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from mlwidgets.explain.optimizers.schedule import ScheduleCurve


class ScheduleChart(BaseWidget):
    """Learning rate against update, and a dot for the present one. Fill it with `show` and `show_moment`.

    Attributes
    ----------
    points : bytes
        float32: all steps, then all rates.
    updates : int
        How many updates the run has.
    log : bool
        Whether the rates stand on a logarithmic scale.
    text : str
        The course in a sentence.
    update : int
        How many updates have been made.
    rate : float
        The learning rate of the next one, or after all of them of the last one.

    Examples
    --------
    >>> from mlwidgets.engine.schedules import CosineDecay
    >>> from mlwidgets.explain.optimizers.schedule import schedule_curve
    >>> chart = ScheduleChart()
    >>> chart.show(schedule_curve(CosineDecay(0.1, 99), 100))
    >>> chart.text
    'From 0.1 at the first update down to 0 at the last of 100.'
    """

    _esm = bundle("training/schedule_chart")
    _css = style("training/schedule_chart")

    points = Bytes(b"").tag(sync=True)
    updates = Int(1).tag(sync=True)
    log = Bool(default_value=False).tag(sync=True)
    text = Unicode("").tag(sync=True)
    update = Int(0).tag(sync=True)
    rate = Float(0.0).tag(sync=True)

    def show(self, curve: ScheduleCurve, more: str = "") -> None:
        """Show another course; `more` is said after what the chart says of it."""
        with self.hold_sync():
            self.points = np.concatenate([curve.steps, curve.rates]).astype("<f4").tobytes()
            self.updates, self.log = curve.updates, curve.log
            self.text = f"{describe_schedule(curve)} {more}".rstrip()

    def show_moment(self, update: int, rate: float) -> None:
        """Move the dot to the update that comes after so many, and say its rate."""
        with self.hold_sync():
            self.update, self.rate = update, rate
