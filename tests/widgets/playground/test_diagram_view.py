"""DiagramView without a browser: what it shows when, and what the page can do to the network."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import points
from mlwidgets.session import Experiment, Status
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.playground.diagram_view import DiagramView
from tests.session.support import DEADLINE, Watch, pictures, settled
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def make() -> Iterator[Callable[..., DiagramView]]:
    made: list[DiagramView] = []

    def maker(source: object = "circle", **settings: Any) -> DiagramView:  # noqa: ANN401 - traits
        made.append(DiagramView(Experiment(source, **settings)))  # type: ignore[arg-type]
        return made[-1]

    yield maker
    for view in made:
        view.close()
        view.experiment.close()


class Page:
    """A page on which somebody sees both widgets and paints what comes."""

    def __init__(self, view: DiagramView) -> None:
        self.view = view
        self.diagram, self.map = Wire(view.diagram), Wire(view.map)
        self.results = Wire(view.results)
        for wire in (self.diagram, self.results, self.map):
            wire.arrive({"visible": True})
        self.paint()

    def paint(self) -> None:
        """Say that both have been painted, and what came in the meantime, too."""
        both = (self.diagram, self.view.diagram), (self.map, self.view.map)
        while not all(widget.painted for _, widget in both):
            for wire, widget in both:
                wire.say({"kind": "painted", "serial": widget.frame["serial"]})

    def forget(self) -> None:
        """Forget what was sent."""
        for wire in (self.diagram, self.map):
            wire.messages.clear()
            wire.buffers.clear()


def test_nothing_is_computed_for_nobody_while_the_network_is_trained(
    make: Callable[..., DiagramView],
) -> None:
    view = make()
    before = view.diagram.frame, view.map.frame
    assert view.diagram.structure["columns"]  # but where everything will stand is known
    view.experiment.step_batch()
    settled(view.experiment)
    assert (view.diagram.frame, view.map.frame) == before
    assert [part["name"] for part in view.map.points["parts"]] == ["train", "validation", "test"]


def test_the_network_and_the_map_are_shown_as_soon_as_somebody_looks(
    make: Callable[..., DiagramView],
) -> None:
    view = make(points("spiral", classes=3))
    Page(view)
    titles = [column["title"] for column in view.diagram.structure["columns"]]
    assert titles[-1] == "Dense 3"
    assert view.diagram.structure["outputs"] == ["arm 1", "arm 2", "arm 3"]
    assert view.map.frame["size"] == 100
    assert view.map.summary.startswith("Decision map: 3 classes; ")
    assert view.map.summary.endswith(" of 200 training points are classified correctly.")


def test_each_snapshot_is_shown_once_the_last_one_was_painted(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    page.forget()
    view.experiment.step_batch()
    settled(view.experiment)
    first = view.diagram.frame["serial"]
    view.experiment.step_batch()
    settled(view.experiment)
    assert view.diagram.frame["serial"] == first  # still painting
    page.paint()
    assert view.diagram.frame["serial"] > first
    weights = np.frombuffer(view.diagram.frame["weights"], "<f4")
    kernel = view.experiment.model.layers[0].weights["kernel"]
    np.testing.assert_array_equal(weights[: kernel.size], kernel.ravel())


def test_an_update_of_three_layers_of_eight_is_at_most_40_kb(make: Callable[..., DiagramView]) -> None:
    dense = {"class_name": "Dense", "config": {"units": 8, "activation": "tanh"}}
    last = {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}
    features = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    view = make(points("spiral", classes=3), features=features, layers=[dense] * 3 + [last])
    page = Page(view)
    page.forget()
    view.experiment.step_batch()
    settled(view.experiment)
    sizes = [len(repr(message)) for wire in (page.diagram, page.map) for message in wire.messages]
    assert len(sizes) == 2
    assert sum(sizes) + sum(len(one) for one in page.diagram.buffers + page.map.buffers) <= 40_000


def test_a_weight_is_changed_at_rest(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    page.diagram.say({"kind": "edit", "column": 1, "unit": 2, "source": 1, "value": -1.5})
    settled(view.experiment)
    assert view.experiment.model.layers[0].weights["kernel"][1, 2] == -1.5
    page.paint()
    page.diagram.say({"kind": "edit", "column": 1, "unit": 2, "source": None, "value": 4})
    settled(view.experiment)
    assert view.experiment.model.layers[0].weights["bias"][2] == 4
    assert view.fault == ""


def test_a_weight_is_changed_while_the_network_is_trained(make: Callable[..., DiagramView]) -> None:
    view = make(epochs=10_000, batch_size=1, learning_rate=1e-9, optimizer="sgd")
    page = Page(view)
    watch = Watch(view.experiment)
    view.experiment.run()
    watch.until_iteration(1)
    page.diagram.say({"kind": "edit", "column": 1, "unit": 0, "source": 0, "value": 7})
    watch.until(lambda: bool(abs(watch.snapshots[-1].parameters[0] - 7) < 1e-3))  # type: ignore[index]
    assert view.experiment.status is Status.RUNNING
    view.experiment.pause()
    settled(view.experiment)


def test_a_value_out_of_range_is_told_and_changes_nothing(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    before = view.experiment.model.vector.copy()
    page.diagram.say({"kind": "edit", "column": 1, "unit": 0, "source": 0, "value": 1e9})
    assert view.fault.startswith("weight must be a number in")
    assert view.diagram.message == view.fault
    np.testing.assert_array_equal(view.experiment.model.vector, before)
    page.diagram.say({"kind": "edit", "column": 1, "unit": 0, "source": 0, "value": 1})
    assert view.diagram.message == ""


def test_a_neuron_that_is_read_has_its_formula_with_the_numbers_of_the_place(
    make: Callable[..., DiagramView],
) -> None:
    view = make()
    page = Page(view)
    page.diagram.arrive({"reading": [1, 0]})
    assert view.diagram.formula["text"].startswith("a₁⁽¹⁾ = ")
    assert view.diagram.formula["text_at"] == ""
    page.map.arrive({"looking": {"place": [1.5, -2], "near": []}})
    assert "·1.5" in view.diagram.formula["text_at"]
    page.diagram.arrive({"reading": [0, 0]})
    assert view.diagram.formula == {}


def test_a_place_is_answered_and_the_answer_follows_the_training(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    page.map.arrive({"looking": {"place": [1.5, -2], "near": ["test", 3]}})
    answer = view.map.answer
    x = view.experiment.dataset.x_test[3:4]
    shares = view.experiment.predict(x)[0]
    truth = int(view.experiment.dataset.y_test[3])
    assert answer["point"]["shares"] == pytest.approx(shares.tolist())
    assert answer["point"]["loss"] == pytest.approx(-np.log(shares[truth]), rel=1e-4)
    assert sum(answer["shares"]) == pytest.approx(1)
    page.paint()
    view.experiment.step_epoch()
    settled(view.experiment)
    page.paint()
    assert view.map.answer["shares"] != answer["shares"]


def test_numbers_are_predicted(make: Callable[..., DiagramView]) -> None:
    view = make(points("plane"))
    page = Page(view)
    assert view.map.frame["classes"] == b""
    assert view.map.points["classes"] == []
    assert view.map.summary.startswith("Map of the predicted number: off by ")
    page.map.arrive({"looking": {"place": [0, 0], "near": ["train", 0]}})
    assert view.map.answer["number"] == pytest.approx(
        float(view.experiment.predict([[0, 0]])[0, 0]), abs=1e-6
    )
    said = view.experiment.predict(view.experiment.split.x_train[:1])[0, 0]
    loss = (said - view.experiment.split.y_train[0]) ** 2
    assert view.map.answer["point"]["loss"] == pytest.approx(float(loss), rel=1e-4)


def test_two_classes_with_one_output(make: Callable[..., DiagramView]) -> None:
    view = make(points("circle"), loss="binary_crossentropy")
    page = Page(view)
    assert view.diagram.structure["columns"][-1]["scale"] == {"kind": "sides", "range": [0, 1]}
    assert view.diagram.structure["outputs"] == ["outside", "inside"]
    page.map.arrive({"looking": {"place": [0, 0], "near": []}})
    assert sum(view.map.answer["shares"]) == pytest.approx(1)
    assert len(view.map.answer["shares"]) == 2


def test_other_points_other_features_and_other_layers_are_followed(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    experiment = view.experiment
    experiment.features = ("x1", "x2", "x1*x2")
    page.paint()
    experiment.layers = experiment.layers[-1:]
    page.paint()
    experiment.dataset = points("rings", classes=4)
    page.paint()
    columns = view.diagram.structure["columns"]
    assert [len(column["names"]) for column in columns] == [3, 4]
    assert view.map.points["classes"] == ["ring 1", "ring 2", "ring 3", "ring 4"]
    assert view.fault == ""
    before = view.map.points
    experiment.validation_split = 0.0
    assert view.map.points != before
    assert [part["name"] for part in view.map.points["parts"]] == ["train", "test"]


def test_a_network_that_has_diverged_is_shown_all_the_same(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    view.experiment.model.vector[:] = 3e38  # finite, and no sum of them is
    view.experiment.refresh()
    settled(view.experiment)
    page.map.arrive({"looking": {"place": [0, 0], "near": ["train", 0]}})
    assert set(view.map.frame["levels"]) == {0}
    assert set(view.map.answer["shares"]) == {None}
    assert view.fault == ""


def test_points_that_were_drawn_are_learned(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    drawn = [[1.0, 1.0, 0], [2.0, 1.5, 0], [-1.0, -1.0, 1], [-2.0, -1.25, 1], [-2.5, 0.0, 1], [3.0, 1.0, 0]]
    page.map.arrive({"drawing": True, "drawn": drawn})
    page.map.say({"kind": "use"})
    assert view.fault == ""
    data = view.experiment.dataset
    assert (data.name, data.n_classes, len(data.x_train) + len(data.x_test)) == ("drawn", 2, 6)
    assert view.map.drawing is False
    assert view.map.drawn == drawn
    assert view.map.points["classes"] == ["class 1", "class 2"]


def test_too_few_drawn_points_are_told_and_kept(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    page.map.arrive({"drawing": True, "drawn": [[1.0, 1.0, 0]]})
    page.map.say({"kind": "use"})
    assert "At least two classes of points are needed" in view.map.message
    assert view.map.drawing is True
    assert view.map.drawn == [[1.0, 1.0, 0]]
    assert view.experiment.dataset.name == "circle"
    page.map.arrive({"drawing": False})
    assert view.map.message == ""


def test_without_points_there_is_nothing_to_learn(make: Callable[..., DiagramView]) -> None:
    view = make()
    page = Page(view)
    page.map.say({"kind": "use"})
    assert view.experiment.dataset.name == "circle"


def test_for_pictures_it_shows_feature_maps_and_for_points_the_diagram_again(
    make: Callable[..., DiagramView],
) -> None:
    view = make(pictures())
    plane, inside = view.children
    assert isinstance(inside, ActivationView)
    assert plane.layout.display == "none"
    view.experiment.dataset = points("xor")
    assert list(view.children) == [plane]
    assert plane.layout.display is None
    Page(view)
    assert view.map.points["classes"] == ["unlike signs", "like signs"]
    view.experiment.dataset = pictures()
    assert isinstance(view.children[1], ActivationView)
    assert view.fault == ""


def test_closing_frees_everything() -> None:
    view = DiagramView("xor")
    experiment = view.experiment
    view.close()
    assert view.diagram.comm is None
    assert view.map.comm is None
    assert not experiment.has_trait("nothing")
    assert experiment._trait_notifiers.get("snapshot", {}).get("change", []) == []


def test_numbers_that_were_drawn_are_learned_and_can_be_gone_on_with(
    make: Callable[..., DiagramView],
) -> None:
    view = make(points("plane"))
    page = Page(view)
    page.map.arrive({"drawing": True})
    assert view.map.draw_numbers
    drawn = [[x, y, round(x / 6, 1)] for x in (-5, 0, 5) for y in (-3, 3)]
    page.map.say({"kind": "use", "drawn": drawn, "numbers": True})
    assert view.fault == ""
    data = view.experiment.dataset
    assert (data.name, data.n_classes, view.map.drawing) == ("drawn", 0, False)
    assert view.map.drawn == drawn
    page.map.arrive({"drawing": True})
    page.map.say({"kind": "use", "drawn": drawn[:2], "numbers": True})
    assert "3 points or more" in view.map.message
    classes = [[x, y, int(y > 0)] for x, y, _ in drawn]
    page.map.say({"kind": "use", "drawn": classes, "numbers": False})
    assert (view.experiment.dataset.n_classes, view.map.draw_numbers) == (2, False)


def test_who_begins_to_draw_and_chooses_numbers_at_once_draws_numbers(
    make: Callable[..., DiagramView],
) -> None:
    view = make(points("circle"))
    page = Page(view)
    assert not view.map.draw_numbers
    page.map.arrive({"drawing": True, "draw_numbers": True, "drawn": []})  # as a busy page does
    assert view.map.draw_numbers
    page.map.arrive({"drawing": False})
    view.experiment.dataset = points("plane")
    assert view.map.draw_numbers
    view.experiment.dataset = points("circle")
    assert not view.map.draw_numbers


def test_a_neuron_that_is_read_may_disappear(make: Callable[..., DiagramView]) -> None:
    view = make()
    view.diagram.reading = [3, 0]
    done = threading.Event()

    def shorten() -> None:
        view.experiment.layers = view.experiment.layers[1:]
        done.set()

    threading.Thread(target=shorten, daemon=True).start()
    assert done.wait(DEADLINE), "whoever changed the network waits for itself"
    assert view.diagram.reading == []
    assert view.fault == ""
