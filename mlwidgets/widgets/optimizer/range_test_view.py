"""The learning-rate range test: which rates the learner's network learns with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.explain.wording import number_text
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.rate_test import HIGHEST, LOWEST, STEPS, RateTestState
from mlwidgets.widgets.base.view import Change, View, box
from mlwidgets.widgets.optimizer import range_test_texts as texts
from mlwidgets.widgets.optimizer.range_chart import RangeTestChart

if TYPE_CHECKING:
    from mlwidgets.engine.range_test import RangeTest
    from mlwidgets.session import Experiment

_TESTED = (
    "dataset",
    "features",
    "layers",
    "loss",
    "batch_size",
    "seed",
    "validation_split",
    "class_weight",
)
"""Settings of which a test is, beside the optimizer's."""


class RangeTestView(View):
    """Run the test, read its curve, and take the suggested rate into the experiment.

    Parameters
    ----------
    experiment : Experiment
        Whose data, network and optimizer are tested.

    Attributes
    ----------
    chart : RangeTestChart
        The loss against the rate.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> view = RangeTestView(Experiment("moons"))
    >>> view.chart.frame["suggestion"]
    0
    """

    def __init__(self, experiment: Experiment) -> None:
        self.test = experiment.rate_test
        self.chart = RangeTestChart()
        self._start = self.button(texts.START, texts.START_TIP, lambda _: self.test.start())
        self._start.add_class("mod-primary")
        self._stop = self.button(texts.STOP, texts.STOP_TIP, lambda _: self.test.stop())
        self._use = self.button("", texts.USE_TIP, self._take)
        buttons = box(ipywidgets.HBox, "mlw-buttons", [self._start, self._stop, self._use])
        super().__init__(experiment, [buttons, self.chart])
        self.add_class("mlw-range")
        self._late = False
        self.watch(self.test, "state", self._follow)
        self.watch(self.chart, "visible", self._follow)
        self.watch(experiment, "settings", self._follow)
        self.chart.on_painted(self.safely(self._catch_up))
        self._show_buttons()
        self._show_chart()

    def _take(self, _: Change) -> None:
        """Give the suggested rate to the experiment's optimizer."""
        suggestion = self.test.state.suggestion
        if suggestion is None:
            return
        scheduled = self.experiment.optimizer.schedule is not None
        rate = _rounded(suggestion)
        self.experiment.learning_rate = rate
        self.said = ""  # the same sentence a second time is news, too
        words = texts.USED_SCHEDULE if scheduled else texts.USED
        self.said = words.format(rate=number_text(rate, 2))

    def _follow(self, _: Change) -> None:
        """Show what is new, unless the page is not ready for it, or nobody sees it."""
        self._show_buttons()
        busy = self.test.state.status is WorkStatus.RUNNING
        self._late = busy and not (self.chart.painted and self.chart.visible)
        if not self._late:
            self._show_chart()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._late = False
            self._show_chart()

    def _show_buttons(self) -> None:
        state = self.test.state
        busy, suggestion = state.status is WorkStatus.RUNNING, state.suggestion
        self._start.disabled, self._stop.disabled = busy, not busy
        self._use.layout.display = "none" if suggestion is None else None
        if suggestion is not None:
            self._use.description = texts.USE.format(rate=number_text(_rounded(suggestion), 2))

    def _show_chart(self) -> None:
        state = self.test.state
        optimizer = (state.settings or self.experiment.settings).optimizer.row.shown_title
        ends = {"lowest": number_text(LOWEST, 2), "highest": number_text(HIGHEST, 2)}
        self.chart.show(
            state.found,
            lowest=LOWEST,
            highest=HIGHEST,
            suggestion=None if state.suggestion is None else _rounded(state.suggestion),
            look=texts.LOOK.format(steps=STEPS, optimizer=optimizer, **ends),
            said=_status(state, changed=self._changed()),
            alt=_alt(state.found),
        )

    def _changed(self) -> bool:
        """Return whether the test was of other settings than the experiment has now, but for the rate."""
        then, now = self.test.state.settings, self.experiment.settings
        if then is None:
            return False
        same_rate = {"learning_rate": then.learning_rate}
        if then.optimizer.with_(**same_rate) != now.optimizer.with_(**same_rate):
            return True
        return any(getattr(now, name) != getattr(then, name) for name in _TESTED)

    def close(self) -> None:
        """Stop the test, and free everything."""
        self.test.stop()
        super().close()


def _rounded(rate: float) -> float:
    """Return a rate with two significant digits: more of them would promise what a test cannot keep."""
    return float(f"{rate:.2g}")


def _status(state: RateTestState, *, changed: bool) -> str:
    """Say what the test is doing, or what it has found."""
    found = state.found
    done = 0 if found is None else len(found.rates)
    if state.status is WorkStatus.FAILED:
        return state.error
    if state.status is WorkStatus.READY:
        return texts.READY
    if state.status is WorkStatus.STOPPED:
        return texts.STOPPED.format(done=done, steps=STEPS)
    rate = LOWEST if found is None or not done else float(found.rates[-1])
    if state.status is WorkStatus.RUNNING:
        return texts.RUNNING.format(done=done, steps=STEPS, rate=number_text(rate, 2))
    suggestion = state.suggestion
    said = texts.NONE if suggestion is None else texts.FOUND.format(rate=number_text(suggestion, 2))
    if done < STEPS:
        said += " " + texts.EXPLODED.format(rate=number_text(rate, 2))
    return f"{said} {texts.CHANGED}" if changed else said


def _alt(found: RangeTest | None) -> str:
    """Say what the curve looks like, for who cannot see it."""
    if found is None or not len(found.rates):
        return texts.READY
    least = int(found.smoothed.argmin())
    numbers = {
        "first": found.smoothed[0],
        "lowest": found.rates[0],
        "least": found.smoothed[least],
        "at": found.rates[least],
        "last": found.smoothed[-1],
        "highest": found.rates[-1],
    }
    return texts.ALT.format(**{name: number_text(float(value), 3) for name, value in numbers.items()})
