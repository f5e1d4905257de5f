"""What a chart sends: arrays without loss, differences without waste."""

from __future__ import annotations

import base64

import numpy as np
from plotly.basedatatypes import Undefined

from mlwidgets.widgets.charts.plotly_wire import (
    Props,
    differences,
    differences_of_traces,
    encode,
    script_pieces,
)


def test_arrays_travel_without_loss_and_without_waste() -> None:
    small = encode(np.array([0, 255]))
    assert (small["dtype"], bytes(small["buffer"])) == ("uint8", b"\x00\xff")
    assert encode(np.array([-1, 40_000]))["dtype"] == "int32"
    assert encode(np.array([2**40]))["dtype"] == "float64"
    assert encode(np.array([0.1, np.nan], np.float32))["dtype"] == "float32"
    square = encode(np.array([[1, 2], [3, 4]], np.float32))
    assert (square["dtype"], square["shape"]) == ("f4", "2, 2")
    assert np.frombuffer(base64.b64decode(square["bdata"]), np.float32).tolist() == [1, 2, 3, 4]
    assert (
        encode(np.asfortranarray([[1, 2], [3, 4]]))["bdata"] == base64.b64encode(bytes([1, 2, 3, 4])).decode()
    )
    assert encode(np.array(["a", "b"])) == ["a", "b"]
    assert encode(np.array([True, False])) == [True, False]
    assert encode(np.array(["2026-01-02"], "datetime64[D]")) == ["2026-01-02"]
    assert encode(np.array([1.5, np.nan], object)) == [1.5, None]
    assert encode([np.float32(0.5), float("nan"), float("inf"), np.int64(3)]) == [0.5, None, None, 3]


def test_differences_are_changes_additions_and_removals_by_path() -> None:
    old = {"line": {"color": "red", "width": 1}, "name": "a", "x": np.arange(3), "shapes": [{"x0": 1}]}
    new = {"line": {"color": "blue", "width": 1}, "y": [1], "x": np.arange(3), "shapes": [{"x0": 2}]}
    assert differences(old, new) == {"name": None, "line.color": "blue", "y": [1], "shapes": [{"x0": 2}]}
    assert differences(new, new) == {}


def test_arrays_differ_by_value_and_type_and_gaps_are_alike() -> None:
    old = {"y": np.array([1, np.nan], np.float32)}
    assert differences(old, {"y": np.array([1, np.nan], np.float32)}) == {}
    assert list(differences(old, {"y": np.array([1, np.nan])})) == ["y"]
    assert list(differences(old, {"y": [1, 2]})) == ["y"]


def test_traces_that_stay_as_they_are_are_left_alone() -> None:
    old: list[Props] = [{"y": [1]}, {"y": [2], "name": "b"}]
    assert differences_of_traces(old, [{"y": [1]}, {"y": [3]}]) == {
        "name": [Undefined, None],
        "y": [Undefined, [3]],
    }


def test_the_script_is_compressed_once() -> None:
    assert script_pieces(packed=True) is script_pieces(packed=True)
