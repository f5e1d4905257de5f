"""A model from its layers and its weights, built when both have been checked against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Input
from mlwidgets.errors import MLWidgetsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.formats.reading import ReadStack


def built(stack: ReadStack, arrays: Sequence[Sequence[AnyArray]]) -> Sequential:
    """Return the model, with the arrays of each layer in the engine's order.

    Raises
    ------
    DataError
        A weight is not finite.
    ShapeError
        The arrays are not those of these layers.
    """
    model = Sequential([Input(stack.input_shape), *(one.layer for one in stack.layers)])
    model.set_weights([array for row in arrays for array in row])
    return model


def compile_as_said(model: Sequential, training: dict[str, Any] | None) -> None:
    """Compile a model with the arguments that its file means; leave out metrics that do not suit its loss."""
    if training is None:
        return
    try:
        model.compile(**training)
    except MLWidgetsError:
        model.compile(**{**training, "metrics": ()})
