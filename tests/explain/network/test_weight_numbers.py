"""One weight among the tiles: the same number at the same place, for every kind of layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.engine.layers import LAYERS, Conv2D, Dense, Flatten, Input, Layer
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.network.activations import layer_pictures
from mlwidgets.explain.network.weight_numbers import WeightNumber, weight_number, weight_sheet
from tests.engine.layer_cases import CASES
from tests.explain.network.test_activations import digits, traced

ONE_OF_EACH = list({kind: (kind, config, shape) for kind, config, shape in reversed(CASES)}.values())


@pytest.mark.parametrize(("kind", "config", "shape"), ONE_OF_EACH, ids=lambda part: str(part)[:30])
def test_every_number_of_every_tile_is_the_weight_at_the_place_that_is_named(
    kind: str, config: dict[str, Any], shape: tuple[int, ...]
) -> None:
    layer = LAYERS.get({"class_name": kind, "config": config})
    assert isinstance(layer, Layer)
    seen = traced(Input(shape), layer, Flatten(), Dense(2, "softmax"), compiled=True, y=1)
    for place in (1, 3):
        for group, tiles in enumerate(layer_pictures(seen, "weights")[place].tiles):
            found = set()
            for output in range(len(tiles.values)):
                sheet = weight_sheet(seen, place, group, output)
                wanted = tiles.values[output] if tiles.kind == "maps" else tiles.values[output].reshape(1, 1)
                np.testing.assert_array_equal(sheet, wanted)
                for (row, column), value in np.ndenumerate(sheet):
                    one = weight_number(seen, place, group, output, row, column)
                    assert (one is None) == bool(np.isnan(value))
                    if one is not None:
                        assert one.name == tiles.name
                        assert one.value == value == seen.layers[place - 1].weights[one.name][one.index]
                        found.add(one.index)
            if len(tiles.values) == tiles.total:
                assert len(found) == seen.layers[place - 1].weights[tiles.name].size


def test_the_gradient_comes_along_where_there_is_one() -> None:
    seen = digits()
    one = weight_number(seen, 3, 0, 5, 4, 6)
    # Eight kernels of 3 × 3 in rows of three: row 4 and column 6 belong to the middle one of the second row.
    assert one == WeightNumber(
        "kernel",
        (0, 2, 4, 5),
        float(seen.layers[2].weights["kernel"][0, 2, 4, 5]),
        float(seen.layers[2].weight_gradients["kernel"][0, 2, 4, 5]),
    )
    assert weight_number(seen, 3, 0, 5, 3, 6) is None  # the gap
    bias = weight_number(seen, 3, 1, 5, 0, 0)
    assert bias is not None
    assert (bias.name, bias.index) == ("bias", (5,))
    without = weight_number(digits(y=None), 3, 0, 5, 4, 6)
    assert without is not None
    assert without.gradient is None


@pytest.mark.parametrize(
    "place",
    [(0, 0, 0, 0, 0), (8, 0, 0, 0, 0), (1, 2, 0, 0, 0), (1, 0, 9, 0, 0), (1, 0, 0, 3, 0), (1, 0, 0, 0, -1)],
)
def test_a_place_that_does_not_exist_is_refused(place: tuple[int, int, int, int, int]) -> None:
    seen = traced(Input((5, 5, 1)), Conv2D(2, 3))
    with pytest.raises(ConfigurationError):
        weight_number(seen, *place)
