"""Kernels made by hand as filters of a network's first convolution, and the filters that it has learned."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers as layer_kinds
from mlwidgets.engine.layers import Conv2D
from mlwidgets.errors import ShapeError
from mlwidgets.language import _, n_
from mlwidgets.ranges import FILTER_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array

Stack = list[dict[str, Any]]
"""Layers as an `Experiment` holds them."""

_FILTERS = n_("{count} filter", "{count} filters")
_CHANNELS = n_("{count} channel", "{count} channels")
_SLICES = n_("{count} slice", "{count} slices")


@dataclass(frozen=True, eq=False)
class LearnedFilters:
    """The filters of one convolution of a network.

    Attributes
    ----------
    layer : int
        Which layer of the stack, counted from 0.
    kernel : ndarray, shape (height, width, in_channels, filters)
        A copy of its weights.
    bias : ndarray, shape (filters,)
        A copy of its biases; zeros if it has none.
    """

    layer: int
    kernel: Array
    bias: Array


def learned_filters(model: Sequential) -> list[LearnedFilters]:
    """Return the filters of every two-dimensional convolution of a network, with its present weights."""
    found = []
    for number, layer in enumerate(model.layers):
        if isinstance(layer, Conv2D):
            kernel = layer.kernel.copy()
            bias = layer.bias.copy() if layer.use_bias else kernel[0, 0, 0] * 0
            found.append(LearnedFilters(number, kernel, bias))
    return found


def with_kernel(
    stack: Sequence[dict[str, Any]],
    kernel: Array,
    bias: float,
    number: int,
    *,
    in_channels: int,
    trainable: bool,
) -> Stack:
    """Return a stack in whose first convolution one filter is a kernel made by hand.

    Parameters
    ----------
    stack : list of dict
        The layers; it stays as it is.
    kernel : ndarray, shape (rows, columns, in_channels)
        The filter. The layer takes over its size; filters given before must have the same.
    bias : float
        The filter's bias.
    number : int
        Which filter it becomes, counted from 0.
    in_channels : int
        How many channels come into the layer.
    trainable : bool
        Whether training goes on to change it.

    Raises
    ------
    ShapeError
        There is no convolution, no such filter, or the kernel does not suit the layer's input.
    """
    changed: Stack = copy.deepcopy(list(stack))
    config = _first_convolution(changed)
    filters = int(config["filters"])
    if FILTER_NUMBER.check_int(number) >= filters:
        raise ShapeError(
            _("The first convolution has {filters}, numbered from 0; there is no filter {number}.").format(
                filters=_FILTERS.format(filters), number=number
            )
        )
    if kernel.shape[2] != in_channels:
        raise ShapeError(
            _(
                "The first convolution reads {channels}, and this kernel has {slices}. Give the "
                "kernel as many slices as the network's input has channels."
            ).format(channels=_CHANNELS.format(in_channels), slices=_SLICES.format(kernel.shape[2]))
        )
    given = _given(config["kernel_initializer"])
    if given and any(_size(value) != kernel.shape[:2] for value in given.values()):
        raise ShapeError(
            _(
                "The layer already has hand-made kernels of another size than {height} × {width}. All "
                "filters of a layer have the same size: remove the others first."
            ).format(height=kernel.shape[0], width=kernel.shape[1])
        )
    config["kernel_size"] = list(kernel.shape[:2])
    frozen = _given(config["kernel_constraint"])
    biases, frozen_biases = _given(config["bias_initializer"]), _given(config["bias_constraint"])
    given[number], biases[number] = kernel.tolist(), float(bias)
    for kept in (frozen, frozen_biases):
        kept.pop(number, None)
    if not trainable:
        frozen[number], frozen_biases[number] = given[number], biases[number]
    config["kernel_initializer"] = _initializer(config["kernel_initializer"], given)
    config["kernel_constraint"] = _constraint(frozen)
    if config["use_bias"]:
        config["bias_initializer"] = _initializer(config["bias_initializer"], biases)
        config["bias_constraint"] = _constraint(frozen_biases)
    return changed


def without_kernels(stack: Sequence[dict[str, Any]]) -> Stack:
    """Return a stack in which no filter is made by hand."""
    changed: Stack = copy.deepcopy(list(stack))
    config = _first_convolution(changed)
    for name in ("kernel_initializer", "bias_initializer"):
        config[name] = _initializer(config[name], {})
    for name in ("kernel_constraint", "bias_constraint"):
        if _given(config[name]):
            config[name] = None
    return changed


def hand_made(stack: Sequence[dict[str, Any]]) -> dict[int, bool]:
    """Return the numbers of the filters that are made by hand, and whether each is trained on."""
    for layer in stack:
        if layer["class_name"] == "Conv2D":
            config = layer["config"]
            frozen = _given(config.get("kernel_constraint"))
            return {number: number not in frozen for number in _given(config.get("kernel_initializer"))}
    return {}


def _first_convolution(stack: Stack) -> dict[str, Any]:
    """Return the settings of the first convolution, complete, as the stack's own dict."""
    for layer in stack:
        if layer["class_name"] == "Conv2D":
            made = layer_kinds.get(layer)
            assert isinstance(made, Conv2D)  # noqa: S101 - its name says so
            layer["config"] = made.get_config()
            config: dict[str, Any] = layer["config"]
            return config
    raise ShapeError(
        _("This network has no Conv2D layer to put a kernel into. Add one, or choose other data.")
    )


def _given(spec: object) -> dict[int, Any]:
    """Return the filters that an initializer or a constraint has been given, by their numbers."""
    if isinstance(spec, dict) and spec["class_name"] in ("GivenFilters", "FixedFilters"):
        return dict(zip(spec["config"]["numbers"], spec["config"]["values"], strict=True))
    return {}


def _initializer(spec: Any, given: dict[int, Any]) -> Any:  # noqa: ANN401 - a name or a dict
    others = spec["config"]["others"] if _is(spec, "GivenFilters") else spec
    if not given:
        return others
    return {"class_name": "GivenFilters", "config": {**_listed(given), "others": others}}


def _constraint(given: dict[int, Any]) -> dict[str, Any] | None:
    return {"class_name": "FixedFilters", "config": _listed(given)} if given else None


def _listed(given: dict[int, Any]) -> dict[str, Any]:
    numbers = sorted(given)
    return {"numbers": numbers, "values": [given[number] for number in numbers]}


def _is(spec: object, class_name: str) -> bool:
    return isinstance(spec, dict) and spec["class_name"] == class_name


def _size(value: list[Any]) -> tuple[int, int]:
    return len(value), len(value[0])
