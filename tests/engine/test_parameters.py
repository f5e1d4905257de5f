"""One long vector, and the layers' arrays as views into it."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import initializers
from mlwidgets.engine.layers.base import WeightSpec
from mlwidgets.engine.parameters import Slot, carve, lay_out, length


def test_views_lie_one_after_another_and_share_the_memory() -> None:
    zeros = initializers.get("zeros")
    specs = [
        {"kernel": WeightSpec((2, 3), zeros), "bias": WeightSpec((3,), zeros)},
        {},
        {"kernel": WeightSpec((3, 1), zeros)},
    ]
    slots = lay_out(specs)
    assert [(slot.layer, slot.name, slot.start, slot.stop) for slot in slots] == [
        (0, "kernel", 0, 6),
        (0, "bias", 6, 9),
        (2, "kernel", 9, 12),
    ]
    vector = np.arange(length(slots), dtype=np.float32)
    views = carve(vector, slots, 3)
    assert [list(view) for view in views] == [["kernel", "bias"], [], ["kernel"]]
    assert views[0]["kernel"].tolist() == [[0, 1, 2], [3, 4, 5]]
    views[2]["kernel"][...] = 7
    assert vector[9:].tolist() == [7, 7, 7]


def test_no_weights_need_no_room() -> None:
    assert length(lay_out([{}, {}])) == 0


def test_a_number_of_an_array_is_found_in_the_vector_and_back() -> None:
    slot = Slot(layer=1, name="kernel", shape=(2, 3, 4), start=7, trainable=True)
    assert (slot.place_of((0, 0, 0)), slot.place_of((1, 2, 3))) == (7, 30)
    assert all(slot.place_of(slot.index_of(place)) == place for place in range(7, slot.stop))
    with pytest.raises(ValueError, match="invalid entry"):
        slot.place_of((2, 0, 0))
