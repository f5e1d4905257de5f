"""The layers of a stack as PyTorch modules: one row for each, channels first, padding in numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters, Identity
from mlwidgets.interchange.code.common.geometry import is_sequence, padding_of, pair, short, window
from mlwidgets.interchange.code.common.row import Row, name_of, not_in
from mlwidgets.interchange.code.common.text import Call, Code, rest
from mlwidgets.interchange.code.torch.parts import Part, Turn, Weights
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

ODD_CELL = 'Keras\' "same": the odd cell comes at the end.'
ROUNDED_UP = 'Keras\' "same": ceil_mode lets the last windows hang over the edge.'
MOMENTUM = (
    "PyTorch's momentum is the share of the new: 1 − Keras's. It also keeps the unbiased variance of "
    "a batch of n, larger by n / (n − 1)."
)

ORDER_OF_FLATTEN = (
    "nn.Flatten lays the channels one after another, Keras side by side: a kernel taken from "
    "Keras has its rows in another order."
)
KERNEL = {"kernel": "weight", "bias": "bias"}
SCALE = {"gamma": "weight", "beta": "bias"}


def torch_parts(description: ModelDescription) -> list[Part]:
    """Return the modules of a stack, in order; the last activation is left out where the loss contains it."""
    parts: list[Part] = []
    picture: Shape = ()
    for placed, after in zip(description.stack, [*description.stack[1:], None], strict=True):
        name = placed.layer.class_name
        if name == "Flatten" and _order_is_free(placed.input_shape, after):
            picture = placed.input_shape
            parts.append(Part(Call("nn.Flatten", comment=ORDER_OF_FLATTEN)))
        elif name == "Dense":
            parts += _dense(placed, picture)
            picture = ()
        else:
            row = ROWS[name]
            parts += [Part(row.call(placed))] if isinstance(row, Row) else row(placed)
        if after is not None or not description.absorbs:
            parts += _activation(placed.layer.activation)
    return parts


def torch_weights(description: ModelDescription, named: Sequence[dict[str, Array]]) -> dict[str, AnyArray]:
    """Return the weights as the program's ``model.load_state_dict`` takes them."""
    found: dict[str, AnyArray] = {}
    for index, part in enumerate(torch_parts(description)):
        for weights in part.weights:
            found[f"{index}.{weights.attribute}"] = weights.turn.apply(named[weights.layer][weights.name])
        if part.call.name.startswith("nn.BatchNorm"):
            found[f"{index}.num_batches_tracked"] = np.array(0)
    return found


# ---- Dense, and what comes before it ----


def _dense(placed: LayerInStack, picture: Shape) -> list[Part]:
    layer: Any = placed.layer
    features = placed.input_shape[0]
    turn = Turn((features, layer.units), (1, 0), picture=picture)
    call = Call("nn.Linear", (features, layer.units), {} if layer.use_bias else {"bias": False})
    return [Part(call, _weights(placed, KERNEL, turn))]


def _order_is_free(picture: Shape, after: LayerInStack | None) -> bool:
    """Return whether it only matters to a `Dense` in which order the numbers of a picture come."""
    if after is None or after.layer.class_name != "Dense" or not _apart(picture):
        return False
    by_hand = (GivenFilters, FixedFilters, Identity)
    spec = after.specs["kernel"]
    return not isinstance(spec.initializer, by_hand) and not isinstance(spec.constraint, by_hand)


def _flatten(placed: LayerInStack) -> list[Part]:
    shape = placed.input_shape
    if len(shape) == 1:
        return []
    if not _apart(shape):
        return [Part(Call("nn.Flatten"))]
    told = "Channels last, as Keras has them, before they are laid in a row."
    return [_move(1, -1, told), Part(Call("nn.Flatten"))]


def _reshape(placed: LayerInStack) -> list[Part]:
    shape, target = placed.input_shape, placed.output_shape
    parts = [_move(1, -1)] if _apart(shape) else []
    parts += [Part(Call("nn.Flatten"))] if len(shape) > 1 else []
    if len(target) == 1:
        return parts
    if not _apart(target):
        return [*parts, Part(Call("nn.Unflatten", (1, (target[-1], *target[:-1]))))]
    return [*parts, Part(Call("nn.Unflatten", (1, target))), _move(-1, 1)]


def _apart(shape: Shape) -> bool:
    """Return whether it matters that the channels come first: there are several, at several places."""
    return len(shape) > 1 and shape[-1] > 1 and math.prod(shape[:-1]) > 1


def _move(source: int, target: int, comment: str = "") -> Part:
    return Part(Call("MoveAxis", (source, target), comment=comment))


# ---- windows ----


def _sized(placed: LayerInStack, values: Sequence[object]) -> object:
    """Return a setting for both directions as short as PyTorch takes it."""
    return values[0] if is_sequence(placed.layer) else short(tuple(values))


def _convolution(
    placed: LayerInStack, made: int, groups: int, weights: tuple[Weights, ...], use_bias: bool
) -> list[Part]:
    dims = "1d" if is_sequence(placed.layer) else "2d"
    step, apart = pair(placed.layer, "strides"), pair(placed.layer, "dilation_rate")
    rows, columns = padding_of(placed)
    named: dict[str, object] = {"stride": _sized(placed, step)} if max(step) > 1 else {}
    before: list[Part] = []
    if max(*rows, *columns):
        if max(step) == 1:
            named["padding"] = "same"
        elif rows[0] == rows[1] and columns[0] == columns[1]:
            named["padding"] = _sized(placed, (rows[0], columns[0]))
        else:
            around = rows if dims == "1d" else (*columns, *rows)
            before = [Part(Call(f"nn.ZeroPad{dims}", (around,), comment=ODD_CELL))]
    named |= {"dilation": _sized(placed, apart)} if max(apart) > 1 else {}
    named |= {"groups": groups} if groups > 1 else {}
    named |= {} if use_bias else {"bias": False}
    first = (placed.input_shape[-1], made, _sized(placed, window(placed.layer)))
    return [*before, Part(Call(f"nn.Conv{dims}", first, named), weights)]


def _plain_convolution(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    shape = placed.specs["kernel"].shape
    turn = Turn(shape, (len(shape) - 1, len(shape) - 2, *range(len(shape) - 2)))
    return _convolution(placed, layer.filters, layer.groups, _weights(placed, KERNEL, turn), layer.use_bias)


def _depthwise(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    return _channel_by_channel(placed, "kernel", use_bias=layer.use_bias)


def _separable(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    between = placed.input_shape[-1] * layer.depth_multiplier
    call = Call("nn.Conv2d", (between, layer.filters, 1), {} if layer.use_bias else {"bias": False})
    turn = Turn((1, 1, between, layer.filters), (3, 2, 0, 1))
    first = _channel_by_channel(placed, "depthwise_kernel", use_bias=False)
    return [*first, Part(call, _weights(placed, {"pointwise_kernel": "weight", "bias": "bias"}, turn))]


def _channel_by_channel(placed: LayerInStack, name: str, *, use_bias: bool) -> list[Part]:
    channels, shape = placed.input_shape[-1], placed.specs[name].shape
    made = channels * shape[-1]
    names = {name: "weight"} | ({"bias": "bias"} if use_bias else {})
    weights = _weights(placed, names, Turn(shape, (2, 3, 0, 1), (made, 1, *shape[:2])))
    return _convolution(placed, made, channels, weights, use_bias)


def _transposed(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    channels, sides = placed.input_shape[-1], list(zip(layer.kernel_size, layer.strides, strict=True))
    surplus = [max(k - s, 0) if layer.padding == "same" else 0 for k, s in sides]
    settings = {
        "stride": layer.strides,
        "padding": tuple(one // 2 for one in surplus),
        "output_padding": tuple(max(s - k, 0) for k, s in sides),
    }
    usual = {"stride": (1, 1), "padding": (0, 0), "output_padding": (0, 0)}
    named = {name: short(value) for name, value in settings.items() if value != usual[name]}
    named |= {} if layer.use_bias else {"bias": False}
    call = Call("nn.ConvTranspose2d", (channels, layer.filters, short(layer.kernel_size)), named)
    turn = Turn((*layer.kernel_size, layer.filters, channels), (3, 2, 0, 1))
    rows, columns = (one % 2 for one in surplus)
    told = "Cut off the odd row and column at the end."
    cut = [Part(Call("nn.ZeroPad2d", ((0, -columns, 0, -rows),), comment=told))] if rows or columns else []
    return [Part(call, _weights(placed, KERNEL, turn)), *cut]


def _pooling(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    dims, mean = "1d" if is_sequence(layer) else "2d", layer.class_name.startswith("Average")
    size, step, around = window(layer), pair(layer, "strides"), padding_of(placed)
    name, first = f"nn.{'Avg' if mean else 'Max'}Pool{dims}", (_sized(placed, size),)
    named: dict[str, object] = {"stride": _sized(placed, step)} if step != size else {}
    uneven = any(before != after for before, after in around)
    # With steps of 1 there is nothing to round up.
    if any(before != after and one == 1 for (before, after), one in zip(around, step, strict=True)):
        if mean:
            raise not_in(
                _('{class_name} with an even window, strides of 1 and padding "same"').format(
                    class_name=layer.class_name
                ),
                "PyTorch",
                _('Choose "valid".'),
            )
        sides = around[0] if dims == "1d" else (*around[1], *around[0])
        pad = Call(f"nn.ConstantPad{dims}", (sides, Code('float("-inf")')), comment=ODD_CELL)
        return [Part(pad), Part(Call(name, first, named))]
    if any(before for before, _ in around):
        named["padding"] = _sized(placed, [before for before, _ in around])
        named |= {"count_include_pad": False} if mean else {}
    named |= {"ceil_mode": True} if uneven else {}
    return [Part(Call(name, first, named, ROUNDED_UP if uneven else ""))]


def _whole(name: str) -> Callable[[LayerInStack], list[Part]]:
    return lambda _: [Part(Call(f"nn.Adaptive{name}Pool2d", (1,))), Part(Call("nn.Flatten"))]


def _border(placed: Any) -> object:  # noqa: ANN401 - a padding, at its place
    rows, columns = placed.layer.padding
    around = (*columns, *rows)
    return around[0] if len(set(around)) == 1 else around


# ---- normalization, and slopes that are learned ----


def _batch_normalization(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    if layer.scale != layer.center:
        raise not_in(
            _("BatchNormalization with only one of scale and center"), "PyTorch", _("Set both alike.")
        )
    rank = len(placed.input_shape)
    (axis,) = layer.weight_axes(placed.input_shape)
    turn = Turn((placed.input_shape[axis],), (0,))
    named: dict[str, object] = {"eps": layer.epsilon, "momentum": rest(layer.momentum)}
    named |= {} if layer.scale else {"affine": False}
    dims = {1: "1d", 2: "1d", 3: "2d", 4: "3d"}[rank]
    ours = {
        "gamma": "weight",
        "beta": "bias",
        "moving_mean": "running_mean",
        "moving_variance": "running_var",
    }
    call = Call(f"nn.BatchNorm{dims}", turn.shape, named, MOMENTUM)
    part = Part(call, _weights(placed, ours, turn))
    return [part] if axis == rank - 1 else [_move(axis + 2, 1), part, _move(1, axis + 2)]


def _layer_normalization(placed: LayerInStack) -> list[Part]:
    layer: Any = placed.layer
    shape, rank = placed.input_shape, len(placed.input_shape)
    axes = layer.weight_axes(shape)
    if layer.center and not layer.scale:
        raise not_in(_("LayerNormalization with center, but not scale,"), "PyTorch", _("Set scale to True."))
    if axes not in ((rank - 1,), tuple(range(rank))):
        raise not_in(
            _("LayerNormalization over some of several axes"),
            "PyTorch",
            _("Choose -1, the channels, or all axes."),
        )
    named: dict[str, object] = {"eps": layer.epsilon}
    named |= {} if layer.scale else {"elementwise_affine": False}
    named |= {} if layer.center or not layer.scale else {"bias": False}
    whole = len(axes) == rank
    turn = Turn(shape, (rank - 1, *range(rank - 1))) if whole else Turn(shape[-1:], (0,))
    first = turn.turned if len(turn.shape) > 1 else turn.shape[0]
    part = Part(Call("nn.LayerNorm", (first,), named), _weights(placed, SCALE, turn))
    told = "nn.LayerNorm goes over the last axes: the channels have to be there."
    return [part] if whole else [_move(1, -1, told), part, _move(-1, 1)]


def _prelu(placed: LayerInStack) -> list[Part]:
    shape = placed.specs["alpha"].shape
    rank = len(shape)
    if math.prod(shape[:-1]) == 1:  # one alpha for each channel, or one for all
        turn = Turn(shape, tuple(range(rank)), shape[-1:])
        call = Call("nn.PReLU", shape[-1:], {"init": 0.0})
        return [Part(call, _weights(placed, {"alpha": "weight"}, turn))]
    turn = Turn(shape, (rank - 1, *range(rank - 1)))
    return [Part(Call("PReLU", (turn.turned,)), _weights(placed, {"alpha": "alpha"}, turn))]


def _weights(placed: LayerInStack, names: Mapping[str, str], turn: Turn) -> tuple[Weights, ...]:
    """Return the weights that a module holds, of those that our layer has; a bias is never turned."""
    return tuple(
        Weights(theirs, placed.number, ours, Turn(spec.shape, (0,)) if ours == "bias" else turn, spec)
        for ours, theirs in names.items()
        if (spec := placed.specs.get(ours)) is not None
    )


# ---- activations ----

ACTIVATIONS = {
    "elu": Row("nn.ELU", named={"alpha": ("alpha", 1.0)}),
    "gelu": Row("nn.GELU", named={"approximate": (lambda of: "tanh" if of.approximate else "none", "none")}),
    "hard_sigmoid": Row("nn.Hardsigmoid"),
    "mish": Row("nn.Mish"),
    "relu": Row("nn.ReLU"),
    "relu6": Row("nn.ReLU6"),
    "selu": Row("nn.SELU"),
    "sigmoid": Row("nn.Sigmoid"),
    "softmax": Row("nn.Softmax", named={"dim": lambda _: 1}),
    "softplus": Row("nn.Softplus"),
    "softsign": Row("nn.Softsign"),
    "swish": Row("nn.SiLU"),
    "tanh": Row("nn.Tanh"),
}


def _activation(function: ActivationFunction) -> list[Part]:
    """Return the module of an activation; a linear one needs none."""
    name = name_of(function)
    return [] if name == "linear" else [Part(ACTIVATIONS[name].call(function))]


def _nothing(_: LayerInStack) -> list[Part]:
    return []


ROWS: dict[str, Row | Callable[[LayerInStack], list[Part]]] = {
    "Conv1D": _plain_convolution,
    "Conv2D": _plain_convolution,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "Conv2DTranspose": _transposed,
    "MaxPooling1D": _pooling,
    "MaxPooling2D": _pooling,
    "AveragePooling1D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _whole("Avg"),
    "GlobalMaxPooling2D": _whole("Max"),
    "Flatten": _flatten,
    "Reshape": _reshape,
    "ZeroPadding2D": Row("nn.ZeroPad2d", first=(_border,)),
    "UpSampling2D": Row("nn.Upsample", named={"scale_factor": lambda placed: short(placed.layer.size)}),
    "Dropout": Row("nn.Dropout"),
    "SpatialDropout2D": Row("nn.Dropout2d"),
    "GaussianNoise": Row("GaussianNoise"),
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "Activation": _nothing,
    "Softmax": _nothing,
    "LeakyReLU": Row("nn.LeakyReLU", first=("negative_slope",)),
    "PReLU": _prelu,
    "ELU": ACTIVATIONS["elu"],
}
"""A class's row is one module, or the function that makes its modules and says how its weights lie there."""
