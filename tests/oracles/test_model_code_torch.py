"""The PyTorch programs that the network lab shows, run beside the engine.

Run by ``make oracles``, where PyTorch is installed; without it these tests fail, they do not skip.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.interchange.code import weights_file
from tests.interchange.model_code_cases import (
    EDGE,
    Case,
    all_cases,
    case,
    dense,
    forward_cases,
    made,
    normalized_case,
    special_cases,
)
from tests.interchange.model_code_running import (
    MANY,
    Outcome,
    apart,
    differences,
    drawn_alike,
    engine_model,
    python_outcomes,
    shaken,
    train,
    untrained,
    writable,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray

    State = dict[str, AnyArray]

UNTRAINED, TRAINED, ADAM = 1e-5, 1e-4, 1e-3
"""Relative to the largest prediction. PyTorch adds Adam's ε elsewhere than Keras."""

STATE = 'np.savez("state.npz", **{name: array.numpy() for name, array in model.state_dict().items()})\n'


def compared(cases: Sequence[Case], folder: Path, tolerance: float) -> list[str]:
    """Train every case in the engine and by its program, and return where they differ."""
    cases = writable(cases, "pytorch")
    wanted: list[Outcome] = []
    for number, one in enumerate(cases):
        model = engine_model(one)
        shaken(model)
        write(one, folder / f"{number:04d}", "pytorch", model.get_weights())
        wanted.append(train(model, one))
    return differences(cases, wanted, python_outcomes(folder), tolerance=tolerance)


def states(cases: Sequence[Case], folder: Path, weights: Sequence[Sequence[AnyArray] | None]) -> list[State]:
    """Run the programs and return what their modules hold in the end."""
    for number, (one, given) in enumerate(zip(cases, weights, strict=True)):
        write(one, folder / f"{number:04d}", "pytorch", given)
        with (folder / f"{number:04d}" / "program.py").open("a", encoding="utf-8") as program:
            program.write(STATE)
    for one, outcome in zip(cases, python_outcomes(folder), strict=True):
        assert isinstance(outcome, Outcome), f"{one.name}: {outcome}"
    return [loaded((each / "state.npz").read_bytes()) for each in sorted(folder.iterdir())]


def loaded(file: bytes) -> State:
    """Return the arrays of a file by name."""
    with np.load(io.BytesIO(file)) as arrays:
        return {name: arrays[name] for name in arrays.files}


def in_torch(one: Case, model: Sequential) -> State:
    """Return the engine's weights under PyTorch's names."""
    return loaded(weights_file(one.description, model.get_weights(), language="pytorch"))


def test_the_same_weights_predict_the_same(tmp_path: Path) -> None:
    cases = [untrained(one) for one in [*forward_cases(), normalized_case()]]
    assert compared(cases, tmp_path, UNTRAINED) == []


def test_after_some_updates_they_still_do(tmp_path: Path) -> None:
    # Batch normalization has a test of its own, below.
    cases = [one for one in all_cases(every=3) if "BatchNormalization" not in one.name]
    exactly, nearly = apart(cases)
    assert compared(exactly, tmp_path / "exactly", TRAINED) == []
    assert compared(nearly, tmp_path / "nearly", ADAM) == []


def test_batch_normalization_learns_the_same_and_keeps_the_unbiased_variance(tmp_path: Path) -> None:
    one = normalized_case()
    model = engine_model(one)
    shaken(model)
    start = model.get_weights()
    train(model, one)
    (theirs,) = states([one], tmp_path, [start])
    ours = in_torch(one, model)
    for name in ours:
        if name.endswith(("running_var", "num_batches_tracked")):
            continue
        np.testing.assert_allclose(theirs[name], ours[name], rtol=2e-5, atol=2e-6, err_msg=name)
    (name,) = (name for name in ours if name.endswith("running_var"))
    # What is left of the start does not count: the rest is larger by n / (n − 1).
    left = start[4] * 0.5**one.description.epochs
    n = one.description.batch_size
    np.testing.assert_allclose((theirs[name] - left) / (ours[name] - left), n / (n - 1), rtol=1e-4)


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
    made("RandomNormal", mean=0.2, stddev=0.1),
    made("TruncatedNormal", mean=0.2, stddev=0.1),
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
        ("DepthwiseConv2D", {"depth_multiplier": 9, "depthwise_initializer": "orthogonal"}),
        ("SeparableConv2D", {"filters": 40, "pointwise_initializer": "he_normal"}),
        ("Conv2D", {"filters": 24, "groups": 2, "kernel_initializer": "he_normal", "use_bias": False}),
        ("Conv2DTranspose", {"filters": 24}),
        ("Conv2DTranspose", {"filters": 24, "kernel_initializer": "orthogonal"}),
    ]
    for kind, more in kernels:
        layer = made(kind, kernel_size=3, **more)
        cases.append(case(f"{kind} {more} starts", [layer, made("Flatten"), dense(1)], (9, 9, 12), epochs=0))
    found = states(cases, tmp_path, [None] * len(cases))
    for one, theirs in zip(cases, found, strict=True):
        ours = in_torch(one, engine_model(one))
        assert list(theirs) == list(ours)
        for name in ours:
            a, b = theirs[name], ours[name]
            assert a.shape == b.shape, f"{one.name}: {name}"
            assert b.size < MANY or drawn_alike(a, b), f"{one.name}: {name}"
        if "orthogonal" in one.name:
            kernel = theirs[next(iter(ours))]
            if "Depthwise" in one.name:
                kernel = kernel.reshape(12, 9, 9).transpose(1, 0, 2)
            rows = kernel.reshape(len(kernel), -1)
            rows = rows if rows.shape[0] <= rows.shape[1] else rows.T
            np.testing.assert_allclose(rows @ rows.T, np.eye(len(rows)), atol=1e-5)


def test_filters_made_by_hand_are_there_from_the_start(tmp_path: Path) -> None:
    given = made("GivenFilters", numbers=[1], values=[EDGE], others="he_normal")
    layer = made("Conv2D", filters=3, kernel_size=2, kernel_initializer=given)
    one = case("given", [layer, made("Flatten"), dense(2)], (4, 4, 2), epochs=0)
    one = replace(one, description=replace(one.description, seed=4))
    (theirs,) = states([one], tmp_path, [None])
    np.testing.assert_array_equal(theirs["0.weight"][1], np.array(EDGE).transpose(2, 0, 1))
    assert theirs["0.weight"].std() > 0.1


def test_schedules_and_class_weights_count_alike(tmp_path: Path) -> None:
    assert compared(special_cases(), tmp_path, TRAINED) == []
