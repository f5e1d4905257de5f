"""One penalty for a whole network."""

from __future__ import annotations

from typing import Any

import pytest

from mlwidgets.engine import layers as kinds
from mlwidgets.session import Experiment
from mlwidgets.session.stack.penalty import Penalty
from mlwidgets.spec import LAYER_ROWS, LayerSpec


def stack(*layers: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - layers of the engine
    return [LayerSpec.of(layer).to_dict() for layer in layers]


@pytest.mark.parametrize("penalty", [Penalty(), Penalty("l1", 0.01), Penalty("l2", 3.0)])
def test_what_is_put_in_is_read_again_and_nothing_else_changes(penalty: Penalty) -> None:
    before = stack(
        kinds.Conv2D(4, 3, bias_regularizer="l2"),
        kinds.SeparableConv2D(4, 3),
        kinds.BatchNormalization(gamma_regularizer="l1"),
        kinds.Flatten(),
        kinds.Dense(3, "softmax"),
    )
    after = penalty.put_into(before)
    assert Penalty.read(after) == penalty
    changed = [
        (at, name)
        for at, (old, new) in enumerate(zip(before, after, strict=True))
        for name in old["config"]
        if old["config"][name] != new["config"][name]
    ]
    every = [
        (0, "kernel_regularizer"),
        (1, "depthwise_regularizer"),
        (1, "pointwise_regularizer"),
        (4, "kernel_regularizer"),
    ]
    assert changed == (every if penalty.rate else [])
    assert [LayerSpec.of(layer).to_dict() for layer in after] == after
    assert Penalty.read(before) == Penalty()


def test_layers_that_differ_have_no_penalty_in_common() -> None:
    assert Penalty.read(stack(kinds.Dense(2, kernel_regularizer="l2"), kinds.Dense(2))) is None
    assert Penalty.read(stack(kinds.Dense(2, kernel_regularizer="l1_l2"))) is None
    assert Penalty.read(stack(kinds.Flatten())) == Penalty()


def test_every_layer_with_a_kernel_is_reached() -> None:
    reached = {
        row.class_name
        for row in LAYER_ROWS
        for option in row.options
        if option.kind == "regularizer"
        and option.name.removesuffix("_regularizer") not in ("bias", "beta", "gamma", "alpha")
    }
    assert reached == {
        "Dense",
        "Conv1D",
        "Conv2D",
        "Conv2DTranspose",
        "DepthwiseConv2D",
        "SeparableConv2D",
    }
    assert all(
        option.name in ("kernel_regularizer", "depthwise_regularizer", "pointwise_regularizer")
        for row in LAYER_ROWS
        for option in row.options
        if option.kind == "regularizer"
        and option.name.removesuffix("_regularizer") not in ("bias", "beta", "gamma", "alpha")
    )


def test_it_is_part_of_the_loss_of_the_digits_network() -> None:
    experiment = Experiment("mnist")
    experiment.layers = Penalty("l2", 0.01).put_into(experiment.layers)
    experiment.step_batch()
    assert experiment.wait(30)
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.history.batch_logs["penalty"][0] > 0
    assert experiment.undo().startswith("Undone")
    experiment.close()
