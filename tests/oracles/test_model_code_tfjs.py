"""The TensorFlow.js programs that the network lab shows, run in Node.js beside the engine.

Run by ``make oracles``, which finds or installs Node.js; the first run installs TensorFlow.js into
build/tfjs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.interchange.model_code_cases import (
    Case,
    all_cases,
    case,
    dense,
    forward_cases,
    made,
    normalized_case,
)
from tests.interchange.model_code_running import (
    MANY,
    Outcome,
    apart,
    differences,
    drawn_alike,
    engine_model,
    shaken,
    train,
    untrained,
    writable,
    write,
)
from tests.oracles.nodejs import Left, javascript_left

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNTRAINED, TRAINED, ADAM = 1e-5, 1e-4, 1e-3
"""Relative to the largest prediction. TensorFlow.js adds Adam's ε elsewhere than Keras."""


def compared(cases: Sequence[Case], folder: Path, tolerance: float) -> list[str]:
    """Train every case in the engine and by its program, and return where they differ."""
    cases = writable(cases, "tensorflowjs")
    wanted: list[Outcome] = []
    for number, one in enumerate(cases):
        model = engine_model(one)
        shaken(model)
        write(one, folder / f"{number:04d}", "tensorflowjs", model.get_weights())
        wanted.append(train(model, one))
    metrics = {f"{number:04d}": tuple(one.description.metrics) for number, one in enumerate(cases)}
    got: list[Outcome | str] = [
        left.outcome if isinstance(left, Left) else left for left in javascript_left(folder, metrics)
    ]
    return differences(cases, wanted, got, tolerance=tolerance, loss=False)


def test_the_same_weights_predict_the_same(tmp_path: Path) -> None:
    assert (
        compared([untrained(one) for one in [*forward_cases(), normalized_case()]], tmp_path, UNTRAINED) == []
    )


def test_after_some_updates_they_still_do(tmp_path: Path) -> None:
    exactly, nearly = apart([*all_cases(), normalized_case()])
    assert compared(exactly, tmp_path / "exactly", TRAINED) == []
    assert compared(nearly, tmp_path / "nearly", ADAM) == []


STARTS = [
    "glorot_uniform",
    "glorot_normal",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "orthogonal",
    "zeros",
    "ones",
    made("Constant", value=0.3),
    made("RandomUniform", minval=0.0, maxval=0.5),
    made("RandomNormal", mean=0.2, stddev=0.1),
    made("RandomNormal", mean=0.2, stddev=0.0),
    made("VarianceScaling", scale=2.0, mode="fan_out", distribution="untruncated_normal"),
    made("VarianceScaling", scale=2.0, mode="fan_avg", distribution="truncated_normal"),
]


def test_without_weights_they_are_drawn_as_in_the_engine(tmp_path: Path) -> None:
    cases = [
        case(f"starts from {start}", [dense(80, kernel_initializer=start), dense(1)], (60,), epochs=0)
        for start in STARTS
    ]
    cases.append(case("eye", [dense(80, kernel_initializer=made("Identity", gain=2.0))], (60,), epochs=0))
    kernels: list[tuple[str, dict[str, Any]]] = [
        ("DepthwiseConv2D", {"depth_multiplier": 9}),
        ("SeparableConv2D", {"filters": 40}),
        ("Conv2D", {"filters": 24, "kernel_initializer": "he_normal"}),
        ("Conv2DTranspose", {"filters": 24}),
    ]
    cases += [
        case(
            f"{kind} starts",
            [made(kind, kernel_size=3, **more), made("Flatten"), dense(1)],
            (9, 9, 12),
            epochs=0,
        )
        for kind, more in kernels
    ]
    for number, one in enumerate(cases):
        write(one, tmp_path / f"{number:02d}", "tensorflowjs", None)
    left = javascript_left(tmp_path, {f"{number:02d}": () for number in range(len(cases))})
    for one, theirs in zip(cases, left, strict=True):
        assert isinstance(theirs, Left), f"{one.name}: {theirs}"
        drawn = [array for layer in theirs.weights for array in layer]
        for ours, array in zip(engine_model(one).get_weights(), drawn, strict=True):
            assert array.size == ours.size, one.name
            assert ours.size < MANY or drawn_alike(array, ours), one.name
