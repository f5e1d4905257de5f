"""How long a page waits that takes much of the server's time."""

from __future__ import annotations

import pytest

from mlwidgets.server.fair_share import AT_ONCE, SHARE, FairShare


def test_a_page_that_keeps_to_its_share_never_waits() -> None:
    share = FairShare()
    assert [share.wait_after(now, now + SHARE / 2) for now in range(1000)] == [0.0] * 1000


def test_a_large_message_once_does_not_wait() -> None:
    share = FairShare()
    share.wait_after(0, 0)
    assert share.wait_after(100, 100 + AT_ONCE * 0.9) == 0


def test_a_page_that_sends_without_end_gets_its_share() -> None:
    share, now, used = FairShare(), 0.0, 0.0
    while now < 1000:
        used += 0.2
        now += 0.2 + share.wait_after(now, now + 0.2)
    assert used / now == pytest.approx(SHARE, rel=0.02)
