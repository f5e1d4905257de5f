"""A page that several tests share, with new widgets for each; its button "Fresh" makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit


def renewed(visit: Visitor, source: Sequence[str], parts: Sequence[str], **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Open a page, or take that of the last test and wait until its widgets have made room for new ones.

    Parameters
    ----------
    visit : callable
        The fixture.
    source : sequence of str
        The page, as lines of a notebook. Its button "Fresh" puts new widgets in the place of the old.
    parts : sequence of str
        CSS selectors: each of the new widgets must be there.
    **options
        See `Visit.start`.
    """
    opened = visit(source, shared=True, **options)
    page = opened.page
    page.mouse.move(2, 2)
    if page.locator(parts[0]).count():  # somebody may have been here
        # Without the mouse: the focus stays where it is, and then goes with the old widgets.
        page.evaluate(
            """(parts) => {
                for (const one of document.querySelectorAll(parts.join())) one.dataset.old = "yes";
                const named = (one) => one.textContent.trim() === "Fresh";
                [...document.querySelectorAll("button")].find(named).click();
            }""",
            parts,
        )
    page.wait_for_function(
        """(parts) => !document.querySelector("[data-old]")
            && parts.every((part) => document.querySelector(part))""",
        arg=parts,
    )
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("document.querySelector('#rendered_cells').scrollTo(0, 0)")
    return opened
