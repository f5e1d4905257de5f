"""Playground without a browser: each setting of TensorFlow Playground, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.session.stack.plain import PlainStack
from mlwidgets.widgets import Playground
from mlwidgets.widgets.controls.check_list import CheckList
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Disclosure
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.playground.hidden_layers import HiddenLayers
from mlwidgets.widgets.training.run_panel import RunPanel
from tests.widgets.kernel_lab_parts import parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

Control = NumberControl | ChoiceControl | CheckList | HiddenLayers
SECONDS = 30


class Learner:
    """Somebody at the playground's controls, who finds them by their labels."""

    def __init__(self) -> None:
        self.play = Playground()
        self.experiment: Experiment = self.play.experiment
        for part in parts(self.play):
            if isinstance(part, Disclosure):
                part.opened = True

    def control(self, label: str) -> Any:  # noqa: ANN401 - a Control; mypy need not know which
        kinds = (NumberControl, ChoiceControl, CheckList, HiddenLayers)
        (found,) = [one for one in parts(self.play) if isinstance(one, kinds) and one.label == label]
        return found

    def choose(self, label: str, value: object, trait: str = "value") -> str:
        """Set a control from the page, and return what it complains of."""
        control = self.control(label)
        Wire(control).arrive({trait: value})
        return str(control.error)


@pytest.fixture
def learner() -> Generator[Learner]:
    made = Learner()
    yield made
    made.play.close()


def test_it_opens_small_enough_to_read_and_succeeds_in_seconds(learner: Learner) -> None:
    plain = PlainStack.read(learner.experiment.layers)
    assert plain is not None
    assert (plain.sizes, plain.activation, learner.experiment.learning_rate) == ((4, 2), "tanh", 0.03)
    learner.experiment.run()
    assert learner.experiment.wait(SECONDS)
    assert learner.experiment.measure_test().logs["accuracy"] > 0.97


def test_closing_leaves_nothing_alive_whether_the_seldom_changed_was_opened_or_not() -> None:
    alive = ipywidgets.widgets.widget._instances
    before = set(alive)
    for opened in (False, True):
        play = Playground()
        for part in parts(play):
            if opened and isinstance(part, Disclosure):
                part.opened = True
        play.close()
        assert set(alive) == before


@pytest.mark.parametrize("kind", ["circle", "xor", "gauss", "spiral", "plane", "multi_gauss"])
def test_every_data_set_of_playground(learner: Learner, kind: str) -> None:
    assert learner.choose("Data", kind) == ""
    assert learner.experiment.dataset.name == kind


@pytest.mark.parametrize("noise", [0.0, 5.0, 25.0, 50.0])
def test_noise_from_0_to_50(learner: Learner, noise: float) -> None:
    assert learner.choose("Noise", noise) == ""
    assert learner.experiment.dataset.config["noise"] == noise


@pytest.mark.parametrize("percent", [10.0, 50.0, 90.0])
def test_share_of_training_data_from_10_to_90(learner: Learner, percent: float) -> None:
    assert learner.choose("Share for training", percent) == ""
    data = learner.experiment.dataset
    assert len(data.x_train) == pytest.approx(percent / 100 * 500, abs=2)


@pytest.mark.parametrize("size", [1, 10, 30])
def test_batch_size_from_1_to_30(learner: Learner, size: int) -> None:
    assert learner.choose("Batch size", float(size)) == ""
    assert learner.experiment.batch_size == size


def test_each_feature_alone_and_all_together(learner: Learner) -> None:
    names = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
    assert [value for _, value in learner.control("Features").options] == names
    for chosen in (*([name] for name in names), names):
        assert learner.choose("Features", chosen) == ""
        assert learner.experiment.features == tuple(chosen)
        assert learner.experiment.model.input_shape == (len(chosen),)


@pytest.mark.parametrize("sizes", [[], [1], [8], [4, 2], [8] * 6, [16] * 8])
def test_hidden_layers_from_none_to_six_and_more(learner: Learner, sizes: list[int]) -> None:
    assert learner.choose("Hidden layers", sizes, "sizes") == ""
    plain = PlainStack.read(learner.experiment.layers)
    assert plain is not None
    assert list(plain.sizes) == sizes


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "linear"])
def test_every_activation_of_playground(learner: Learner, name: str) -> None:
    assert learner.choose("Activation", name) == ""
    assert learner.experiment.layers[0]["config"]["activation"] == name


@pytest.mark.parametrize("rate", [1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
def test_every_stop_of_the_learning_rate_exactly(learner: Learner, rate: float) -> None:
    assert learner.choose("Learning rate", rate) == ""
    assert learner.experiment.learning_rate == rate


@pytest.mark.parametrize("name", ["l1", "l2"])
@pytest.mark.parametrize("rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
def test_every_regularizer_at_every_rate(learner: Learner, name: str, rate: float) -> None:
    learner.choose("Penalty on weights", name)
    assert learner.choose("Penalty rate", rate) == ""
    plain = PlainStack.read(learner.experiment.layers)
    assert plain is not None
    assert (plain.regularizer, plain.rate) == (name, rate)
    learner.choose("Penalty on weights", "none")  # which is its rate of 0
    assert learner.experiment.layers[0]["config"]["kernel_regularizer"] is None


@pytest.mark.parametrize("seed", [0, 7, 999])
def test_a_seed_for_points_and_weights(learner: Learner, seed: int) -> None:
    assert learner.choose("Seed", float(seed)) == ""
    assert learner.experiment.seed == learner.experiment.dataset.config["seed"] == seed


def test_everything_travels_in_its_settings(learner: Learner) -> None:
    for label, value in (("Data", "spiral"), ("Noise", 15.0), ("Learning rate", 0.03), ("Seed", 5.0)):
        assert learner.choose(label, value) == ""
    learner.choose("Hidden layers", [4, 2], "sizes")
    again = Experiment.from_dict(learner.experiment.to_dict())
    np.testing.assert_array_equal(again.model.vector, learner.experiment.model.vector)
    np.testing.assert_array_equal(again.dataset.x_train, learner.experiment.dataset.x_train)
    again.close()


def test_the_penalty_is_a_line_of_its_own_and_each_epoch_has_a_new_order(learner: Learner) -> None:
    learner.choose("Penalty on weights", "l2")
    for _ in range(2):
        learner.experiment.step_epoch()
        assert learner.experiment.wait(SECONDS)
    snapshot = learner.experiment.snapshot
    assert snapshot is not None
    assert len(snapshot.history.batch_logs["penalty"]) == snapshot.iteration
    # The same weights on the same batch would give the same loss: the first batches of two epochs differ.
    losses = snapshot.history.batch_logs["loss"]
    assert losses[0] != losses[snapshot.iteration // 2]


def test_a_reset_leads_back_to_the_same_weights(learner: Learner) -> None:
    start = learner.experiment.model.vector.copy()
    learner.experiment.step_epoch()
    assert learner.experiment.wait(SECONDS)
    assert not np.array_equal(learner.experiment.model.vector, start)
    learner.experiment.reset()
    assert learner.experiment.wait(SECONDS)
    np.testing.assert_array_equal(learner.experiment.model.vector, start)


@pytest.mark.parametrize(
    ("label", "value", "trait"),
    [
        ("Features", [], "value"),
        ("Features", ["x3"], "value"),
        ("Hidden layers", [0], "sizes"),
        ("Hidden layers", [10**9], "sizes"),
        ("Hidden layers", [4] * 9, "sizes"),
        ("Hidden layers", ["4"], "sizes"),
        ("Learning rate", "abc", "value"),
        ("Learning rate", float("nan"), "value"),
        ("Data", "dog", "value"),
        ("Noise", -1.0, "value"),
        ("Points", 1e9, "value"),
    ],
)
def test_hostile_values_change_nothing(learner: Learner, label: str, value: object, trait: str) -> None:
    before = learner.experiment.to_dict()
    learner.choose(label, value, trait)
    assert learner.experiment.to_dict() == before


def test_no_feature_is_explained_under_the_boxes(learner: Learner) -> None:
    assert "at least one feature" in learner.choose("Features", [])
    assert learner.control("Features").value == ["x1", "x2"]


def test_a_change_of_the_network_is_undone_and_redone(learner: Learner) -> None:
    hidden = learner.control("Hidden layers")
    wire = Wire(hidden)
    assert (hidden.can_undo, hidden.can_redo) == (False, False)
    wire.say({"kind": "undo"})
    assert learner.play.header.error == "There is nothing to undo."
    learner.choose("Hidden layers", [8], "sizes")
    learner.choose("Activation", "relu")
    assert (hidden.can_undo, hidden.can_redo) == (True, False)
    wire.say({"kind": "undo"})
    wire.say({"kind": "undo"})
    assert (hidden.sizes, learner.control("Activation").value) == ([4, 2], "tanh")
    wire.say({"kind": "redo"})
    assert (hidden.sizes, hidden.can_redo) == ([8], True)
    assert len(learner.experiment.layers) == 2


def test_a_stack_made_elsewhere_is_said_to_be_another(learner: Learner) -> None:
    learner.experiment.draft.add("Dropout", 1)
    hidden = learner.control("Hidden layers")
    assert hidden.help.startswith("This network has layers that")
    learner.choose("Hidden layers", [3], "sizes")
    assert hidden.help == ""
    assert [layer["class_name"] for layer in learner.experiment.layers] == ["Dense", "Dense"]


def test_other_data_are_refused_with_a_sentence() -> None:
    with pytest.raises(ConfigurationError, match="Playground shows points in the plane"):
        Playground("mnist")


def test_the_seed_is_one_step(learner: Learner) -> None:
    experiment = learner.experiment
    experiment.step_epoch()
    experiment.wait()
    before = experiment.restarts
    assert learner.choose("Seed", 7.0) == ""
    assert experiment.restarts == before + 1
    assert (experiment.seed, experiment.dataset.config["seed"]) == (7, 7)
    experiment.undo()
    experiment.wait()
    assert (experiment.seed, experiment.dataset.config["seed"]) == (0, 0)
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration > 0


def test_numbers_to_predict_have_their_own_column(learner: Learner) -> None:
    panel = next(part for part in parts(learner.play) if isinstance(part, RunPanel))
    assert panel.columns == ["Loss", "Accuracy"]
    learner.choose("Data", "plane")
    assert panel.columns[1] != "Accuracy"
    learner.experiment.step_epoch()
    learner.experiment.wait()
    assert [len(row) for row in panel.numbers[:2]] == [2, 2]


def test_what_goes_wrong_in_any_control_is_told(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the roof is off")

    monkeypatch.setattr(type(learner.experiment), "change", break_down)
    learner.choose("Learning rate", 0.5)
    assert "the roof is off" in learner.play.header.error


def test_a_playground_that_could_not_show_some_data_is_built_anew_for_points() -> None:
    play = Playground("circle")
    experiment = play.experiment
    experiment.change(dataset="mnist")  # it waits, and says why
    assert "mnist" in play.fault
    experiment.change(dataset="circle")
    assert play.fault == ""
    experiment.step_epoch()
    experiment.wait(SECONDS)
    (panel,) = [part for part in parts(play) if isinstance(part, RunPanel)]
    assert panel.text.startswith("epoch 1.00")
    play.close()
    experiment.close()
