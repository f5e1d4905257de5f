"""One prediction without a browser: what is sent, how little, and what the controls do."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.explain.loss.questions import QUESTIONS
from mlwidgets.session import Experiment
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.loss.prediction_view import PredictionView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

Make = Callable[[str], PredictionView]


@pytest.fixture
def make() -> Generator[Make]:
    made: list[PredictionView] = []

    def view(data: str) -> PredictionView:
        made.append(PredictionView(Experiment(data)))
        return made[-1]

    yield view
    for one in made:
        one.experiment.close()
        one.close()


def numbers(data: bytes) -> np.ndarray:
    return np.frombuffer(data, "<f4")


def control(view: PredictionView, label: str) -> Any:  # noqa: ANN401 - a control of some kind
    todo: list[Any] = [view.controls]
    while todo:
        one = todo.pop()
        if getattr(one, "label", "") == label:
            return one
        todo += getattr(one, "children", ())
    raise AssertionError(label)


def choose(view: PredictionView, label: str, value: Any) -> None:  # noqa: ANN401 - as its trait
    Wire(control(view, label)).arrive({"value": value})


def test_it_begins_with_the_loss_of_the_network(make: Make) -> None:
    frame = make("mnist").curve.frame
    assert (frame["question"], frame["names"], frame["truth"]) == ("probabilities", ["0", "1", "2"], 0)
    assert frame["paths"][0]["lines"][0]["title"] == "cross-entropy"
    assert make("plane").curve.frame["question"] == "number"


def test_every_number_that_the_page_needs_is_there_before_the_drag(make: Make) -> None:
    view = make("plane")
    path = view.curve.frame["paths"][0]
    (line,) = path["lines"]
    grid, values, slopes = (numbers(data) for data in (path["grid"], line["values"], line["slopes"]))
    assert len(grid) == 401
    np.testing.assert_allclose(values, (grid - 1) ** 2, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(slopes, 2 * (grid - 1), atol=1e-6)
    assert line["texts"] == [["({p} − {y})²", "2 · ({p} − {y})"]]


def test_letting_go_of_one_number_costs_no_answer_and_of_a_bar_one(make: Make) -> None:
    view = make("plane")
    wire = Wire(view.curve)
    wire.say({"kind": "moved", "path": 0, "value": -1.5})
    assert wire.messages == []
    assert view.controls.bench.prediction == (-1.5,)

    several = make("mnist")
    wire = Wire(several.curve)
    wire.say({"kind": "moved", "path": 1, "value": 0.6})
    assert len(wire.updates()) == 1
    path = several.curve.frame["paths"][1]
    assert numbers(path["grid"])[path["at"]] == pytest.approx(0.6)
    assert sum(map(len, wire.buffers)) < 60_000


def test_another_truth_is_one_answer(make: Make) -> None:
    view = make("plane")
    wire = Wire(view.curve)
    wire.say({"kind": "truth", "value": -2.04})
    (state,) = wire.updates()
    assert state["frame"]["truth"] == -2
    assert numbers(view.curve.frame["paths"][0]["lines"][0]["values"])[0] == pytest.approx(4)


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "moved",
        {},
        {"kind": "moved"},
        {"kind": "moved", "path": 7, "value": 1},
        {"kind": "moved", "path": 10**400, "value": 1},
        {"kind": "moved", "path": "0", "value": 1},
        {"kind": "moved", "path": 0, "value": float("nan")},
        {"kind": "moved", "path": 0, "value": 10**400},
        {"kind": "moved", "path": 0, "value": None},
        {"kind": "truth", "value": float("inf")},
        {"kind": "truth", "value": -(10**400)},
        {"kind": "truth", "value": "x" * 10_000},
        {"kind": "truth", "value": [1]},
        {"kind": "truth", "value": True},
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing(make: Make, content: Any) -> None:  # noqa: ANN401
    view = make("mnist")
    before = view.controls.bench
    Wire(view.curve).say(content)
    assert view.controls.bench == before
    assert view.fault == view.controls.fault == ""


def test_a_truth_that_was_refused_is_answered_or_the_page_would_wait(make: Make) -> None:
    view = make("mnist")
    wire = Wire(view.curve)
    wire.say({"kind": "truth", "value": float("nan")})
    assert len(wire.updates()) == 1


def test_losses_are_compared_on_the_same_axes(make: Make) -> None:
    view = make("plane")
    choose(view, "Compare with up to 3", ["mean_absolute_error", "huber", "log_cosh"])
    lines = view.curve.frame["paths"][0]["lines"]
    titles = ["mean squared error", "mean absolute error", "Huber", "log cosh"]
    assert [line["title"] for line in lines] == titles
    choose(view, "Prediction", "amount")
    choose(view, "Compare with up to 3", ["mean_absolute_error", "huber", "log_cosh", "poisson"])
    assert control(view, "Compare with up to 3").error == (
        "At most 4 losses can be compared; got 5. Take one away first."
    )
    assert control(view, "Compare with up to 3").value == ["mean_absolute_error", "huber", "log_cosh"]


def test_a_curve_is_shown_whole_unless_its_end_would_flatten_the_rest(make: Make) -> None:
    view = make("plane")
    assert view.curve.frame["paths"][0]["top"] >= 25  # (−4 − 1)², where a prediction can be dragged
    choose(view, "Prediction", "probability")
    assert 2.5 < view.curve.frame["paths"][0]["top"] < 4  # not 16, which is −log(0.0000001)


def test_settings_come_from_the_rows(make: Make) -> None:
    view = make("plane")
    choose(view, "Loss", "huber")
    delta = control(view, "Delta")
    assert isinstance(delta, NumberControl)
    Wire(delta).arrive({"value": 0.5})
    line = view.curve.frame["paths"][0]["lines"][0]
    assert line["texts"][1][0] == "0.5 · |{p} − {y}| − 0.5² / 2"
    assert numbers(line["slopes"])[-1] == 0.5

    view = make("mnist")
    choose(view, "Prediction", "probability")
    logits = control(view, "From logits")
    assert isinstance(logits, ChoiceControl)
    Wire(logits).arrive({"value": "on"})
    assert view.curve.frame["question"] == "score"
    assert control(view, "Prediction").value == "score"


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_loss_of_every_question_is_drawn(make: Make, name: str) -> None:
    view = make("mnist")
    choose(view, "Prediction", name)
    for loss in QUESTIONS[name].losses:
        choose(view, "Loss", loss)
        path = view.curve.frame["paths"][0]
        assert len(path["lines"]) == 1
        assert np.isfinite(numbers(path["lines"][0]["values"])).all()


def test_a_loss_is_given_to_the_network_and_taken_back(make: Make) -> None:
    view = make("plane")
    *_, use, why = view.controls.children
    assert use.disabled
    assert why.value == "Your network is trained with this loss already."
    choose(view, "Loss", "huber")
    choose(view, "Delta", 0.3)
    assert not use.disabled
    assert why.value == ""
    use.click()
    assert view.experiment.loss.to_dict() == {"class_name": "Huber", "config": {"delta": 0.3}}
    assert view.said == "Your network now trains with Huber."
    view.experiment.undo()
    assert view.experiment.loss.name == "mean_squared_error"
    assert view.controls.bench.losses[0].name == "mean_squared_error"
    choose(view, "Prediction", "probability")
    choose(view, "Loss", "binary_crossentropy")
    assert use.disabled
    assert why.value.startswith("This loss does not suit the data set plane. Suitable: mean squared error,")


def test_a_network_that_ends_with_its_activation_is_not_given_logits(make: Make) -> None:
    view = make("circle")
    choose(view, "Prediction", "score")
    assert view.controls.bench.losses[0].config["from_logits"]
    view.controls.children[-2].click()
    assert view.experiment.loss.to_dict()["config"] == {"from_logits": False, "label_smoothing": 0.0}
    assert type(view.experiment.model.layers[-1].activation).__name__ == "Sigmoid"


def test_a_loss_chosen_elsewhere_is_looked_at(make: Make) -> None:
    view = make("circle")
    view.experiment.loss = "hinge"
    frame = view.curve.frame
    assert (frame["question"], frame["paths"][0]["lines"][0]["title"]) == ("score", "hinge")


def test_nothing_is_left_alive() -> None:
    experiment = Experiment("circle")
    view = PredictionView(experiment)
    gone = weakref.ref(view)
    view.close()
    del view
    gc.collect()
    assert gone() is None
    experiment.close()
