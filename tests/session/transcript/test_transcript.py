"""The lines that just ran: run again on another experiment, they lead to the same state."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets import Experiment
from mlwidgets.errors import MLWidgetsError
from mlwidgets.session import undo
from mlwidgets.session.learned.opening import learned_experiment, load_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAYERS = ("Dense", "Dropout", "Activation", "BatchNormalization", "LayerNormalization", "Flatten")


class Clock:
    """Time that goes on by itself, so that no two steps are one gesture."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pace = 10.0

    def __call__(self) -> float:
        self.now += self.pace
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(undo, "monotonic", made)
    return made


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("spiral")
    yield made
    made.close()


def replay(lines: list[str], target: Experiment) -> None:
    """Run our own lines, as a learner would in a notebook."""
    for line in lines:
        exec(line, {"experiment": target})  # noqa: S102 - what we have just written ourselves
    assert target.wait(20)


def state(experiment: Experiment) -> dict[str, Any]:
    """Return all that can be seen of an experiment."""
    assert experiment.wait(20)
    return {
        "settings": experiment.to_dict(),
        "draft": experiment.draft.layers,
        "page": (experiment.page.hidden, experiment.page.locked, experiment.page.lifted),
        "weights": experiment.model.parameters.tobytes(),
        "iteration": 0 if experiment.snapshot is None else experiment.snapshot.iteration,
        "losses": []
        if experiment.snapshot is None
        else experiment.snapshot.history.batch_logs.get("loss", []),
        "undo": (experiment.can_undo, experiment.can_redo),
    }


def actions(  # noqa: C901 - many small things
    experiment: Experiment, rng: np.random.Generator
) -> list[Callable[[], object]]:
    """Return things that somebody may do, with chosen numbers."""
    draft, convolution = experiment.draft, experiment.convolution
    count = len(draft.layers)
    at = int(rng.integers(0, max(count, 1)))
    rate = float(rng.choice([0.001, 0.03, 0.1]))
    seed = int(rng.integers(0, 1000))

    def optimizer() -> None:
        experiment.optimizer = str(rng.choice(["adam", "sgd", "rmsprop", "adamw"]))

    def rates() -> None:
        experiment.learning_rate = rate

    def clip() -> None:
        experiment.optimizer = experiment.optimizer.with_(clipnorm=float(rng.choice([0.5, 1.0])))

    def data() -> None:
        experiment.dataset = str(rng.choice(["circle", "xor", "penguins", "spiral"]))

    def points() -> None:
        experiment.dataset = {
            "name": "gauss",
            "classes": 3,
            "noise": float(rng.integers(0, 50)),
            "seed": seed,
        }

    def loss() -> None:
        experiment.loss = str(rng.choice(["hinge", "binary_crossentropy", "mean_squared_error"]))

    def features() -> None:
        experiment.features = ("x1", "x1*x2") if rng.random() < 0.5 else ("x2", "sin(x1)")

    def layers() -> None:
        experiment.layers = [*experiment.layers[:-1], *experiment.layers[-2:]]

    def several() -> None:
        experiment.change(batch_size=int(rng.integers(4, 40)), seed=seed)

    def weight() -> None:
        experiment.set_weight(0, "bias", (0,), rate)

    def array() -> None:
        experiment.model.build()
        layer = next(layer for layer in experiment.model.layers if layer.weights)
        name, before = next(iter(layer.weights.items()))
        setattr(layer, name, rng.normal(size=before.shape))

    def kernel() -> None:
        convolution.change(kernel=rng.integers(-3, 4, (3, 3)))

    def several_of_convolution() -> None:
        convolution.take("cameraman" if convolution.setup.picture is None else None)

    def controls() -> None:
        experiment.change_page(hidden=[str(rng.choice(["seed", "loss"]))], locked=["noise"])

    def preset() -> None:
        draft.use_preset(str(rng.choice([one.name for one in draft.presets if not one.unsuited])))

    return [
        *(optimizer, rates, clip, data, points, loss, features, layers, several, weight, array, kernel),
        *(several_of_convolution, controls, preset, experiment.step_batch, experiment.reset),
        lambda: experiment.step_updates(int(rng.integers(1, 6))),
        lambda: experiment.go_to(int(rng.integers(0, experiment.newest + 1))),
        experiment.undo,
        experiment.redo,
        lambda: draft.add(str(rng.choice(LAYERS)), int(rng.integers(0, count + 1))),
        lambda: draft.remove(at),
        lambda: draft.duplicate(at),
        lambda: draft.move(at, int(rng.integers(0, max(count, 1)))),
        lambda: draft.set(at, "units", int(rng.integers(1, 9))),
        lambda: draft.set(at, "activation", str(rng.choice(["relu", "tanh", "linear"]))),
        lambda: draft.replace([]),
        lambda: convolution.set(padding=str(rng.choice(["same", "valid"])), strides=int(rng.integers(1, 3))),
        lambda: convolution.set(channels="sum"),
        convolution.reset,
        lambda: experiment.open_link(f"#noise={seed % 50}&networkShape=3"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_lines_of_a_random_session_lead_to_the_same_state(
    seed: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clock
    monkeypatch.setattr("mlwidgets.session.transcript.transcript.MOST_ENTRIES", 10_000)
    rng = np.random.default_rng(seed)
    there = Experiment("spiral")
    _ = there.draft
    for _ in range(25):
        assert there.wait(20)
        action = rng.choice(actions(there, rng))  # type: ignore[arg-type]  # NumPy chooses from any list
        with contextlib.suppress(MLWidgetsError):  # what cannot be done leaves no line
            action()
    here = Experiment("spiral")
    _ = here.draft
    assert there.wait(20)
    lines = list(there.transcript.lines)
    replay(lines, here)
    assert state(here) == state(there), "\n".join(lines)
    there.close()
    here.close()


def test_each_kind_of_action_is_one_plain_line(experiment: Experiment, clock: Clock) -> None:
    assert clock
    experiment.learning_rate = 0.1
    experiment.optimizer = "sgd"
    experiment.dataset = "penguins"
    experiment.draft.add("Dropout", 1)
    experiment.draft.set(1, "rate", 0.3)
    experiment.convolution.set(padding="valid")
    experiment.epochs = 7
    experiment.run()
    experiment.wait()
    experiment.set_weight(0, "bias", (0,), 0.5)
    experiment.undo()
    experiment.reset()
    assert experiment.transcript.lines == [
        "experiment.optimizer = experiment.optimizer.with_(learning_rate=0.1)",
        "experiment.optimizer = 'sgd'",
        "experiment.dataset = 'penguins'",
        "experiment.draft.add('Dropout', 1)",
        "experiment.draft.set(1, 'rate', 0.3)",
        "experiment.convolution.set(padding='valid')",
        "experiment.epochs = 7",
        "experiment.run()",
        "experiment.wait()",
        "experiment.set_weight(0, 'bias', [0], 0.5)",
        "experiment.undo()",
        "experiment.reset()",
    ]


def test_a_slider_that_is_dragged_leaves_one_line_and_a_timeline_too(
    experiment: Experiment, clock: Clock
) -> None:
    clock.pace = 0.01
    for rate in (0.1, 0.2, 0.3):
        experiment.learning_rate = rate
    experiment.step_updates(5)
    experiment.wait()
    for place in (4, 2, 3):
        experiment.go_to(place)
    assert experiment.transcript.lines == [
        "experiment.optimizer = experiment.optimizer.with_(learning_rate=0.3)",
        "experiment.step_updates(5)",
        "experiment.wait()",
        "experiment.go_to(3)",
    ]


def test_what_is_one_step_stays_one_and_what_failed_leaves_nothing(
    experiment: Experiment, clock: Clock
) -> None:
    assert clock
    with pytest.raises(ValueError, match="learning_rate"):
        experiment.learning_rate = -1
    with experiment.as_one_step("Changed two things."):
        experiment.epochs = 3
        experiment.convolution.set(padding="valid")
    (entry,) = experiment.transcript.lines
    assert entry.splitlines() == [
        "with experiment.as_one_step('Changed two things.'):",
        "    experiment.epochs = 3",
        "    experiment.convolution.set(padding='valid')",
    ]


def test_what_no_line_can_do_is_a_comment_and_no_more_than_twenty_entries_are_kept(clock: Clock) -> None:
    assert clock
    experiment = learned_experiment()
    load_stage(experiment, "10")
    assert "load_stage(experiment, '10')" in experiment.transcript.lines[-1]
    dense: Any = experiment.model.layers[-1]
    dense.kernel = np.zeros(dense.kernel.shape)
    assert experiment.transcript.lines[-1].startswith("# experiment.model.layers[5].kernel = …")
    for seed in range(30):
        experiment.seed = seed + 1
    assert len(experiment.transcript.lines) == 20
    experiment.close()
