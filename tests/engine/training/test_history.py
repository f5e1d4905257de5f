"""The record of a run."""

from __future__ import annotations

import pytest

from mlwidgets.engine.training.history import History, Mark


def filled() -> History:
    history = History()
    for update in range(4):
        history.add_batch(update / 2, {"loss": 4.0 - update, "accuracy": update / 4})
    history.add_epoch({"loss": 3.5})
    history.add_epoch({"loss": 1.5})
    history.marks.append(Mark(0.5, "learning_rate", 0.1, 0.01))
    return history


def test_updates_and_epochs_are_kept_in_order() -> None:
    history = filled()
    assert history.batch_epochs == [0, 0.5, 1, 1.5]
    assert history.batch_logs == {"loss": [4, 3, 2, 1], "accuracy": [0, 0.25, 0.5, 0.75]}
    assert history.history == {"loss": [3.5, 1.5]}
    assert history.epoch == [0, 1]
    assert History().epoch == []


def test_a_copy_does_not_follow() -> None:
    history = filled()
    copy = history.copy()
    history.add_batch(2, {"loss": 0.0, "accuracy": 1.0})
    history.add_epoch({"loss": 0.0})
    history.marks.clear()
    assert copy == filled()


def test_a_record_can_leave_out_the_last_updates_and_epochs() -> None:
    record = filled().record(undone_updates=1, undone_epochs=1)
    assert record.batch_epochs == (0, 0.5, 1)
    assert record.batch_logs == {"loss": (4, 3, 2), "accuracy": (0, 0.25, 0.5)}
    assert record.history == {"loss": (3.5,)}
    assert len(record.marks) == 1


def test_a_record_stays_as_it_is_and_can_be_restored() -> None:
    history = filled()
    record = history.record()
    history.add_batch(2, {"loss": 0.0, "accuracy": 1.0})
    history.add_epoch({"loss": 0.0})
    history.marks.clear()
    restored = History()
    restored.restore(record)
    assert restored == filled()
    with pytest.raises(TypeError):
        record.history["loss"] = ()  # type: ignore[index]  # that is the point
