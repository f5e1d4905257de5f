"""Whatever a page says to any widget of any lab: no traceback, and the next honest message works."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.widgets.base.lifetime import whole
from mlwidgets.widgets.shell.dashboard import LABS, Dashboard
from mlwidgets.widgets.shell.session_banner import SessionBanner
from tests.widgets.hostility import send_hostile
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGES = 25
"""To widgets of each class in each lab: some thousands in all."""


@pytest.mark.parametrize("make", [*(lab for _, lab in LABS), Dashboard])
def test_no_message_of_a_page_leaves_a_traceback_or_a_lab_that_does_not_answer(
    make: Callable[[None], Any],
) -> None:
    lab = make(None)
    assert list(send_hostile(lab, random.Random(7), MESSAGES)) == []  # noqa: S311
    banner = next(part for part in whole(lab) if isinstance(part, SessionBanner))
    wire = Wire(banner)
    wire.say({"kind": "ping", "id": "1"})
    assert wire.messages[-1]["content"] == {"kind": "pong", "id": "1"}
    lab.close()
