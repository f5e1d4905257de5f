"""First-layer weights in the units of the table."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import Encode, Impute, Plan, Scale
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Dense, Input
from mlwidgets.errors import ConfigurationError, SessionStateError, ShapeError
from mlwidgets.explain.tables.original_units import first_layer_units, original_units
from mlwidgets.session import Experiment
from tests.data.prepare.makers import penguins


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("encode", Encode)
@pytest.mark.parametrize("impute", Impute)
def test_the_sum_is_the_same_from_scaled_inputs_and_from_the_values(
    scale: Scale, encode: Encode, impute: Impute
) -> None:
    made = penguins()
    plan = Plan.suggested(made)
    for name in plan.features:
        plan = plan.with_column(name, scale=scale, encode=encode, impute=impute)
    prepared = PreparedTable(made, plan)
    draw = np.random.default_rng(0)
    kernel, bias = draw.normal(size=(len(prepared.inputs), 5)), draw.normal(size=5)
    scaled = prepared.transform(made).astype(np.float64)
    values = prepared.in_original_units(scaled)
    own = original_units(prepared, kernel, bias)
    np.testing.assert_allclose(values @ own.kernel + own.bias, scaled @ kernel + bias, rtol=1e-9, atol=1e-9)
    without = original_units(prepared, kernel)
    np.testing.assert_allclose(values @ without.kernel + without.bias, scaled @ kernel, rtol=1e-9, atol=1e-9)


def test_it_is_the_values_of_the_table_that_are_multiplied() -> None:
    made = penguins()
    plan = Plan.suggested(made)
    prepared = PreparedTable(made, plan)
    kernel = np.random.default_rng(1).normal(size=(len(prepared.inputs), 3))
    own = original_units(prepared, kernel)
    mass = [one.name for one in prepared.inputs].index("mass_g")
    std = made.column("mass_g").values[prepared.parts.train].std()
    np.testing.assert_allclose(own.kernel[mass], kernel[mass] / std)
    row = int(np.flatnonzero(~made.column("bill_mm").missing & ~made.column("island").missing)[0])
    values = np.zeros(len(prepared.inputs))
    for at, one in enumerate(prepared.inputs):
        if one.level is None:
            values[at] = made.column(one.column).values[row]
        elif one.column == "island":
            values[at] = made.column("island").texts(np.array([row])) == [one.level]
    scaled = prepared.transform(made)[row]
    np.testing.assert_allclose(values @ own.kernel + own.bias, scaled @ kernel, rtol=1e-5)


def test_wrong_shapes_are_refused() -> None:
    prepared = PreparedTable(penguins(), Plan.suggested(penguins()))
    with pytest.raises(ShapeError, match=r"kernel must have the shape \(6, units\); got \(3, 2\)"):
        original_units(prepared, np.zeros((3, 2)))
    with pytest.raises(ShapeError, match=r"bias must have the shape \(2,\)"):
        original_units(prepared, np.zeros((6, 2)), np.zeros(3))


def test_only_a_dense_layer_can_be_read_so() -> None:
    prepared = PreparedTable(penguins(), Plan.suggested(penguins()))
    model = Sequential([Input((6,)), BatchNormalization(), Dense(3)])
    with pytest.raises(ConfigurationError, match="the first layer is BatchNormalization"):
        first_layer_units(prepared, model)


def test_an_experiment_tells_them() -> None:
    experiment = Experiment("penguins")
    own = experiment.original_units()
    first = experiment.model.layers[0].weights
    assert experiment.dataset.prepared is not None
    same = original_units(experiment.dataset.prepared, first["kernel"], first["bias"])
    np.testing.assert_array_equal(own.kernel, same.kernel)
    np.testing.assert_array_equal(own.bias, same.bias)
    experiment.close()
    points = Experiment("spiral")
    with pytest.raises(SessionStateError, match="spiral is no prepared table"):
        points.original_units()
    points.close()
