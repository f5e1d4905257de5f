"""The predict lab for rows, without a browser: what the page is told, and what it may ask."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.errors import SessionStateError
from mlwidgets.session import Experiment
from mlwidgets.widgets import PredictLab
from mlwidgets.widgets.predict.row_view import RowView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


class Page:
    """Plays the page."""

    def __init__(self, name: str) -> None:
        self.experiment = Experiment(prepared_dataset(bundled_table(name)), learning_rate=0.01)
        self.view = RowView(self.experiment)
        self.board = self.view.board
        self.wire = Wire(self.board)
        self.wire.arrive({"visible": True})
        self.paint()

    def paint(self) -> None:
        while not self.board.painted:
            self.wire.say({"kind": "painted", "serial": self.board.frame["serial"]})

    def say(self, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a page says
        self.wire.say(content)
        return self.board.frame

    def value(self, column: str) -> str:
        at = [one["name"] for one in self.board.columns].index(column)
        value: str = self.board.frame["values"][at]
        return value

    def train(self) -> None:
        self.experiment.run()
        assert self.experiment.wait(PATIENT)
        self.paint()


def test_a_row_that_nobody_sees_is_not_asked_about_before_it_comes_into_sight() -> None:
    page = Page("penguins")
    page.wire.arrive({"visible": False})
    frame = page.board.frame
    page.experiment.row_draft.go("train", 4)
    page.experiment.row_draft.edit("island", "Dream")
    assert page.board.frame is frame
    page.wire.arrive({"visible": True})
    assert (page.board.frame["part"], page.board.frame["number"]) == ("train", 5)
    assert page.value("island") == "Dream"
    page.view.close()
    page.experiment.close()


@pytest.fixture
def penguins() -> Iterator[Page]:
    page = Page("penguins")
    yield page
    page.view.close()
    page.experiment.close()


@pytest.fixture
def diabetes() -> Iterator[Page]:
    page = Page("diabetes")
    yield page
    page.view.close()
    page.experiment.close()


def floats(data: bytes) -> Any:  # noqa: ANN401 - an array
    return np.frombuffer(data, "<f4")


def test_the_form_knows_kinds_ranges_and_levels(penguins: Page) -> None:
    columns = {one["name"]: one for one in penguins.board.columns}
    assert columns["island"]["levels"] == ["Biscoe", "Dream", "Torgersen"]
    assert columns["bill_length_mm"]["hint"] == "33.5 to 59.6"
    assert columns["year"]["whole"]
    assert not columns["bill_length_mm"]["whole"]


def test_the_answer_is_that_of_the_network_and_moves_with_an_edit(penguins: Page) -> None:
    penguins.train()
    frame = penguins.say(kind="edit", column="bill_length_mm", value="55")
    assert penguins.experiment.example is not None
    said = penguins.experiment.predict(penguins.experiment.example.x[np.newaxis])[0]
    np.testing.assert_allclose(floats(frame["answer"]["shares"]), said, rtol=1e-5)
    assert frame["edited"].count(True) == 1
    assert "unknown" in frame["true"]
    assert frame["sweep"]["column"] == "bill_length_mm"
    frame = penguins.say(kind="undo")
    assert not any(frame["edited"])
    np.testing.assert_array_equal(floats(frame["answer"]["shares"]), floats(frame["answer"]["was"]))


def test_a_value_that_cannot_be_stays_under_its_field_until_it_is_mended(penguins: Page) -> None:
    before = penguins.value("bill_length_mm")
    frame = penguins.say(kind="edit", column="bill_length_mm", value="long")
    assert "must be a number" in frame["errors"]["bill_length_mm"]
    assert penguins.value("bill_length_mm") == before
    frame = penguins.say(kind="edit", column="island", value="Dream")
    assert "bill_length_mm" in frame["errors"]
    frame = penguins.say(kind="edit", column="bill_length_mm", value="70")
    assert frame["errors"] == {}
    assert "outside" in frame["notes"]["bill_length_mm"]
    frame = penguins.say(kind="edit", column="bill_length_mm", value="")
    assert frame["notes"]["bill_length_mm"].startswith("Missing: taken as")


def test_the_nearest_row_is_found_and_taken_over_until_the_answer_flips(penguins: Page) -> None:
    penguins.train()
    before = penguins.board.frame["said"]
    frame = penguins.say(kind="nearest")
    rows = frame["nearest"]["rows"]
    assert sum(row["part"] for row in rows) == pytest.approx(1)
    differing = [row for row in rows if row["differs"]]
    assert differing == rows[: len(differing)]
    first = differing[0]
    frame = penguins.say(kind="take", column=first["name"])
    assert penguins.value(first["name"]) == first["there"]
    frame = penguins.say(kind="take", column="")
    assert not any(row["differs"] for row in frame["nearest"]["rows"])
    assert "same answer" in frame["nearest"]["said"]
    assert frame["said"] != before
    frame = penguins.say(kind="step", by=1)
    assert frame["nearest"]["rows"] == []


def test_a_number_is_told_in_its_own_unit(diabetes: Page) -> None:
    diabetes.train()
    prepared = diabetes.experiment.dataset.prepared
    assert prepared is not None
    output = diabetes.experiment.predict(diabetes.experiment.split.x_validation[:1])
    assert diabetes.board.frame["answer"]["value"] == pytest.approx(float(prepared.in_units(output)[0, 0]))
    frame = diabetes.say(kind="nearest")
    assert "away" in frame["nearest"]["said"]


def test_it_answers_at_once_while_the_network_is_trained(penguins: Page) -> None:
    experiment = penguins.experiment
    experiment.epochs = 10_000
    experiment.run()
    took = []
    for turn in range(9):
        start = time.perf_counter()
        frame = penguins.say(kind="edit", column="bill_length_mm", value=str(40 + turn))
        took.append(time.perf_counter() - start)
        assert penguins.value("bill_length_mm") == str(40 + turn)
        assert np.isfinite(floats(frame["answer"]["shares"])).all()
    experiment.pause()
    assert median(took) < 0.1


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "edit", "column": "island"},
        {"kind": "edit", "column": 3, "value": "Dream"},
        {"kind": "edit", "column": "island", "value": None},
        {"kind": "edit", "column": "island", "value": "x" * 20_000},
        {"kind": "go", "part": "train", "number": "1"},
        {"kind": "step", "by": 7},
        {"kind": "take"},
        {"kind": ["undo"]},
        {},
    ],
)
def test_malformed_messages_are_ignored(penguins: Page, message: dict[str, Any]) -> None:
    before = penguins.board.frame
    penguins.say(**message)
    assert penguins.board.frame is before
    assert not penguins.view.fault


def test_what_is_not_there_is_said(penguins: Page) -> None:
    penguins.say(kind="look", column="weight")
    assert "no feature" in penguins.view.fault
    penguins.say(kind="go", part="test", number=0)
    assert "locked" in penguins.view.fault
    penguins.say(kind="go", part="train", number=10**30)
    assert "row" in penguins.view.fault
    penguins.experiment.ledger.measure_test()
    penguins.paint()
    assert [part for part, _, _ in penguins.board.frame["parts"]] == ["validation", "train", "test"]
    penguins.say(kind="go", part="test", number=0)
    assert penguins.board.frame["title"].startswith("Test row 1 of 69")


def test_the_lab_takes_tables_and_follows_other_data() -> None:
    experiment = Experiment(prepared_dataset(bundled_table("iris")))
    lab = PredictLab(experiment)
    assert PredictLab.suits(experiment.dataset)
    with pytest.raises(SessionStateError, match="locked"):
        lab.show_test(0)
    experiment.dataset = prepared_dataset(bundled_table("diabetes"))
    assert not lab.fault
    assert experiment.row_draft.state.values["ldl"]
    experiment.dataset = "mnist"
    lab.close()
    experiment.close()
