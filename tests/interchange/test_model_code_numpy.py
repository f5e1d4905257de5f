"""The programs in plain NumPy give the engine's numbers, from given weights and from the seed alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.constraints import CONSTRAINTS
from mlwidgets.engine.initializers import INITIALIZERS
from mlwidgets.engine.layers import LAYERS
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.engine.regularizers import REGULARIZERS
from tests.interchange.model_code_cases import (
    EDGE,
    Case,
    all_cases,
    case,
    dense,
    made,
    network_cases,
    normalized_case,
)
from tests.interchange.model_code_running import (
    Outcome,
    differences,
    engine_model,
    python_outcomes,
    shaken,
    train,
    write,
)
from tests.interchange.random_targets import classes

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.engine.configurable import Registry

TOLERANCE = 2e-5
"""Of predictions after a few updates, relative to the largest. (The promise is 1e-4.)"""

CASES = [*all_cases(), normalized_case()]


def compared(cases: list[Case], folder: Path, *, given: bool) -> list[str]:
    """Train every case in the engine and by its program, and return where they differ."""
    wanted: list[Outcome] = []
    for number, one in enumerate(cases):
        model = engine_model(one)
        if given:
            shaken(model)
        write(one, folder / f"{number:04d}", "numpy", model.get_weights() if given else None)
        wanted.append(train(model, one))
    return differences(cases, wanted, python_outcomes(folder), tolerance=TOLERANCE)


def test_the_cases_hold_everything_that_the_engine_has() -> None:
    text = " ".join(str(one.description) for one in CASES)
    kinds: tuple[Registry[Any], ...] = (LAYERS, CONSTRAINTS, REGULARIZERS)
    for registry in kinds:
        for name in registry.names:
            assert registry.find(name).__name__ in text or f"'{name}'" in text
    assert {type(one.description.engine_loss).__name__ for one in CASES} == {
        LOSSES.find(name).__name__ for name in LOSSES.names
    }
    assert {type(one.description.engine_optimizer).__name__ for one in CASES} == {
        OPTIMIZERS.find(name).__name__ for name in OPTIMIZERS.names
    }
    assert all(f"'{name}'" in text for name in ACTIVATIONS.names)


def test_every_program_gives_the_engines_numbers_from_the_same_weights(tmp_path: Path) -> None:
    assert compared(CASES, tmp_path, given=True) == []


def starting_case(initializer: object, *, shape: tuple[int, ...] = (6,), layer: str = "Dense") -> Case:
    """Return a network whose first kernel starts so."""
    if layer == "Dense":
        first = dense(5, kernel_initializer=initializer, bias_initializer="random_normal")
    else:
        name = "depthwise_initializer" if layer == "SeparableConv2D" else "kernel_initializer"
        settings = {"filters": 4, "kernel_size": 2, name: initializer}
        first = made(layer, **settings)
    flat = [] if len(shape) == 1 else [made("Flatten")]
    return case(f"{layer} from {initializer}", [first, *flat, dense(2, "tanh")], shape, epochs=2)


def starting_cases() -> list[Case]:
    """Return every initializer, for a matrix, a kernel and a vector."""
    drawn = [name for name in INITIALIZERS.names if name != "given_filters"]
    more = [
        made("RandomUniform", minval=0.0, maxval=0.5),
        made("RandomNormal", mean=0.1, stddev=0.2),
        made("TruncatedNormal", mean=0.1, stddev=0.2),
        made("Identity", gain=0.5),
        made("Orthogonal", gain=1.5),
        *(
            made("VarianceScaling", scale=1.5, mode=mode, distribution=distribution)
            for mode in ("fan_in", "fan_out", "fan_avg")
            for distribution in ("truncated_normal", "untruncated_normal", "uniform")
        ),
    ]
    found = [starting_case(one) for one in [*drawn, *more]]
    pictures = [name for name in drawn if name != "identity"]
    for layer in ("Conv2D", "SeparableConv2D", "Conv2DTranspose"):
        found += [starting_case(one, shape=(4, 4, 2), layer=layer) for one in pictures]
    given = made("GivenFilters", numbers=[2], values=[EDGE], others="he_normal")
    found.append(starting_case(given, shape=(4, 4, 2), layer="Conv2D"))
    vector = dense(5, bias_initializer="glorot_uniform")
    return [*found, case("a vector", [vector, dense(2)], (6,), epochs=2)]


def test_from_the_seed_alone_the_weights_are_the_engines(tmp_path: Path) -> None:
    for seed in (0, 7):
        cases = [
            replace(one, description=replace(one.description, seed=seed))
            for one in [*starting_cases(), *network_cases()]
        ]
        assert compared(cases, tmp_path / str(seed), given=False) == []


@pytest.mark.parametrize("epochs", [1, 3])
def test_each_epoch_has_the_engines_order(epochs: int, tmp_path: Path) -> None:
    shuffled = case(
        "shuffled",
        [dense(6, "relu"), dense(3, "softmax")],
        (4,),
        loss="sparse_categorical_crossentropy",
        targets=classes,
        n=40,
        epochs=epochs,
        settings={"learning_rate": 0.5},
    )
    description = replace(shuffled.description, batch_size=7, seed=3)
    assert description.shuffle
    assert compared([replace(shuffled, description=description)], tmp_path, given=False) == []


def test_with_dropout_a_program_learns_and_predicts_without_it(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noisy = case(
        "noisy",
        [
            dense(16, "relu"),
            made("Dropout", rate=0.5),
            made("GaussianNoise", stddev=0.1),
            made("BatchNormalization", momentum=0.9),
            dense(2, "softmax"),
        ],
        (2,),
        loss="sparse_categorical_crossentropy",
        targets=classes,
        n=200,
        epochs=30,
        metrics=["accuracy"],
        optimizer="adam",
        settings={"learning_rate": 0.01},
    )
    x = rng.normal(size=(400, 2)).astype(np.float32)
    y = (x.sum(axis=1) > 0).astype(int)
    noisy = replace(noisy, x_train=x[:200], y_train=y[:200], x_test=x[200:], y_test=y[200:])
    write(noisy, tmp_path / "0", "numpy", None)
    (outcome,) = python_outcomes(tmp_path)
    assert isinstance(outcome, Outcome), outcome
    assert outcome.measured["accuracy"] > 0.9
