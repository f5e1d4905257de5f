"""A small hostile run; ``python -m tests.load.hostile`` is the large one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.load import attacks, hostile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no descriptors")

SHARES: dict[attacks.Attack, int] = {
    attacks.pictures: 6,
    attacks.foreign_origins: 10,
    attacks.bare_requests: 10,
    attacks.odd_paths: len(attacks.ODD_PATHS),
    attacks.half_requests: 6,
    attacks.cut_frames: 6,
    attacks.lying_messages: len(attacks.lies()),
    attacks.chatter: 50,
    attacks.slow_readers: 45,
    attacks.giants: 2,
}


def test_a_server_stands_what_strangers_send(tmp_path: Path) -> None:
    assert hostile.run(tmp_path, SHARES).harm() == []
