"""The pane Compare in a real browser: the network beside simpler models, on a table's rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
from mlwidgets import Experiment, TrainLab
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table

data = prepared_dataset(bundled_table("penguins"))
experiment = Experiment(data, learning_rate=0.01, batch_size=32, epochs=20)
TrainLab(experiment)
""".strip().splitlines()
PATIENT = 60_000


def test_models_are_compared_read_and_taken_away(visit: Visitor, tmp_path: Path) -> None:
    opened = visit(PAGE)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_text("Does your network beat them?")).to_be_visible()
    expect(page.get_by_text("224 training rows, 51 validation rows of penguins")).to_be_visible()

    # The network is trained and measured while the others are fitted.
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Compare", exact=True).press("Enter")
    said = page.locator(".mlw-compare-said")
    expect(said).to_contain_text("on validation rows", timeout=PATIENT)
    expect(said).to_contain_text("100%")
    table = page.get_by_role("region", name="Figures of all models")
    for model in ("Network", "Majority class", "Logistic regression", "XGBoost trees"):
        row = table.get_by_role("row", name=re.compile(f"^{model}"))
        expect(row.get_by_role("cell").nth(2)).to_have_text(re.compile(r"^\d+(\.\d)?%$"))
    expect(table.get_by_text("always says Adelie")).to_be_visible()
    expect(table.get_by_role("columnheader", name="test")).to_have_count(0)
    expect(table.get_by_text(re.compile("after 140 updates"))).to_be_visible()  # the newest weights

    # The curves by keyboard, validation first.
    chart = page.get_by_role("slider", name=re.compile(r"^Loss \(cross-entropy\) on validation rows"))
    chart.focus()
    page.keyboard.press("Home")
    expect(chart).to_have_attribute(
        "aria-valuetext", re.compile(r"^After 0% of its own training: Network .*XGBoost trees 0\.9")
    )
    page.keyboard.press("ArrowRight")
    expect(chart).to_have_attribute("aria-valuenow", "5")
    page.get_by_role("combobox", name="Rows of the curves").select_option("training")
    expect(page.get_by_role("slider", name=re.compile("on training rows"))).to_be_visible()

    # What matters: one column is marked in all models, and the order follows a model.
    bars = page.get_by_role("region", name="What matters to each model")
    bill = bars.get_by_role("button", name="bill_length_mm")
    bill.press("Enter")
    expect(bill).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".mlw-compare-chosen")).to_have_text(
        re.compile(r"^bill_length_mm: Network .* ± .*, Logistic regression .*, XGBoost trees .* points\.$")
    )
    bars.get_by_role("button", name=re.compile("^XGBoost trees")).click()
    expect(bars.get_by_role("columnheader", name=re.compile("^XGBoost"))).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(bars.get_by_role("row").nth(1)).to_contain_text("island")
    assert opened.accessibility_faults() == []

    # The test rows only after Measure.
    page.get_by_role("button", name="Open the test set").click()
    expect(table.get_by_role("columnheader", name="test")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "comparison.csv")
    lines = (tmp_path / "comparison.csv").read_text().splitlines()
    assert lines[0] == "model,quantity,part,column,rows,value,spread"
    assert any(line.startswith("XGBoost trees,accuracy,test,,69,") for line in lines)
    assert any(line.startswith("Network,drop of accuracy,validation,island,51,") for line in lines)

    page.set_viewport_size({"width": 375, "height": 800})
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert opened.accessibility_faults() == []
