"""The estimate of the time left."""

from __future__ import annotations

import pytest

from mlwidgets.session.run.pace import Pace


def test_the_estimate_follows_from_what_was_done_since_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("mlwidgets.session.run.pace.time.monotonic", lambda: clock[0])
    pace = Pace()
    pace.start(2.0)
    clock[0] += 0.4
    assert pace.seconds_left(2.5, 10) is None, "too little has been seen"
    clock[0] += 1.6
    assert pace.seconds_left(2.0, 10) is None, "nothing has been done"
    assert pace.seconds_left(3.0, 10) == pytest.approx(14)  # one epoch in two seconds, seven to go
    clock[0] += 60  # a pause, which does not count
    pace.start(3.0)
    clock[0] += 1
    assert pace.seconds_left(4.0, 10) == pytest.approx(6)
    assert pace.seconds_left(10.0, 10) == 0
