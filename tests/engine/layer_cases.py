"""Layers with their options and the shape of an input, for the tests that go over all of them."""

from __future__ import annotations

import itertools
from typing import Any

Config = dict[str, Any]
Case = tuple[str, Config, tuple[int, ...]]


def _convolutions() -> list[Case]:
    cases: list[Case] = []
    options = itertools.product(("valid", "same"), (1, 2, 3), (1, 2), (1, 2))
    for number, (padding, strides, dilation, groups) in enumerate(options):
        config: Config = {"padding": padding, "strides": strides, "dilation_rate": dilation, "groups": groups}
        config |= {"filters": 4, "kernel_size": 1 + number % 4, "use_bias": number % 2 == 0}
        cases.append(("Conv1D", config, (9, 2)))
    for number, (padding, strides_2d, dilation_2d, groups) in enumerate(
        itertools.product(("valid", "same"), (1, (1, 3)), (1, 2, (1, 3)), (1, 2, 4))
    ):
        config = {"padding": padding, "strides": strides_2d, "dilation_rate": dilation_2d, "groups": groups}
        config |= {"filters": 4, "kernel_size": (2, 3) if number % 2 else 2, "use_bias": number % 3 > 0}
        cases.append(("Conv2D", config, (4, 7, 4)))
    for number, (padding, strides_2d, multiplier, dilation_2d) in enumerate(
        itertools.product(("valid", "same"), (1, 2, (1, 3)), (1, 3), (1, (2, 1)))
    ):
        config = {"padding": padding, "strides": strides_2d, "dilation_rate": dilation_2d}
        config |= {"depth_multiplier": multiplier, "kernel_size": (1, 3, (2, 3))[number % 3]}
        config |= {"use_bias": number % 2 == 0}
        cases.append(("DepthwiseConv2D", config, (5, 7, 2)))
        cases.append(("SeparableConv2D", config | {"filters": 3}, (5, 7, 2)))
    for number, (padding, strides_2d, size) in enumerate(
        itertools.product(("valid", "same"), (1, 2, 3, (1, 2)), (1, 2, 3, (3, 2)))
    ):
        config = {"filters": 1 + number % 3, "kernel_size": size, "strides": strides_2d, "padding": padding}
        cases.append(("Conv2DTranspose", config | {"use_bias": number % 2 == 0}, (3, 4, 2)))
    for kind in ("DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"):
        needed = {"kernel_size": 2} if kind == "DepthwiseConv2D" else {"kernel_size": 2, "filters": 3}
        cases += [(kind, needed | {"activation": name}, (4, 4, 2)) for name in ("relu", "tanh", "softmax")]
    return cases


def _resized() -> list[Case]:
    cases: list[Case] = []
    for padding, size, strides in itertools.product(("valid", "same"), (1, 2, 3), (None, 1, 2, 3)):
        config: Config = {"pool_size": size, "strides": strides, "padding": padding}
        cases += [(kind, config, (8, 2)) for kind in ("MaxPooling1D", "AveragePooling1D")]
    for padding, pool, strides_2d in itertools.product(
        ("valid", "same"), (2, 3, (2, 3), 1), (None, 1, 2, 3, (2, 1))
    ):
        config = {"pool_size": pool, "strides": strides_2d, "padding": padding}
        cases.append(("AveragePooling2D", config, (7, 8, 2)))
    cases += [("GlobalAveragePooling2D", {}, shape) for shape in ((3, 4, 2), (1, 1, 3))]
    cases += [("GlobalMaxPooling2D", {}, shape) for shape in ((3, 4, 2), (1, 1, 3))]
    cases += [("UpSampling2D", {"size": size}, (2, 3, 2)) for size in (1, 2, (3, 2))]
    cases += [
        ("ZeroPadding2D", {"padding": padding}, (2, 3, 2))
        for padding in (0, 1, (2, 1), ((0, 1), (2, 3)), ((1, 0), (0, 0)))
    ]
    for shape, target in (
        ((6,), (6,)),
        ((6,), (2, 3)),
        ((6,), (1, 2, 3)),
        ((4, 3), (2, 6)),
        ((4, 3), (-1,)),
        ((2, 3, 4), (4, 3, 2)),
        ((2, 3, 4), (6, -1)),
        ((2, 3, 4), (-1, 2, 2, 2)),
    ):
        cases.append(("Reshape", {"target_shape": target}, shape))
    return cases


def _others() -> list[Case]:
    cases: list[Case] = [("SpatialDropout2D", {"rate": rate}, (3, 4, 8)) for rate in (0.0, 0.4)]
    cases += [
        ("GaussianNoise", {"stddev": s}, shape) for s in (0.0, 0.5) for shape in ((6,), (4, 3), (3, 4, 2))
    ]
    for center, scale in itertools.product((True, False), (True, False)):
        config = {"center": center, "scale": scale}
        cases += [("BatchNormalization", config, shape) for shape in ((5,), (4, 3), (3, 4, 2))]
        cases += [("LayerNormalization", config, shape) for shape in ((5,), (4, 3), (3, 4, 5))]
    cases += [("BatchNormalization", {"axis": axis, "epsilon": 0.1}, (3, 4, 2)) for axis in (1, 2, 3, -2)]
    for axis in (1, 2, -3, (1, 2, 3), (1, 2), (3, 1)):
        cases.append(("LayerNormalization", {"axis": axis, "epsilon": 1e-6}, (3, 4, 2)))
    for shape in ((6,), (4, 3), (3, 4, 2)):
        cases += [("LeakyReLU", {"negative_slope": slope}, shape) for slope in (0.0, 0.3, 2.0)]
        cases += [("ELU", {"alpha": alpha}, shape) for alpha in (0.0, 1.0, 0.4)]
        cases.append(("Softmax", {}, shape))
        cases.append(("PReLU", {}, shape))
    cases += [("PReLU", {"shared_axes": axes}, (3, 4, 2)) for axes in ([1, 2], [1], [2, 3], [1, 2, 3], [3])]
    return cases


CASES = _convolutions() + _resized() + _others()
"""The first layers have their cases in `test_gradients`. These are the others, and more of Conv2D."""
