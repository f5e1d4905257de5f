"""The panes that look at a table, in a real browser: by mouse and by keyboard alone, short, long and wide."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.harness import becomes
from tests.browser.table_pages import page as lines

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = lines("Table", "Columns", "Pairs")
LONG = 60_000  # milliseconds: what making half a million rows may take on a busy machine


def grid(page: Page) -> Locator:
    return page.locator(".mlw-table-scroller")


def words(page: Page) -> Locator:
    return page.locator(".mlw-table-words")


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=re.compile(f"^{name},"))


def cell(page: Page, row: int, column: str) -> Locator:
    """Return a cell by its place on the page: which row is shown there, and the column's name."""
    place = heading(page, column).get_attribute("aria-colindex")
    return page.locator(f"[role=row][aria-rowindex='{row + 1}'] > [aria-colindex='{place}']")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page) -> tuple[int, int]:
    """Where the keyboard is: row, counted with the heading as 1, and column."""
    found = page.evaluate(
        "(({ ariaColIndex, dataset }) => [dataset.place, ariaColIndex])(document.activeElement)"
    )
    row = int(found[0].partition("/")[0]) + 2
    return row, int(found[1])


def numbers(page: Page, column: str, count: int = 8) -> list[float]:
    """Return the first numbers of a column, read at one moment; none while they have not all come."""
    place = heading(page, column).get_attribute("aria-colindex")
    texts: list[str] = page.evaluate(
        """([place, count]) => Array.from({ length: count }, (_, at) => {
            const row = `.mlw-table [role=row][aria-rowindex="${at + 2}"]`;
            return document.querySelector(`${row} > [aria-colindex="${place}"]`)?.innerText ?? "";
        })""",
        [place, count],
    )
    return [float(text) for text in texts] if all(texts) else []


def is_sorted(page: Page, column: str) -> bool:
    found = numbers(page, column)
    return bool(found) and found == sorted(found)


def are_between(page: Page, column: str, low: float, high: float) -> bool:
    found = numbers(page, column)
    return bool(found) and all(low <= number <= high for number in found)


def is_last_number(page: Page, least: int, most: int) -> bool:
    return least < last_number(page) <= most


def statistics(page: Page) -> Locator:
    return page.locator(".mlw-summaries-statistics")


def last_number(page: Page) -> int:
    """Return the largest number of a row that is on the page; 0 while none has come."""
    texts = page.locator(".mlw-table-body [role=rowheader]").all_inner_texts()
    return max((int(text.replace(",", "")) for text in texts if text), default=0)


def test_a_table_is_read_sorted_filtered_and_saved_by_keyboard_alone(  # noqa: PLR0915 - one page, many steps
    visit: Visitor, tmp_path: Path
) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    page.get_by_role("button", name="Birds").click()
    opened.comes_to_rest()  # the same birds are another table, and the grid is made anew
    expect(grid(page)).to_have_attribute("aria-rowcount", "601")
    expect(words(page)).to_have_text("600 rows")
    expect(cell(page, 1, "species")).not_to_be_empty()

    # Into the grid, to its ends and back; only one cell of it is a stop of the Tab key.
    page.get_by_role("button", name="Download CSV").focus()
    press(page, "Tab")
    assert at(page) == (1, 3)
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    assert at(page) == (3, 4)
    press(page, "PageDown")
    row, _ = at(page)
    assert row > 8
    press(page, "PageUp", "Control+End")
    assert at(page) == (601, 12)
    expect(page.locator(".mlw-table-cell:focus")).to_have_text("599")
    expect(page.locator(".mlw-table-cell:focus")).to_be_in_viewport()
    press(
        page,
        "Home",
        "Control+Home",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
    )
    assert at(page) == (1, 7)  # body_mass_g
    assert page.locator(".mlw-table [role=grid] [tabindex='0']").count() == 1

    # Sort by the heading, both ways and by a second key; what is missing comes last.
    press(page, "Enter")
    expect(words(page)).to_have_text("600 rows, sorted by body_mass_g ↑")
    expect(heading(page, "body_mass_g")).to_have_attribute("aria-sort", "ascending")
    opened.wait_until(partial(is_sorted, page, "body_mass_g"), "the rows in order")
    press(page, "Enter")
    expect(heading(page, "body_mass_g")).to_have_attribute("aria-sort", "descending")
    press(page, "ArrowLeft", "Shift+Enter")
    expect(words(page)).to_have_text("600 rows, sorted by body_mass_g ↓, flipper_length_mm ↑")
    expect(heading(page, "flipper_length_mm")).to_have_attribute("aria-sort", "other")
    press(page, "Control+End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(page.locator(".mlw-table-cell:focus")).to_have_text("missing")

    # Filter by a range, a choice, and what is missing; the line says how many are left.
    press(page, "f")
    expect(page.get_by_role("dialog", name="Filter body_mass_g")).to_be_visible()
    expect(page.get_by_label("Only rows where it is missing (")).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_be_focused()
    page.keyboard.type("4000")
    press(page, "Tab")
    page.keyboard.type("5e3")
    press(page, "Enter")
    expect(words(page)).to_contain_text(re.compile(r"^\d+ of 600 rows"))
    expect(page.locator(".mlw-table-chip")).to_contain_text("body_mass_g from 4,000 to 5,000")
    becomes(page, lambda: at(page), (1, 7))  # back where the filter was opened
    opened.wait_until(partial(are_between, page, "body_mass_g", 4000, 5000), "the rows in between")
    press(page, "Home", "ArrowRight", "ArrowRight", "f")
    expect(page.get_by_role("checkbox", name=re.compile("^Gentoo"))).to_be_visible()
    press(page, "Tab", "Tab", "Tab", "Space", "Escape")
    expect(page.locator(".mlw-table-chip")).to_have_count(2)
    kept = page.locator(".mlw-table-chip").nth(1).inner_text()
    expect(cell(page, 1, "species")).to_have_text(re.search(r"species: (\w+)", kept).group(1))  # type: ignore[union-attr]
    assert opened.accessibility_faults(".mlw-table") == []

    # What is shown is what is saved, and no cell of it is a formula.
    shown = int(re.match(r"\d+", words(page).inner_text()).group())  # type: ignore[union-attr]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").press("Enter")
    path = tmp_path / "birds.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == shown
    assert all(4000 <= float(row["body_mass_g"]) <= 5000 for row in table)
    assert all(not value.startswith("=") for row in table for value in row.values())
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(words(page)).to_have_text("600 rows, sorted by body_mass_g ↓, flipper_length_mm ↑")
    expect(page.locator(".mlw-table-part, [data-part='te']").first).to_have_attribute(
        "aria-label", "test row"
    )
    expect(page.locator(".mlw-table-about")).to_contain_text("stays locked")


def test_half_a_million_rows_and_two_thousand_columns(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    page.get_by_role("button", name="Long").click()
    expect(words(page)).to_have_text("500,000 rows", timeout=LONG)
    expect(cell(page, 1, "species")).not_to_be_empty()

    # To the middle and the end by the scroll bar; only what is in sight is on the page.
    scroll = "([part, s]) => { s.scrollTop = part * s.scrollHeight; }"
    scroller = grid(page).element_handle()
    for part, least, most in ((0.5, 249_000, 251_000), (1, 499_900, 500_000)):
        page.evaluate(scroll, [part, scroller])
        opened.wait_until(partial(is_last_number, page, least, most), "the rows there")
        assert page.locator(".mlw-table-body > .mlw-table-line").count() < 60
    page.evaluate(scroll, [0, scroller])
    heading(page, "body_mass_g").click()
    expect(words(page)).to_have_text("500,000 rows, sorted by body_mass_g ↑")
    opened.wait_until(partial(is_sorted, page, "body_mass_g"), "the rows in order")
    heading(page, "species").get_by_role("button", name="Filter species", include_hidden=True).click()
    page.get_by_role("checkbox", name=re.compile("^Chinstrap")).check()
    expect(words(page)).to_contain_text(re.compile(r"^16\d,\d{3} of 500,000 rows"))
    page.get_by_role("button", name="Close").click()
    expect(cell(page, 3, "species")).to_have_text("Chinstrap")
    page.get_by_role("button", name="Download CSV").click()
    expect(words(page)).to_be_visible()  # it is refused: a sentence, no file
    cell(page, 2, "species").click()
    press(page, "Control+End")
    expect(page.locator(".mlw-table-cell:focus")).not_to_be_empty()
    assert at(page)[0] > 160_000

    # 2,000 columns: the first one stays, and the others come as they come into sight.
    page.get_by_role("button", name="Wide").click()
    expect(grid(page)).to_have_attribute("aria-colcount", "2002", timeout=LONG)
    cell(page, 1, "gene_0").click()
    press(page, "End")
    expect(page.locator(".mlw-table-cell:focus")).to_have_text(re.compile(r"^\d+\.?\d*$"))
    assert at(page) == (2, 2002)
    expect(heading(page, "gene_0")).to_be_in_viewport()
    expect(heading(page, "gene_1999")).to_be_in_viewport()
    assert page.locator(".mlw-table-head [role=columnheader]").count() < 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_columns_are_looked_at_one_by_one(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    page.get_by_role("button", name="Birds").click()
    opened.comes_to_rest()  # the same birds are another table, and the grid is made anew
    page.get_by_role("tab", name="Columns").click()
    cards = page.get_by_role("option")
    expect(cards).to_have_count(10)
    chosen = page.locator(".mlw-summaries-card[aria-selected=true]")
    expect(chosen).to_have_accessible_name(re.compile("species: category, most frequent"))
    chosen.focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    title = page.locator(".mlw-summaries-title")
    reading = page.locator(".mlw-summaries .mlw-summaries-reading")
    expect(title).to_have_text("body_mass_g")
    expect(statistics(page)).to_contain_text(re.compile(r"missing\s*\d+ \(\d\.\d%\)"))
    bins = page.get_by_role("slider", name="Bins of body_mass_g")
    bins.focus()
    count, total = int(bins.get_attribute("aria-valuemax") or 0), 0
    assert 8 <= count <= 40
    for number in range(1, count + 1):
        press(page, "ArrowRight")
        expect(bins).to_have_attribute("aria-valuenow", str(number))
        expect(reading).to_contain_text(re.compile(r": [\d,]+ rows?"))
        total += int(re.search(r": ([\d,]+) rows?", reading.inner_text()).group(1))  # type: ignore[union-attr]
    missing = re.search(r"missing\s*(\d+)", statistics(page).inner_text())
    assert missing is not None
    assert total == 600 - int(missing.group(1))  # every value is in one bin
    expect(bins).to_have_attribute("aria-valuetext", re.compile(r"rows? \(Gentoo"))
    names = page.locator(".mlw-summaries .mlw-summaries-class")
    expect(names).to_have_text(["Adelie", "Chinstrap", "Gentoo"])
    assert opened.accessibility_faults(".mlw-summaries") == []
    page.get_by_role("button", name="Mass").click()  # a number is to be predicted: no classes
    expect(names).to_have_count(0)

    # Of 2,000 columns only those in sight are computed.
    page.get_by_role("button", name="Wide").click()
    expect(cards).to_have_count(2_000, timeout=LONG)
    page.get_by_role("searchbox", name="Find a column").fill("gene_199")
    expect(page.locator(".mlw-summaries-card:visible")).to_have_count(11)
    expect(page.locator(".mlw-summaries-card:visible").last).to_have_accessible_name(
        re.compile("gene_1999: number, min")
    )
    told = page.locator(".mlw-summaries-about", has_text="distinct").count()
    assert told < 100


def test_pairs_are_chosen_in_the_square_and_points_are_read(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    page.get_by_role("button", name="Birds").click()
    opened.comes_to_rest()  # the same birds are another table, and the grid is made anew
    page.get_by_role("tab", name="Pairs").click()
    expect(page.get_by_role("gridcell", name="species and flipper_length_mm: η = 0.9")).to_be_visible()
    points = page.locator(".mlw-pairs-canvas")
    expect(points).to_have_attribute("aria-valuemax", "600")
    page.locator(".mlw-pairs-cell[tabindex='0']").focus()
    press(page, "Control+Home", "ArrowRight", "ArrowDown", "ArrowDown", "Enter")
    across, up = page.get_by_label("Across", exact=True), page.get_by_label("Up", exact=True)
    expect(across.locator("option:checked")).to_have_text("island")
    expect(up.locator("option:checked")).to_have_text("bill_length_mm")
    expect(points).to_have_attribute("aria-busy", "false")
    points.focus()
    press(page, "End")
    reading = page.locator(".mlw-pairs-left .mlw-summaries-reading")
    expect(reading).to_have_text(
        re.compile(r"^Row [\d,]+: island Torgersen, bill_length_mm [\d.]+, species \w+$")
    )
    row = int(re.search(r"Row (\d+)", reading.inner_text()).group(1))  # type: ignore[union-attr]
    assert opened.accessibility_faults(".mlw-pairs") == []

    # The row that is read is that of the table.
    said = re.search(r"bill_length_mm ([\d.]+), species (\w+)", reading.inner_text())
    assert said is not None
    page.get_by_role("tab", name="Table").click()
    cell(page, 1, "species").click()
    press(page, "End")
    heading(page, "row_id").get_by_role("button", include_hidden=True).click()
    page.get_by_label("From", exact=True).fill(str(row - 1))
    page.get_by_label("To", exact=True).fill(str(row - 1))
    press(page, "Enter")
    expect(words(page)).to_have_text("1 of 600 rows")
    cell(page, 1, "row_id").click()
    press(
        page, "Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"
    )  # the first three stay in sight
    expect(cell(page, 1, "bill_length_mm")).to_have_text(said.group(1))
    expect(cell(page, 1, "species")).to_have_text(said.group(2))
    page.get_by_role("tab", name="Pairs").click()

    # A constant column has no number; a long table is sampled, and says so.
    page.get_by_role("button", name="Mass").click()
    expect(page.get_by_role("gridcell", name="constant and body_mass_g: none")).to_be_attached()
    page.get_by_role("button", name="Long").click()
    expect(page.locator(".mlw-pairs-words")).to_contain_text("A random sample of 5,000 of the", timeout=LONG)
    expect(page.locator(".mlw-pairs-about")).to_contain_text("random sample of 100,000 rows", timeout=LONG)


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_has_room_for_all_three(visit: Visitor, *, dark: bool) -> None:
    opened = visit(PAGE, shared=True, size="phone", dark=dark)
    page = opened.page
    for pane, inside in (("Table", ".mlw-table"), ("Columns", ".mlw-summaries"), ("Pairs", ".mlw-pairs")):
        page.get_by_role("tab", name=pane).tap()
        expect(page.locator(inside)).to_be_visible()
        opened.comes_to_rest()
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
    expect(page.get_by_role("gridcell", name=re.compile("species and island: V")).first).to_be_visible()
    assert opened.accessibility_faults(".mlw-panes") == []
    page.get_by_role("tab", name="Table").tap()
    heading(page, "island").tap(position={"x": 20, "y": 16})
    expect(words(page)).to_contain_text("sorted by island")
    assert opened.accessibility_faults(".mlw-panes") == []
