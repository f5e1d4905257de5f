"""Diagram and decision map while a network is trained: how often, how large, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.diagram_page import (
    afresh,
    neuron,
    overflow,
    painted,
    press,
    wait_for_python,
    wait_until_painted,
)
from tests.browser.harness import next_frame

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PARTS = (".mlw-net", ".mlw-map", ".mlw-net-reader", ".mlw-map-reader", ".mlw-map-bar")


def places(page: Page) -> list[object]:
    """Return where the parts of the view are on the page."""
    return [page.locator(part).bounding_box() for part in PARTS]


def wait_for_view(page: Page) -> None:
    """Wait for the first pictures of both."""
    for part in PARTS[:2]:
        page.wait_for_function(
            "(part) => Number(document.querySelector(part)?.dataset.painted) > 0", arg=part
        )


def test_both_follow_the_training_and_nothing_moves(visit: Visitor) -> None:
    page = afresh(visit).page
    wait_for_view(page)
    next_frame(page)  # with what is measured of the page, too
    before = places(page)
    press(page, "Run")
    for _ in range(5):
        for part in PARTS[:2]:
            wait_until_painted(page, painted(page, part), part)
    neuron(page, "Neuron 1 of layer 1").hover()
    assert places(page) == before
    press(page, "Pause")


def test_an_update_is_small_and_an_unseen_view_gets_none(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    wait_for_view(page)
    pictures = painted(page, ".mlw-map")
    press(page, "Step")
    wait_until_painted(page, pictures, ".mlw-map")
    before, pictures = opened.bytes_received, painted(page, ".mlw-map")
    press(page, "Step")
    wait_until_painted(page, pictures, ".mlw-map")
    wait_for_python(page, "said => said.iteration === 2")
    pictures = painted(page, ".mlw-map") - pictures
    assert opened.bytes_received - before < 30_000 * (pictures + 1)  # the newest is not painted yet
    press(page, "Hide")
    page.locator(".mlw-net").wait_for(state="detached")
    press(page, "Run")
    wait_for_python(page, "said => said.iteration > 100")
    # Of 400 updates in a row none has a picture, as soon as Python knows that nobody looks.
    wait_for_python(
        page,
        """({ serial, iteration }) => {
            if (window.quiet?.serial !== serial) window.quiet = { serial, iteration };
            return iteration > window.quiet.iteration + 400;
        }""",
    )
    press(page, "Show")
    wait_for_view(page)
    wait_until_painted(page, painted(page))
    press(page, "Pause")


def test_pictures_get_feature_maps(visit: Visitor) -> None:
    page = afresh(visit).page
    wait_for_view(page)
    press(page, "Pictures")
    expect(page.locator(".mlw-layers")).to_be_visible()
    expect(page.locator(".mlw-net")).to_be_hidden()
    expect(page.get_by_role("group", name="Conv2D 8 × 3 × 3")).to_be_visible()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_it_fits_the_page(visit: Visitor, size: str) -> None:
    opened = afresh(visit, size=size)
    page = opened.page
    wait_for_view(page)
    press(page, "Wide")
    expect(page.locator(".mlw-net-thin")).to_be_visible()
    opened.comes_to_rest()
    assert overflow(page) <= 0
    diagram, plane = (page.locator(part).bounding_box() for part in PARTS[:2])
    assert diagram is not None
    assert plane is not None
    beside = plane["x"] >= diagram["x"] + diagram["width"]
    assert beside == (size == "wide")
