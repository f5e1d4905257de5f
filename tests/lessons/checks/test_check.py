"""Every check on every kind of data, at every moment, and with evidence that somebody has spoilt."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.lessons.checks import CHECKS, UNTRAINED, Evidence
from mlwidgets.session import Experiment, Status
from tests.lessons.checks.support import KINDS, judged, trained
from tests.session.support import numbers, settled, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.session.conftest import Make

SAMPLE: dict[str, dict[str, Any]] = {
    "validation_accuracy": {"at_least": 0.5},
    "training_accuracy": {"below": 0.5},
    "loss": {"at_most": 1},
    "updates": {"at_least": 3},
    "epochs": {"at_most": 1},
    "diverged": {},
    "accuracy_gap": {"at_least": -0.1, "below": 0.1},
    "surest_mistake": {"at_least": 0.9},
    "parameters": {"at_most": 100},
    "layers": {"at_least": 2, "class_name": "Dense"},
    "hidden_layers": {"at_least": 1},
    "hidden_units": {"below": 10},
    "output_shape": {"shape": [2]},
    "dataset_is": {"name": "spiral"},
    "loss_is": {"class_name": "mse"},
    "optimizer": {"class_name": "adam"},
    "learning_rate": {"at_most": 0.01},
    "setting": {"name": "epochs", "at_least": 2},
    "kernel_sums_to": {"value": 0},
    "convolution_setting": {"name": "padding", "value": "valid"},
    "convolution_shape": {"shape": [3, 3]},
    "convolution_cell": {"row": 1, "column": 1, "value": 114},
    "kernel_answers_only_to": {"edges": "vertical"},
    "relabelled": {"at_least": 1},
    "test_openings": {"at_most": 0},
}
"""Parameters for each check that needs some."""

OF_A_RUN = (
    "validation_accuracy",
    "training_accuracy",
    "loss",
    "updates",
    "diverged",
    "accuracy_gap",
    "accuracy_fell_while_loss_fell",
    "accuracy_rose_while_loss_rose",
    "surest_mistake",
)


def judge_all(experiment: Experiment) -> dict[str, str]:
    """Judge an experiment by every check, and look at each sentence."""
    sentences = {}
    for name in CHECKS:
        finding = judged(name, experiment, **SAMPLE.get(name, {}))
        assert isinstance(finding.holds, bool)
        why = finding.why
        assert why[0].isupper(), (name, why)
        assert why.endswith("."), (name, why)
        assert ".." not in why.replace("…", ""), (name, why)
        assert "  " not in why, (name, why)
        assert not any(word in why for word in ("None", "nan", "inf ", "{", "}", "Traceback")), (name, why)
        sentences[name] = why
    return sentences


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_has_its_say_before_during_and_after_a_run(make: Make, kind: str) -> None:
    experiment = make(KINDS[kind](), epochs=2)
    before = judge_all(experiment)
    for name in OF_A_RUN:
        assert before[name] == UNTRAINED or "no accuracy" in before[name], before[name]
    experiment.step_batch()
    settled(experiment)
    judge_all(experiment)
    trained(experiment)
    after = judge_all(experiment)
    assert all(after[name] != UNTRAINED for name in OF_A_RUN)
    experiment.reset()
    settled(experiment)
    again = judge_all(experiment)
    assert {name: again[name] for name in OF_A_RUN} == {name: before[name] for name in OF_A_RUN}


@pytest.mark.parametrize("kind", ["numbers", "spiral", "plane"])
def test_every_check_has_its_say_of_a_run_that_broke_down(make: Make, kind: str) -> None:
    experiment = make(KINDS[kind](), epochs=30, loss="mean_squared_error", batch_size=8)
    layers = experiment.layers
    layers[-1]["config"]["activation"] = "linear"
    experiment.layers = layers
    experiment.optimizer = {"class_name": "SGD", "config": {"learning_rate": 10.0}}
    experiment.run()
    settled(experiment)
    assert experiment.status is Status.FAILED
    judge_all(experiment)
    assert judged("diverged", experiment).holds


def test_every_check_has_its_say_without_validation_data(make: Make) -> None:
    experiment = make(validation_split=0.0, epochs=2)
    judge_all(experiment)
    trained(experiment)
    sentences = judge_all(experiment)
    for name in ("validation_accuracy", "loss", "accuracy_gap", "surest_mistake"):
        assert "held out for validation" in sentences[name]


def test_every_check_has_its_say_of_a_stack_that_cannot_be_and_of_data_that_changed(make: Make) -> None:
    experiment = trained(make(epochs=1))
    experiment.dataset = numbers()
    settled(experiment)
    sentences = judge_all(experiment)
    assert sentences["loss"] == UNTRAINED


def test_data_that_cannot_be_divided_are_told_in_their_own_words(make: Make) -> None:
    data = table(1, classes=2)
    experiment = make(data)
    sentences = judge_all(experiment)
    for name in OF_A_RUN:
        assert sentences[name].startswith("The training part is too small to set an example aside"), name
    assert judged("dataset_is", experiment, name="spiral").why.startswith("Your data set is clouds")


def test_every_check_has_its_say_while_the_run_goes_on(make: Make) -> None:
    experiment = make(epochs=10_000, batch_size=1)
    experiment.run()
    for _ in range(5):
        judge_all(experiment)
    experiment.pause()
    settled(experiment)


@pytest.fixture(scope="module")
def evidence() -> Iterator[dict[str, dict[str, Any]]]:
    """Give what every check sees of a table that has been trained on."""
    experiment = trained(Experiment("penguins", epochs=3))
    yield {
        name: json.loads(json.dumps(check.evidence(experiment), allow_nan=False))
        for name, check in CHECKS.items()
    }
    experiment.close()


def spots(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the way to everything in nested lists and mappings."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from spots(inner, (*path, key))


SPOILT: list[Any] = [None, "x", "x" * 100_000, [], {}, [[]], [{}], True, -1, 0.5, 10**400]
SPOILT += [float("nan"), float("inf"), 1e308, -1e308]


@pytest.mark.parametrize("name", CHECKS)
def test_spoilt_evidence_is_judged_in_a_sentence(evidence: dict[str, dict[str, Any]], name: str) -> None:
    check = CHECKS[name]
    parameters = check.parse(SAMPLE.get(name, {}))
    rng = random.Random(name)  # noqa: S311 - which spots to spoil
    paths = list(spots(evidence[name]))
    for path in rng.sample(paths, min(40, len(paths))):
        for bad in (*SPOILT, "gone"):
            spoilt = copy.deepcopy(evidence[name])
            place: Any = spoilt
            for key in path[:-1]:
                place = place[key]
            if bad == "gone":
                del place[path[-1]]
            else:
                place[path[-1]] = bad
            finding = check.judge(spoilt, **parameters)
            assert isinstance(finding.holds, bool)
            assert finding.why.endswith(".")
            assert len(finding.why) < 2_000
    for bad in (
        *SPOILT,
        (),
        object(),
        {"problem": "Something is wrong."},
        {"problem": 3},
        {"problem": "x" * 9_999},
    ):
        assert not check.judge(bad, **parameters).holds


def test_evidence_is_small_and_plain(evidence: dict[str, dict[str, Any]]) -> None:
    for name, found in evidence.items():
        assert len(json.dumps(found)) < 10_000, name


def test_a_reader_of_evidence_says_what_it_wanted() -> None:
    finding = CHECKS["updates"].judge({"updates": "many"}, at_least=3)
    assert not finding.holds
    assert finding.why == (
        "The evidence of this task is incomplete: it must hold a number updates; got 'many'."
    )
    assert Evidence({"at": 3}).count("at") == 3


def test_evidence_does_not_make_a_network_or_change_the_experiment(make: Make) -> None:
    experiment = make()
    for check in CHECKS.values():
        check.evidence(experiment)
    assert experiment.snapshot is None
    assert not experiment.can_undo


def test_each_table_is_read_only() -> None:
    with pytest.raises(TypeError):
        CHECKS["mine"] = CHECKS["updates"]  # type: ignore[index]
