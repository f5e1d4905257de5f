"""The fair race: several optimizers train the learner's own network from the same starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.explain.wording import number_text
from mlwidgets.ranges import LEARNING_RATE
from mlwidgets.session.race.export import race_csv, race_json
from mlwidgets.session.race.plan import (
    MOST_ENTRANTS,
    RACE_EPOCHS,
    SEEDS,
    Entrant,
    RacePlan,
    usual_entrants,
)
from mlwidgets.session.race.state import RaceStatus
from mlwidgets.spec import OPTIMIZER_ROWS
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.optimizer import fair_race_texts as texts
from mlwidgets.widgets.optimizer.fair_race_board import FairRaceBoard
from mlwidgets.widgets.optimizer.fair_race_results import RaceResults

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.session.race.race import Race

_NOBODY, _OWN = "nobody", "own settings"
_SLIDER_RATE = 1e-6

_PROGRESS = {
    RaceStatus.READY: texts.READY,
    RaceStatus.STARTING: texts.STARTING,
    RaceStatus.TUNING: texts.TUNING,
}
_PROGRESS_OF_RUNS = {
    RaceStatus.RUNNING: texts.RUNNING,
    RaceStatus.FINISHED: texts.FINISHED,
    RaceStatus.STOPPED: texts.STOPPED,
}


class FairRaceView(SettingsView):
    """Choose who races, start, watch the curves arrive, and take an optimizer into the experiment.

    Parameters
    ----------
    experiment : Experiment
        On whose data and network they race.
    race : Race, optional
        Who makes the runs, if that is not the experiment's own race: one with another executor.

    Attributes
    ----------
    plan : RacePlan
        What is raced next; assigning another one shows it.
    board : FairRaceBoard
        Curves and results.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> view = FairRaceView(Experiment("moons"))
    >>> [one.name for one in view.plan.entrants]
    ['SGD', 'SGD with momentum 0.9', 'Adam']
    >>> view.plan = view.plan.with_(entrants=["rmsprop", "adamw"], seeds=5)
    """

    def __init__(self, experiment: Experiment, race: Race | None = None) -> None:
        self.race = experiment.race if race is None else race
        self._plan = self.race.state.plan or RacePlan(usual_entrants())
        self.board = FairRaceBoard()
        self._add = ChoiceControl(
            _NOBODY,
            options=[
                (texts.ADD_NONE, _NOBODY),
                *((row.shown_title, row.name) for row in OPTIMIZER_ROWS),
                (texts.ADD_OWN, _OWN),
            ],
            label=texts.ADD,
            help=texts.ADD_HELP,
        )
        self._seeds = _count(SEEDS.low, SEEDS.high, texts.SEEDS, texts.SEEDS_HELP)
        self._epochs = _count(RACE_EPOCHS.low, RACE_EPOCHS.high, texts.EPOCHS, texts.EPOCHS_HELP)
        self._rates = ChoiceControl(
            "own", options=options(texts.RATE_MENU), label=texts.RATES, help=texts.RATES_HELP
        )
        self._rate = NumberControl(
            self._plan.learning_rate,
            minimum=_SLIDER_RATE,
            maximum=LEARNING_RATE.high,
            scale="log",
            label=texts.RATE,
        )
        self._start = self.button(texts.START, texts.START_TIP, self._begin)
        self._start.add_class("mod-primary")
        self._stop = self.button(texts.STOP, texts.STOP_TIP, lambda _: self.race.stop())
        buttons = box(ipywidgets.HBox, "mlw-buttons", [self._start, self._stop])
        numbers = box(ipywidgets.HBox, "mlw-row", [self._seeds, self._epochs])
        controls = box(
            ipywidgets.VBox, "mlw-fair-controls", [buttons, self._rates, self._rate, numbers, self._add]
        )
        super().__init__(experiment, [controls, self.board])
        self.add_class("mlw-fair")
        self.listen(self._add, self._enter)
        self.listen(self._seeds, lambda _: self._replan(seeds=self._seeds.value))
        self.listen(self._epochs, lambda _: self._replan(epochs=self._epochs.value))
        self.listen(self._rates, lambda _: self._replan(rates=self._rates.value))
        self.listen(self._rate, lambda _: self._replan(learning_rate=self._rate.value))
        self.board.on_action(self.safely(self._act))
        self.board.on_file(self.safely(self._save))
        self.board.on_painted(self.safely(self._catch_up))
        self._late = False
        self.watch(self.race, "state", self._follow)
        self.watch(self.board, "visible", self._follow)
        self.watch(experiment, "settings", self._follow)
        self.refresh()

    @property
    def plan(self) -> RacePlan:
        """What is raced next."""
        return self._plan

    @plan.setter
    def plan(self, plan: RacePlan) -> None:
        if not isinstance(plan, RacePlan):
            raise ConfigurationError("plan must be a RacePlan: view.plan = view.plan.with_(seeds=5).")
        self._plan = plan
        self.refresh()

    # ---- what the learner does ----

    def _replan(self, **changes: object) -> None:
        self.plan = self._plan.with_(**changes)

    def _enter(self, change: Change) -> None:
        chosen = change["new"]
        if chosen == _NOBODY:
            return
        if len(self._plan.entrants) >= MOST_ENTRANTS:
            raise ConfigurationError(texts.FULL.format(most=MOST_ENTRANTS))
        entrant = Entrant.of(self.experiment.optimizer if chosen == _OWN else chosen)
        self._replan(entrants=(*self._plan.entrants, entrant))

    def _act(self, action: tuple[str, int]) -> None:
        kind, number = action
        entrants = self._plan.entrants
        if not 0 <= number < len(entrants):
            return  # of a list that is no more
        self.forget_messages()
        if kind == "remove" and len(entrants) == 1:
            raise SessionStateError(texts.LAST)
        if kind == "remove":
            self._replan(entrants=(*entrants[:number], *entrants[number + 1 :]))
        else:
            self._use(number)

    def _use(self, number: int) -> None:
        """Give the experiment the optimizer of an entrant, with the rate that it raced with."""
        entrant, rate = self._plan.entrants[number], self._results().rate_of(number)
        optimizer = entrant.optimizer
        if rate != optimizer.learning_rate:
            optimizer = optimizer.with_(learning_rate=rate)
        self.experiment.note = ""  # it says so where a network that was trained is put away
        self.experiment.optimizer = optimizer
        words = texts.USED_RESTARTS if self.experiment.note else texts.USED
        self.said = ""  # the same sentence a second time is news, too
        self.said = words.format(name=entrant.name, rate=number_text(rate, 3))

    def _begin(self, _: Change) -> None:
        self.race.start(self._plan)

    def _save(self, form: str) -> None:
        state = self.race.state
        text = race_csv(state) if form == "csv" else race_json(state)
        self.board.send_file(f"race.{form}", text)

    # ---- what the page shows ----

    def show(self) -> None:
        """Bring controls and board up to date."""
        plan = self._plan
        self._add.value = _NOBODY
        self._seeds.show(float(plan.seeds))
        self._epochs.show(float(plan.epochs))
        self._rates.value = plan.rates
        self._rate.show(plan.learning_rate)
        self._rate.layout.display = None if plan.rates == "equal" else "none"
        self._show_buttons()
        self._show_board()

    def _follow(self, _: Change) -> None:
        """Show what is new, unless the page is not ready for it, or nobody sees it."""
        self._show_buttons()
        waits = not (self.board.painted and self.board.visible)
        self._late = waits and self.race.state.busy
        if not self._late:
            self._show_board()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._late = False
            self._show_board()

    def _show_buttons(self) -> None:
        busy = self.race.state.busy
        self._start.disabled, self._stop.disabled = busy, not busy

    def _results(self) -> RaceResults:
        known = [run.metric for run in self.race.state.results if run.metric]
        usual = "accuracy" if self.experiment.dataset.n_classes else "mean_absolute_error"
        metric = known[0] if known else usual
        unit = metric_unit(self.experiment.dataset, metric)
        return RaceResults(self.race.state, self._plan.entrants, metric, unit)

    def _show_board(self) -> None:
        state, results = self.race.state, self._results()
        self.board.show_frame(
            status=state.status.value,
            progress=self._progress(),
            share=state.done / state.total if state.total else 0.0,
            note=self._note(),
            error=state.error,
            updates=state.updates,
            per_epoch=_per_epoch(self.experiment),
            head=results.head,
            lines=results.lines(),
            quantities=results.quantities(),
            band=results.legend,
            files=bool(state.results) and not state.busy,
            alt=results.sentence(),
        )

    def _progress(self) -> str:
        state = self.race.state
        if state.error:
            return state.error
        if state.status in _PROGRESS_OF_RUNS:
            return _PROGRESS_OF_RUNS[state.status].format(state.total, done=state.done)
        return _PROGRESS[state.status].format(runs=_runs(self._plan), done=state.done, total=state.total)

    def _note(self) -> str:
        """Say which learning rates were raced with, and whether the results are of something else."""
        state = self.race.state
        if state.plan is None or not state.results:
            return ""
        said = texts.RATES_SAID[state.plan.rates].format(rate=number_text(state.plan.learning_rate, 3))
        now, then = self.experiment.settings, state.settings
        names = ("dataset", "features", "layers", "loss", "batch_size", "validation_split", "class_weight")
        if then is not None and any(getattr(now, name) != getattr(then, name) for name in names):
            said += f" {texts.CHANGED}"
        return said

    def close(self) -> None:
        """Stop the race, and free everything."""
        self.race.stop()
        super().close()


def _count(low: float, high: float, label: str, help_: str) -> NumberControl:
    return NumberControl(low, minimum=low, maximum=high, integer=True, slider=False, label=label, help=help_)


def _per_epoch(experiment: Experiment) -> int:
    """Return how many updates an epoch has."""
    return -(-len(experiment.split.x_train) // experiment.batch_size)


def _runs(plan: RacePlan) -> str:
    """Say how many runs a race has: "3 optimizers × 3 seeds = 9 runs"."""
    return texts.RUNS.format(
        len(plan.entrants) * plan.seeds,
        entrants=texts.OPTIMIZERS.format(len(plan.entrants)),
        seeds=texts.SEED_COUNT.format(plan.seeds),
    )
