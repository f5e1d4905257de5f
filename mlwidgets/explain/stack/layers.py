"""One layer of a stack that may be impossible: read, checked, and sent through in thought."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.engine.layers import LAYERS
from mlwidgets.errors import ConfigurationError, MLWidgetsError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.layers.base import WeightSpec

_log = logging.getLogger(__name__)

MOST_LAYERS = 100
"""A stack of more could not be looked over, nor be trained without care."""

MOST_PARAMETERS = 10_000_000
"""With Adam they take 160 MB, and twice that while a snapshot is under way: what a small server has."""

MOST_NUMBERS = 2_000_000
"""That all layers together give for one example: 256 MB for a batch of 32, and as much for the gradients."""

_SMALL = 1_000_000
"""Weights of so many numbers are made to try a constraint on them; more are tried with one number an axis."""

_TOO_LARGE = {
    "parameters": (
        _(
            "This {layer} alone has {count:,} parameters; more than {most:,} would not fit into the memory "
            "of a small server. Use fewer units or filters, larger strides, or a pooling before it."
        ),
        _(
            "The stack up to this {layer} has {count:,} parameters; more than {most:,} would not fit into "
            "the memory of a small server. Use fewer units or filters, larger strides, or a pooling before "
            "it."
        ),
    ),
    "numbers": (
        _(
            "This {layer} alone has {count:,} numbers for each example; more than {most:,} would not fit "
            "into the memory of a small server. Use fewer units or filters, larger strides, or a pooling "
            "before it."
        ),
        _(
            "The stack up to this {layer} has {count:,} numbers for each example; more than {most:,} would "
            "not fit into the memory of a small server. Use fewer units or filters, larger strides, or a "
            "pooling before it."
        ),
    ),
}
"""What is said of a layer by itself, and of all layers up to it."""

_UNREADABLE = _("This layer cannot be read: {reason}.")
_TOO_DEEP = _("it is nested too deeply")
_UNKNOWN = _("There is no layer called {name}.")
_WEIGHTS = _("The {weights} of {layer}: {error}")
_NO_WEIGHTS = _("The {weights} of {layer} cannot be made: {reason}.")


def read_layer(spec: object) -> Layer:
    """Return the layer that is meant.

    Raises
    ------
    MLWidgetsError
        Nothing is; the message says why.
    """
    try:
        if isinstance(spec, Mapping) and isinstance(spec.get("class_name"), str):
            _check_name(spec["class_name"])
        return LAYERS.get(spec)
    except MLWidgetsError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever somebody pasted
        _log.warning("A layer could not be read: %s: %s", type(error).__name__, error)
        raise ConfigurationError(_UNREADABLE.format(reason=_reason(error))) from None


def output_of(layer: Layer, shape: Shape) -> Shape:
    """Return what a layer gives for an input of this shape, after trying its weights.

    Raises
    ------
    MLWidgetsError
        The layer does not take the shape, its weights cannot be made, or it is too large to be trained here.
    """
    output = layer.compute_output_shape(shape)
    check_size(layer.count_params(shape), math.prod(output), layer.class_name)
    for name, spec in layer.weight_specs(shape).items():
        try:
            _try_weights(spec)
        except MLWidgetsError as error:
            said = {"weights": name.replace("_", " "), "layer": layer.class_name}
            raise type(error)(_WEIGHTS.format(**said, error=error)) from None
        except Exception as error:  # noqa: BLE001 - what a constraint may meet in NumPy
            _log.warning("Weights could not be made: %s: %s", type(error).__name__, error)
            said = {"weights": name.replace("_", " "), "layer": layer.class_name}
            raise ConfigurationError(_NO_WEIGHTS.format(**said, reason=_reason(error))) from None
    return output


def check_size(params: int, numbers: int, layer: str, *, up_to: bool = False) -> None:
    """Raise `ShapeError` if so many parameters, or so many numbers for an example, are too many.

    Parameters
    ----------
    params, numbers : int
        How many there are, of one layer or of a stack.
    layer : str
        The kind of the layer, or of the last one of the stack.
    up_to : bool
        Whether they are those of the stack.
    """
    for count, most, what in (
        (params, MOST_PARAMETERS, "parameters"),
        (numbers, MOST_NUMBERS, "numbers"),
    ):
        if count > most:
            raise ShapeError(_TOO_LARGE[what][up_to].format(layer=layer, count=count, most=most))


def readable(spec: object) -> bool:
    """Return whether a layer is meant, wherever it may stand."""
    try:
        read_layer(spec)
    except MLWidgetsError:
        return False
    return True


def passes(shape: Shape, specs: Sequence[Any]) -> bool:
    """Return whether layers can follow each other from an input of this shape on."""
    try:
        for spec in specs:
            shape = output_of(read_layer(spec), shape)
    except MLWidgetsError:
        return False
    return True


def _check_name(name: str) -> None:
    """Raise if there is no such layer: the registry's message lists them all, too long for a card."""
    kinds = tuple(LAYERS.find(one).__name__ for one in LAYERS.names)
    if name not in kinds and name not in LAYERS.names:
        raise ConfigurationError(f"{_UNKNOWN.format(name=shown(name))}{nearest(name, kinds)}")


def _try_weights(spec: WeightSpec) -> None:
    """Raise what making the weights, or bringing them back to their constraint, would raise."""
    rank = (1,) * len(spec.shape)
    given = isinstance(spec.initializer, GivenFilters)
    # Whether an initializer can do it depends on the number of axes only, and one number an axis is quick.
    spec.initializer.draw(spec.shape if given else rank, np.random.default_rng(0))
    if spec.constraint is not None:
        shape = spec.shape if math.prod(spec.shape) <= _SMALL else rank
        spec.constraint.apply(np.zeros(shape, np.float32))


def _reason(error: Exception) -> str:
    """Return the first words of what Python or NumPy says."""
    if isinstance(error, RecursionError):
        return str(_TOO_DEEP)
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text[:100].rstrip(".")
