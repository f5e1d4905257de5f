"""Which requests open a page."""

from __future__ import annotations

import pytest

from mlwidgets.server.navigation import opens_a_page


@pytest.mark.parametrize("site", ["none", "same-origin", "same-site", "cross-site"])
def test_going_there_opens_it_wherever_from(site: str) -> None:
    assert opens_a_page({"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"})


@pytest.mark.parametrize("headers", [{}, {"Accept": "text/html"}, {"Sec-Fetch-Mode": "navigate"}])
def test_who_does_not_say_is_let_in(headers: dict[str, str]) -> None:
    assert opens_a_page(headers)


@pytest.mark.parametrize(
    ("site", "opens"), [("same-origin", True), ("same-site", True), ("cross-site", False)]
)
def test_a_frame_opens_it_on_the_same_site(site: str, *, opens: bool) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    assert opens_a_page(headers) == opens


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose"])
@pytest.mark.parametrize("value", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"])
def test_a_fetch_in_case_somebody_goes_there_does_not(name: str, value: str) -> None:
    assert not opens_a_page({name: value, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"})
