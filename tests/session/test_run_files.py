"""Saved runs: bit by bit as if training had never stopped, in another process, too; and one undo."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError, SessionStateError
from mlwidgets.interchange.saved.form import read_run
from mlwidgets.session import Experiment
from mlwidgets.session.learned.opening import learned_experiment
from tests.session.continue_run import SECONDS, fingerprint, go_on
from tests.session.random_runs import random_experiment
from tests.session.support import table

if TYPE_CHECKING:
    from tests.session.conftest import Make

ROOT = Path(__file__).resolve().parents[2]
RUNS = 8
MORE = 12
TABLE = b"size,weight,toy\n" + b"".join(
    b"%d,%d,%s\n" % (n, n * n % 7, b"car" if n % 3 else b"house") for n in range(60)
)


def trained(experiment: Experiment, updates: int) -> Experiment:
    experiment.step_updates(updates)
    assert experiment.wait(SECONDS)
    return experiment


def test_a_saved_run_goes_on_in_another_process_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    paths, expected = [], []
    for seed in range(RUNS):
        experiment = trained(random_experiment(seed), 3 + seed)
        moments = "all" if seed % 2 else "present"
        paths.append(experiment.save(tmp_path / f"{seed}", moments=moments, data=True))
        expected.append(go_on(experiment, MORE))
        experiment.close()
    code = ROOT / "tests" / "session" / "continue_run.py"
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-W", "error", code, str(MORE), *map(str, paths)],
        capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.split() == expected


@pytest.mark.parametrize("moments", ["all", "present"])
def test_a_run_is_saved_while_it_goes_on(make: Make, moments: str) -> None:
    experiment = make(load("circle"), epochs=2000, learning_rate=0.01)
    experiment.run()
    contents = [experiment.to_bytes(moments=moments) for _ in range(5)]
    experiment.pause()
    assert experiment.wait(SECONDS)
    end = experiment.model.vector.copy()
    updates = experiment._runner.trainer.iteration
    for content in contents:
        other = Experiment.from_bytes(content)
        there = other._runner.trainer.iteration
        assert 0 <= there <= updates
        if there < updates:
            trained(other, updates - there)
        assert np.array_equal(other.model.vector, end)
        other.close()


def test_in_the_middle_of_validation_nothing_is_lost(make: Make) -> None:
    experiment = make(
        load({"name": "circle", "samples": 2000}), epochs=3, batch_size=512, validation_split=0.5
    )
    trainer = experiment._runner.trainer
    while not trainer.validating:
        next(trainer)
    next(trainer)  # a slice of it is measured
    assert trainer.validating
    other = Experiment.from_bytes(experiment.to_bytes(moments="present"))
    for one in (experiment, other):
        one.step_epoch()
        assert one.wait(SECONDS)
    assert fingerprint(experiment) == fingerprint(other)
    other.close()


def test_time_travel_and_curves_come_along(make: Make) -> None:
    experiment = make(load("spiral"), epochs=500)
    trained(experiment, 300)
    experiment.learning_rate = 0.02  # a change at rest, which a replay has to know
    trained(experiment, 100)
    experiment.set_weight(0, "kernel", (0, 0), 0.5)
    trained(experiment, 50)
    experiment.go_to(320)
    assert experiment.wait(SECONDS)
    other = Experiment.from_bytes(experiment.to_bytes())
    assert other.wait(SECONDS)
    assert (other.timeline.newest, other._runner.trainer.iteration) == (450, 320)
    assert other.snapshot is not None
    assert experiment.snapshot is not None
    assert other.snapshot.record == experiment.snapshot.record
    for place in (0, 150, 299, 301, 399, 400, 401, 450, 7):
        for one in (experiment, other):
            one.go_to(place)
            assert one.wait(SECONDS)
        assert fingerprint(experiment) == fingerprint(other), place
    other.close()


def test_the_present_moment_alone_is_smaller_and_begins_there(make: Make) -> None:
    experiment = trained(make(load("circle"), epochs=100), 500)
    whole, present = experiment.to_bytes(), experiment.to_bytes(moments="present")
    assert len(present) < len(whole)
    other = Experiment.from_bytes(present)
    assert (other.timeline.first, other.newest) == (500, 500)
    assert other._runner.trainer.history.batch_logs == experiment._runner.trainer.history.batch_logs
    other.close()


def test_the_same_run_gives_the_same_bytes(make: Make) -> None:
    experiment = trained(make(load("circle")), 30)
    assert experiment.to_bytes() == experiment.to_bytes()
    other = Experiment.from_bytes(experiment.to_bytes())
    assert other.to_bytes(moments="present") == experiment.to_bytes(moments="present")
    other.close()


def test_one_undo_brings_back_what_was_there(make: Make) -> None:
    saved = trained(make(load("spiral")), 40).to_bytes()
    experiment = trained(make(load("circle"), learning_rate=0.02), 25)
    experiment.convolution.set(padding="valid")
    before, settings = fingerprint(experiment), experiment.to_dict()
    experiment.open_run(saved, "spiral.mlw")
    assert experiment.wait(SECONDS)
    assert experiment.note == "Opened spiral.mlw."
    assert (
        "experiment.open_run(Path('spiral.mlw').read_bytes(), 'spiral.mlw')"
        in experiment._transcript.lines[-1]
    )
    assert (experiment.dataset.name, experiment.present.iteration) == ("spiral", 40)  # type: ignore[union-attr]
    assert not experiment.convolution.changed
    assert experiment.undo() == "Undone: Opened spiral.mlw."
    assert experiment.wait(SECONDS)
    assert (fingerprint(experiment), experiment.to_dict()) == (before, settings)
    experiment.redo()
    assert experiment.wait(SECONDS)
    assert (experiment.dataset.name, experiment._runner.trainer.iteration) == ("spiral", 40)


def test_a_run_that_is_refused_changes_nothing(make: Make) -> None:
    experiment = trained(make(load("circle")), 25)
    before = fingerprint(experiment)
    saved = bytearray(experiment.to_bytes())
    saved[len(saved) // 2] ^= 1
    with pytest.raises(DataError, match="damaged"):
        experiment.open_run(bytes(saved))
    assert fingerprint(experiment) == before
    assert not experiment.can_undo


def test_what_the_test_examples_said_comes_along(make: Make) -> None:
    experiment = make(load("penguins"))
    assert experiment.ledger.test_locked
    trained(experiment, 20)
    experiment.ledger.measure_test()
    saved = experiment.to_bytes()
    for other in (Experiment.from_bytes(saved), make(load("iris"))):
        if other.dataset.name == "iris":
            assert other.ledger.test_openings == 0
            trained(other, 8)
            other.open_run(saved)
        assert other.wait(SECONDS)
        assert other.ledger.test_openings == 1
        assert [test.logs for test in other.ledger.tests] == [test.logs for test in experiment.ledger.tests]
        other.close()


def test_the_shipped_network_can_be_saved(make: Make) -> None:  # noqa: ARG001 - it looks for threads
    experiment = learned_experiment("100")
    saved = experiment.to_bytes()
    other = Experiment.from_bytes(saved)
    assert read_run(saved).begin == 100
    expected = go_on(experiment, 3)
    assert go_on(other, 3) == expected
    experiment.close()
    other.close()


# ---- data ----


def test_an_own_table_is_a_reference_or_comes_along(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = make(load("circle"))
    experiment.data_draft.open_file("toys.csv", TABLE)
    trained(experiment, 10)
    reference, whole = experiment.to_bytes(), experiment.to_bytes(data=True)
    assert b"house" not in reference
    other = Experiment.from_bytes(reference)  # it is open here
    assert other.dataset.config == experiment.dataset.config
    other.close()
    from mlwidgets.data.prepare import dataset as module  # noqa: PLC0415 - what remembers

    monkeypatch.setattr(module, "_OPENED", type(module._OPENED)(module._size))
    with pytest.raises(DataError, match=r"learned from the file 'toys.csv', which is not open here. Open it"):
        Experiment.from_bytes(reference)
    other = Experiment.from_bytes(whole)
    assert other.dataset.prepared is not None
    assert other.dataset.prepared.plan == experiment.dataset.prepared.plan
    assert go_on(other, 9) == go_on(experiment, 9)
    other.close()
    Experiment.from_bytes(reference).close()  # what the file brought is open now


def test_data_made_in_python_have_to_be_given(make: Make) -> None:
    experiment = trained(make(), 10)
    saved = experiment.to_bytes()
    with pytest.raises(DataError, match=r"made in Python. Give it: Experiment.load"):
        Experiment.from_bytes(saved)
    with pytest.raises(DataError, match="not the one that this run has learned from"):
        Experiment.from_bytes(saved, dataset=table(seed=1))
    other = Experiment.from_bytes(saved, dataset=table())
    assert go_on(other, 5) == go_on(experiment, 5)
    other.close()
    with pytest.raises(ConfigurationError, match="dataset must be a Dataset"):
        Experiment.from_bytes(saved, dataset=3)  # type: ignore[arg-type]


def test_large_data_stay_outside(make: Make) -> None:
    rows = np.zeros((30_000, 200), np.float32)
    parts: dict[str, Any] = {"x_train": rows, "x_test": rows[:9], "y_test": np.arange(9) % 2}
    parts["y_train"] = np.arange(len(rows)) % 2
    large = Dataset(name="large", class_names=("a", "b"), source="", licence="", **parts)
    with pytest.raises(DataError, match=r"The data take 2.* MB; at most 20 MB"):
        make(
            large, layers=[{"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}}]
        ).to_bytes(data=True)


# ---- files ----


def test_files_that_are_none(tmp_path: Path, make: Make) -> None:
    experiment = make(load("circle"))
    assert experiment.save(tmp_path / "here").name == "here.mlw"
    assert experiment.save(tmp_path / "here.other").name == "here.other"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here.mlw", "here.other"]
    for path in (tmp_path / "nothing.mlw", tmp_path, "x" * 300):
        with pytest.raises(DataError, match=r"cannot be read \("):
            Experiment.load(path)
    for bad in ("", "a\0b", None, 3, b"run.mlw"):
        with pytest.raises(ConfigurationError, match="A path is a text or a Path"):
            Experiment.load(bad)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="cannot be written"):
        experiment.save(tmp_path / "no folder" / "run")
    for wrong in ({"moments": "some"}, {"data": 1}, {"moments": None}):
        with pytest.raises(MLWidgetsError):
            experiment.save(tmp_path / "here", **wrong)
    for content in (None, "text", 3, [1]):
        with pytest.raises(ConfigurationError, match="A run file's content is bytes"):
            experiment.open_run(content)  # type: ignore[arg-type]
    experiment.close()
    with pytest.raises(SessionStateError, match="closed"):
        experiment.to_bytes()


def test_saving_waits_for_no_run_that_is_gone(make: Make) -> None:
    experiment = make(load("circle"), epochs=5000)
    experiment.run()
    done: list[bytes] = []
    saver = threading.Thread(target=lambda: done.extend(experiment.to_bytes() for _ in range(10)))
    saver.start()
    while saver.is_alive():
        experiment.reset()
        experiment.run()
    saver.join()
    assert len(done) == 10
