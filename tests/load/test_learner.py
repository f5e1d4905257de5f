"""The measuring itself: one learner at a real server, what the table says, and what is left behind."""

from __future__ import annotations

import asyncio
import math
import sys
from typing import TYPE_CHECKING

import pytest

from tests.load.house import House, StartError
from tests.load.learner import Learner
from tests.load.run import ROOT
from tests.load.table import Row, Table, read_before
from tests.load.watch import Watch, quantile

if TYPE_CHECKING:
    from pathlib import Path


def test_a_learner_opens_trains_and_leaves_and_nothing_stays(tmp_path: Path) -> None:
    with House(ROOT, sys.executable, tmp_path, 2) as house:
        asyncio.run(a_lesson(house))
        assert house.others() != []
    assert house.process.poll() is not None
    assert house.others() == []


async def a_lesson(house: House) -> None:
    """Come, work, reload, crash; and look at what each of it does."""
    learner = Learner(house.port)
    try:
        async with Watch() as watch:
            assert await learner.open() > 0
        assert 0 <= watch.client < 1
        assert house.page_memory(1) > 1
        assert await learner.show("Train") > 0
        assert 0 < await learner.run() < 60
        assert 0 < await learner.slide("Learning rate", 0.001) < 60
        await learner.socket.until(lambda: learner.updates > 0, "the first update")
        assert 0 < await learner.pause() < 60
        made = learner.updates
        assert await learner.slide("Learning rate", 0.002) > 0
        assert learner.updates == made, "it was paused"
        assert learner.problems == []
        await learner.leave()
        (kernel,) = learner.kernels
        async with asyncio.timeout(60):
            while await asyncio.to_thread(house.knows, kernel):  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(0.05)
    finally:
        learner.close()


def test_another_checkout_is_not_measured_by_mistake(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="instead of the package in"):
        House(tmp_path / "elsewhere", sys.executable, tmp_path, 2)


class TestTable:
    @pytest.mark.parametrize(
        ("row", "missed"),
        [
            (Row("time", 1.4, "s", 1.5), False),
            (Row("time", 1.6, "s", 1.5), True),
            (Row("time", math.inf, "s", 1.5), True),
            (Row("time", math.nan, "s", 1.5), True),
            (Row("share", 0.7, "", 0.8, least=True), True),
            (Row("share", 0.9, "", 0.8, least=True), False),
            (Row("share", math.nan, "", 0.8, least=True), True),
            (Row("told", math.inf), False),
        ],
    )
    def test_a_goal_is_missed_by_less_than_it_says_and_by_nothing_at_all(
        self, row: Row, missed: bool
    ) -> None:
        assert row.missed is missed

    def test_it_is_printed_beside_the_one_before(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, now = Table("before"), Table("now")
        before.add(Row("page", 12.5, "s", 1.5, note="slow"), Watch(load=3.0))
        before.save(tmp_path / "before.json")
        now.before = read_before(tmp_path / "before.json")
        now.add(Row("page", 1.25, "s", 1.5), Watch(load=0.5, client=0.125, late=2.0))
        now.add(Row("answer", math.inf, "ms", 500), Watch())
        lines = now.text().splitlines()
        assert lines[3].split() == [
            "page",
            "12.5",
            "s",
            "1.25",
            "s",
            "≤",
            "1.50",
            "s",
            "ok",
            "0.5,",
            "12",
            "%,",
            "2",
            "ms",
        ]
        assert lines[4].split()[:5] == ["answer", "never", "≤", "500", "ms"]
        assert "MISSED" in lines[4]
        assert now.missed == [now.rows[1]]
        assert "page: 12.5 s" in capsys.readouterr().out


def test_quantiles() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert quantile([float(one) for one in range(100)], 0.95) == 95.0
    assert quantile([5.0], 0.5) == 5.0
