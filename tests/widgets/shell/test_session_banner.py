"""SessionBanner without a browser: all that happens in Python is that it can be made and closed."""

from __future__ import annotations

import pytest

from mlwidgets.widgets.shell.session_banner import SessionBanner
from tests.widgets.wire import Wire


def test_the_page_gets_the_advice_and_nothing_is_sent_later() -> None:
    banner = SessionBanner("Your drawing is kept.")
    wire = Wire(banner)
    assert banner.get_state()["advice"] == "Your drawing is kept."
    banner.close()
    assert wire.updates() == []
    assert banner.comm is None


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(TypeError):
        SessionBanner(text="x")  # type: ignore[call-arg]
