"""The table of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from mlwidgets.engine.summary import layer_names

if TYPE_CHECKING:
    import pytest

WANTED = """\
Layer (type)                  Output Shape          Param #
───────────────────────────────────────────────────────────
conv2d (Conv2D)               (None, 26, 26, 8)          80
max_pooling2d (MaxPooling2D)  (None, 13, 13, 8)           0
conv2d_1 (Conv2D)             (None, 11, 11, 16)      1,168
flatten (Flatten)             (None, 1936)                0
dropout (Dropout)             (None, 1936)                0
dense (Dense)                 (None, 10)             19,370
───────────────────────────────────────────────────────────
Total params: 20,618 (80.54 KB)"""


def test_summary(capsys: pytest.CaptureFixture[str]) -> None:
    layers = [Conv2D(8, 3), MaxPooling2D(), Conv2D(16, 3), Flatten(), Dropout(0.5), Dense(10, "softmax")]
    model = Sequential([Input((28, 28, 1)), *layers])
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    assert lines == [WANTED]
    model.summary()
    assert capsys.readouterr().out == WANTED + "\n"
    assert not model.built


def test_names_are_those_of_keras() -> None:
    layers = [Dense(2), Conv2D(1, 1), Dense(3), MaxPooling2D(), Dense(4)]
    assert layer_names(layers) == ["dense", "conv2d", "dense_1", "max_pooling2d", "dense_2"]
