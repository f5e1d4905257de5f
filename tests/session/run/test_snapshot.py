"""Snapshots."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from mlwidgets.session import Snapshot, Status


def test_a_run_without_a_network() -> None:
    snapshot = Snapshot.without_network(4, "No room.")
    assert (snapshot.run, snapshot.status, snapshot.error) == (4, Status.FAILED, "No room.")
    assert snapshot.parameters is None
    assert snapshot.history.batch_epochs == []


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Snapshot.without_network(0, "").status = Status.READY  # type: ignore[misc]  # the point of the test


def test_statuses_are_plain_words() -> None:
    assert [str(status) for status in Status] == ["ready", "running", "paused", "finished", "failed"]
