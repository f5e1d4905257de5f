"""Record what PyTorch computes for layers and options that `record_torch.py` does not hold.

Run ``python tests/engine/reference/record_layers.py`` where torch and numpy are installed; it writes
``layers.npz`` beside this file. Nothing here imports mlwidgets: layouts, padding and formulas are written
down a second time, independently, and everything is float64.

Where PyTorch's definition is not ours
--------------------------------------
padding "same"
    Put on by hand as TensorFlow documents it: ``max((⌈n/s⌉ − 1) s + k − n, 0)`` in all, the odd cell at the
    end. For average pooling the mean of the padded window is multiplied by cells / cells inside.
Conv2DTranspose
    PyTorch gives (n − 1) s + k. TensorFlow's "valid" is n s + max(k − s, 0), so rows of zeros are added where
    k < s; its "same" is n s, cut from it with ⌊max(k − s, 0) / 2⌋ at the beginning.
BatchNormalization
    PyTorch keeps the variance with N − 1 below the sum, Keras with N, and PyTorch's momentum is 1 − Keras's.
PReLU
    PyTorch has one slope for each channel or one in all; with other shapes it is written with ``where``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

Arrays = dict[str, npt.NDArray[np.float64]]
Config = dict[str, Any]
Weights = dict[str, torch.Tensor]
Case = tuple[str, Config, list[int]]
Layer = Callable[[Config, torch.Tensor, Weights], torch.Tensor]


def pair(value: int | list[int]) -> list[int]:
    """Return a number twice, or a pair as it is."""
    return [value, value] if isinstance(value, int) else list(value)


def same(sides: list[int], config: Config, size: list[int]) -> list[int]:
    """Return the padding that "same" asks for, in the order of `functional.pad`: the last axis first."""
    if config["padding"] == "valid":
        return [0] * 2 * len(sides)
    around: list[int] = []
    strides = pair(config["strides"])[: len(sides)]
    dilations = pair(config.get("dilation_rate", 1))[: len(sides)]
    for side, k, s, d in zip(sides, size, strides, dilations, strict=True):
        missing = max((math.ceil(side / s) - 1) * s + (k - 1) * d + 1 - side, 0)
        around = [missing // 2, missing - missing // 2, *around]
    return around


def conv1d(config: Config, x: torch.Tensor, weights: Weights) -> torch.Tensor:
    """Return a convolution of (n, channels, steps)."""
    x = functional.pad(x, same([x.shape[2]], config, [config["kernel_size"]]))
    kernel = weights["kernel"].permute(2, 1, 0)
    options = config["strides"], 0, config["dilation_rate"], config["groups"]
    return functional.conv1d(x, kernel, weights.get("bias"), *options)


def conv2d(config: Config, x: torch.Tensor, weights: Weights) -> torch.Tensor:
    """Return a convolution of (n, channels, height, width)."""
    x = functional.pad(x, same(list(x.shape[2:]), config, pair(config["kernel_size"])))
    options = pair(config["strides"]), 0, pair(config["dilation_rate"]), config["groups"]
    return functional.conv2d(x, weights["kernel"].permute(3, 2, 0, 1), weights.get("bias"), *options)


def depthwise(
    config: Config, x: torch.Tensor, kernel: torch.Tensor, bias: torch.Tensor | None
) -> torch.Tensor:
    """Return a convolution of (n, channels, height, width), each channel on its own."""
    size, channels = pair(config["kernel_size"]), x.shape[1]
    x = functional.pad(x, same(list(x.shape[2:]), config, size))
    kernel = kernel.permute(2, 3, 0, 1).reshape(channels * config["depth_multiplier"], 1, *size)
    return functional.conv2d(
        x, kernel, bias, pair(config["strides"]), 0, pair(config["dilation_rate"]), channels
    )


def transposed(config: Config, x: torch.Tensor, weights: Weights) -> torch.Tensor:
    """Return a transposed convolution of (n, channels, height, width)."""
    size, strides = pair(config["kernel_size"]), pair(config["strides"])
    full = functional.conv_transpose2d(x, weights["kernel"].permute(3, 2, 0, 1), None, strides)
    around: list[int] = []
    for side, k, s in zip(x.shape[2:], size, strides, strict=True):
        overhang = max(k - s, 0)
        wanted = side * s + (overhang if config["padding"] == "valid" else 0)
        before = 0 if config["padding"] == "valid" else overhang // 2
        around = [-before, wanted + before - ((side - 1) * s + k), *around]
    z = functional.pad(full, around)
    return z + weights["bias"][:, None, None] if "bias" in weights else z


def average_pool(config: Config, x: torch.Tensor) -> torch.Tensor:
    """Return the means of windows of (n, channels, …), the rim not counted."""
    size = pair(config["pool_size"])[: x.dim() - 2]
    strides = pair(config["strides"])[: x.dim() - 2]
    pool = functional.avg_pool1d if x.dim() == 3 else functional.avg_pool2d
    around = same(list(x.shape[2:]), config, size)
    inside = pool(functional.pad(torch.ones_like(x), around), size, strides)
    return pool(functional.pad(x, around), size, strides) / inside


def batch_norm(config: Config, x: torch.Tensor, weights: Weights, kept: Weights | None) -> torch.Tensor:
    """Return the batch normalization of (n, …, channels); in training (`kept` given) note the averages."""
    channels_second = x.movedim(config["axis"], 1)
    mean, variance = weights["moving_mean"].detach().clone(), weights["moving_variance"].detach().clone()
    gamma, beta = weights.get("gamma"), weights.get("beta")
    momentum = 1 - config["momentum"]
    old = variance.clone()
    z = functional.batch_norm(
        channels_second, mean, variance, gamma, beta, kept is not None, momentum, config["epsilon"]
    )
    if kept is not None:
        count = x.numel() // x.shape[config["axis"]]
        unbiased = (variance - (1 - momentum) * old) / momentum
        kept["moving_mean"] = mean
        kept["moving_variance"] = (1 - momentum) * old + momentum * unbiased * (count - 1) / count
    return z.movedim(1, config["axis"])


def layer_norm(config: Config, x: torch.Tensor, weights: Weights) -> torch.Tensor:
    """Return the layer normalization of (n, …) over the axes, which are in rising order."""
    axes = config["axis"] if isinstance(config["axis"], list) else [config["axis"]]
    last = list(range(-len(axes), 0))
    moved = x.movedim(axes, last)
    gamma, beta = weights.get("gamma"), weights.get("beta")
    shape = list(moved.shape[-len(axes) :])
    return functional.layer_norm(moved, shape, gamma, beta, config["epsilon"]).movedim(last, axes)


def activated(z: torch.Tensor, config: Config) -> torch.Tensor:
    """Apply the layer's activation, which does not depend on the axis."""
    return {"linear": z, "relu": functional.relu(z), "tanh": torch.tanh(z)}[config["activation"]]


def prelu(x: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    """Return a ReLU with learned slopes, of (n, …, channels)."""
    if alpha.numel() == x.shape[-1]:
        return functional.prelu(x.movedim(-1, 1), alpha.flatten()).movedim(1, -1)
    return torch.where(x > 0, x, alpha * x)


def separable(config: Config, x: torch.Tensor, weights: Weights) -> torch.Tensor:
    """Return a convolution in two steps of (n, channels, height, width)."""
    between = depthwise(config, x, weights["depthwise_kernel"], None)
    return functional.conv2d(between, weights["pointwise_kernel"].permute(3, 2, 0, 1), weights.get("bias"))


def max_pool(config: Config, x: torch.Tensor) -> torch.Tensor:
    """Return the largest numbers of windows of (n, channels, steps)."""
    padded = functional.pad(x, same([x.shape[2]], config, [config["pool_size"]]), value=-math.inf)
    return functional.max_pool1d(padded, config["pool_size"], config["strides"])


def zero_pad(config: Config, x: torch.Tensor) -> torch.Tensor:
    """Return (n, channels, height, width) with a rim."""
    (top, bottom), (left, right) = config["padding"]
    return functional.pad(x, (left, right, top, bottom))


CHANNELS_LAST: dict[str, Layer] = {
    "Reshape": lambda c, x, _: x.reshape(x.shape[0], *c["target_shape"]),
    "SpatialDropout2D": lambda c, x, _: functional.dropout2d(x, c["rate"], training=False),
    "GaussianNoise": lambda _, x, __: x * 1,  # at prediction
    "LayerNormalization": layer_norm,
    "LeakyReLU": lambda c, x, _: functional.leaky_relu(x, c["negative_slope"]),
    "PReLU": lambda _, x, w: prelu(x, w["alpha"]),
    "ELU": lambda c, x, _: functional.elu(x, c["alpha"]),
    "Softmax": lambda _, x, __: functional.softmax(x, dim=-1),
}
CHANNELS_SECOND: dict[str, Layer] = {
    "Conv1D": lambda c, x, w: activated(conv1d(c, x, w), c),
    "Conv2D": lambda c, x, w: activated(conv2d(c, x, w), c),
    "DepthwiseConv2D": lambda c, x, w: activated(depthwise(c, x, w["kernel"], w.get("bias")), c),
    "SeparableConv2D": lambda c, x, w: activated(separable(c, x, w), c),
    "Conv2DTranspose": lambda c, x, w: activated(transposed(c, x, w), c),
    "MaxPooling1D": lambda c, x, _: max_pool(c, x),
    "AveragePooling1D": lambda c, x, _: average_pool(c, x),
    "AveragePooling2D": lambda c, x, _: average_pool(c, x),
    "GlobalAveragePooling2D": lambda _, x, __: functional.adaptive_avg_pool2d(x, 1).flatten(1),
    "GlobalMaxPooling2D": lambda _, x, __: functional.adaptive_max_pool2d(x, 1).flatten(1),
    "UpSampling2D": lambda c, x, _: functional.interpolate(x, scale_factor=pair(c["size"]), mode="nearest"),
    "ZeroPadding2D": lambda c, x, _: zero_pad(c, x),
}
"""Each layer's output from its config, a batch and its weights, by where the batch has its channels."""


def layer_output(
    kind: str, config: Config, x: torch.Tensor, weights: Weights, kept: Weights | None
) -> torch.Tensor:
    """Return a layer's output for examples first, channels last."""
    if kind == "BatchNormalization":
        return batch_norm(config, x, weights, kept)
    if kind in CHANNELS_LAST:
        return CHANNELS_LAST[kind](config, x, weights)
    return CHANNELS_SECOND[kind](config, x.movedim(-1, 1), weights).movedim(1, -1)


def convolution_cases() -> list[Case]:
    """List the convolutions to record."""
    cases: list[Case] = []
    names = ("linear", "relu", "tanh")
    for number, (padding, strides, dilation, groups) in enumerate(
        product(("valid", "same"), (1, 2, 3), (1, 2), (1, 2))
    ):
        config: Config = {"filters": 4, "kernel_size": 1 + number % 4}
        config |= {"strides": strides, "padding": padding}
        config |= {"dilation_rate": dilation, "groups": groups, "use_bias": number % 3 > 0}
        cases.append(("Conv1D", config | {"activation": names[number % 3]}, [9, 2]))
    for number, (padding, strides_2d, dilation_2d, groups) in enumerate(
        product(("valid", "same"), (1, [1, 3]), (1, 2, [1, 3]), (1, 2))
    ):
        config = {"filters": 4, "kernel_size": [2, 3] if number % 2 else 2, "strides": strides_2d}
        config |= {"padding": padding, "dilation_rate": dilation_2d, "groups": groups}
        config |= {"use_bias": number % 3 > 0, "activation": names[number % 3]}
        cases.append(("Conv2D", config, [4, 7, 4]))
    for number, (padding, strides_2d, multiplier, dilation_2d) in enumerate(
        product(("valid", "same"), (1, 2, [1, 3]), (1, 3), (1, [2, 1]))
    ):
        config = {"kernel_size": ([2, 3], 3, 1)[number % 3], "strides": strides_2d, "padding": padding}
        config |= {"depth_multiplier": multiplier, "dilation_rate": dilation_2d}
        config |= {"use_bias": number % 2 > 0, "activation": names[number % 3]}
        cases.append(("DepthwiseConv2D", config, [5, 7, 2]))
        cases.append(("SeparableConv2D", config | {"filters": 3}, [5, 7, 2]))
    for number, (padding, strides_2d, size) in enumerate(
        product(("valid", "same"), (1, 2, 3, [1, 2]), (1, 2, 3, [3, 2]))
    ):
        config = {"filters": 1 + number % 3, "kernel_size": size, "strides": strides_2d, "padding": padding}
        config |= {"use_bias": number % 2 > 0, "activation": names[number % 3]}
        cases.append(("Conv2DTranspose", config, [3, 4, 2]))
    return cases


def resizing_cases() -> list[Case]:
    """List the layers without weights that change the shape."""
    cases: list[Case] = []
    for padding, strides, size in product(("valid", "same"), (1, 2, 3), (2, 3)):
        config = {"pool_size": size, "strides": strides, "padding": padding}
        cases += [(kind, config, [8, 2]) for kind in ("MaxPooling1D", "AveragePooling1D")]
    for padding, strides_2d, size_2d in product(("valid", "same"), (1, 2, 3, [2, 1]), (2, 3, [2, 3])):
        config = {"pool_size": size_2d, "strides": strides_2d, "padding": padding}
        cases.append(("AveragePooling2D", config, [5, 6, 2]))
    cases += [(kind, {}, [3, 4, 2]) for kind in ("GlobalAveragePooling2D", "GlobalMaxPooling2D")]
    cases += [("UpSampling2D", {"size": size}, [2, 3, 2]) for size in (2, [3, 1])]
    cases += [
        ("ZeroPadding2D", {"padding": rims}, [2, 3, 2]) for rims in ([[1, 1], [1, 1]], [[0, 2], [3, 1]])
    ]
    for shape, target in (([6], [2, 3]), ([4, 3], [-1]), ([2, 3, 4], [4, 3, 2]), ([2, 3, 4], [6, -1])):
        cases.append(("Reshape", {"target_shape": target}, shape))
    return cases


def other_cases() -> list[Case]:
    """List normalization, slopes, and what sleeps at prediction."""
    cases: list[Case] = [("SpatialDropout2D", {"rate": 0.4}, [3, 4, 2])]
    cases.append(("GaussianNoise", {"stddev": 0.3}, [6]))
    usual = {"center": True, "scale": True, "epsilon": 1e-3}
    batch = usual | {"axis": -1, "momentum": 0.99}
    layer = usual | {"axis": -1}
    for shape in ([5], [4, 3], [3, 4, 2]):
        for change in ({}, {"scale": False}, {"center": False}):
            cases.append(("BatchNormalization", batch | change, shape))
            cases.append(("LayerNormalization", layer | change, [*shape[:-1], 5]))
    far = batch | {"momentum": 0.6, "epsilon": 0.1}
    cases += [("BatchNormalization", far | {"axis": axis}, [3, 4, 2]) for axis in (1, 2)]
    cases += [("LayerNormalization", layer | {"axis": axes}, [3, 4, 2]) for axes in (2, [1, 2], [1, 2, 3])]
    for shape in ([6], [3, 4, 2]):
        cases += [("LeakyReLU", {"negative_slope": slope}, shape) for slope in (0.0, 0.3)]
        cases += [("ELU", {"alpha": alpha}, shape) for alpha in (1.0, 0.4)]
        cases += [("Softmax", {}, shape), ("PReLU", {"shared_axes": None}, shape)]
    cases += [("PReLU", {"shared_axes": axes}, [3, 4, 2]) for axes in ([1, 2], [1, 2, 3], [2])]
    return cases


def weight_shapes(kind: str, config: Config, shape: list[int]) -> dict[str, list[int]]:
    """Return the shapes of a layer's weights, in Keras's order."""
    shapes: dict[str, list[int]] = {}
    units = config.get("filters", 0)
    if kind == "Conv1D":
        shapes["kernel"] = [config["kernel_size"], shape[-1] // config["groups"], units]
    elif kind == "Conv2D":
        shapes["kernel"] = [*pair(config["kernel_size"]), shape[-1] // config["groups"], units]
    elif kind == "DepthwiseConv2D":
        shapes["kernel"] = [*pair(config["kernel_size"]), shape[-1], config["depth_multiplier"]]
        units = shape[-1] * config["depth_multiplier"]
    elif kind == "SeparableConv2D":
        between = shape[-1] * config["depth_multiplier"]
        shapes["depthwise_kernel"] = [*pair(config["kernel_size"]), shape[-1], config["depth_multiplier"]]
        shapes["pointwise_kernel"] = [1, 1, between, units]
    elif kind == "Conv2DTranspose":
        shapes["kernel"] = [*pair(config["kernel_size"]), units, shape[-1]]
    elif kind == "PReLU":
        shared = config["shared_axes"] or []
        shapes["alpha"] = [1 if axis in shared else side for axis, side in enumerate(shape, start=1)]
    elif kind in ("BatchNormalization", "LayerNormalization"):
        axes = config["axis"] if isinstance(config["axis"], list) else [config["axis"]]
        sides = [[0, *shape][axis] for axis in axes]
        shapes |= {"gamma": sides} if config["scale"] else {}
        shapes |= {"beta": sides} if config["center"] else {}
        if kind == "BatchNormalization":
            shapes |= {"moving_mean": sides, "moving_variance": sides}
    return shapes | {"bias": [units]} if config.get("use_bias") else shapes


def record(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record each layer's output, and the gradients of Σ output · upstream."""
    written = []
    cases = [(*case, False) for case in convolution_cases() + resizing_cases() + other_cases()]
    cases += [(*case[:3], True) for case in cases if case[0] == "BatchNormalization"]
    for number, (kind, config, shape, training) in enumerate(cases):
        # Normalizing over two numbers has as its gradient a difference of nearly equal numbers, too fine for
        # float32: so a table has more rows, and a layer normalization (see above) five channels.
        x = torch.tensor(rng.normal(size=(6 if len(shape) == 1 else 2, *shape)), requires_grad=True)
        weights: Weights = {}
        for name, size in weight_shapes(kind, config, shape).items():
            moving = name.startswith("moving")
            drawn = rng.uniform(0.5, 2, size=size) if moving else rng.normal(size=size)
            weights[name] = torch.tensor(drawn, requires_grad=not moving)
        kept: Weights = {}
        output = layer_output(kind, config, x, weights, kept if training else None)
        upstream = rng.normal(size=tuple(output.shape))
        (output * torch.tensor(upstream)).sum().backward()
        parts = {"x": x, "output": output, "upstream": torch.tensor(upstream), "dx": x.grad} | weights
        parts |= {f"d{name}": weight.grad for name, weight in weights.items() if weight.requires_grad}
        parts |= {f"kept {name}": value for name, value in kept.items()}
        # One vector a case: a thousand small arrays would take more room for their headings.
        arrays[f"layer/{number}"] = np.concatenate([part.detach().numpy().ravel() for part in parts.values()])
        case = {"class_name": kind, "config": config, "training": training, "weights": list(weights)}
        written.append(case | {"shapes": {name: list(part.shape) for name, part in parts.items()}})
    return written


def main() -> None:
    """Write the file."""
    arrays: Arrays = {}
    layers = record(arrays, np.random.default_rng(20_261_123))
    path = Path(__file__).with_name("layers.npz")
    cases = np.array(json.dumps({"torch": torch.__version__, "layers": layers}))
    np.savez_compressed(path, allow_pickle=False, cases=cases, **arrays)
    print(f"{path.name}: {len(layers)} cases, {path.stat().st_size / 1024:.0f} KB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
