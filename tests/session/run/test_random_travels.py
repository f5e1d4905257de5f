"""Random sequences of everything that can be done to a run: each moment comes back as it was, bit by bit."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.errors import MLWidgetsError
from mlwidgets.session import Experiment
from mlwidgets.session.run import timeline as module
from mlwidgets.session.run.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine import Sequential, Trainer

SECONDS = 60
STEPS = 40
STACK = [
    {"class_name": "Dense", "config": {"units": 4, "activation": "tanh"}},
    {"class_name": "Dropout", "config": {"rate": 0.2}},
    {"class_name": "BatchNormalization", "config": {}},
    {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
]
OPTIMIZERS = ("sgd", "adam", {"class_name": "SGD", "config": {"learning_rate": 0.1, "momentum": 0.9}})
CLIPPING: tuple[dict[str, float | None], ...] = (
    {"clipnorm": 0.1, "clipvalue": None},
    {"clipnorm": None, "clipvalue": 0.02},
    {"clipnorm": None, "clipvalue": None},
)
SCHEDULE = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 20}}

Bits = tuple[bytes, tuple[tuple[str, bytes], ...], int]


def bits(trainer: Trainer[Sequential]) -> Bits:
    memory = tuple((name, vector.tobytes()) for name, vector in sorted(trainer.optimizer.state.items()))
    return trainer.model.vector.tobytes(), memory, trainer.optimizer.iterations


class Notes:
    """What a timeline's run was like after each update, written down when it was first made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._of: dict[int, tuple[Timeline, dict[int, Bits]]] = {}
        follow, edited, branch, end = Timeline.follow, Timeline.edited, Timeline.branch, Timeline.end_at

        def following(line: Timeline, trainer: Trainer[Sequential], marks: int) -> None:
            new = trainer.iteration > line.newest
            follow(line, trainer, marks)
            if new:
                self.of(line)[trainer.iteration] = bits(trainer)

        def editing(line: Timeline, trainer: Trainer[Sequential]) -> None:
            assert not line.behind(trainer)
            edited(line, trainer)
            self.of(line)[trainer.iteration] = bits(trainer)

        def branching(line: Timeline, iteration: int) -> Timeline:
            made = branch(line, iteration)
            self.of(made).update(self.of(line))
            ending(made, iteration)
            return made

        def ending(line: Timeline, iteration: int) -> None:
            end(line, iteration)
            known = self.of(line)
            for late in [at for at in known if at > iteration]:
                del known[late]

        for name, put in (
            ("follow", following),
            ("edited", editing),
            ("branch", branching),
            ("end_at", ending),
        ):
            monkeypatch.setattr(Timeline, name, put)

    def of(self, line: Timeline) -> dict[int, Bits]:
        return self._of.setdefault(id(line), (line, {}))[1]


def go(experiment: Experiment, dice: random.Random) -> int:
    place = dice.randint(experiment.timeline.first, experiment.newest)
    experiment.go_to(place)
    return place


ACTIONS: tuple[Callable[[Experiment, random.Random], Any], ...] = (
    lambda e, dice: e.step_updates(dice.randint(1, 9)),
    lambda e, dice: e.step_updates(dice.randint(1, 9)),
    lambda e, _: e.step_epoch(),
    lambda e, _: e.run(),
    lambda e, _: e.pause(),
    lambda e, dice: e.change(learning_rate=dice.choice([0.01, 0.1, 0.3, SCHEDULE])),
    lambda e, dice: e.change(optimizer=e.optimizer.with_(**dice.choice(CLIPPING))),
    lambda e, dice: e.change(batch_size=dice.choice([4, 8, 16, 50, 300])),
    lambda e, dice: e.change(epochs=dice.choice([1, 2, 5, 20])),
    lambda e, dice: e.change(class_weight=dice.choice([None, "balanced", {0: 1.0, 1: 3.0}])),
    lambda e, dice: e.set_weight(0, "kernel", (dice.randint(0, 1), 0), dice.choice([-1.0, 0.5, 2.0])),
    lambda e, _: e.undo(),
    lambda e, _: e.undo(),
    lambda e, _: e.redo(),
    lambda e, _: e.reset(),
)


@pytest.mark.parametrize("first", range(0, 40, 10))
@pytest.mark.parametrize("threads", [True, False])
def test_every_moment_comes_back_whatever_is_done_in_between(
    monkeypatch: pytest.MonkeyPatch, first: int, *, threads: bool
) -> None:
    notes = Notes(monkeypatch)
    if not threads:
        monkeypatch.setattr(threading.Thread, "start", _refuse)
    for seed in range(first, first + 10):
        dice = random.Random(seed)  # noqa: S311 - dice, and no secret
        monkeypatch.setattr(module, "REPLAY_SECONDS", dice.choice([0.0, 0.003, 1e9]))
        experiment = Experiment(
            "circle", layers=STACK, optimizer=dice.choice(OPTIMIZERS), batch_size=16, epochs=5
        )
        _ = experiment.ledger
        begun = experiment.timeline
        notes.of(begun)[0] = bits(experiment._runner.trainer)
        for _ in range(STEPS):
            _act(experiment, dice)
            if dice.random() < 0.4:
                _check(experiment, dice, notes)
        experiment.close()


def _refuse(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def _act(experiment: Experiment, dice: random.Random) -> None:
    try:
        dice.choice(ACTIONS)(experiment, dice)
    except MLWidgetsError:
        return  # nothing to undo, all epochs done: told in a sentence
    if dice.random() < 0.7:
        assert experiment.wait(SECONDS)


def _check(experiment: Experiment, dice: random.Random, notes: Notes) -> None:
    """Go somewhere, and compare everything with what was written down."""
    place = go(experiment, dice)
    assert experiment.wait(SECONDS)
    trainer, line = experiment._runner.trainer, experiment.timeline
    if experiment.error:
        return
    assert trainer.iteration == place
    known = notes.of(line)
    if place in known:  # a run that began anew has no note of its first moment
        assert bits(trainer) == known[place]
    assert len(trainer.history.batch_epochs) == place
    assert experiment.batch_size == trainer.batch_size
    assert experiment.epochs == trainer.epochs
    shown, own = experiment.optimizer.config, trainer.optimizer.get_config()
    assert {name: shown[name] for name in own} == own
