"""A watched activation function: the same numbers, and copies of them."""

from __future__ import annotations

import numpy as np

from mlwidgets.engine.activations import ReLU
from mlwidgets.engine.recorder import Recorder


def test_it_computes_what_the_function_computes_and_keeps_what_is_wanted() -> None:
    recorder = Recorder(ReLU(), lambda batch: batch[:, :1].copy())
    z = np.array([[-1.0, 2.0], [3.0, -4.0]])
    a = recorder.forward(z.copy())
    assert a.tolist() == [[0, 2], [3, 0]]
    assert recorder.z.tolist() == [[-1], [3]]
    assert recorder.z_gradient is None
    back = recorder.backward(np.full_like(z, 5.0), z, a)
    assert back.tolist() == [[0, 5], [5, 0]]
    assert recorder.a_gradient is not None
    assert recorder.z_gradient is not None
    assert recorder.a_gradient.tolist() == [[5], [5]]
    assert recorder.z_gradient.tolist() == [[0], [5]]
    a[...] = back[...] = 9  # what happens later does not change the copies
    assert recorder.a.tolist() == [[0], [3]]
    assert recorder.z_gradient.tolist() == [[0], [5]]
