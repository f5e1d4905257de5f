"""The draft of a stack: every change can be undone, nothing is lost, and no impossible stack gets through."""

from __future__ import annotations

import gc
import json
import math
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import LAYERS, Dense, Flatten
from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.explain.stack.describe import MOST_LAYERS
from mlwidgets.session import Experiment
from mlwidgets.session.stack.text import LONGEST_TEXT, as_stack, read_stack, write_stack
from mlwidgets.session.undo import MOST_STEPS
from tests.session.support import numbers, pictures, settled, table

if TYPE_CHECKING:
    from mlwidgets.session.stack.draft import StackDraft
    from tests.session.conftest import Make


def layer(class_name: str, **config: object) -> dict[str, Any]:
    """Write a layer down."""
    return {"class_name": class_name, "config": config}


END = layer("Dense", units=3, activation="softmax")


def names(draft: StackDraft) -> list[str]:
    """Return the kinds of the draft's layers."""
    return [spec["class_name"] for spec in draft.layers]


def stack_of(experiment: Experiment) -> list[str]:
    """Return the kinds of the experiment's layers."""
    return [spec["class_name"] for spec in experiment.layers]


# ---- the ways to change it ----


def test_a_draft_begins_with_the_stack_of_the_experiment(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    assert draft is experiment.draft
    assert draft.layers == [layer("Dense", units=16, activation="relu"), END]  # what is as usual is left out
    assert [serialize(LAYERS.get(spec)) for spec in draft.layers] == experiment.layers
    assert draft.in_use
    assert draft.report.possible
    assert not experiment.can_undo
    assert not experiment.can_redo
    assert (draft.message, draft.refusal) == ("", "")


def test_layers_are_added_at_the_end_and_in_between(make: Make) -> None:
    draft = make().draft
    draft.replace([])
    assert (draft.message, names(draft)) == ("The stack is empty now.", [])
    assert draft.add("Dense") == 0
    assert draft.message == "Dense added at position 1 of 1."
    assert draft.add("dropout", 0) == 0
    assert draft.message == "Dropout added at position 1 of 2."
    assert draft.add("Activation", 1) == 1
    assert names(draft) == ["Dropout", "Activation", "Dense"]


def test_a_new_layer_suits_what_comes_in_where_it_can(make: Make) -> None:
    draft = make(pictures(side=10)).draft
    draft.replace([layer("Flatten")])
    draft.add("Reshape")
    assert draft.layers[1]["config"] == {"target_shape": [10, 10, 1]}


def test_layers_are_copied_removed_and_moved(make: Make) -> None:
    draft = make().draft
    draft.replace([layer("Dense", units=8), layer("Dropout", rate=0.1), END])
    first = draft.ids
    assert draft.duplicate(0) == 1
    assert draft.message == "Dense copied to position 2 of 4."
    assert draft.layers[0] == draft.layers[1]
    assert draft.layers[0] is not draft.layers[1]
    assert draft.ids[0] == first[0]
    assert draft.ids[2:] == first[1:]
    assert draft.move(2, 0) == 0
    assert draft.message == "Dropout moved from position 3 to position 1 of 4."
    assert draft.ids[0] == first[1]
    assert draft.remove(0) == 0
    assert draft.message == "Dropout removed from position 1; 3 layers are left."
    assert draft.remove(2) == 1
    assert draft.remove(0) == 0
    assert draft.message == "Dense removed from position 1; 1 layer is left."
    assert draft.remove(0) == -1
    assert draft.message == "Dense removed from position 1; the stack is empty."
    assert draft.layers == []


def test_a_layer_moved_onto_itself_stays_and_nothing_else_happens(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    reports: list[Any] = []
    draft.observe(reports.append, "report")
    assert draft.move(1, 1) == 1
    assert draft.message == "Dense stays at position 2 of 2."
    assert not experiment.can_undo
    assert reports == []


@pytest.mark.parametrize("place", [-1, 2, 99, 10**9])
def test_a_place_that_is_not_there_is_a_sentence_and_changes_nothing(make: Make, place: int) -> None:
    experiment = make()
    draft = experiment.draft
    before = draft.layers
    actions: list[Any] = [
        lambda: draft.move(0, place),
        lambda: draft.move(place, 0),
        lambda: draft.remove(place),
        lambda: draft.duplicate(place),
        lambda: draft.set(place, "units", 3),
        lambda: draft.apply_repair(place),
    ]
    for action in actions:
        with pytest.raises(
            ConfigurationError, match=rf"^Position {place + 1} is out of range \(2 layers\)\.$"
        ):
            action()
    if place != 2:
        with pytest.raises(ConfigurationError, match="is out of range"):
            draft.add("Dense", place)
    assert draft.layers == before
    assert not experiment.can_undo


@pytest.mark.parametrize("place", ["0", None, True, 1.0, [0]])
def test_a_place_that_is_no_whole_number_is_a_sentence(make: Make, place: Any) -> None:  # noqa: ANN401 - anything
    draft = make().draft
    actions: list[Any] = [lambda: draft.remove(place), lambda: draft.move(0, place)]
    for action in actions:
        with pytest.raises(ConfigurationError, match=r"^A position in the stack is a whole number; got"):
            action()


def test_settings_are_changed_and_what_is_as_usual_is_not_written_down(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.replace([layer("Dense", units=8), END])
    draft.set(0, "units", 5)
    assert draft.message == "units of Dense at position 1 changed."
    draft.set(0, "activation", "tanh")
    draft.set(0, "kernel_regularizer", {"class_name": "L2", "config": {"l2": 0.1}})
    assert draft.layers[0]["config"] == {
        "units": 5,
        "activation": "tanh",
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.1}},
    }
    assert experiment.layers[0]["config"]["kernel_regularizer"] == {"class_name": "L2", "config": {"l2": 0.1}}
    draft.set(0, "activation", None)
    draft.set(0, "kernel_regularizer", None)
    draft.set(0, "use_bias", value=True)
    assert draft.layers[0]["config"] == {"units": 5}
    draft.set(0, "units", np.int64(6))
    assert type(draft.layers[0]["config"]["units"]) is int


def test_a_setting_that_is_what_it_was_is_no_step(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.replace([layer("Dense", units=8), END])
    draft.set(0, "units", 8)
    assert draft.message == "units of Dense at position 1 is unchanged."
    experiment.undo()
    assert names(draft) == ["Dense", "Dense"]
    assert not experiment.can_undo


@pytest.mark.parametrize("value", [0, 10**9, "many", None, [1, 2], {"a": 1}, 1.5, True])
def test_an_impossible_value_stays_in_the_draft_and_never_reaches_the_experiment(
    make: Make, value: object
) -> None:
    experiment = make()
    before = experiment.layers
    draft = experiment.draft
    draft.set(0, "units", value)
    assert draft.layers[0]["config"]["units"] == value
    assert draft.report.rows[0].error.startswith("units must be a whole number in [1, 10,000]; got")
    assert not draft.in_use
    assert experiment.layers == before
    draft.apply_repair(0)
    assert draft.in_use


def test_an_unknown_setting_or_layer_is_a_sentence(make: Make) -> None:
    draft = make().draft
    with pytest.raises(
        ConfigurationError, match=r"^Dense has no setting 'unit'\. .* Did you mean 'units'\?$"
    ):
        draft.set(0, "unit", 3)
    with pytest.raises(ConfigurationError, match="There is no layer called 'Danse'"):
        draft.add("Danse")
    with pytest.raises(ConfigurationError, match="A number must be finite"):
        draft.set(0, "units", math.inf)
    draft.replace([{"class_name": "Danse", "config": {}}])
    with pytest.raises(ConfigurationError, match="There is no layer called 'Danse'"):
        draft.set(0, "units", 3)
    with pytest.raises(ConfigurationError, match=r"There is no preset 'lenet'\. .* Did you mean 'lenet5'"):
        draft.use_preset("lenet")
    assert names(draft) == ["Danse"]


def test_the_stack_has_a_limit(make: Make) -> None:
    draft = make().draft
    draft.replace([layer("Activation", activation="relu")] * MOST_LAYERS)
    actions: list[Any] = [lambda: draft.add("Dense"), lambda: draft.duplicate(0)]
    for action in actions:
        with pytest.raises(ConfigurationError, match=r"A stack has at most 100 layers\. Remove"):
            action()
    with pytest.raises(ConfigurationError, match="A stack has at most 100 layers; got 101"):
        draft.replace([END] * (MOST_LAYERS + 1))


# ---- undo and redo ----


def test_every_change_can_be_undone_and_done_again(make: Make) -> None:
    experiment = make(pictures(side=12))
    draft = experiment.draft
    states = [draft.layers]
    actions: list[Any] = [
        lambda: draft.replace([]),
        lambda: draft.add("Conv2D"),
        lambda: draft.add("Dense"),
        lambda: draft.apply_repair(1),
        lambda: draft.duplicate(2),
        lambda: draft.set(3, "units", 2),
        lambda: draft.set(3, "activation", "softmax"),
        lambda: draft.move(1, 0),
        lambda: draft.move(0, 1),
        lambda: draft.remove(2),
        lambda: draft.use_preset("lenet5"),
        lambda: draft.paste("[]"),
    ]
    for action in actions:
        action()
        states.append(draft.layers)
    messages = []
    for state in reversed(states[:-1]):
        experiment.undo()
        messages.append(draft.message)
        assert draft.layers == state
    assert messages[0] == "Undone: 0 layers pasted."
    assert messages[-1] == "Undone: The stack is empty now."
    with pytest.raises(SessionStateError, match="There is nothing to undo"):
        experiment.undo()
    for state in states[1:]:
        experiment.redo()
        assert draft.layers == state
    assert draft.message == "Redone: 0 layers pasted."
    with pytest.raises(SessionStateError, match="There is nothing to redo"):
        experiment.redo()


def test_a_new_change_gives_up_what_was_undone(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.add("Dropout", 0)
    experiment.undo()
    draft.add("GaussianNoise", 0)
    assert not experiment.can_redo
    experiment.undo()
    assert names(draft) == ["Dense", "Dense"]


def test_the_oldest_steps_are_forgotten(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.replace([])
    for number in range(MOST_STEPS + 20):
        draft.replace([] if number % 2 else [layer("Flatten")])
    steps = 0
    while experiment.can_undo:
        experiment.undo()
        steps += 1
    assert steps == MOST_STEPS


def test_undo_brings_the_names_of_layers_back(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    before = draft.ids
    draft.remove(0)
    experiment.undo()
    assert draft.ids == before
    draft.replace([layer("Flatten"), layer("Dense", units=4), layer("Dropout", rate=0.5), END])
    assert [draft.ids[1], draft.ids[3]] == list(before)
    assert len(set(draft.ids)) == 4


# ---- the experiment ----


def test_a_possible_draft_becomes_the_stack_and_the_training_starts_afresh(make: Make) -> None:
    experiment = make()
    experiment.step_batch()
    assert settled(experiment).iteration == 1
    experiment.draft.add("Dropout", 1)
    assert stack_of(experiment) == ["Dense", "Dropout", "Dense"]
    assert experiment.note == "Changed layers: press Run to train from the start."
    assert settled(experiment).iteration == 0


def test_an_impossible_draft_leaves_the_run_alone(make: Make) -> None:
    experiment = make()
    experiment.step_batch()
    settled(experiment)
    experiment.draft.add("Conv2D", 0)
    assert stack_of(experiment) == ["Dense", "Dense"]
    assert settled(experiment).iteration == 1
    assert not experiment.draft.in_use
    experiment.undo()
    assert settled(experiment).iteration == 1  # the same stack again, so nothing has changed
    assert experiment.draft.in_use


def test_the_draft_follows_the_experiment_and_keeps_what_it_was(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.add("Conv2D", 0)
    mine = draft.layers
    experiment.layers = [Dense(4, "relu"), Dense(3, "softmax")]
    assert draft.message == "The stack was changed elsewhere."
    assert draft.layers == [layer("Dense", units=4, activation="relu"), END]
    assert draft.in_use
    experiment.undo()
    assert draft.layers == mine
    assert stack_of(experiment) == ["Dense", "Dense"]


def test_what_the_draft_itself_did_is_not_followed(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    draft.replace([layer("Dense", units=4), END])
    assert draft.message == "The stack has 2 layers now."
    assert draft.layers == [layer("Dense", units=4), END]  # as it was given, not with every setting
    experiment.undo()
    assert not experiment.can_undo


def test_another_data_set_or_loss_is_looked_at(make: Make) -> None:
    experiment = make(table(features=4, classes=3))
    draft = experiment.draft
    draft.add("Conv2D", 0)
    assert draft.report.input_shape == (4,)
    experiment.dataset = table(features=7, classes=5)
    assert draft.report.input_shape == (7,)
    assert draft.report.goal is not None
    assert draft.report.goal.output_shape == (5,)
    # The old stack did not suit the new data, so the experiment took another and the draft followed.
    assert draft.in_use
    experiment.undo()
    assert names(draft) == ["Conv2D", "Dense", "Dense"]
    experiment.batch_size = 5
    assert draft.report.batch_size == 5


def test_a_draft_that_becomes_possible_by_other_data_is_used(make: Make) -> None:
    experiment = make(table(features=4, classes=3))
    draft = experiment.draft
    draft.replace([layer("Reshape", target_shape=[3, 3, 1]), layer("Flatten"), END])
    assert not draft.in_use
    experiment.dataset = table(features=9, classes=3)
    # The experiment's own stack suits the nine features as well, so it stays until the draft is possible.
    assert draft.in_use
    assert stack_of(experiment) == ["Reshape", "Flatten", "Dense"]


def test_an_experiment_that_refuses_keeps_its_stack_and_the_draft_its_own(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make()
    draft = experiment.draft
    before = experiment.layers

    def refuse(*_: object) -> None:
        raise SessionStateError("Not now.")

    monkeypatch.setattr(type(experiment.task), "check_stack", refuse)
    draft.add("Dropout", 0)
    assert draft.refusal == "Not now."
    assert names(draft) == ["Dropout", "Dense", "Dense"]
    assert experiment.layers == before
    assert not draft.in_use
    monkeypatch.undo()
    experiment.undo()
    experiment.redo()
    assert draft.refusal == ""
    assert draft.in_use


def test_a_stack_for_numbers_ends_without_shares(make: Make) -> None:
    experiment = make(numbers(targets=2))
    draft = experiment.draft
    draft.replace([])
    assert draft.apply_repair(None) == 0
    assert draft.layers == [layer("Dense", units=2)]
    assert draft.in_use
    with pytest.raises(ConfigurationError, match="That fix is no longer available"):
        draft.apply_repair(None)
    for number in (-1, 1, True, "0"):
        with pytest.raises(ConfigurationError, match="That fix is no longer available"):
            draft.apply_repair(0, number)  # type: ignore[arg-type]  # as a page could


# ---- presets and losses ----


@pytest.mark.parametrize("name", ["linear", "mlp", "small_cnn", "lenet5", "digits"])
def test_every_preset_for_pictures_can_be_trained(make: Make, name: str) -> None:
    experiment = make(pictures(side=16))
    draft = experiment.draft
    draft.use_preset(name)
    assert draft.in_use
    assert draft.message.endswith("now.")
    experiment.step_batch()
    assert settled(experiment).error == ""
    assert settled(experiment).iteration == 1


def test_from_an_empty_stack_a_network_can_be_built_and_until_then_the_old_one_stays(make: Make) -> None:
    experiment = make(table(features=4, classes=3))
    draft, before = experiment.draft, experiment.layers
    draft.use_preset("empty")
    assert draft.layers == []
    assert draft.message == "The stack is empty now."
    assert draft.report.problems == ["The stack is empty. Add a layer to begin."]
    assert experiment.layers == before
    draft.add("Dense")
    draft.set(0, "units", 3)
    draft.set(0, "activation", "softmax")
    assert draft.in_use
    assert len(experiment.layers) == 1


def test_the_phishing_network_has_one_output_for_two_classes_and_brings_its_loss(make: Make) -> None:
    experiment = make(table(features=30, classes=2))
    draft = experiment.draft
    before = draft.layers
    draft.use_preset("phishing")
    assert [spec["config"]["units"] for spec in draft.layers] == [100, 100, 1]
    assert draft.layers[-1]["config"]["activation"] == "sigmoid"
    assert draft.report.params == 30 * 100 + 100 + 100 * 100 + 100 + 100 + 1
    assert experiment.loss.name == "binary_crossentropy"
    assert draft.in_use
    experiment.step_batch()
    assert settled(experiment).error == ""
    experiment.undo()  # one step, back to two outputs and to the loss that they need
    assert draft.layers == before
    assert experiment.loss.name == "sparse_categorical_crossentropy"
    assert draft.in_use
    experiment.redo()
    assert experiment.loss.name == "binary_crossentropy"
    assert draft.in_use


def test_two_classes_may_be_told_apart_by_one_output_once_the_loss_is_repaired(make: Make) -> None:
    experiment = make(table(features=3, classes=2))
    draft = experiment.draft
    draft.replace([layer("Dense", units=1, activation="sigmoid")])
    labels = [repair.label for repair in draft.report.repairs]
    assert labels[0] == "Train it with binary_crossentropy"
    draft.apply_repair(None)
    assert experiment.loss.name == "binary_crossentropy"
    assert draft.in_use
    draft.replace([layer("Dense", units=2, activation="softmax")])
    assert draft.report.repairs[0].label == "Train it with sparse_categorical_crossentropy"
    draft.apply_repair(None)
    assert experiment.loss.name == "sparse_categorical_crossentropy"
    assert draft.in_use


def test_a_loss_chosen_elsewhere_takes_the_draft_along(make: Make) -> None:
    experiment = make(table(features=3, classes=2))
    draft = experiment.draft
    experiment.loss = "binary_crossentropy"
    assert draft.layers[-1]["config"]["units"] == 1
    assert draft.in_use


def test_a_preset_that_does_not_suit_is_a_sentence(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    with pytest.raises(
        ConfigurationError, match=r"^LeNet-5 does not suit the data\. For pictures of at least"
    ):
        draft.use_preset("lenet5")
    assert not experiment.can_undo


# ---- pasted text ----


def test_a_stack_can_be_copied_and_pasted(make: Make) -> None:
    draft = make(pictures(side=12)).draft
    draft.use_preset("small_cnn")
    text = draft.text
    assert json.loads(text) == draft.layers
    assert text.count("\n") == len(draft.layers) + 1
    draft.replace([])
    draft.paste(text)
    assert draft.message == "6 layers pasted."
    assert draft.in_use
    assert read_stack(write_stack([])) == []
    assert read_stack(json.dumps({"layers": [layer("Flatten")], "input_shape": [4], "seed": 0})) == [
        layer("Flatten")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is nothing to read."),
        ("   \n", "There is nothing to read."),
        ("model = Sequential()", "The text is not valid JSON: Expecting value, line 1, column 1."),
        (
            '[{"class_name": "Dense"',
            "The text is not valid JSON: Expecting ',' delimiter, line 1",
        ),
        ("7", "A stack is a list of layers such as"),
        ("null", "A stack is a list of layers such as"),
        ('"Dense"', "A stack is a list of layers such as"),
        ('{"class_name": "Dense", "config": {}}', "A stack is a list of layers such as"),
        ('{"layers": [], "name": "mine"}', "A stack has no key 'name'."),
        ('{"layers": 7}', "A stack is a list of layers such as"),
        ("[7]", "Layer 1 must be given as"),
        ('["Dense"]', "Layer 1 must be given as"),
        ('[{"class_name": "Flatten"}, {"units": 4}]', "Layer 2 must be given as"),
        ('[{"class_name": 4}]', "Layer 1 must be given as"),
        ('[{"class_name": "Dense", "config": 4}]', "The config of layer 1 must be given as in"),
        ('[{"class_name": "Dense", "confg": {}}]', "Layer 1 has an unknown key 'confg'."),
        ('[{"class_name": "Dense", "config": {"units": NaN}}]', "A number must be finite"),
        ('[{"class_name": "Dense", "config": {"units": 1e999}}]', "A number must be finite"),
        ('[{"class_name": "Dense", "config": {"units": ' + "9" * 300 + "}}]", "A number must be finite"),
        ('[{"class_name": "Dense", "config": {"units": ' + "9" * 5000 + "}}]", "The text cannot be read"),
        ("[" * 20_000 + "]" * 20_000, "The text cannot be read: it is nested too deeply"),
        (
            '[{"class_name": "Dense", "config": {"units": ' + "[" * 50 + "]" * 50 + "}}]",
            "A setting is nested",
        ),
        ('[{"class_name": "' + "D" * 500 + '"}]', "A name has at most 200 letters; got 500."),
        ("[" + ",".join(["{}"] * 101) + "]", "A stack has at most 100 layers; got 101."),
        ("[" + " " * LONGEST_TEXT + "]", "The text has 200,002 characters"),
    ],
)
def test_text_that_is_no_stack_is_a_sentence_and_nothing_is_lost(make: Make, text: str, message: str) -> None:
    draft = make().draft
    draft.add("Dropout", 0)
    before = draft.layers
    with pytest.raises(ConfigurationError) as refusal:
        draft.paste(text)
    assert str(refusal.value).startswith(message)
    assert str(refusal.value).endswith((".", "?"))
    assert len(str(refusal.value)) < 250
    assert draft.layers == before
    assert draft.in_use


def test_a_pasted_stack_with_wrong_settings_is_taken_and_told_layer_by_layer(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    before = experiment.layers
    draft.paste(
        json.dumps(
            [
                layer("Dense", unit=4),
                layer("Dense", units=10**9),
                layer("LSTM", units=3),
                layer("Dense", units=[]),
            ]
        )
    )
    errors = [row.error for row in draft.report.rows]
    assert errors[0].startswith("Dense has no setting 'unit'.")
    assert errors[1].startswith("units must be a whole number in [1, 10,000]; got 1000000000.")
    assert errors[2] == "There is no layer called 'LSTM'."
    assert errors[3].startswith("units must be a whole number")
    assert experiment.layers == before
    draft.apply_repair(0)
    assert draft.layers[0]["config"] == {"units": 4}
    assert draft.message == "Rename it to units: done."


@pytest.mark.parametrize("value", [None, 7, "Dense", {}, {"class_name": "Dense"}, [object()], [[]], [Dense]])
def test_what_is_no_list_of_layers_is_refused(make: Make, value: object) -> None:
    experiment = make()
    draft = experiment.draft
    with pytest.raises(ConfigurationError):
        draft.replace(value)
    assert not experiment.can_undo


def test_layers_may_be_objects_and_are_written_down() -> None:
    plain = as_stack([Flatten(), Dense(3, kernel_regularizer="l2")])
    assert json.loads(json.dumps(plain)) == plain
    assert LAYERS.get(plain[1]).class_name == "Dense"
    with pytest.raises(ConfigurationError, match="A setting is a number, a name"):
        as_stack([layer("Dense", units=object())])
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(ConfigurationError, match="got something nested too deeply"):
        as_stack([deep])


# ---- what observers see ----


def test_observers_of_the_report_find_everything_else_up_to_date(make: Make) -> None:
    experiment = make()
    draft = experiment.draft
    seen: list[tuple[list[str], str, bool, int]] = []
    draft.observe(
        lambda change: seen.append((names(draft), draft.message, draft.in_use, len(change["new"].rows))),
        "report",
    )
    draft.add("Conv2D", 0)
    experiment.undo()
    assert seen == [
        (["Conv2D", "Dense", "Dense"], "Conv2D added at position 1 of 3.", False, 3),
        (["Dense", "Dense"], "Undone: Conv2D added at position 1 of 3.", True, 2),
    ]


def test_the_layers_are_changed_by_methods_only(make: Make) -> None:
    draft = make().draft
    with pytest.raises(TraitError):
        draft.layers = []
    actions: list[Any] = [lambda: draft.set(0, "units", 5), lambda: draft.move(0, 1)]
    for action in actions:
        before = json.dumps(draft.layers)
        kept = draft.layers
        action()
        assert json.dumps(kept) == before


def test_an_experiment_with_a_draft_can_be_freed() -> None:
    experiment = Experiment(table())
    seen = weakref.ref(experiment.draft)
    experiment.close()
    del experiment
    gc.collect()
    assert seen() is None


def test_a_draft_that_other_data_make_possible_is_built_once_and_kept(make: Make) -> None:
    experiment = make(table(features=4, classes=2))
    draft = experiment.draft
    draft.replace([layer("Dense", units=9), layer("Dense", units=3, activation="softmax")])
    assert not draft.in_use
    heard: list[Any] = []
    experiment.observe(lambda change: heard.append(change["new"]), "settings")
    experiment.dataset = table(features=4, classes=3)
    assert names(draft) == ["Dense", "Dense"]
    assert draft.layers[0]["config"]["units"] == 9
    assert draft.in_use
    assert heard[-1] is experiment.settings
    assert experiment.layers[0]["config"]["units"] == 9


def test_a_loss_that_applies_softmax_itself_wants_no_softmax_at_the_end() -> None:
    layers = [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]
    logits = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}
    experiment = Experiment(table(), loss=logits, layers=layers)
    row = experiment.draft.report.rows[-1]
    assert "applied twice" in row.advice
    experiment.layers = row.repairs[0].layers
    assert experiment.layers[-1]["config"]["activation"] == "linear"
    assert experiment.draft.report.rows[-1].advice == ""
    experiment.close()
