"""A schedule to begin with can be made, for runs of any length."""

from __future__ import annotations

import pytest

from mlwidgets.engine import schedules
from mlwidgets.spec import SCHEDULE_ROWS, Row
from mlwidgets.spec.schedule import changed_schedule, new_schedule


@pytest.mark.parametrize("updates", [1, 2, 3, 10, 999, 10**7])
@pytest.mark.parametrize("row", list(SCHEDULE_ROWS), ids=lambda row: row.class_name)
def test_every_new_schedule_can_be_made(row: Row, updates: int) -> None:
    made = schedules.get(new_schedule(row.name, 0.1, updates))
    rates = [made(step) for step in range(min(updates, 1000))]
    assert max(rates) <= 0.1 + 1e-12
    assert min(rates) >= 0


@pytest.mark.parametrize("length", range(1, 8))
@pytest.mark.parametrize("updates", [1, 40, 10_000])
def test_a_staircase_fits_itself_to_a_list_of_any_length(length: int, updates: int) -> None:
    stairs = new_schedule("piecewise_constant_decay", 0.1, updates)
    for name, value in (("boundaries", [3 * n + 1 for n in range(length)]), ("values", [0.01] * length)):
        changed = changed_schedule(stairs, name, value, updates)
        assert changed["config"][name] == value
        schedules.get(changed)
    assert stairs == new_schedule("piecewise_constant_decay", 0.1, updates)
