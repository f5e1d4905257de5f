"""How soon pages are usable when one, ten or thirty people open them in the same moment."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any

from tests.load.school import attempt_all
from tests.load.table import Row
from tests.load.watch import Watch

if TYPE_CHECKING:
    from tests.load.chromium import Person
    from tests.load.learner import Learner
    from tests.load.school import School

GOALS = {1: 1.5, 10: 5.0, 30: 15.0}  # seconds, for as many pages at once
IDLE_MEGABYTES = 60.0
IN_CHROMIUM = 2  # pages of thirty


async def first_page(school: School) -> None:
    """Open one page as a teacher does before the class: it fills caches, and tells what a page loads."""
    if school.chromium is None:
        one = school.learner()
        await one.open()
        await school.leave([one])
        return
    async with Watch() as watch:
        person = await school.chromium.person()
        seconds = await person.open()
    school.table.add(Row("first page after the start, in Chromium", seconds, "s"), watch)
    school.files[:] = dict.fromkeys(person.files)
    await _part(school, [person])


async def pages_at_once(school: School, count: int) -> list[Learner]:
    """Let people open the page in the same moment, and print how long it took.

    Parameters
    ----------
    school : School
        The server and the table.
    count : int
        How many pages; where a real browser is at hand and there are enough, two of them are in it.

    Returns
    -------
    list of Learner
        Those of them whose pages are usable; the real browser's pages are left.
    """
    persons = []
    if school.chromium is not None and count > IN_CHROMIUM:
        persons = [await school.chromium.person() for _ in range(IN_CHROMIUM)]
    learners = [school.learner() for _ in range(count - len(persons))]
    before = school.house.cpu_seconds()
    async with Watch() as watch:
        times, failures = await attempt_all(
            [*(one.open() for one in learners), *(one.open() for one in persons)]
        )
    worked = school.house.worked_since(before)
    goal = GOALS.get(count)
    name = f"{count} page{'s' if count > 1 else ''} at once"
    school.table.add(_times_row(f"{name}: all usable after", times, failures, goal), watch)
    school.table.add(Row(f"{name}: CPU time of each, server and Python", worked / count, "s"), watch)
    async with Watch() as watch:
        megabytes = school.house.page_memory(count)
    # What pages have in common counts once: a class shares it.
    goal = IDLE_MEGABYTES if count > 1 else None
    row = Row(f"{name}: memory of each (PSS), idle", megabytes, "MB", goal)
    school.table.add(row, watch)
    await _part(school, persons)
    return [one for one in learners if one.is_open]


async def fill(school: School, people: list[Learner], count: int) -> None:
    """Let more people come, one after the other, until there are as many as there shall be."""
    for _ in range(count - len(people)):
        one = school.learner()
        _, failures = await attempt_all([one.open()])
        people += [] if failures else [one]


async def one_page_in_chromium(school: School) -> None:
    """Open one page in the real browser, as somebody does who has never been here."""
    if school.chromium is None:
        return
    async with Watch() as watch:
        person = await school.chromium.person()
        times, failures = await attempt_all([person.open()])
    school.table.add(_times_row("1 page in Chromium: usable after", times, failures, GOALS[1]), watch)
    await _part(school, [person])


def _times_row(name: str, times: list[Any], failures: list[str], goal: float | None) -> Row:
    slowest = math.inf if failures else max(times)
    note = f"half after {statistics.median(times):.1f} s" if len(times) > 1 else ""
    if failures:
        note = f"{len(failures)} of {len(failures) + len(times)} never: {failures[0]}; {note}".rstrip("; ")
    return Row(name, slowest, "s", goal, note=note)


async def _part(school: School, persons: list[Person]) -> None:
    await attempt_all(one.leave() for one in persons)
    for one in persons:
        school.kernels += one.kernels
        school.closed += 1
    await school.settle()
