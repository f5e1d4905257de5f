"""How the learning rate changes during a run: which schedule, its settings, and its course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import schedules
from mlwidgets.explain.optimizers.schedule import schedule_curve, schedule_length
from mlwidgets.spec import SCHEDULE_ROWS
from mlwidgets.spec.schedule import changed_schedule, new_schedule
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.option_controls import OptionControls
from mlwidgets.widgets.training.schedule_chart import ScheduleChart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.session import Experiment
    from mlwidgets.spec import Option
    from mlwidgets.widgets.base.view import Change

_CONSTANT = "constant"


def updates_in_all(experiment: Experiment) -> int:
    """Return how many updates the whole run has, with the settings of now."""
    return -(-len(experiment.split.x_train) // experiment.batch_size) * experiment.epochs


def present_rate(experiment: Experiment) -> float:
    """Return the learning rate of the update that comes next; once all are done, that of the last one."""
    schedule, snapshot = experiment.optimizer.schedule, experiment.snapshot
    if schedule is None:
        return experiment.learning_rate
    made = 0 if snapshot is None else snapshot.iteration
    return float(schedules.get(dict(schedule))(min(made, updates_in_all(experiment) - 1)))


class ScheduleControls(SettingsView):
    """The schedule of the learning rate with its own settings, drawn over the whole run.

    Parameters
    ----------
    experiment : Experiment
        Whose optimizer has the schedule.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        rows = [row for row in SCHEDULE_ROWS if row.name != _CONSTANT]
        menu = [(texts.NO_SCHEDULE, _CONSTANT), *((row.shown_title, row.name) for row in rows)]
        self._menu = ChoiceControl(_CONSTANT, options=menu, label=texts.SCHEDULE, help=texts.SCHEDULE_HELP)
        self._options = OptionControls(
            experiment,
            [option for row in rows for option in row.options],
            present=self._present,
            read=self._read,
            write=self._write,
            lockable=True,
        )
        self._chart = ScheduleChart()
        self._drawn: tuple[Any, int] | None = None
        self.listen(self._menu, self._choose, name="schedule")
        self.watch(experiment, "optimizer", self.refresh)
        self.watch(experiment, ("batch_size", "epochs", "dataset", "validation_split"), self.refresh)
        self.watch(experiment, "snapshot", self._show_moment)
        self.refresh()

    def show(self) -> None:
        """Bring menu and chart up to date."""
        schedule = self._schedule
        row = SCHEDULE_ROWS.of(_CONSTANT if schedule is None else schedule["class_name"])
        self._menu.value = row.name
        self._menu.help = texts.SCHEDULE_HELP if schedule is None else row.sentence
        # A schedule made in Python that always gives the same rate has nothing to draw or to set.
        drawn = [self._chart] if row.name != _CONSTANT else []
        self.children = [self._menu, *drawn, self._options]
        if drawn:
            self._draw()
        self._show_moment()

    @property
    def _schedule(self) -> Any:  # noqa: ANN401 - as it is written down
        return self.experiment.optimizer.schedule

    def _draw(self) -> None:
        schedule, updates = self._schedule, updates_in_all(self.experiment)
        if self._drawn == (schedule, updates):
            return
        made = schedules.get(dict(schedule))
        length, more = schedule_length(made), ""
        if length is not None and length > updates:
            more = texts.SCHEDULE_LONGER.format(length=length, updates=updates)
        self._chart.show(schedule_curve(made, updates), more)
        self._drawn = schedule, updates

    def _show_moment(self, _: Change = None) -> None:
        """Send where the run is: no more than two numbers."""
        schedule, snapshot = self._schedule, self.experiment.snapshot
        if schedule is not None:
            update = 0 if snapshot is None else snapshot.iteration
            self._chart.show_moment(update, present_rate(self.experiment))

    def _present(self) -> Iterable[Option]:
        schedule = self._schedule
        return () if schedule is None else SCHEDULE_ROWS.of(schedule["class_name"]).options

    def _read(self) -> dict[str, Any]:
        schedule = self._schedule
        return {} if schedule is None else dict(schedule["config"])

    def _write(self, name: str, value: Any) -> None:  # noqa: ANN401 - of the option's kind
        self.experiment.learning_rate = changed_schedule(
            self._schedule, name, value, updates_in_all(self.experiment)
        )

    def _choose(self, change: Change) -> None:
        experiment, name = self.experiment, change["new"]
        updates, rate = updates_in_all(experiment), experiment.learning_rate
        if self._schedule is not None:  # the rate that it was made from is the largest
            largest = schedule_curve(schedules.get(dict(self._schedule)), updates).rates.max()
            rate = float(largest) or experiment.optimizer.row.option("learning_rate").start
        experiment.learning_rate = rate if name == _CONSTANT else new_schedule(name, rate, updates)

    def close(self) -> None:
        """Free everything, the chart, too, where it is not on the page."""
        self.children = [self._menu, self._options, self._chart]
        super().close()
