"""What all parts of a measurement share: the server, the people, and the table."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from playwright.async_api import Error as BrowserError

from tests.load.learner import Learner
from tests.load.web import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from tests.load.chromium import Chromium
    from tests.load.house import House
    from tests.load.table import Table

Result = TypeVar("Result")

# What an honest page may meet when a server fails it; anything else is a fault of the measuring.
FAILURES = (Refused, OSError, EOFError, TimeoutError, BrowserError)


SETTLED = 15.0  # seconds


@dataclass
class School:
    """One server and those who use it.

    Parameters
    ----------
    house : House
        The server.
    table : Table
        Where the figures go.
    chromium : Chromium, optional
        The real browser, if there shall be one.
    """

    house: House
    table: Table
    chromium: Chromium | None
    files: list[str] = field(default_factory=list)
    kernels: list[str] = field(default_factory=list)  # of pages that are gone
    people: list[Learner] = field(default_factory=list)  # all who have come
    closed: int = 0  # pages that have been left
    chance: random.Random = field(default_factory=lambda: random.Random(13))  # noqa: S311 - the same class each time

    def learner(self) -> Learner:
        """Let somebody come who has never been here."""
        one = Learner(self.house.port, self.files)
        self.people.append(one)
        return one

    def remember(self, people: Iterable[Learner]) -> None:
        """Remember the kernels of people, to look for them at the end."""
        for one in people:
            self.kernels += one.kernels
            one.kernels.clear()

    async def leave(self, people: Iterable[Learner]) -> None:
        """Let all of them close their pages properly."""
        people = list(people)
        await attempt_all(one.leave() for one in people)
        self.remember(people)
        self.closed += len(people)
        for one in people:
            one.close()
        await self.settle()

    async def settle(self) -> None:
        """Wait until the kernels of those who have left are gone: what comes next begins without them."""
        end = time.perf_counter() + SETTLED
        while time.perf_counter() < end and await self.left() > 0:  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(0.2)

    async def left(self) -> int:
        """Return how many kernels the server still has of those whose pages are gone."""
        found = await asyncio.to_thread(lambda: [one for one in self.kernels if self.house.knows(one)])
        self.kernels[:] = found
        return len(found)


async def attempt_all(doings: Iterable[Awaitable[Result]]) -> tuple[list[Result], list[str]]:
    """Let all do something side by side.

    Parameters
    ----------
    doings : iterable of awaitable
        What each does.

    Returns
    -------
    list
        The results of those who could.
    list of str
        Why the others could not.
    """
    results = await asyncio.gather(*doings, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, FAILURES):
            raise result
    done = [result for result in results if not isinstance(result, BaseException)]
    return done, [in_words(result) for result in results if isinstance(result, BaseException)]


def in_words(failure: BaseException) -> str:
    """Return a failure in one line."""
    words = str(failure).splitlines()
    return words[0] if words else type(failure).__name__
