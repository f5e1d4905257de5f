"""The pane Compare without a browser: what the page is told of the models."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.explain.wording import share_text
from mlwidgets.session import Experiment
from mlwidgets.widgets.compare.compare_view import CompareView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


class Page:
    """Plays the page."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.view = CompareView(experiment)
        self.wire = Wire(self.view.board)
        self.wire.arrive({"visible": True})
        self.paint()

    @property
    def frame(self) -> dict[str, Any]:
        return self.view.board.frame

    def paint(self) -> None:
        while not self.view.board.painted:
            self.wire.say({"kind": "painted", "serial": self.frame["serial"]})

    def compare(self) -> None:
        self.wire.say({"kind": "ask", "what": "start"})
        assert self.experiment.baselines.wait(PATIENT)
        self.paint()

    def cells(self, key: str) -> list[str]:
        return next(row["cells"] for row in self.frame["models"] if row["key"] == key)

    def close(self) -> None:
        self.view.close()
        self.experiment.close()


@pytest.fixture
def penguins() -> Iterator[Page]:
    page = Page(Experiment(prepared_dataset(bundled_table("penguins"))))
    yield page
    page.close()


def test_models_figures_curves_and_importance_stand_side_by_side(penguins: Page) -> None:
    assert penguins.frame["status"] == "ready"
    assert penguins.cells("network")[0].endswith("%")  # it is there already
    assert penguins.cells("trees") == ["", "", "", ""]
    penguins.compare()
    frame = penguins.frame
    assert frame["status"] == "finished"
    assert frame["parts"] == ["training", "validation"]
    assert frame["said"].startswith("Best on validation rows: ")
    assert penguins.cells("constant")[1] == "0.500"  # as many decimals as the pane Results has
    assert frame["figures"] == ["accuracy", "mean AUC"]  # of three classes
    assert "accuracy (in percentage points)" in frame["importance"]["title"]
    about = {row["key"]: row["about"] for row in frame["models"]}
    assert about["constant"] == "always says Adelie"
    assert about["network"] == "not trained yet"
    assert [one["key"] for one in frame["curves"]["series"]] == ["constant", "linear", "trees"]
    assert {one["key"] for one in frame["importance"]["series"]} == {"network", "linear", "trees"}
    for one in frame["importance"]["series"]:
        assert len(np.frombuffer(one["drops"], "<f4")) == len(frame["importance"]["columns"]) == 7
    penguins.experiment.run()
    assert penguins.experiment.wait(PATIENT)
    penguins.paint()
    assert penguins.frame["curves"]["series"][0]["key"] == "network"
    assert "press Compare to measure it anew" in penguins.frame["notes"]["bars"]


def test_test_figures_wait_until_the_learner_measures_them(penguins: Page) -> None:
    penguins.compare()
    assert "test" not in penguins.frame["parts"]
    penguins.experiment.ledger.measure_test()
    assert penguins.frame["parts"][-1] == "test"
    measured = penguins.cells("network")[-2]
    assert penguins.cells("trees")[-2].endswith("%")
    penguins.experiment.run()
    assert penguins.experiment.wait(PATIENT)
    penguins.compare()
    assert penguins.frame["parts"][-1] != "test" or penguins.cells("network")[-2] == measured


def test_the_test_figures_of_the_network_are_those_of_the_look_at_the_test_set(penguins: Page) -> None:
    """Also where the pane was hidden then, and the network has learned on since: a look is not repeated."""
    penguins.compare()
    penguins.wire.arrive({"visible": False})
    looked = penguins.experiment.ledger.measure_test()
    penguins.experiment.run()
    assert penguins.experiment.wait(PATIENT)
    assert penguins.experiment.measure_test().logs["accuracy"] > looked.logs["accuracy"] + 0.1
    penguins.wire.arrive({"visible": True})
    penguins.paint()
    assert penguins.cells("network")[-2] == share_text(looked.logs["accuracy"])


def test_other_rows_make_it_outdated_and_start_it_anew() -> None:
    page = Page(Experiment("moons"))
    page.compare()
    page.experiment.seed = 5
    page.paint()
    assert page.frame["outdated"]
    assert "press Compare again" in page.frame["said"]
    page.compare()
    assert not page.frame["outdated"]
    page.close()


def test_without_xgboost_its_line_says_how_to_get_it(penguins: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xgboost", None)
    penguins.compare()
    about = next(row["about"] for row in penguins.frame["models"] if row["key"] == "trees")
    assert "pip install" in about
    assert penguins.cells("linear")[0].endswith("%")


def test_numbers_have_r2_and_an_error_in_their_unit() -> None:
    data = prepared_dataset(bundled_table("diabetes"))
    page = Page(Experiment(data))
    page.compare()
    assert page.frame["figures"] == ["R²", "mean abs. error"]
    assert data.prepared is not None
    constant = page.experiment.baselines.state.model("constant")
    assert constant is not None
    assert constant.figures is not None
    spread = np.abs(data.prepared.in_units(page.experiment.split.y_train))
    assert constant.figures["train"].second == pytest.approx(np.abs(spread - spread.mean()).mean(), rel=1e-4)
    assert page.cells("linear")[0].startswith("0.")
    about = next(row["about"] for row in page.frame["models"] if row["key"] == "constant")
    assert about.startswith("always says 1")  # in the units of the table, not 0
    steps = {one["key"]: one["steps"] for one in page.frame["curves"]["series"]}
    assert steps["linear"] == ""  # solved at once
    assert steps["trees"].endswith(" rounds")
    page.close()


def test_another_loss_has_no_curve_beside_the_others() -> None:
    page = Page(Experiment("moons", loss="hinge"))
    page.experiment.step_epoch()
    assert page.experiment.wait(PATIENT)
    page.compare()
    assert page.frame["curves"]["series"][0]["key"] == "constant"
    assert "cannot be drawn" in page.frame["notes"]["curves"]
    page.close()


def test_pictures_are_told_what_is_not_offered_and_messages_are_checked() -> None:
    page = Page(Experiment("mnist"))
    assert page.frame["status"] == "unsuited"
    assert "not offered" in page.frame["said"]
    for content in ({"kind": "ask"}, {"kind": "ask", "what": "format"}, {"what": "start"}, {}):
        page.wire.say(content)
    page.wire.say({"kind": "ask", "what": "export"})
    assert not page.view.fault
    page.wire.say({"kind": "ask", "what": "start"})
    assert "rows of numbers" in page.view.fault
    page.close()
