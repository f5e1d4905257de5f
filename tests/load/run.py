"""A class at one server, measured: ``make load`` runs this and prints one table.

Learners behave as the dashboard's front end does, and two pages are open in a real Chromium. Everything stays
on this machine. The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.load import lesson, opening, training
from tests.load.chromium import Chromium
from tests.load.house import House, StartError
from tests.load.school import FAILURES, School, in_words
from tests.load.table import Row, Table, read_before, say
from tests.load.watch import Watch

if TYPE_CHECKING:
    from tests.load.learner import Learner

ROOT = Path(__file__).resolve().parents[2]
ROOM = 2  # places for each learner: a page that has crashed keeps its place for a while
MOST_LEARNERS, LONGEST = 200, 240.0


def main() -> int:
    """Measure, and say whether every goal is reached."""
    options = _options()
    # A shell that starts something in the background has it ignore Ctrl-C; and both shall end all we started.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    source = Path(options.source).resolve()
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it began"
    title = f"{options.learners} learners, {_version(source)}, {machine}, Python {platform.python_version()}"
    table = Table(title, read_before(Path(options.before)) if options.before else {})
    say(title)
    if os.getloadavg()[0] > (os.cpu_count() or 1) / 2:
        say("Others use this machine, too: times say little now. Memory, CPU time and what is left still do.")
    try:
        with tempfile.TemporaryDirectory(prefix="mlwidgets-load-") as folder:
            place = House(source, options.python, Path(folder), ROOM * options.learners, options.port)
            with place as house:
                asyncio.run(_measure(house, table, options))
    except StartError as error:
        sys.stderr.write(f"make load: {error}\n")
        return 2
    except KeyboardInterrupt:
        say("Stopped; the server and its pages are gone.")
        return 130
    finally:
        if table.rows:
            say(f"\n{table.text()}")
        if options.save:
            table.save(Path(options.save))
    say(f"\n{len(table.missed)} of {sum(row.goal is not None for row in table.rows)} goals missed.")
    return 1 if table.missed else 0


async def _measure(house: House, table: Table, options: argparse.Namespace) -> None:
    async with contextlib.AsyncExitStack() as stack:
        chromium = await stack.enter_async_context(Chromium(house.port)) if options.browser else None
        school = School(house, table, chromium)
        try:
            await _stages(school, options)
        except FAILURES as failure:
            house.check()
            table.add(Row("measured to the end", 0, "", 1, least=True, note=in_words(failure)), Watch())
        finally:
            for one in school.people:
                one.close()


async def _stages(school: School, options: argparse.Namespace) -> None:
    await opening.first_page(school)
    steps = 0.0
    for single in await opening.pages_at_once(school, 1):
        steps = await training.alone(school, single, options.seconds)
        await school.leave([single])
    await opening.one_page_in_chromium(school)
    people: list[Learner] = []
    for count in [*(one for one in (10,) if one < options.learners), options.learners]:
        await school.leave(people)
        people = await opening.pages_at_once(school, count)
    await opening.fill(school, people, options.learners)
    await training.together(school, people, options.seconds, steps)
    await training.in_chromium(school, len(people))
    await lesson.all_leave(school, people)
    if options.minutes:
        await lesson.Lesson(school, options.learners, options.minutes).take_place()


def _version(source: Path) -> str:
    found = subprocess.run(  # noqa: S603 - git is wherever it is
        ["git", "-C", str(source), "describe", "--always", "--dirty"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return f"mlwidgets {found.stdout.strip() or source.name}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--learners", type=int, default=30, help="how many (default: %(default)s)")
    add(
        "--minutes",
        type=float,
        default=10.0,
        help="how long the class takes; 0 leaves it out (default: %(default)s)",
    )
    add("--seconds", type=float, default=20.0, help="how long training is watched (default: %(default)s)")
    add(
        "--source",
        default=str(ROOT),
        metavar="FOLDER",
        help="checkout whose server is measured (default: this one)",
    )
    add("--python", default=sys.executable, metavar="PATH", help="interpreter for it (default: this one)")
    add("--port", type=int, default=0, help="port of this machine (default: any that is free)")
    add("--no-browser", dest="browser", action="store_false", help="do without the pages in Chromium")
    add("--save", metavar="FILE", help="keep the figures")
    add("--before", metavar="FILE", help="print kept figures beside the new ones")
    options = parser.parse_args()
    if not 1 <= options.learners <= MOST_LEARNERS:
        parser.error(f"--learners must be from 1 to {MOST_LEARNERS}; got {options.learners}.")
    if not 0 <= options.minutes <= LONGEST:
        parser.error(f"--minutes must be from 0 to {LONGEST:g}; got {options.minutes:g}.")
    if not 1 <= options.seconds <= 600:
        parser.error(f"--seconds must be from 1 to 600; got {options.seconds:g}.")
    return options


if __name__ == "__main__":
    sys.exit(main())
