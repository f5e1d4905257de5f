"""What is chosen for a race: the surface, the number of updates, and the settings of the racer looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.optimizers.formula import FIRST_FORMULA, FORMULA, FormulaSurface
from mlwidgets.explain.optimizers.paths import STEPS
from mlwidgets.explain.optimizers.surfaces import SURFACES
from mlwidgets.spec import OPTIMIZER_ROWS, SCHEDULE_ROWS, OptimizerSpec
from mlwidgets.spec.schedule import changed_schedule, new_schedule
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.optimizer import texts
from mlwidgets.widgets.optimizer.formula_field import FormulaField
from mlwidgets.widgets.training.option_controls import SHOWN_KINDS, OptionControls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.session import Experiment
    from mlwidgets.session.surface_race import SurfaceRace
    from mlwidgets.spec import Option
    from mlwidgets.widgets.base.view import Change

_CONSTANT = "constant"


class SurfaceControls(SettingsView):
    """The surface, a formula if it is typed, and how many updates the race has.

    Parameters
    ----------
    experiment : Experiment
        Whose race it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        self._state = experiment.surface_race
        self._typed = FIRST_FORMULA
        self.surface = ChoiceControl(self._name(), options=self._menu(), label=texts.SURFACE)
        self.formula = FormulaField(self._typed, label=texts.FORMULA_LABEL, help=texts.FORMULA_HELP)
        self.steps = NumberControl(
            float(self._state.race.steps),
            minimum=STEPS.low,
            maximum=STEPS.high,
            integer=True,
            slider=False,
            label=texts.STEPS,
            help=texts.STEPS_HELP,
        )
        self.listen(self.surface, self._choose)
        self.listen(self.steps, self._choose_steps)
        self.watch(self.formula, "value", self._type)
        self.watch(self._state, "race", self.refresh)
        self.add_class("mlw-group")
        self.refresh()

    def _name(self) -> str:
        """Return what the menu has for the surface; one that is in no menu was shown from elsewhere."""
        name = self._state.race.surface.name
        return name if name in (*SURFACES, FORMULA) else ""

    def _menu(self) -> list[tuple[str, str]]:
        """Return the surfaces to choose from, with one from elsewhere while it is shown."""
        menu = [*((one.title, name) for name, one in SURFACES.items()), (texts.FORMULA, FORMULA)]
        return menu if self._name() else [*menu, (self._state.race.surface.title, "")]

    def show(self) -> None:
        """Bring the controls up to date with the race."""
        race = self._state.race
        self.surface.offer(self._menu(), self._name())
        self.surface.help = race.surface.sentence
        if race.surface.name == FORMULA:
            self._typed = self.formula.value = race.surface.formula.removeprefix("z = ")
            self.formula.error = ""
        self.steps.show(float(race.steps))
        typed = [self.formula] if race.surface.name == FORMULA else []
        self.children = [self.surface, *typed, self.steps]

    def _choose(self, change: Change) -> None:
        if change["new"] in ("", self._name()):
            return
        surface = FormulaSurface.of(self._typed) if change["new"] == FORMULA else change["new"]
        self._state.change(self._state.race.on(surface), "surface")

    def _type(self, change: Change) -> None:
        """Take a formula; one that is refused is explained, and the last good one goes on."""
        if self._showing or self._state.race.surface.formula == f"z = {change['new']}":
            return
        try:
            surface = FormulaSurface.of(change["new"])
        except MLWidgetsError as error:
            self.formula.error = str(error)
            return
        self._state.change(self._state.race.on(surface), "formula")

    def _choose_steps(self, change: Change) -> None:
        if change["new"] != self._state.race.steps:
            self._state.change(self._state.race.lasting(change["new"]), "steps")

    def close(self) -> None:
        """Free everything, the formula's field, too, where it is not on the page."""
        self.children = [self.surface, self.formula, self.steps]
        super().close()


class RacerControls(SettingsView):
    """Every setting of the racer that is looked at.

    Parameters
    ----------
    experiment : Experiment
        Whose race it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        self._state = experiment.surface_race
        self.optimizer = ChoiceControl(
            OPTIMIZER_ROWS.of("sgd").name,
            options=[(row.shown_title, row.name) for row in OPTIMIZER_ROWS],
            label=texts.OPTIMIZER,
        )
        self.often = _settings(experiment, frequent=True)
        self.more = Section(
            experiment,
            texts.MORE_SETTINGS,
            lambda: View(experiment, [_Schedule(experiment), _settings(experiment, frequent=False)]),
        )
        self.listen(self.optimizer, self._choose)
        self.watch(self._state, ("race", "chosen"), self.refresh)
        self.add_class("mlw-group")
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the racer; without one there is nothing to set."""
        racer = self._state.racer
        if racer is None:
            self.children = []
            return
        self.optimizer.value = racer.spec.name
        self.optimizer.help = racer.spec.row.sentence
        self.children = [self.optimizer, self.often, self.more]

    def _choose(self, change: Change) -> None:
        racer = self._state.racer
        if racer is not None and change["new"] != racer.spec.name:
            _change(self._state, OptimizerSpec.of(change["new"]), "optimizer")

    def close(self) -> None:
        """Free everything, also what is not on the page."""
        self.children = [self.optimizer, self.often, self.more]
        super().close()


class _Schedule(SettingsView):
    """The schedule of the racer's learning rate, with its own settings."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        self._state = experiment.surface_race
        rows = [
            row
            for row in SCHEDULE_ROWS
            if row.name != _CONSTANT and all(option.kind in SHOWN_KINDS for option in row.options)
        ]
        self._titles = {_CONSTANT: texts.NO_SCHEDULE, **{row.name: row.shown_title for row in rows}}
        self._menu = ChoiceControl(
            _CONSTANT,
            options=[(title, name) for name, title in self._titles.items()],
            label=texts.SCHEDULE,
            help=texts.SCHEDULE_HELP,
        )
        options = OptionControls(
            experiment,
            [option for row in rows for option in row.options],
            present=self._options,
            read=self._read,
            write=self._write,
            follows=(self._state, ("race", "chosen")),
        )
        self.children = [self._menu, options]
        self.listen(self._menu, self._choose)
        self.watch(self._state, ("race", "chosen"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the menu up to date; a schedule made in Python is in it while it is used."""
        schedule = self._schedule
        row = None if schedule is None else SCHEDULE_ROWS.of(schedule["class_name"])
        titles = self._titles if row is None else {**self._titles, row.name: row.shown_title}
        self._menu.offer([(title, name) for name, title in titles.items()], row.name if row else _CONSTANT)
        self._menu.help = texts.SCHEDULE_HELP if row is None else row.sentence

    @property
    def _schedule(self) -> Any:  # noqa: ANN401 - as it is written down
        racer = self._state.racer
        return None if racer is None else racer.spec.schedule

    def _options(self) -> Iterable[Option]:
        schedule = self._schedule
        return () if schedule is None else SCHEDULE_ROWS.of(schedule["class_name"]).options

    def _read(self) -> dict[str, Any]:
        schedule = self._schedule
        return {} if schedule is None else dict(schedule["config"])

    def _write(self, name: str, value: Any) -> None:  # noqa: ANN401 - of the option's kind
        schedule, racer = self._schedule, self._state.racer
        if schedule is None or racer is None:
            return
        rate = changed_schedule(schedule, name, value, self._state.race.steps)
        _change(self._state, racer.spec.with_(learning_rate=rate), name)

    def _choose(self, change: Change) -> None:
        racer, name = self._state.racer, change["new"]
        if racer is None:
            return
        rate: Any = racer.spec.learning_rate or racer.spec.row.option("learning_rate").start
        if name != _CONSTANT:
            rate = new_schedule(name, rate, self._state.race.steps)
        _change(self._state, racer.spec.with_(learning_rate=rate), "schedule")


def _settings(experiment: Experiment, *, frequent: bool) -> OptionControls:
    """Return the controls of the racer's settings that are frequently changed, or of the others."""
    state = experiment.surface_race

    def present() -> list[Option]:
        racer = state.racer
        return [] if racer is None else [one for one in racer.spec.row.options if one.frequent is frequent]

    def read() -> dict[str, Any]:
        racer = state.racer
        return {} if racer is None else {**racer.spec.config, "learning_rate": racer.spec.learning_rate}

    def write(name: str, value: Any) -> None:  # noqa: ANN401 - of the option's kind
        racer = state.racer
        if racer is not None:
            _change(state, racer.spec.with_(**{name: value}), name)

    def locked(name: str) -> str:
        racer = state.racer
        if name != "learning_rate" or racer is None or racer.spec.schedule is None:
            return ""
        return texts.RATE_SCHEDULED.format(schedule=racer.spec.schedule_title)

    return OptionControls(
        experiment,
        [option for row in OPTIMIZER_ROWS for option in row.options if option.frequent is frequent],
        present=present,
        read=read,
        write=write,
        locked=locked,
        follows=(state, ("race", "chosen")),
    )


def _change(state: SurfaceRace, spec: OptimizerSpec, what: str) -> None:
    """Give the racer that is looked at other settings."""
    state.change(state.race.changed(state.chosen, spec), f"{state.chosen} {what}")
