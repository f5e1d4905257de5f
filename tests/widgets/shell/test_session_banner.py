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


def test_the_script_never_sends_anything_through_the_kernel() -> None:
    # A message would count as activity and keep an idle session alive.
    source = SessionBanner._esm
    for word in ("save_changes", ".send(", "requestKernelInfo", "sendShellMessage"):
        assert word not in source


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(TypeError):
        SessionBanner(text="x")  # type: ignore[call-arg]
