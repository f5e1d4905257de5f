"""StackBuilder without a browser: what the page is shown, what it may ask for, and what it is told."""

from __future__ import annotations

import gc
import json
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.engine.layers import LAYERS
from mlwidgets.errors import SessionStateError
from mlwidgets.session import Experiment
from mlwidgets.widgets.network import texts
from mlwidgets.widgets.network.stack_builder import StackBuilder
from mlwidgets.widgets.network.stack_catalogue import catalogue, page_values
from tests.session.support import pictures, table
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = 'Dense(16, activation="relu")', 'Dense(3, activation="softmax")'


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    """Give an experiment on a small table, whose stack is two Dense layers."""
    made = Experiment(table())
    yield made
    made.close()


@pytest.fixture
def builder(experiment: Experiment) -> Iterator[StackBuilder]:
    """Give a builder for that experiment."""
    made = StackBuilder(experiment)
    yield made
    made.close()


def titles(builder: StackBuilder) -> tuple[str, ...]:
    """Return the layers that the page is shown."""
    return tuple(row["name"] + row["call"] for row in builder.state["rows"])


def ask(builder: StackBuilder, kind: str, **message: object) -> dict[str, Any]:
    """Ask for something as a page does, and return the outcome."""
    wire = Wire(builder)
    wire.say({"kind": kind, "view": "v", "ticket": 7, **message})
    (update,) = wire.updates()  # whatever changed came in one message
    outcome: dict[str, Any] = update["outcome"]
    assert (outcome["view"], outcome["ticket"]) == ("v", 7)
    return outcome


def ident(builder: StackBuilder, index: int) -> int:
    """Return the number of a layer by its place."""
    number: int = builder.state["rows"][index]["id"]
    return number


def test_the_page_is_shown_shapes_sums_and_what_is_wanted(
    experiment: Experiment, builder: StackBuilder
) -> None:
    state = builder.state
    assert state["input"] == {"shape": [4], "text": "4 numbers"}
    assert titles(builder) == TITLES
    first = state["rows"][0]
    assert (first["shape"], first["shape_text"]) == ([16], "16 numbers")
    assert first["parameters"] == "4 × 16 + 16 = 80"
    assert first["multiply_adds"] == "4 × 16 = 64"
    assert first["activation"] == "relu"
    assert first["values"] == {"units": 16, "activation": ["relu", {}]}
    assert state["totals"] == [
        ["Parameters", "131", "524 B"],
        ["Multiply–adds for one example", "112", ""],
        ["Memory for a batch of 32", "8.45 KB", ""],
    ]
    assert state["wanted"] == "3 classes, so the output must be 3 numbers"
    assert (state["error"], state["repairs"]) == ("", [])
    assert (state["status"], state["used"]) == (texts.STACK_USED, True)
    assert (state["can_undo"], state["can_redo"]) == (False, False)
    experiment.batch_size = 64
    assert builder.state["totals"][2][0] == "Memory for a batch of 64"
    json.dumps([builder.state, builder.catalogue, builder.presets], allow_nan=False)


def test_every_kind_of_request_is_done_and_answered_in_one_message(builder: StackBuilder) -> None:
    outcome = ask(builder, "add", class_name="Dropout", index=1)
    assert (outcome["said"], outcome["at"], outcome["failed"]) == (
        "Dropout added at position 2 of 3.",
        1,
        False,
    )
    assert ask(builder, "duplicate", id=ident(builder, 1))["at"] == 2
    assert (
        ask(builder, "move", id=ident(builder, 2), to=0)["said"]
        == "Dropout moved from position 3 to position 1 of 4."
    )
    moved = ident(builder, 0)
    for by, at in ((1, 1), (1, 2), (9, 3), (1, 3), (-9, 0)):  # so many places on, but not over an end
        assert ask(builder, "move", id=moved, by=by)["at"] == at
    assert ask(builder, "remove", id=ident(builder, 0))["at"] == 0
    assert ask(builder, "set", id=ident(builder, 1), name="rate", value=0.5)["at"] == 1
    assert titles(builder) == (TITLES[0], "Dropout(0.5)", TITLES[1])
    assert ask(builder, "undo")["said"].startswith("Undone: rate of Dropout")
    assert ask(builder, "redo")["said"].startswith("Redone: rate of Dropout")
    assert builder.state["can_undo"]
    text = ask(builder, "text")["text"]
    assert json.loads(text)[1] == {"class_name": "Dropout", "config": {"rate": 0.5}}
    assert ask(builder, "paste", text="[]")["said"] == "0 layers pasted."
    assert builder.state["error"] == "The stack is empty. Add a layer to begin."
    assert ask(builder, "repair", id=None, number=0)["said"] == "End with Dense(3, softmax): done."
    assert ask(builder, "preset", name="mlp")["said"] == "The stack is MLP 32–16 now."
    assert titles(builder)[0] == 'Dense(32, activation="relu")'


def test_an_error_stands_at_its_row_with_its_repairs(experiment: Experiment, builder: StackBuilder) -> None:
    ask(builder, "add", class_name="Conv2D", index=1)
    rows = builder.state["rows"]
    assert rows[1]["error"].startswith("Conv2D needs pictures of shape (height, width, channels); got (16,).")
    assert rows[1]["repairs"] == ["Put a Reshape before it"]
    assert (rows[2]["error"], rows[2]["waits"]) == ("Waits for the layer above.", True)
    assert rows[1]["shape"] is None
    assert rows[1]["parameters"] == ""
    assert builder.state["status"] == "1 problem left. Training uses the last valid network."
    assert not builder.state["used"]
    assert [layer["class_name"] for layer in experiment.layers] == ["Dense", "Dense"]
    outcome = ask(builder, "repair", id=ident(builder, 1), number=0)
    assert (outcome["at"], outcome["failed"]) == (2, False)
    ask(builder, "repair", id=ident(builder, 3), number=0)  # a Dense after a picture
    assert builder.state["status"] == texts.STACK_USED


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({}, "kind must be one of 'add'"),
        ({"kind": "explode"}, "kind must be one of 'add'"),
        ({"kind": ["add"]}, "kind must be one of 'add'"),
        ({"kind": "add"}, "The page sent no text for class_name."),
        ({"kind": "add", "class_name": "Danse"}, "There is no layer called 'Danse'."),
        (
            {"kind": "add", "class_name": "Dense", "index": 99},
            "Position 100 is out of range (2 layers).",
        ),
        ({"kind": "add", "class_name": "Dense", "index": "1"}, "A position in the stack is a whole number"),
        ({"kind": "remove"}, "That layer is no longer in the stack."),
        ({"kind": "remove", "id": 99}, "That layer is no longer in the stack."),
        ({"kind": "remove", "id": True}, "That layer is no longer in the stack."),
        ({"kind": "remove", "id": []}, "That layer is no longer in the stack."),
        ({"kind": "move", "id": 0, "to": 5}, "Position 6 is out of range (2 layers)."),
        ({"kind": "move", "id": 0, "to": -1}, "Position 0 is out of range (2 layers)."),
        ({"kind": "move", "id": 0}, "Position 0 is out of range (2 layers)."),
        ({"kind": "set", "id": 0, "name": 3, "value": 3}, "The page sent no text for name."),
        ({"kind": "set", "id": 0, "name": "unit", "value": 3}, "Dense has no setting 'unit'."),
        ({"kind": "repair", "id": 0, "number": 0}, "That fix is no longer available"),
        ({"kind": "repair", "id": None}, "That fix is no longer available"),
        ({"kind": "preset", "name": "lenet5"}, "LeNet-5 does not suit the data."),
        ({"kind": "preset"}, "The page sent no text for name."),
        ({"kind": "paste", "text": "nothing"}, "The text is not valid JSON"),
        ({"kind": "paste"}, "The page sent no text for text."),
        ({"kind": "undo"}, "There is nothing to undo."),
        ({"kind": "redo"}, "There is nothing to redo."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    builder: StackBuilder, message: dict[str, Any], said: str
) -> None:
    before = builder.state
    Wire(builder).say(message)
    assert builder.outcome["failed"]
    assert builder.outcome["said"].startswith(said)
    assert builder.state == before


def test_a_move_onto_its_own_place_is_answered(builder: StackBuilder) -> None:
    outcome = ask(builder, "move", id=ident(builder, 1), to=1)
    assert (outcome["said"], outcome["failed"]) == ("Dense stays at position 2 of 2.", False)


def test_a_fault_of_ours_is_told_and_logged(
    builder: StackBuilder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("mlwidgets.session.stack.draft.new_layer", broken)
    outcome = ask(builder, "add", class_name="Dense")
    assert outcome["said"].startswith("Something went wrong inside mlwidgets (ZeroDivisionError: oops).")
    assert outcome["failed"]
    assert "StackBuilder could not do what the page asked for." in caplog.text


def test_the_page_cannot_set_what_it_is_shown(builder: StackBuilder) -> None:
    before = builder.state
    wire = Wire(builder)
    wire.arrive({"state": {"rows": []}, "presets": [], "outcome": {"said": "!"}, "catalogue": {}})
    assert builder.state == before
    assert builder.outcome == {}
    assert set(wire.updates()[-1]) == {"state", "presets", "outcome", "catalogue"}


def test_changes_from_python_and_from_another_builder_are_shown(
    experiment: Experiment, builder: StackBuilder
) -> None:
    other = StackBuilder(experiment)
    ask(other, "add", class_name="Dropout", index=0)
    assert titles(builder) == titles(other)
    assert builder.outcome == {}
    experiment.undo()
    assert titles(builder) == TITLES
    experiment.layers = [
        *experiment.layers[:1],
        {"class_name": "Dropout", "config": {"rate": 0.5}},
        experiment.layers[1],
    ]
    assert titles(builder)[1] == "Dropout(0.5)"
    other.close()
    assert titles(builder)[1] == "Dropout(0.5)"


def test_layers_keep_their_numbers_wherever_they_go(builder: StackBuilder) -> None:
    first, second = ident(builder, 0), ident(builder, 1)
    ask(builder, "move", id=first, to=1)
    assert (ident(builder, 0), ident(builder, 1)) == (second, first)
    ask(builder, "set", id=first, name="units", value=5)
    assert ident(builder, 1) == first


def test_a_refusal_of_the_experiment_is_told(
    experiment: Experiment, builder: StackBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SessionStateError("Not now.")

    monkeypatch.setattr(type(experiment.task), "check_stack", refuse)
    ask(builder, "add", class_name="Dropout", index=0)
    assert builder.state["status"] == "The experiment did not accept this stack. Not now."
    assert not builder.state["used"]


def test_presets_say_for_which_data_they_are(experiment: Experiment, builder: StackBuilder) -> None:
    by_name = {preset["name"]: preset for preset in builder.presets}
    assert by_name["mlp"]["unsuited"] == ""
    assert by_name["lenet5"]["unsuited"].startswith("For pictures of at least 12 × 12 pixels")
    experiment.dataset = pictures(side=12)
    by_name = {preset["name"]: preset for preset in builder.presets}
    assert by_name["lenet5"]["unsuited"] == ""


# ---- the catalogue ----


def test_the_catalogue_has_every_layer_with_every_option_and_is_small() -> None:
    found = catalogue()
    assert {name for _, names in found["families"] for name in names} == set(found["layers"])
    for name, numbers in found["layers"].items():
        names = [found["options"][number]["name"] for number in numbers]
        assert names == list(LAYERS.find(name).parameter_names())
    assert found["parts"]["regularizer"]["l1_l2"][1] == {"l1": 0.01, "l2": 0.01}  # as the name alone means
    assert found["parts"]["initializer"]["glorot_uniform"] == [[], {}]
    assert len(json.dumps(found, allow_nan=False)) < 30_000


@pytest.mark.parametrize(
    ("config", "values"),
    [
        ({"units": 3, "use_bias": True, "kernel_constraint": None}, {"units": 3}),
        ({"units": "many", "activation": None}, {"units": "many"}),
        ({"activation": "ReLU"}, {"activation": ["relu", {}]}),
        (
            {"activation": {"class_name": "elu", "config": {"alpha": 2}}},
            {"activation": ["elu", {"alpha": 2}]},
        ),
        ({"kernel_regularizer": "l2"}, {"kernel_regularizer": ["l2", {"l2": 0.01}]}),
        ({"kernel_regularizer": "l1_l2"}, {"kernel_regularizer": ["l1_l2", {"l1": 0.01, "l2": 0.01}]}),
        (
            {"kernel_regularizer": {"class_name": "L1L2"}},
            {"kernel_regularizer": ["l1_l2", {"l1": 0.0, "l2": 0.0}]},  # which the name alone is not
        ),
        ({"activation": "rleu"}, {"activation": ["", '"rleu"']}),
        ({"activation": 7}, {"activation": ["", "7"]}),
        (
            {"activation": {"class_name": "relu", "config": 3}},
            {"activation": ["", "{'class_name': 'relu', 'confi…"]},
        ),
        ({"colour": 3}, {}),
    ],
)
def test_the_page_gets_the_settings_that_are_not_as_usual(
    config: dict[str, Any], values: dict[str, Any]
) -> None:
    assert page_values("Dense", config) == values
    assert page_values("Danse", config) == {}


def test_filters_made_by_hand_are_shown_by_their_name() -> None:
    given = {"class_name": "GivenFilters", "config": {"numbers": [0], "values": [[[[1.0]]]]}}
    name, config = page_values("Conv2D", {"kernel_initializer": given})["kernel_initializer"]
    assert name == "given_filters"
    assert config["numbers"] == [0]


# ---- the end ----


def test_unknown_keywords_are_refused(experiment: Experiment) -> None:
    with pytest.raises(TypeError, match="StackBuilder has no argument 'colour'"):
        StackBuilder(experiment, colour="red")


def test_a_closed_builder_is_freed_while_the_draft_lives_on(experiment: Experiment) -> None:
    builder = StackBuilder(experiment)
    gone = weakref.ref(builder)
    builder.close()
    builder.close()
    experiment.draft.add("Dropout", 0)
    del builder
    gc.collect()
    assert gone() is None
