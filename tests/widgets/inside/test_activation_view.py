"""ActivationView without a browser: what it shows, what it costs, and that it costs nothing unseen."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.session import Example, Experiment
from mlwidgets.widgets import ActivationView
from tests.session.support import DEADLINE, numbers, pictures, settled, table
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

BUDGET = 40_000  # bytes an update of the default network may take on the wire


class Page:
    """Plays the page: sees the view, and paints what it is shown."""

    def __init__(self, view: ActivationView) -> None:
        self.view = view
        self.maps, self.reader = view._maps, view._reader
        self.wires = [Wire(self.maps), Wire(self.reader)]
        self.tell({"visible": True})

    def tell(self, state: dict[str, Any]) -> None:
        self.wires[0].arrive(state)
        self.paint()

    def paint(self) -> None:
        """Paint what is shown, and what comes when that has been said."""
        while not self.maps.painted:
            self.wires[0].say({"kind": "painted", "serial": self.maps.frame["serial"]})

    def step(self, to: str) -> None:
        self.wires[0].say({"kind": "step", "to": to})
        self.paint()

    def open(self, layer: int, group: int, tile: int) -> None:
        self.wires[0].arrive({"opened": [layer, group, tile]})

    def point(self, row: int, column: int) -> None:
        self.wires[1].arrive({"cell": [row, column]})

    def bytes_sent(self) -> int:
        return sum(
            sum(len(json.dumps(message)) for message in wire.messages) + sum(map(len, wire.buffers))
            for wire in self.wires
        )


@pytest.fixture
def look() -> Generator[Callable[..., Page]]:
    """Give a maker of views that somebody sees."""
    made: list[ActivationView] = []

    def maker(source: Any = None, **settings: Any) -> Page:  # noqa: ANN401 - what ActivationView takes
        experiment = Experiment(**settings) if source is None else Experiment(source, **settings)
        made.append(ActivationView(experiment))
        return Page(made[-1])

    yield maker
    for view in made:
        view.close()
        view.experiment.close()


def values(page: Page, layer: int, group: int = 0) -> np.ndarray:
    """Return what a group of single numbers shows."""
    data: bytes = page.maps.layers[layer]["groups"][group]["data"]
    return np.frombuffer(data, "<f4")


def test_every_layer_is_shown_from_the_input_to_the_shares(look: Callable[..., Page]) -> None:
    page = look()
    picture = page.maps.frame
    assert [row["title"] for row in picture["layers"]] == [
        "Input",
        "Conv2D 8 × 3 × 3",
        "MaxPooling2D 2 × 2",
        "Conv2D 16 × 3 × 3",
        "MaxPooling2D 2 × 2",
        "Flatten",
        "Dense 10",
    ]
    experiment = page.view.experiment
    x = experiment.split.x_validation[:1]
    np.testing.assert_allclose(values(page, 6), experiment.predict(x)[0], rtol=1e-6)
    assert picture["layers"][6]["groups"][0]["names"] == list("0123456789")
    number = int(experiment.split.validation_index[0])
    assert picture["title"] == f"Validation example {number}"
    truth = int(experiment.split.y_validation[0])
    assert re.fullmatch(
        r"The network says \d \(\d+\.\d%\) after 0 updates; "
        rf"(that is right|the truth is {truth})\. Loss 2\.\d+\.",
        picture["note"],
    )
    assert experiment.example is None


def test_an_unseen_view_computes_and_sends_nothing() -> None:
    experiment = Experiment(epochs=1)
    view = ActivationView(experiment)
    wires = [Wire(view._maps), Wire(view._reader)]
    experiment.step_epoch()
    settled(experiment)
    experiment.example = Example(experiment.dataset.x_test[0], "Test digit 0", 7)
    assert view.trace is None
    assert [wire.messages for wire in wires] == [[], []]
    # Whoever comes later sees the newest numbers at once.
    page = Page(view)
    assert "after 125 updates" in page.maps.frame["note"]
    assert page.maps.frame["title"] == "Test digit 0"
    page.tell({"visible": False})
    serial = page.maps.frame["serial"]
    experiment.reset()
    settled(experiment)
    assert page.maps.frame["serial"] == serial
    view.close()
    experiment.close()


def test_each_snapshot_is_shown_and_the_example_that_others_choose(look: Callable[..., Page]) -> None:
    page = look(epochs=1)
    experiment = page.view.experiment
    before = page.maps.frame
    experiment.step_batch()
    settled(experiment)
    page.paint()
    assert "after 1 update;" in page.maps.frame["note"]
    assert page.maps.layers[1]["groups"][0]["data"] != before["layers"][1]["groups"][0]["data"]
    dataset = experiment.dataset
    experiment.example = Example(dataset.x_test[3], "Test digit 3", int(dataset.y_test[3]))
    assert page.maps.frame["title"] == "Test digit 3"
    np.testing.assert_allclose(values(page, 6), experiment.prediction.output, rtol=1e-6)  # type: ignore[union-attr]


def test_a_page_that_does_not_paint_is_sent_nothing_until_it_has_and_then_the_newest(
    look: Callable[..., Page],
) -> None:
    page = look(epochs=1)
    experiment = page.view.experiment
    experiment.step_batch()
    settled(experiment)
    serial = page.maps.frame["serial"]
    for _ in range(3):
        experiment.step_batch()
        settled(experiment)
    assert page.maps.frame["serial"] == serial
    page.paint()
    assert page.maps.frame["serial"] == serial + 1
    assert "after 4 updates" in page.maps.frame["note"]


def test_an_update_stays_within_the_budget_and_they_come_at_most_ten_times_a_second(
    look: Callable[..., Page],
) -> None:
    page = look(epochs=200)
    experiment = page.view.experiment
    page.open(3, 0, 5)
    for shows in ("activations", "gradients", "weights"):
        page.tell({"shows": shows})
        for wire in page.wires:
            wire.messages.clear()
            wire.buffers.clear()
        experiment.step_batch()
        settled(experiment)
        updates = sum("frame" in state for state in page.wires[0].updates())
        assert updates >= 1
        assert 5_000 < page.bytes_sent() / updates < BUDGET
        page.paint()
    serial, start = page.maps.frame["serial"], time.monotonic()
    experiment.run()
    while page.maps.frame["serial"] < serial + 10 and time.monotonic() < start + DEADLINE:
        time.sleep(0.01)
        page.paint()
    experiment.pause()
    settled(experiment)
    assert 10 <= page.maps.frame["serial"] - serial <= 10 * (time.monotonic() - start) + 5


def test_gradients_and_weights(look: Callable[..., Page]) -> None:
    page = look()
    page.tell({"shows": "gradients"})
    experiment = page.view.experiment
    truth = int(experiment.split.y_validation[0])
    shares = experiment.predict(experiment.split.x_validation[:1])[0]
    np.testing.assert_allclose(values(page, 6), shares - np.eye(10)[truth], atol=1e-6)
    page.tell({"shows": "weights"})
    assert [row["title"] for row in page.maps.layers if row["groups"]] == [
        "Conv2D 8 × 3 × 3",
        "Conv2D 16 × 3 × 3",
        "Dense 10",
    ]
    assert values(page, 6, 1).tolist() == [0.0] * 10


def test_without_a_known_class_there_is_no_gradient_and_the_note_says_so(look: Callable[..., Page]) -> None:
    page = look()
    page.view.experiment.example = Example(page.view.experiment.dataset.x_test[0], "Your drawing")
    page.tell({"shows": "gradients"})
    assert page.maps.frame["note"].endswith(
        ". The true answer is unknown, so there is no loss and no gradient."
    )
    assert not any(row["groups"] for row in page.maps.layers)


def test_a_cell_is_opened_with_its_arithmetic_and_what_it_looks_at(look: Callable[..., Page]) -> None:
    page = look()
    page.open(3, 0, 5)
    page.point(2, 7)
    sent = page.reader.arithmetic
    seen = page.view.trace
    assert seen is not None
    assert page.reader.board["title"] == "Conv2D 16 × 3 × 3, map 6"
    assert sent["place"] == "Conv2D 16 × 3 × 3, map 6, row 3, column 8"
    assert sent["cell"] == [2, 7]
    assert len(sent["blocks"]) == 8
    assert page.maps.reach == {"layer": 2, "channels": [0, 8], "box": [2, 7, 3, 3]}
    names = [name for name, _ in sent["numbers"]]
    assert names == ["z", "a", "∂L/∂a", "∂L/∂z"]
    total = sum(float(block["total"].replace("−", "-")) for block in sent["blocks"])
    assert total == pytest.approx(float(seen.layers[2].z[2, 7, 5]), abs=2e-3)
    page.open(6, 0, 7)
    assert page.reader.arithmetic["place"] == "Dense 10, class 7"
    assert len(page.reader.arithmetic["shares"]["rows"]) == 10
    assert page.maps.reach == {}
    page.open(0, 0, 0)
    assert [name for name, _ in page.reader.arithmetic["numbers"]] == ["x", "∂L/∂x"]


def test_the_arithmetic_follows_the_training(look: Callable[..., Page]) -> None:
    page = look(epochs=1)
    page.open(1, 0, 2)
    before = page.reader.arithmetic
    page.view.experiment.step_batch()
    settled(page.view.experiment)
    page.paint()
    assert page.reader.arithmetic["place"] == before["place"]
    assert page.reader.arithmetic["text"] != before["text"]
    assert page.view.trace is not None
    shown = np.frombuffer(page.reader.board["data"], "<f4").reshape(26, 26)
    np.testing.assert_array_equal(shown, page.view.trace.layers[0].a[:, :, 2])


def test_a_weight_is_named_as_python_names_it(look: Callable[..., Page]) -> None:
    page = look()
    page.tell({"shows": "weights"})
    page.open(3, 0, 5)
    page.point(4, 6)
    sent = page.reader.arithmetic
    assert sent["place"] == "Conv2D 16 × 3 × 3, kernel 6"
    assert sent["text"] == "In Python: experiment.model.layers[2].kernel[0, 2, 4, 5]"
    wanted = page.view.experiment.model.layers[2].weights["kernel"][0, 2, 4, 5]
    (name, value), (slope, _) = sent["numbers"]
    assert (name, slope) == ("weight", "∂L/∂weight")
    assert float(value.replace("−", "-")) == pytest.approx(float(wanted), rel=1e-3)
    page.point(3, 6)
    assert page.reader.arithmetic["text"] == "A gap between two kernels."
    # A filter is no map: what was open is closed.
    page.tell({"shows": "activations"})
    assert page.maps.opened == []
    assert page.reader.board == {}


def test_between_activations_and_gradients_the_cell_stays_open(look: Callable[..., Page]) -> None:
    page = look()
    page.open(1, 0, 2)
    page.point(3, 4)
    page.tell({"shows": "gradients"})
    assert page.maps.opened == [1, 0, 2]
    assert page.reader.cell == [3, 4]
    assert page.view.trace is not None
    gradient = page.view.trace.layers[0].z_gradient
    assert gradient is not None
    shown = np.frombuffer(page.reader.board["data"], "<f4").reshape(26, 26)
    np.testing.assert_array_equal(shown, gradient[:, :, 2])


def test_examples_are_stepped_through_and_go_round(look: Callable[..., Page]) -> None:
    page = look()
    experiment = page.view.experiment
    split = experiment.split
    page.step("next")
    assert experiment.example is not None
    np.testing.assert_array_equal(experiment.example.x, split.x_validation[1])
    assert experiment.example.truth == split.y_validation[1]
    page.step("previous")
    page.step("previous")
    np.testing.assert_array_equal(experiment.example.x, split.x_validation[-1])
    assert page.maps.frame["title"].startswith(f"Validation example {split.validation_index[-1]}")


def test_the_next_mistake_is_one(look: Callable[..., Page]) -> None:
    page = look()
    experiment = page.view.experiment
    assert page.maps.mistakes
    said = experiment.predict(experiment.split.x_validation).argmax(axis=1)
    wrong = np.flatnonzero(said != experiment.split.y_validation)
    wanted = wrong[wrong > 0][:2]
    for place in wanted:
        page.step("mistake")
        assert experiment.example is not None
        np.testing.assert_array_equal(experiment.example.x, experiment.split.x_validation[place])
        assert "; the truth is " in page.maps.frame["note"]


def test_where_everything_is_right_a_sentence_says_so_until_something_else_is_asked(
    look: Callable[..., Page],
) -> None:
    page = look(table(classes=1, n=40))
    page.step("mistake")
    assert page.maps.message == "The network gets every validation example right."
    assert page.view.experiment.example is None
    page.step("next")
    assert page.maps.message == ""


@pytest.mark.parametrize("targets", [1, 2])
def test_a_table_of_numbers(look: Callable[..., Page], targets: int) -> None:
    page = look(numbers(targets=targets))
    assert not page.maps.mistakes
    page.step("next")
    assert page.view.experiment.example is not None
    assert re.fullmatch(
        r"The network says .+ after 0 updates; the right answer is .+\. Loss .+\.", page.maps.frame["note"]
    )
    for shows in ("activations", "gradients", "weights"):
        page.tell({"shows": shows})
        assert page.maps.message == ""
    page.tell({"shows": "activations"})
    page.open(2, 0, 0)
    assert page.reader.arithmetic["place"] == f"Dense {targets}, unit 1"
    assert page.reader.arithmetic["shares"] is None


def test_a_table_in_classes_and_small_pictures(look: Callable[..., Page]) -> None:
    page = look(table())
    assert page.maps.layers[-1]["groups"][0]["names"] == ["class 0", "class 1", "class 2"]
    page.open(0, 0, 3)
    assert page.reader.arithmetic["place"] == "Input, unit 4"
    page = look(pictures(), validation_split=0)
    assert page.maps.frame["title"] == "Training example 0"
    page.step("next")
    assert page.maps.frame["title"] == "Training example 1"


def test_another_network_or_data_set_is_shown_at_once(look: Callable[..., Page]) -> None:
    page = look(table())
    experiment = page.view.experiment
    page.open(1, 0, 9)
    experiment.layers = [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]
    page.paint()
    assert [row["title"] for row in page.maps.layers] == ["Input", "Dense 3"]
    assert page.maps.opened == []
    assert page.reader.board == {}
    experiment.dataset = pictures()
    page.paint()
    assert page.maps.layers[0]["shape"] == "10 × 10 × 1"
    assert page.maps.message == ""
    assert page.view.fault == ""


def test_a_network_that_overflows_is_shown_as_it_is(look: Callable[..., Page]) -> None:
    page = look(numbers())
    page.view.experiment.model.vector[...] = 3e38
    page.view.experiment.refresh()
    settled(page.view.experiment)
    page.paint()
    page.open(2, 0, 0)
    assert page.view.fault == ""
    assert json.dumps(page.reader.arithmetic, allow_nan=False)
    meta = [{k: v for k, v in g.items() if k != "data"} for r in page.maps.layers for g in r["groups"]]
    assert json.dumps(meta, allow_nan=False)


def test_a_fault_is_a_sentence_in_the_view_itself(look: Callable[..., Page]) -> None:
    page = look()
    page.view.fault = "Too large; got 9."
    assert page.maps.message == "Too large; got 9."
    page.step("next")
    assert page.maps.message == ""


def test_the_page_is_told_to_show_and_to_go_back(look: Callable[..., Page]) -> None:
    page = look()
    page.wires[0].say({"kind": "reveal", "tile": [1, 0, 2]})
    opened = page.wires[1].updates()[-1]
    assert opened["reveals"] == 1
    assert opened["board"]["title"]  # in one message: no key can come between them
    assert opened["arithmetic"]["place"]
    page.wires[0].say({"kind": "reveal", "tile": [1, 0, 2]})
    assert page.wires[1].updates()[-1] == {"reveals": 2}
    page.wires[1].say({"kind": "leave"})
    assert page.wires[0].messages[-1]["content"] == {"kind": "focus"}
