"""The doctor of an experiment: when it looks, what it remembers, and what a press of a remedy does."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from mlwidgets import Experiment
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.session import Status
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import new_layer
from mlwidgets.spec.rows.optimizers import OPTIMIZER_ROWS
from tests.session.doctor import cases
from tests.session.doctor.cases import accuracy, dense, found, treat

KILLING = {"learning_rate": 10.0, "epochs": 2}


@pytest.fixture
def dead() -> Any:  # noqa: ANN401 - a generator of experiments
    """Train digits with a rate that kills every ReLU."""
    experiment = cases.watched("mnist", **KILLING)
    cases.run(experiment)
    yield experiment
    experiment.close()


def test_nobody_looks_at_layers_unless_somebody_asks() -> None:
    experiment = Experiment("circle", epochs=3)
    cases.run(experiment)
    assert experiment.snapshot is not None
    assert experiment.snapshot.vitals == ()
    assert "doctor" not in vars(experiment)
    experiment.close()


def test_it_looks_early_and_then_seldom_and_a_look_changes_no_number_of_the_run() -> None:
    plain, watched = Experiment("circle", epochs=20), cases.watched("circle", epochs=20)
    for experiment in (plain, watched):
        cases.run(experiment)
    assert watched.snapshot is not None
    looks = [look.iteration for look in watched.snapshot.vitals]
    assert looks[:5] == [0, 1, 2, 4, 8]
    assert looks == sorted(set(looks))
    assert looks[-1] == 400
    assert len(looks) < 20
    np.testing.assert_array_equal(plain.model.vector, watched.model.vector)
    for experiment in (plain, watched):
        experiment.close()


def test_gradients_and_steps_are_those_of_the_last_update() -> None:
    experiment = cases.watched(
        "circle", optimizer=cases.sgd(0.1), layers=[dense(3, "tanh"), dense(2, "softmax")]
    )
    experiment.step_batch()
    assert experiment.wait(cases.LONG)
    first = experiment.doctor.vitals[-1].layers[0]
    trainer_before = Experiment("circle", layers=experiment.layers, seed=experiment.seed).model
    moved = experiment.model.layers[0].weights["kernel"] - trainer_before.layers[0].weights["kernel"]
    bias = experiment.model.layers[0].weights["bias"]
    both = np.concatenate([moved.ravel(), bias.ravel()]) / 0.1
    assert first.gradient == pytest.approx(float(np.sqrt(np.mean(both**2))), rel=1e-3)
    assert first.largest == pytest.approx(float(np.abs(both).max()), rel=1e-3)
    assert first.parameters == 9
    experiment.close()


def test_a_remedy_is_one_step_for_undo_and_the_run_rests_until_run(dead: Experiment) -> None:
    number = dead.snapshot.run  # type: ignore[union-attr]
    treat(dead, found(dead, "dead"))
    assert dead.snapshot is not None
    assert dead.status is Status.READY
    assert dead.snapshot.iteration == 0
    assert dead.learning_rate == 0.002
    assert dead.snapshot.run != number
    assert dead.doctor.headline == ""
    assert dead.undo().startswith("Undone: the remedy “Go back to the start")
    assert dead.wait(cases.LONG)
    assert dead.learning_rate == 10
    assert dead.snapshot.run == number


def test_a_remedy_can_be_pressed_while_the_run_goes_on() -> None:
    experiment = cases.watched("mnist", learning_rate=10.0, epochs=200)
    experiment.step_epoch()
    assert experiment.wait(cases.LONG)
    experiment.run()
    treat(experiment, found(experiment, "dead"))
    assert experiment.status is Status.READY
    assert experiment.learning_rate == 0.002
    experiment.step_epoch()
    assert experiment.wait(cases.LONG)
    assert accuracy(experiment) > 0.85
    experiment.close()


def test_going_back_in_time_the_doctor_sees_what_was_so_then(dead: Experiment) -> None:
    dead.go_to(1)
    assert dead.wait(cases.LONG)
    assert dead.doctor.findings == ()
    assert [look.iteration for look in dead.doctor.vitals] == [0, 1]
    dead.go_to(dead.newest)
    assert dead.wait(cases.LONG)
    assert found(dead, "dead").update <= 5


def test_what_is_dismissed_stays_away_for_this_run_only(dead: Experiment) -> None:
    name = found(dead, "dead").name
    dead.doctor.dismiss(name)
    assert name not in [one.name for one in dead.doctor.findings]
    with pytest.raises(ConfigurationError, match="no finding 'dead-1' now"):
        dead.doctor.dismiss(name)
    dead.reset()
    cases.run(dead)
    assert found(dead, "dead")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        *[("nothing-7", 0), ("dead-1", 99), ("dead-1", -1), ("", 0)],
        *[
            ("dead-1", "a"),
            ("dead-1", None),
            ("dead-1", [0]),
            ("dead-1", True),
            ("dead-1", 0.0),
            (["dead-1"], 0),
        ],
    ],
)
def test_a_press_that_means_nothing_is_a_sentence_and_changes_nothing(
    dead: Experiment,
    name: Any,  # noqa: ANN401 - hostile
    remedy: Any,  # noqa: ANN401
) -> None:
    before = dead.settings
    with pytest.raises(ConfigurationError, match=r"finding"):
        dead.doctor.treat(name, remedy)
    assert dead.settings is before


def test_what_was_found_of_a_network_is_forgotten_with_it(dead: Experiment) -> None:
    assert dead.doctor.headline.startswith("Every ReLU")
    dead.layers = [cases.FLATTEN, dense(10, "softmax")]
    assert dead.doctor.headline == ""
    assert dead.doctor.vitals == ()
    dead.dataset = "circle"
    assert dead.doctor.findings == ()


def test_shipped_weights_have_no_record_and_are_not_called_ill() -> None:
    experiment = learned_experiment()
    heard: list[Any] = []
    experiment.doctor.observe(lambda change: heard.append(change["new"]), "findings")
    experiment.refresh()
    assert experiment.wait(cases.LONG)
    experiment.reset(experiment.stage)
    assert experiment.wait(cases.LONG)
    assert experiment.doctor.findings == ()
    assert heard == []
    experiment.close()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_trained_the_doctor_never_fails(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret
    names = [row.class_name for row in LAYER_ROWS]
    scale = draw.choice([1e-30, 1.0, 1e4, 1e30])
    data: Any = draw.choice(["circle", "plane", "multi_gauss", cases.table(scale), cases.table(low=scale)])
    experiment = cases.watched(data)
    for _ in range(40):
        layers = experiment.layers
        at = draw.randrange(len(layers))
        layer = new_layer(draw.choice(names))
        if "kernel_initializer" in LAYER_ROWS.of(layer["class_name"]).kind.parameter_names():
            layer["config"]["kernel_initializer"] = draw.choice(
                ["zeros", "ones", "he_normal", cases.normal(50.0)]
            )
        try:
            experiment.change(layers=[*layers[:at], layer, *layers[at:]])
            experiment.optimizer = draw.choice([row.name for row in OPTIMIZER_ROWS])
            experiment.learning_rate = 10 ** draw.uniform(-6, 1)
        except MLWidgetsError:
            continue
        if len(experiment.layers) > 4:
            break
    experiment.change(epochs=3, batch_size=draw.choice([1, 10, 500]))
    cases.run(experiment)
    for finding in experiment.doctor.findings:
        assert finding.headline
        assert finding.why
    for _ in range(4):  # pressed one after the other, whatever they lead to
        able = [one for one in experiment.doctor.findings if one.remedies]
        if not able:
            break
        finding = draw.choice(able)
        experiment.doctor.treat(finding.name, draw.randrange(len(finding.remedies)))
        assert experiment.wait(cases.LONG)
        if experiment.snapshot is not None and experiment.status is not Status.FINISHED:
            cases.run(experiment)
    experiment.close()


def test_a_rate_raised_on_the_way_is_taken_back_to_the_moment_before() -> None:
    experiment = cases.watched("mnist", learning_rate=0.004, epochs=3)
    experiment.step_updates(130)
    assert experiment.wait(cases.LONG)
    experiment.learning_rate = 10.0
    experiment.step_updates(20)
    assert experiment.wait(cases.LONG)
    remedy = found(experiment, "dead").remedies[0]
    assert remedy.label == "Go back to update 130, before the rate was raised, and use 0.004"
    assert remedy.why.endswith("before the learning rate was raised from 0.004 to 10.")
    treat(experiment, found(experiment, "dead"))
    assert experiment.snapshot is not None
    assert (experiment.snapshot.iteration, experiment.learning_rate) == (130, 0.004)
    experiment.close()
