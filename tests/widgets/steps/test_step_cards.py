"""Step cards without a browser: what is computed, when, and what hostile pages get."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import points
from mlwidgets.explain.steps.check import power_text
from mlwidgets.session import Experiment, Status
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.steps.step_cards import StepCards
from tests.session.support import numbers, pictures, table
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60


@pytest.fixture
def view() -> Generator[StepCards]:
    made = StepCards(Experiment(table(), batch_size=10, epochs=3, optimizer="adam"))
    yield made
    made.close()
    made.experiment.close()


def see(view: StepCards) -> None:
    Wire(view.board).arrive({"visible": True})


def say(view: StepCards, content: object) -> None:
    Wire(view.board).say(content)


def number(lines: list[dict[str, Any]], key: str) -> str:
    """Return all digits of the number with a key."""
    return next(part[2] for line in lines for part in line["parts"] if part[1:2] == [key])


def weight(view: StepCards) -> str:
    assert view.chosen is not None
    return str(view.experiment.model.parameters[view.chosen.place])


def text_of(lines: list[dict[str, Any]]) -> str:
    return " ".join(
        "".join(part if isinstance(part, str) else part[0] for part in line["parts"]) for line in lines
    )


def test_nothing_is_computed_for_nobody(view: StepCards) -> None:
    assert view.board.frame == {"serial": 0, "told": False}
    view.experiment.step_batch()
    assert view.experiment.wait(SECONDS)
    assert "examples" not in view.board.frame


def test_the_new_weight_of_the_card_is_the_networks_after_the_update(view: StepCards) -> None:
    see(view)
    for update in range(1, 15):  # more than an epoch
        frame = view.board.frame
        assert frame["title"] == f"Update {update}, not made yet"
        assert frame["message"] == ""
        assert len(frame["examples"]) == 10
        foreseen = number(frame["update"], "w_new")
        assert number(frame["update"], "w") == weight(view)
        assert view.chosen is not None
        place = view.chosen.place
        say(view, {"kind": "make", "grain": "batch", "count": 1})
        assert view.experiment.wait(SECONDS)
        assert str(view.experiment.model.parameters[place]) == foreseen


def test_after_an_epoch_and_after_so_many_updates_the_last_one_is_shown(view: StepCards) -> None:
    see(view)
    say(view, {"kind": "make", "grain": "epoch", "count": 1})
    assert view.experiment.wait(SECONDS)
    assert view.experiment.snapshot is not None
    made = view.experiment.snapshot.iteration
    assert view.board.frame["title"] == f"Update {made}, just made"
    assert view.board.frame["made"]
    assert number(view.board.frame["update"], "w_new") == weight(view)
    began = weight(view)
    say(view, {"kind": "make", "grain": "updates", "count": 3})
    assert view.experiment.wait(SECONDS)
    over = view.board.frame["update"][-1]["parts"]
    assert (over[0], over[1][2], over[3][2]) == ("over 3 updates: w = ", began, weight(view))
    assert view.board.frame["title"] == f"Update {made + 3}, just made"
    say(view, {"kind": "show", "last": False})
    assert view.board.frame["title"] == f"Update {made + 4}, not made yet"
    say(view, {"kind": "show", "last": True})
    view.experiment.set_weight(0, "kernel", (0, 0), 0.25)
    assert view.experiment.wait(SECONDS)
    assert view.board.frame["title"] == f"Update {made + 4}, not made yet"
    assert "cannot be shown" in view.board.frame["notes"][0]


def test_while_it_runs_and_when_it_is_done(view: StepCards) -> None:
    see(view)
    messages = []
    view.board.observe(lambda change: messages.append(change["new"].get("message")), "frame")
    view.experiment.run()
    assert view.experiment.wait(SECONDS)
    assert messages[0] == "Training is running. Pause it to look at its next update."
    assert view.experiment.status is Status.FINISHED
    assert view.board.frame["title"].endswith("just made")
    assert number(view.board.frame["update"], "w_new") == weight(view)
    say(view, {"kind": "make", "grain": "batch", "count": 1})
    assert view.fault.startswith("The last epoch")
    view.experiment.reset()
    assert view.experiment.wait(SECONDS)
    assert view.board.frame["title"] == "Update 1, not made yet"


def test_a_setting_changes_the_next_update_at_once(view: StepCards) -> None:
    see(view)
    before = view.board.frame
    view.experiment.learning_rate = 0.5
    after = view.board.frame
    assert number(after["update"], "rate") == "0.5"
    assert number(after["update"], "w") == number(before["update"], "w")
    view.experiment.batch_size = 4
    assert len(view.board.frame["examples"]) == 4


def test_another_weight_and_another_network(view: StepCards) -> None:
    see(view)
    arrays = view.board.frame["arrays"]
    assert arrays[-1]["axes"] == ["unit"]
    say(view, {"kind": "choose", "array": len(arrays) - 1, "index": [2]})
    assert view.board.frame["chosen"] == [len(arrays) - 1, 2]
    assert number(view.board.frame["update"], "w") == weight(view)
    serial = view.board.frame["serial"]
    say(view, {"kind": "choose", "array": -1, "index": []})
    assert view.board.frame["serial"] > serial
    assert view.chosen is not None
    assert view.chosen.name == "kernel"
    view.experiment.layers = [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]
    assert view.experiment.wait(SECONDS)
    assert [array["title"] for array in view.board.frame["arrays"]] == [
        "Layer 1, Dense: kernel",
        "Layer 1, Dense: bias",
    ]


def test_the_gradient_check(view: StepCards) -> None:
    see(view)
    say(view, {"kind": "check", "example": 3})
    check = view.board.check
    assert (check["serial"], check["example"]) == (view.board.frame["serial"], 3)
    assert check["title"] == view.board.frame["examples"][3]["title"]
    steps, _, quotients, *_ = np.frombuffer(check["numbers"], "<f8").reshape(6, -1)
    best = check["bestStep"]  # where the slider begins, and of which the verdict speaks
    assert f"the best ε, {power_text(float(steps[best]))}, " in check["verdict"]
    assert quotients[best] == pytest.approx(float(check["gradient64"]), rel=1e-5, abs=1e-9)
    assert (steps[0], steps[-1]) == (1e-12, 1)
    assert check["verdict"].startswith("They agree") or check["verdict"].startswith("Both")
    # Without dropout and normalization the example's own gradient is that of its card, too.
    part = number(view.board.frame["examples"][3]["gradient"], "part")
    assert float(check["gradient64"]) == pytest.approx(float(part), rel=1e-4, abs=1e-8)
    json.dumps({name: value for name, value in check.items() if name not in ("numbers", "signals")})


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "make",
        [],
        {},
        {"kind": None},
        {"kind": "make"},
        {"kind": "make", "grain": "batch", "count": None},
        {"kind": "make", "grain": "end", "count": 1},
        {"kind": "make", "grain": ["batch"], "count": 1},
        {"kind": "choose", "array": "0", "index": []},
        {"kind": "choose", "array": 10**400, "index": [0]},
        {"kind": "choose", "array": 0, "index": None},
        {"kind": "choose", "array": 0, "index": [0.5, 0]},
        {"kind": "choose", "array": 0, "index": [float("nan"), 0]},
        {"kind": "check", "example": -1},
        {"kind": "check", "example": 10**400},
        {"kind": "check", "example": "x" * 10_000},
        {"kind": "show", "last": 1},
    ],
)
def test_what_a_page_may_not_say_is_not_heard(view: StepCards, content: object) -> None:
    see(view)
    frame, check = view.board.frame, view.board.check
    say(view, content)
    assert view.experiment.wait(SECONDS)
    assert view.fault == ""
    assert view.board.frame == frame
    assert view.board.check == check
    assert view.experiment.snapshot is None


@pytest.mark.parametrize("index", [[], [0], [99, 0], [-1, 0], [0, 0, 0], [10**400, 0]])
def test_a_weight_that_is_not_there_is_a_sentence(view: StepCards, index: list[int]) -> None:
    see(view)
    frame = view.board.frame
    say(view, {"kind": "choose", "array": 0, "index": index})
    assert "has the shape" in view.fault
    assert len(view.fault) < 300
    assert view.board.frame == frame
    say(view, {"kind": "make", "grain": "updates", "count": 0})
    assert "count must be a whole number" in view.fault


def test_pictures_points_and_numbers() -> None:
    for dataset, words in (
        (pictures(), "Training example"),
        (points("circle", seed=1), "point ("),
        (numbers(), "values"),
        (numbers(targets=2), "values"),
    ):
        view = StepCards(Experiment(dataset, batch_size=5))
        see(view)
        frame = view.board.frame
        assert words in frame["examples"][0]["title"], frame
        if dataset.name == "pictures":
            assert frame["pictureShape"] == [10, 10]
            first = int(frame["examples"][0]["title"].split()[2]) - 1
            shown = np.frombuffer(frame["pictures"], np.uint8).reshape(5, 10, 10)[0]
            expected = np.rint(view.experiment.split.x_train[first][..., 0] * 255)
            np.testing.assert_array_equal(shown, expected)
        else:
            assert frame["pictures"] == b""
        view.close()
        view.experiment.close()


def test_an_update_that_diverges_is_told_before_it_is_made() -> None:
    view = StepCards(Experiment(numbers(scale=1e18), optimizer="sgd", learning_rate=10, batch_size=5))
    see(view)
    say(view, {"kind": "make", "grain": "batch", "count": 1})
    assert view.experiment.wait(SECONDS)
    assert "diverges" in view.board.frame["notes"][-1]
    assert "NaN" in text_of(view.board.frame["update"])
    say(view, {"kind": "check", "example": 0})
    assert view.board.check["verdict"].endswith(".")
    say(view, {"kind": "make", "grain": "batch", "count": 1})
    assert view.experiment.wait(SECONDS)
    assert view.experiment.status is Status.FAILED
    assert view.board.frame["title"] == "Update 1, not made yet"  # the one before it is taken back, too
    view.close()
    view.experiment.close()


def test_an_experiment_of_its_own_ends_with_it() -> None:
    view = StepCards("circle")
    experiment = view.experiment
    experiment.step_batch()
    assert experiment.wait(SECONDS)
    view.close()
    assert view.comm is None


def test_a_network_that_has_learned_already_shows_what_would_come_next() -> None:
    experiment = learned_experiment()
    view = StepCards(experiment)
    see(view)
    assert experiment.wait(SECONDS)
    frame = view.board.frame
    assert frame["message"] == ""
    assert frame["title"] == "Would be update 2,501"
    assert frame["beyond"] == "learned"
    assert "would come next" in frame["notes"][0]
    say(view, {"kind": "make", "grain": "batch", "count": 1})  # which starts at random weights
    assert experiment.wait(SECONDS)
    assert view.board.frame["title"] == "Update 2, not made yet"
    assert not any("would" in note for note in view.board.frame["notes"])
    view.close()
    experiment.close()
