"""A class for some minutes: people open pages, train, reload, crash and leave; and what is left of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.load.school import FAILURES, in_words
from tests.load.table import Row, say
from tests.load.training import EPOCHS, LABEL, RATES
from tests.load.watch import Watch, quantile

if TYPE_CHECKING:
    from tests.load.learner import Learner
    from tests.load.school import School

STAY = (40.0, 160.0)  # seconds that somebody stays on one page
LOOK = (2.0, 12.0)  # seconds from one thing that somebody does to the next
ARRIVE = 20.0  # seconds in which all have come
GONE_AFTER = 120.0  # seconds until nothing may be left of a page
USABLE, SLIDER = 15.0, 500.0
MEGABYTES_A_PAGE, DESCRIPTORS_A_PAGE = 0.1, 0.1
REPORT = 60.0  # seconds between two lines that say how it goes


@dataclass
class Diary:
    """What happened in the lesson."""

    opened: list[float] = field(default_factory=list)  # seconds
    slides: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    left: int = 0
    reloaded: int = 0
    crashed: int = 0


class Lesson:
    """A class for some minutes.

    Parameters
    ----------
    school : School
        The server and the table.
    seats : int
        How many there are at any moment.
    minutes : float
        How long it takes.
    """

    def __init__(self, school: School, seats: int, minutes: float) -> None:
        self._school = school
        self._seats = seats
        self._minutes = minutes
        self._diary = Diary()

    async def take_place(self) -> None:
        """Let it take place, and print what it was like and what is left of it."""
        school, diary = self._school, self._diary
        memory, descriptors = school.house.memory(), school.house.descriptors()
        closed = school.closed
        async with Watch() as watch:
            self._end = time.perf_counter() + 60 * self._minutes
            telling = asyncio.ensure_future(self._tell())
            try:
                await asyncio.gather(*(self._seat() for _ in range(self._seats)))
            finally:
                telling.cancel()
        pages = max(school.closed - closed, 1)
        name = f"class of {self._seats}"
        note = f"{diary.left} left, {diary.reloaded} reloaded, {diary.crashed} crashed"
        note += f" in {self._minutes:g} min"
        school.table.add(Row(f"{name}: pages opened", len(diary.opened), note=note), watch)
        why = diary.failures[0] if diary.failures else ""
        school.table.add(Row(f"{name}: failures", len(diary.failures), "", 0, note=why), watch)
        for what, values, unit, goal in (
            ("page usable after, 19 of 20", diary.opened, "s", USABLE),
            ("slider answers after, 19 of 20", [1000 * one for one in diary.slides], "ms", SLIDER),
            ("Pause answers after, 19 of 20", [1000 * one for one in diary.pauses], "ms", SLIDER),
        ):
            if values:  # nobody may have pressed Pause in a short class
                note = f"slowest {max(values):.1f} {unit} of {len(values)}"
                school.table.add(Row(f"{name}: {what}", quantile(values, 0.95), unit, goal, note=note), watch)
        await self._aftermath(pages, memory, descriptors)

    async def _aftermath(self, pages: int, memory: float, descriptors: int) -> None:
        school = self._school
        async with Watch() as watch:
            seconds, left = await nothing_left(school)
        note = f"the last was gone after {seconds:.0f} s" if not left else ""
        school.table.add(
            Row(f"kernels left {GONE_AFTER / 60:.0f} min after the last page", left, "", 0, note=note), watch
        )
        grown = (school.house.memory() - memory) / pages
        note = f"{memory:.0f} MB before, {school.house.memory():.0f} MB after {pages} pages"
        school.table.add(
            Row("server: memory that a closed page leaves", grown, "MB", MEGABYTES_A_PAGE, note=note), watch
        )
        more = (school.house.descriptors() - descriptors) / pages
        note = f"{descriptors} before, {school.house.descriptors()} after"
        school.table.add(
            Row("server: descriptors that a closed page leaves", more, "", DESCRIPTORS_A_PAGE, note=note),
            watch,
        )

    async def _seat(self) -> None:
        chance = self._school.chance
        await asyncio.sleep(chance.uniform(0, min(ARRIVE, 6 * self._minutes)))
        while time.perf_counter() < self._end:
            one = self._school.learner()
            try:
                await self._visit(one)
            except FAILURES as failure:
                self._diary.failures.append(in_words(failure))
                await asyncio.sleep(1.0)  # as somebody does who presses Reload
            finally:
                self._school.remember([one])
                self._school.closed += 1
                one.close()

    async def _visit(self, one: Learner) -> None:
        """Come, work, and go in one of three ways; who reloads works once more."""
        chance, diary = self._school.chance, self._diary
        diary.opened.append(await one.open())
        await self._work(one)
        ending = chance.choice(("leave", "leave", "reload", "crash"))
        if ending == "reload":
            diary.reloaded += 1
            self._school.closed += 1
            diary.opened.append(await one.reload())
            await self._work(one)
            ending = "leave"
        if ending == "leave":
            diary.left += 1
            await one.leave()
        else:
            diary.crashed += 1
            one.crash()

    async def _work(self, one: Learner) -> None:
        chance, diary = self._school.chance, self._diary
        until = min(time.perf_counter() + chance.uniform(*STAY), self._end)
        await one.show("Train")
        await one.slide("Epochs", EPOCHS)
        await one.run()
        while time.perf_counter() < until:
            await asyncio.sleep(min(chance.uniform(*LOOK), max(until - time.perf_counter(), 0.1)))
            diary.slides.append(await one.slide(LABEL, chance.choice(RATES)))
            if chance.random() < 0.3:
                diary.pauses.append(await one.pause())
                await asyncio.sleep(min(chance.uniform(*LOOK), max(until - time.perf_counter(), 0.1)))
                await one.run()
        diary.failures += one.problems

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(REPORT)
            left = max(self._end - time.perf_counter(), 0) / 60
            house, diary = self._school.house, self._diary
            pages = f"{len(diary.opened)} pages opened, {len(diary.failures)} failures"
            server = f"server {house.memory():.0f} MB, {house.descriptors()} descriptors"
            say(f"    {left:.0f} min to go: {pages}, {server}")


async def nothing_left(school: School) -> tuple[float, int]:
    """Wait until no kernel of a page is left, at most as long as a goal allows.

    Returns
    -------
    float
        Seconds until then.
    int
        How many are left.
    """
    start = time.perf_counter()
    while True:
        left = await school.left()
        waited = time.perf_counter() - start
        if not left or waited > GONE_AFTER:
            return waited, left
        await asyncio.sleep(2.0)


async def all_leave(school: School, people: list[Learner]) -> None:
    """Let all go: some properly, some without a word."""
    crashing = people[::4]
    for one in crashing:
        one.crash()
    school.closed += len(crashing)
    school.remember(crashing)
    await school.leave([one for one in people if one.is_open])
