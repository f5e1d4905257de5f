"""Random walks over the data draft, the settings and the run: every undo and redo leads to the same state."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.prepare.choices import Encode, Impute, Role, Scale, SplitMethod
from mlwidgets.errors import MLWidgetsError
from mlwidgets.session import Experiment
from mlwidgets.session import undo as module

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session.data.draft import DataDraft
    from tests.session.conftest import Make

STEPS = 24
"""Fewer than an experiment can undo, so that each walk leads back to its beginning."""

TOYS = b"size,colour,toy\n" + b"1,red,car\n9,blue,house\n4,red,car\n7,,house\n" * 12
GERMAN = "Grösse;Art\n" + "1,5;Auto\n2,5;Haus\n" * 20
NO_CLASSES = b"size,toy\n" + b"1,car\n" * 20
"""A file that can be opened, but not learned from: its target is the same in every row."""


def choose(experiment: Experiment, rng: random.Random) -> None:
    experiment.data_draft.use(rng.choice(("penguins", "iris", "wine", "diabetes", "spiral", "moons")))


def open_file(experiment: Experiment, rng: random.Random) -> None:
    files = {"toys.csv": TOYS, "art.csv": GERMAN.encode("cp1252"), "cars.csv": NO_CLASSES, "empty.csv": b""}
    name = rng.choice(list(files))
    experiment.data_draft.open_file(name, files[name])


def read_anew(experiment: Experiment, rng: random.Random) -> None:
    draft = experiment.data_draft
    if draft.read is not None:
        change = rng.choice(({"decimal": ","}, {"separator": ";"}, {"missing": ("red",)}, {"header_rows": 0}))
        draft.change_reading(draft.read.settings.with_(**change))


def plan_column(experiment: Experiment, rng: random.Random) -> None:
    draft = experiment.data_draft
    if draft.table is not None and draft.plan is not None:
        name = rng.choice(draft.table.names)
        field, kind = rng.choice(
            (("role", Role), ("impute", Impute), ("scale", Scale), ("encode", Encode), ("role", Role))
        )
        value = rng.choice(list(kind))
        if value is Role.TARGET:
            draft.change_plan(draft.plan.with_target(draft.table, name))
        else:
            draft.change_plan(draft.plan.with_column(name, **{field: value}))


def plan_split(experiment: Experiment, rng: random.Random) -> None:
    draft = experiment.data_draft
    if draft.plan is not None:
        change: dict[str, Any] = rng.choice(
            (
                {"method": rng.choice(list(SplitMethod))},
                {"validation": rng.choice((0.0, 0.1, 0.3))},
                {"test": rng.choice((0.1, 0.4))},
                {"together": rng.random() < 0.5},
                {"seed": rng.randrange(5)},
            )
        )
        draft.change_plan(draft.plan.with_split(**change))


def set_number(experiment: Experiment, rng: random.Random) -> None:
    name, value = rng.choice(
        (("learning_rate", rng.choice((0.01, 0.1))), ("seed", rng.randrange(9)), ("batch_size", 16))
    )
    experiment.change(**{name: value})


def edit_stack(experiment: Experiment, rng: random.Random) -> None:
    if rng.random() < 0.5:
        experiment.draft.add(rng.choice(("Dense", "Dropout", "Conv2D")), 0)
    elif experiment.draft.layers:
        experiment.draft.remove(rng.randrange(len(experiment.draft.layers)))


def train(experiment: Experiment, rng: random.Random) -> None:
    experiment.step_updates(rng.randrange(1, 4))
    assert experiment.wait(20)


def travel(experiment: Experiment, rng: random.Random) -> None:
    experiment.go_to(rng.randint(0, experiment.newest))
    assert experiment.wait(20)


def start_anew(experiment: Experiment, _: random.Random) -> None:
    experiment.reset()


ACTIONS: tuple[Callable[[Experiment, random.Random], None], ...] = (
    *(choose, open_file, open_file, read_anew, plan_column, plan_column, plan_split),
    *(set_number, edit_stack, train, travel, start_anew),
)


def whole(experiment: Experiment) -> tuple[Any, ...]:
    """Return everything that an undo brings back, as values that can be compared."""
    draft = experiment.data_draft
    return experiment.settings, draft.state, json.dumps(experiment.draft.layers), experiment.draft.ids


def check(experiment: Experiment) -> None:
    """Assert that draft and experiment tell of the same data."""
    draft: DataDraft = experiment.data_draft
    state, dataset = draft.state, experiment.dataset
    for name in ("table", "plan", "read", "problem"):
        assert getattr(draft, name) is getattr(state, name)
    if state.problem:
        assert state.table is not None
    elif state.table is None:
        assert dataset.prepared is None
    else:
        assert dataset.prepared is not None
        assert dataset.prepared.table is state.table
        assert dataset.prepared.plan == state.plan
    assert experiment.model.input_shape == experiment.task.input_shape
    draft.findings  # noqa: B018 - they can be asked for at any moment


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let more than a second pass between any two changes: no two of them are one gesture."""
    ticks = itertools.count(0, 2)
    monkeypatch.setattr(module, "monotonic", lambda: float(next(ticks)))


def all_the_way(experiment: Experiment, back: bool) -> list[tuple[Any, ...]]:
    """Undo or redo everything, and return the states on the way."""
    states = [whole(experiment)]
    while experiment.can_undo if back else experiment.can_redo:
        (experiment.undo if back else experiment.redo)()
        check(experiment)
        states.append(whole(experiment))
    return states


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("seed", range(20))
def test_a_random_walk_is_undone_and_redone_step_by_step(make: Make, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    experiment = make(load(chance.choice(("circle", "penguins"))), epochs=3)
    first = whole(experiment)
    for _ in range(STEPS):
        act = chance.choice(ACTIONS)
        with contextlib.suppress(MLWidgetsError):  # what cannot be done is said, and changes nothing
            act(experiment, chance)
        check(experiment)
        if chance.random() < 0.15:
            for _ in range(chance.randint(1, 3)):
                if experiment.can_undo:
                    experiment.undo()
                    check(experiment)
        if chance.random() < 0.1 and experiment.can_redo:
            experiment.redo()
    all_the_way(experiment, back=False)  # where the walk ended with an undo
    down = all_the_way(experiment, back=True)
    assert down[-1] == first
    up = all_the_way(experiment, back=False)
    assert up == down[::-1]
    assert all_the_way(experiment, back=True) == down


@pytest.mark.parametrize("seed", range(4))
def test_what_is_written_down_on_the_way_makes_the_same_experiment_again(make: Make, seed: int) -> None:
    chance = random.Random(1000 + seed)  # noqa: S311 - no secrets here
    experiment = make(load("penguins"), epochs=3)
    for _ in range(STEPS):
        with contextlib.suppress(MLWidgetsError):
            chance.choice(ACTIONS)(experiment, chance)
        written = json.loads(json.dumps(experiment.to_dict(), allow_nan=False))
        again = Experiment.from_dict(written)
        assert again.to_dict() == written
        np.testing.assert_array_equal(again.dataset.x_train, experiment.dataset.x_train)
        np.testing.assert_array_equal(again.dataset.y_test, experiment.dataset.y_test)
        again.close()
