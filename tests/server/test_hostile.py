"""A small hostile run; ``python -m tests.load.hostile`` is the large one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.load import attacks, hostile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no descriptors")

SHARES = {
    attacks.pictures: 6,
    attacks.foreign_origins: 10,
    attacks.bare_requests: 10,
    attacks.odd_paths: len(attacks.ODD_PATHS),
    attacks.half_requests: 10,
    attacks.cut_frames: 6,
    attacks.lying_messages: 2 * len(attacks.lies()),
    attacks.chatter: 100,
    attacks.slow_readers: 60,
    attacks.giants: 3,
}


def test_a_server_stands_what_strangers_send(tmp_path: Path) -> None:
    outcome = hostile.run(tmp_path, SHARES)
    before, after = outcome.use["before"], outcome.use["after"]
    assert outcome.code == 0, "told to stop in the midst, it did so by itself"
    assert outcome.kernels == 2, "nobody has started a kernel by the way"
    assert after.megabytes < before.megabytes + 40
    # The sockets of the page that was attacked wait for it to come back.
    assert after.descriptors <= before.descriptors + 12
    assert max(felt.longest for felt in outcome.latency.values()) < 10_000
    ours = [line for line in outcome.log.splitlines() if "mlwidgets/server" in line or "tornado" in line]
    assert ours == [], "no traceback"
