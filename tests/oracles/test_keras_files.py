"""Files of Keras against Keras itself on PyTorch: random stacks saved here and opened there, and back."""

from __future__ import annotations

import importlib
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine.optimizers import SGD
from mlwidgets.interchange.formats.format import NotInFormatError
from mlwidgets.interchange.keras import keras_bytes, keras_remarks, load_keras
from tests.interchange.random_stacks import RandomStack, random_stacks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray

os.environ["KERAS_BACKEND"] = "torch"
keras = importlib.import_module("keras")  # now that it knows what to run on

# They warn about each other, and Keras of an optimizer without memory: our files hold none.
pytestmark = [pytest.mark.filterwarnings(f"ignore::{kind}Warning") for kind in ("Deprecation", "User")]

WANTED = 200
NEAR = 1e-5


def written(tally: Counter[str]) -> Iterator[tuple[RandomStack, bytes]]:
    """Yield 200 random stacks with their files; others are refused with a reason."""
    for stack in random_stacks(10 * WANTED, seed=12):
        if any("not on PyTorch" in remark for remark in keras_remarks(stack.model)):
            tally["left out: Keras on PyTorch is wrong itself, as the remark says"] += 1
            continue
        try:
            content = keras_bytes(stack.model)
        except NotInFormatError:
            tally["refused with a reason"] += 1
            continue
        yield stack, content
        tally["written"] += 1
        if tally["written"] == WANTED:
            return


def test_random_stacks_both_ways(tmp_path: Path) -> None:
    """Saved here and opened there; trained there for three steps, saved there and opened here."""
    tally: Counter[str] = Counter()
    different = []
    for stack, content in written(tally):
        (tmp_path / "here.keras").write_bytes(content)
        there = keras.saving.load_model(tmp_path / "here.keras")
        assert there.compiled or any("schedule" in said for said in keras_remarks(stack.model))
        if _apart(there.predict(stack.x, verbose=0), stack.model.predict(stack.x)) > NEAR:
            different.append(f"there: {stack}")
        _trained(there, stack)
        there.save(tmp_path / "there.keras")
        back = load_keras(tmp_path / "there.keras")
        after = there.predict(stack.x, verbose=0)
        if np.isfinite(after).all() and _apart(back.predict(stack.x), after) > NEAR:
            different.append(f"back: {stack}")
        assert isinstance(back.optimizer, SGD)
    print(f"\nKeras: {dict(tally)}, {len(different)} different")
    assert not different, "\n".join(different)


def test_a_functional_chain_opens_here(tmp_path: Path) -> None:
    x = np.random.default_rng(3).normal(size=(5, 9, 9, 2)).astype(np.float32)
    start = keras.Input((9, 9, 2))
    one = keras.layers.Conv2D(3, 3, kernel_regularizer="l2", kernel_constraint="max_norm")(start)
    two = keras.layers.ReLU(max_value=6)(keras.layers.BatchNormalization()(one))
    end = keras.layers.Dense(4, "softmax")(keras.layers.Flatten()(keras.layers.ReLU()(two)))
    model = keras.Model(start, end)
    model.compile(
        "nadam" if hasattr(keras.optimizers, "Nadam") else "adam", "sparse_categorical_crossentropy"
    )
    model.save(tmp_path / "model.keras")
    back = load_keras(tmp_path / "model.keras")
    assert _apart(back.predict(x), model.predict(x, verbose=0)) < NEAR
    assert back.optimizer is None  # the engine has no Nadam


def _trained(model: Any, stack: RandomStack) -> None:  # noqa: ANN401
    """Train for three steps by plain descent, so that all weights differ from those that were sent."""
    model.compile("sgd", "mean_squared_error", metrics=["mse"])
    target = np.zeros((len(stack.x), *stack.model.output_shape), np.float32)
    if model.trainable_variables:
        model.fit(stack.x, target, epochs=3, verbose=0)


def _apart(a: AnyArray, b: AnyArray) -> float:
    """Return the largest difference, relative to the largest number above 1."""
    assert a.shape == b.shape
    return float(np.abs(a - b).max() / max(1, np.abs(b).max()))
