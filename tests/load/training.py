"""Thirty who train: how soon a control answers, and how much of the machine still goes into training."""

from __future__ import annotations

import asyncio
import math
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.load.school import attempt_all
from tests.load.table import Row
from tests.load.watch import Watch, quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.load.learner import Learner
    from tests.load.school import School

LABEL = "Learning rate"
RATES = (0.0005, 0.001, 0.002)
EPOCHS = 500.0  # so many that nobody comes to the end
BETWEEN = 3.0  # seconds from one move of a slider to the next
SETTLE = 2.0

SLIDER_HALF, SLIDER_MOST, PAUSE_MOST = 150.0, 500.0, 500.0  # milliseconds
TRAINING_MEGABYTES = 90.0
SHARE = 0.8


@dataclass
class Observed:
    """What was seen while some people trained."""

    steps: float = 0.0  # a second, of all together
    efficiency: float = 0.0  # steps for each second that a core has worked
    slides: list[float] = field(default_factory=list)  # seconds
    failures: list[str] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)


async def start_training(people: Sequence[Learner]) -> list[str]:
    """Let all of them open the Train tab, set many epochs, and press Run; return what went wrong."""

    async def start(one: Learner) -> None:
        await one.show("Train")
        await one.slide("Epochs", EPOCHS)
        await one.run()

    _, failures = await attempt_all(start(one) for one in people)
    return failures


async def observe(school: School, people: Sequence[Learner], seconds: float) -> Observed:
    """Watch people who train and turn a control now and then."""
    seen = Observed()
    await asyncio.sleep(SETTLE)

    async def move(one: Learner, end: float) -> None:
        await asyncio.sleep(school.chance.uniform(0, BETWEEN))
        while time.perf_counter() < end:
            seen.slides.append(await one.slide(LABEL, school.chance.choice(RATES)))
            await asyncio.sleep(school.chance.uniform(0.5, 1.5) * BETWEEN)

    async with seen.watch:
        start = time.perf_counter()
        before = [one.updates for one in people]
        worked = school.house.cpu_seconds()
        moving = asyncio.ensure_future(attempt_all(move(one, start + seconds) for one in people))
        await asyncio.sleep(start + seconds - time.perf_counter())
        made = sum(one.updates for one in people) - sum(before)
        seen.steps = made / (time.perf_counter() - start)
        seen.efficiency = made / school.house.worked_since(worked)
        _, seen.failures = await moving
    return seen


async def alone(school: School, one: Learner, seconds: float) -> float:
    """Let one train alone; return the steps a second."""
    await start_training([one])
    seen = await observe(school, [one], seconds)
    add_slides(school, "1 trains", seen)
    note = f"{seen.efficiency:.0f} in a second of work"
    school.table.add(Row("1 trains: steps a second", seen.steps, note=note), seen.watch)
    async with Watch() as watch:
        megabytes = school.house.page_memory(1)
    school.table.add(Row("1 trains: memory, all but the server (PSS)", megabytes, "MB"), watch)
    await one.pause()
    return seen.steps


async def together(school: School, people: Sequence[Learner], seconds: float, steps_alone: float) -> None:
    """Let all train, and print what that does to each."""
    name = f"all {len(people)} train"
    failures = await start_training(people)
    seen = await observe(school, people, seconds)
    seen.failures += failures
    add_slides(school, name, seen)
    ratio = seen.steps / steps_alone if steps_alone else math.nan
    note = f"{seen.steps:.0f} a second, {seen.efficiency:.0f} in a second of work"
    school.table.add(
        Row(f"{name}: steps of all ÷ steps of one alone", ratio, "", SHARE, least=True, note=note), seen.watch
    )
    async with Watch() as watch:
        pauses = await _pauses(school, people, seconds / 2)
    school.table.add(_worst(f"{name}: Pause answers after, 19 of 20", *pauses, PAUSE_MOST), watch)
    async with Watch() as watch:
        megabytes = school.house.page_memory(len(people))
    school.table.add(Row(f"{name}: memory of each (PSS)", megabytes, "MB", TRAINING_MEGABYTES), watch)


async def in_chromium(school: School, count: int) -> None:
    """Let somebody with a real browser come while all others train."""
    if school.chromium is None:
        return
    name = f"all {count} train, in Chromium"
    person = await school.chromium.person()
    async with Watch() as watch:
        opened, failures = await attempt_all([person.open()])
    school.table.add(_worst(f"{name}: page usable after", opened, failures, None), watch)
    slides, pauses = [], []

    async def use() -> None:
        await person.show("Train")
        for turn in range(5):
            await person.run()
            slides.append(await person.slide(LABEL, RATES[turn % len(RATES)] * 1.1))
            await asyncio.sleep(1.0)
            pauses.append(await person.pause())

    async with Watch() as watch:
        _, failures = await attempt_all([use()] if opened else [])
    school.table.add(
        _worst(f"{name}: slider answers after, worst of 5", slides, failures, SLIDER_MOST), watch
    )
    school.table.add(_worst(f"{name}: Pause answers after, worst of 5", pauses, failures, PAUSE_MOST), watch)
    await attempt_all([person.leave()])
    school.kernels += person.kernels
    school.closed += 1


def add_slides(school: School, name: str, seen: Observed) -> None:
    """Print how soon the sliders answered."""
    half = math.inf if not seen.slides else 1000 * statistics.median(seen.slides)
    note = f"{len(seen.slides)} moves"
    row = Row(f"{name}: slider answers after, half of them", half, "ms", SLIDER_HALF, note=note)
    school.table.add(row, seen.watch)
    school.table.add(
        _worst(f"{name}: slider answers after, 19 of 20", seen.slides, seen.failures, SLIDER_MOST), seen.watch
    )


async def _pauses(school: School, people: Sequence[Learner], seconds: float) -> tuple[list[float], list[str]]:
    pauses: list[float] = []

    async def pause(one: Learner) -> None:
        await asyncio.sleep(school.chance.uniform(0, seconds))
        pauses.append(await one.pause())
        await one.run()

    _, failures = await attempt_all(pause(one) for one in people)
    return pauses, failures


def _worst(name: str, seconds: Sequence[float], failures: Sequence[str], goal: float | None) -> Row:
    """Return a row of the 95th percentile; who got no answer at all waits for ever."""
    value = math.inf if failures or not seconds else 1000 * quantile(list(seconds), 0.95)
    note = f"slowest {1000 * max(seconds):.0f} ms" if seconds else ""
    if failures:
        note = f"{len(failures)} without an answer: {failures[0]}; {note}".rstrip("; ")
    return Row(name, value, "ms", goal, note=note)
