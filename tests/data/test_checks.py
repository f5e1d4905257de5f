"""Read-only arrays: nobody may keep a way to write, and nothing is copied without need."""

from __future__ import annotations

import numpy as np

from mlwidgets.data.checks import read_only


def test_a_writeable_array_is_copied_and_stays_writeable_for_its_owner() -> None:
    mine = np.arange(6.0)
    locked = read_only(mine)
    mine[0] = 99
    assert locked[0] == 0
    assert not locked.flags.writeable
    assert mine.flags.writeable


def test_a_read_only_array_is_kept_without_a_copy() -> None:
    mine = np.arange(6.0)
    mine.flags.writeable = False
    assert read_only(mine) is mine


def test_a_read_only_view_of_a_writeable_array_is_copied() -> None:
    mine = np.arange(6.0)
    view = mine[::2]
    view.flags.writeable = False
    locked = read_only(view)
    mine[:] = 99
    assert locked.tolist() == [0, 2, 4]


def test_a_view_of_a_read_only_array_is_kept() -> None:
    mine = np.arange(6.0)
    mine.flags.writeable = False
    view = mine[2:]
    assert read_only(view) is view


def test_a_subclass_of_array_becomes_a_plain_array() -> None:
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    assert type(read_only(masked)) is np.ndarray
