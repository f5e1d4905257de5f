"""Experiment: the data, the network, the settings and the run that all views look at."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from mlwidgets.errors import SessionStateError
from mlwidgets.language import _
from mlwidgets.session.consistent import change_words, first_settings, last_layer_words
from mlwidgets.session.notebook_cells import CELLS
from mlwidgets.session.run.build_trainer import build_trainer
from mlwidgets.session.run.publisher import Publisher
from mlwidgets.session.run.rehearsal import UPDATES
from mlwidgets.session.run.runner import Runner
from mlwidgets.session.run.snapshot import Snapshot, Status
from mlwidgets.session.run.weight_edit import WeightEdit
from mlwidgets.session.saved import APART, VERSION, read
from mlwidgets.session.sharing import Sharing
from mlwidgets.session.texts import CHANGED
from mlwidgets.session.undo import GESTURE_SECONDS
from mlwidgets.spec.settings import as_dataset, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.data import Dataset
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.session.doctor.doctor import Doctor
    from mlwidgets.session.learned.stages import Stage
    from mlwidgets.session.run.orders import Goal
    from mlwidgets.spec.settings import Settings

_log = logging.getLogger(__name__)

PATIENCE = 0.03
"""Seconds that a running training waits for the views to read what they draw; most take a tenth of it."""
T = TypeVar("T")


class Experiment(Sharing):
    """The one source of truth behind every lab.

    Settings are observable traits; each is checked when it is assigned. `run`, `pause`, `step_batch`,
    `step_updates`, `step_epoch` and `reset` return at once, and the training goes on in the background. What
    it produces appears in the traits `snapshot`, `status` and `error`, whose observers are called in the
    publisher's thread, one at a time, under `lock`.

    Parameters
    ----------
    dataset : Dataset, str or mapping
        What to learn from; a name such as "mnist" is looked up, what `Dataset.config` holds is made again.
    **settings
        Any of the traits below.

    Attributes
    ----------
    settings : Settings
        All of the following up to `class_weight`, as one frozen value. Whoever observes it is told once
        for each change, however many settings that concerns.
    features : tuple of str
        What the network is given of each point of the plane (`data.plane.features`); else empty.
    layers : list of dict
        The stack, as `{"class_name": …, "config": {…}}`; a network that suits the data set if not given.
    loss : LossSpec
        Assigned as such, by its Keras name or as a dict. Another loss for classes gives the network another
        last layer: two classes can be two outputs, or with "binary_crossentropy", "hinge" or
        "mean_squared_error" one.
    optimizer : OptimizerSpec
        With all its settings; assigned as such, by its Keras name or as a dict. Most of its settings may
        change during a run: ``experiment.optimizer = experiment.optimizer.with_(momentum=0.9)``.
    learning_rate : float
        The optimizer's; that of the first update if it has a schedule. A number takes the schedule's place.
    batch_size, epochs : int
        May change during a run.
    seed : int
        Initial weights, order of examples, dropout and the validation split follow from it.
    validation_split : float
        The fraction of the training examples that is held out for tuning settings. A prepared table has been
        divided by its plan, and goes by that.
    class_weight : mapping of int to float, "balanced" or None
        How much the training examples of each class count in the loss: ``{0: 1.0, 1: 5.0}``, or so that each
        class counts as much as each other. A change begins a new run.
    convolution : Convolution
        Input, kernel and settings of the convolution lab; apart from the network and its run.
    page : PageSetup
        The open tab, and which controls are hidden or locked; change it with `change_page`.
    held : Held
        What the page does not do yet, and why: a task asks for a prediction first. Python goes on as ever.
    snapshot : Snapshot or None
        The newest state of the run.
    status : Status
        What the run is doing.
    error : str
        Why the run failed; empty otherwise.
    travel_megabytes : float
        What the moments that a run can go back to may take in memory. With less, the way back is longer.
    note : str
        What a change of settings did to the run, or what was undone; empty otherwise.
    can_undo, can_redo : bool
        Whether `undo` and `redo` have anything to do. They take back every change of the settings, of the
        stack that is being edited and of the convolution, and bring back a run that was thrown away.
    example : Example or None
        The example under inspection.
    prediction : Prediction or None
        What the network says about it, with its newest weights.
    restarts : int
        How often the network has been replaced by another one. Counted last, when all else is in place.
    stage : Stage or None
        The shipped weights that the run started from, if it did; see `session.learned`.

    Examples
    --------
    >>> experiment = Experiment("mnist", epochs=1)
    >>> experiment.learning_rate = -1
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: learning_rate must be a number in (0, 10]; got -1.
    """

    def __init__(
        self,
        dataset: Dataset | str | Mapping[str, Any] = "mnist",
        **settings: Any,  # noqa: ANN401 - traits
    ) -> None:
        refuse_unknown(settings, APART)
        self._publisher: Publisher[Snapshot] = Publisher(self._deliver)
        self._runner = Runner(self._build, self._publish, self._give_way)
        apart = {name: settings.pop(name) for name in APART if name in settings}
        super().__init__(first_settings(as_dataset(dataset), settings), **apart)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - any attribute passes here
        if not (name.startswith("_") or name == "lock" or hasattr(type(self), name)):
            refuse_unknown([name], APART)
        super().__setattr__(name, value)

    # ---- settings ----

    @cached_property
    def doctor(self) -> Doctor:
        """What keeps the network from learning, and what would help; looks after all runs from now on."""
        from mlwidgets.session.doctor.doctor import Doctor  # noqa: PLC0415 - not before somebody asks

        self._runner.watch()
        return Doctor(self, self._runner.halt)

    def _take_over(self, live: Mapping[str, Any]) -> None:
        """Let the run in progress take over settings at its next step."""
        self.note = ""  # what it says is of an earlier change
        going = self._branch_off() if set(live) - {"epochs"} else None
        self._runner.change_settings(lambda trainer: _put_live(trainer, live))
        if "epochs" in live:
            self._runner.restate()  # whether a resting run is finished has to be said anew
        if going is not None:
            self._runner.go(going)

    def _restart(self, before: Settings, after: Settings) -> None:
        """Begin a new run after a change that the present one cannot take over."""
        stage = None if self._returning is None else self._returning.stage
        if after.dataset is not before.dataset:
            self.example = None
        more = last_layer_words(after) if after.loss != before.loss and after.layers != before.layers else ""
        if after.dataset is not before.dataset:
            more = ""
        unused = self._runner.existing_trainer is None and not self._runner.number
        begun = self._begin_run(stage, needed=not unused)
        if after.dataset is not before.dataset:
            self.snapshot, self.status = None, Status.READY  # what it measured was of other data
        if not begun:
            self.note = more or self.note
            return  # nothing has been trained yet, or thrown away
        said = _("Changed {change}: press Run to train from the start.")
        self.note = f"{said.format(change=change_words(before, after))} {more}".rstrip()

    def _begin_run(self, stage: Stage | None, *, needed: bool = True) -> bool:
        """Begin another run where one is needed, or go on with that of a state to return to; say if so."""
        self._viewer = None
        number, back = self._run_number, self._returning
        self._run_number = next(self._run_numbers) if back is None else back.run
        run = self._opened if back is None else self._history.take_run(back.run)
        self.stage = stage
        if run is None and not needed:
            return False
        if self._runner.moving:
            self._runner.halt()
            self._tell("snapshot", self._runner.present())  # the ledger keeps the whole of it
        self._history.park(number, self._runner.replace(run))
        return True

    def _build(self) -> Trainer[Sequential]:
        settings = self._settings
        trainer = build_trainer(settings, self._split_of(settings))
        if self.stage is not None:
            self.stage.put_into(trainer)
        return trainer

    def to_dict(self) -> dict[str, Any]:
        """Return all settings as plain JSON values, with a version; weights are not part of it."""
        plain = {"version": VERSION, **self._settings.to_dict()}
        if self.convolution.changed:
            plain["convolution"] = self.convolution.to_dict()
        return plain

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> Experiment:
        """Make an experiment from what `to_dict` returned."""
        return cls(**read(settings))

    # ---- the run ----

    def run(self) -> None:
        """Train until the last epoch; goes on after a pause."""
        with self._transcript.order("experiment.run()", starts=True):
            self._go("end")

    def step_batch(self) -> None:
        """Make one update of the weights."""
        with self._transcript.order("experiment.step_batch()", starts=True):
            self._go("batch")

    def step_updates(self, count: int) -> None:
        """Make so many updates of the weights, or fewer if the last epoch ends before."""
        updates = UPDATES.check_int(count)
        with self._transcript.order(f"experiment.step_updates({updates})", starts=True):
            self._go(updates)

    def step_epoch(self) -> None:
        """Train to the end of the present epoch."""
        with self._transcript.order("experiment.step_epoch()", starts=True):
            self._go("epoch")

    def reset(self, stage: Stage | None = None) -> None:
        """Go back to the same initial weights, with nothing learned; or to what the shipped network had."""
        done: str = _("Reset the training.")
        if stage is not None:
            done = _("Loaded the weights after {count:,} updates.").format(count=stage.position.iteration)
        with self.as_one_step(done, None if stage is None else "stage", seconds=GESTURE_SECONDS):
            self.error = self.note = ""
            number, own = self._run_number, not self.at_stage
            worth = self.stage is not None or self._runner.worth_keeping
            self._begin_run(stage)
            if not worth:
                self._run_number = number  # there is nothing to bring back
            self._count_restart()
        if worth and (own or stage is None):
            self.note = _("Reset to random weights.") if stage is None else done

    @property
    def untrained(self) -> bool:
        """Whether the weights are the initial ones: not learned, not from a file, not set by hand."""
        if self.stage is not None and self.at_stage:
            return self.stage.position.iteration == 0
        seen = self.present
        return (seen is None or seen.iteration == 0) and not self._runner.edited

    def _publish_weights(self) -> None:
        if not self._runner.behind:
            self._runner.change_weights()
            return
        with self.as_one_step(_("Changed weights.")):
            going = self._branch_off(altered=True)
            self._runner.change_weights()
        if going is not None:
            self._runner.go(going)

    def set_weight(self, layer: int, name: str, index: Sequence[int], value: float) -> None:
        """Set `model.layers[layer].weights[name][index]`, between two steps if the training goes on."""
        edit = WeightEdit.checked(self.model, layer, name, index, value)
        self._add_edit(edit)
        self.note = CHANGED.format(change=edit.words)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run rests and all observers know it; return whether that came in time."""
        return self._runner.wait(timeout) and self._publisher.wait_until_delivered(timeout)

    def rest(self) -> None:
        """Pause, and end the threads until there is something to do: they keep alive what they work on."""
        self.stop_companions()
        self._runner.rest()
        self._publisher.rest()

    def close(self) -> None:
        """End the background threads. The experiment cannot run any more."""
        CELLS.remove(self)
        self._runner.close()
        self.stop_companions()
        self._publisher.close()
        self.unobserve_all()

    # ---- behind the scenes ----

    @property
    def at_stage(self) -> bool:
        """Whether the network has not been trained on from the shipped weights of `stage`."""
        stage, seen = self.stage, self.present
        if stage is None or seen is None:
            return stage is not None
        return seen.iteration == stage.position.iteration

    def _is_moving(self) -> bool:
        return self._runner.moving

    def _go(self, goal: Goal) -> None:
        # Under the lock: whoever changes something in another thread may wait for the run to rest, and would
        # wait until the end of a run that started behind its back.
        with self.lock:
            finished = self._runner.trainer.finished and not self._runner.travelling
            if finished and self.stage is not None:
                self.reset()  # the shipped network is at its end; the learner's own starts at random
            elif finished:
                said = _(
                    "The last epoch ({epoch}) is done. Raise the number of epochs to go on, or reset to "
                    "start again."
                )
                raise SessionStateError(said.format(epoch=self.epochs))
            self.error = self.note = ""
            self._runner.go(goal)

    def _publish(self, snapshot: Snapshot, urgent: bool) -> None:
        self._publisher.put(snapshot, urgent=urgent)
        if not urgent:
            self._publisher.wait_until_delivered(PATIENCE)

    def _give_way(self) -> None:
        """Let views read first: beside a step they would fight it for Python's lock, and both would lose."""
        viewer = self._viewer
        if viewer is not None:
            viewer.wait_while_asked(PATIENCE)

    def _deliver(self, snapshot: Snapshot) -> None:
        """Hand a snapshot to all observers; called in the publisher's thread."""
        with self.lock:
            if snapshot.run != self._runner.number:
                return  # of a network that is no more
            if snapshot.parameters is not None:
                self._look().update(snapshot.parameters)
            self._follow_travel()
            self._tell("snapshot", snapshot)
            self._tell("status", snapshot.status)
            self._tell("error", snapshot.error)
            if snapshot.parameters is not None:
                self._predict_example()

    def _tell(self, name: str, value: object) -> None:
        """Set a trait; an observer that raises must not keep the others from their news."""
        try:
            setattr(self, name, value)
        except Exception:  # noqa: BLE001 - whatever a view raises
            _log.exception("An observer of %s failed.", name)


def _put_live(trainer: Trainer[Sequential], live: Mapping[str, Any]) -> None:
    """Change what may change during a run."""
    for name, value in live.get("optimizer", {}).items():
        setattr(trainer.optimizer, name, value)
    for name in ("batch_size", "epochs"):
        if name in live:
            setattr(trainer, name, live[name])
