"""A model as a program in plain NumPy: forward, backward and update written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.inputs import python_features
from mlwidgets.interchange.code.common.python_parts import assembled, examples, heading, measured
from mlwidgets.interchange.code.common.source import paragraphs, piece, written
from mlwidgets.interchange.code.numpy import windows as sliding
from mlwidgets.interchange.code.numpy.activations import (
    FORMULAS,
    LONG,
    NEED_MATH,
    activation_class,
)
from mlwidgets.interchange.code.numpy.classes import CLASSES, LAYER
from mlwidgets.interchange.code.numpy.layers import Entry, Writer
from mlwidgets.interchange.code.numpy.losses import last_activation, numpy_loss
from mlwidgets.interchange.code.numpy.optimizers import clipping, memory, update
from mlwidgets.interchange.code.numpy.rules import (
    constraint_functions,
    constraint_lines,
    given_lines,
    penalty,
    penalty_slopes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.description import ModelDescription

RANDOM = ("Dropout", "SpatialDropout2D", "GaussianNoise")
SLICE = 256
"""Examples that are predicted at once where windows take much memory."""


def numpy_code(description: ModelDescription) -> str:
    """Return the model as a program that needs NumPy alone.

    It reads data.npz, starts from the seed's weights as the lab does, or from weights.npz if that is there,
    and leaves ``loss`` and ``predictions``. Its numbers are those of the engine; only dropout and noise draw
    others.
    """
    writer = Writer(description)
    entries = writer.entries()
    specs = [writer.specs[entry.layer][name] for entry in entries for name in entry.weights]
    drawn = writer.initializers.functions()
    classes = _classes(entries)
    imports = [
        *(["import math"] if any(entry.kind in NEED_MATH for entry in entries) else []),
        *(["from functools import cache"] if drawn and writer.initializers.cached else []),
        "from pathlib import Path",
        "",
        "import numpy as np",
        "",
        f"SEED = {description.seed}",
    ]
    own = [
        python_features(tuple(description.features)),
        *drawn,
        *classes,
        _forward(),
        last_activation(description),
        numpy_loss(description),
        penalty(specs),
        *constraint_functions(specs),
    ]
    body = paragraphs(
        examples(description),
        _model(entries, specs),
        _training(description, specs) if description.epochs else [],
        _evaluation(description, entries),
    )
    if any(entry.kind in RANDOM for entry in entries):
        imports.append("rng = np.random.default_rng(SEED)  # for what is dropped or added in training")
    text = assembled(heading(description, "plain NumPy", "NumPy"), imports, own, body)
    if _trains_otherwise(entries):
        return text
    return (
        text.replace(", training)", ")")
        .replace("(x, training=False)", "(x)")
        .replace(", training=True)", ")")
    )


def _trains_otherwise(entries: Sequence[Entry]) -> bool:
    """Return whether a layer does something else in training than at prediction."""
    return any(entry.kind in (*RANDOM, "BatchNormalization") for entry in entries)


def _classes(entries: Sequence[Entry]) -> list[list[str]]:
    """Return the classes of all kinds of layers, in the order of the stack."""
    kinds = list(dict.fromkeys(entry.kind for entry in entries))
    wide = [entry for entry in entries if "size" in entry.call.named]
    flags = {
        "padded": any("padding" in entry.call.named for entry in wide),
        "dilated": any("dilation" in entry.call.named for entry in wide),
        "sequences": "Conv1D" in kinds,
        "kept": "BatchNormalization" in kinds,
    }
    found = [piece(LAYER, kept=flags["kept"])]
    if wide:
        found.append(_windowed(padded=flags["padded"], dilated=flags["dilated"]))
    grouped = any("groups" in entry.call.named for entry in wide)
    texts = {
        "Conv2D": sliding.GROUPED if grouped else sliding.CONV2D,
        "DepthwiseConv2D": sliding.DEPTHWISE,
        "Conv2DTranspose": sliding.TRANSPOSED,
        "MaxPooling2D": sliding.MAX_POOLING,
        "AveragePooling2D": sliding.AVERAGE_POOLING,
    } | CLASSES
    done: set[str] = set()
    for kind in kinds:
        for one in [kind.replace("1D", "2D"), kind] if kind.endswith("1D") else [kind]:
            if one in done:
                continue
            done.add(one)
            if one in FORMULAS or one in LONG:
                found.append(activation_class(one))
            elif one.endswith("1D"):
                found.append(piece(sliding.ON_SEQUENCES.replace("NAME", one.removesuffix("1D"))))
            else:
                alike = [entry for entry in entries if _stem(entry.kind) == _stem(one)]
                simple = all(len(entry.weights) == 2 for entry in alike)  # noqa: PLR2004 - kernel and bias
                used = {name for entry in alike for name in entry.call.named}
                own = {"padded": "padding" in used, "axis": "axis" in used}
                own["partly"] = bool({"scale", "center"} & used)
                found.append(piece(_with_settings(texts[one], **own), simple=simple, **(flags | own)))
    return found


def _with_settings(text: str, *, axis: bool, partly: bool, **_: bool) -> str:
    """Return the class of a normalization with the settings that are in use."""
    settings = (", axis=-1" if axis else "") + (", scale=True, center=True" if partly else "")
    return text.replace("SETTINGS", settings)


def _windowed(*, padded: bool, dilated: bool) -> list[str]:
    """Return the class that windows share, with the settings that are in use."""
    words = {" PADDING": ", padding=((0, 0), (0, 0))" if padded else ""}
    words["DILATION"] = ", dilation=(1, 1)" if dilated else ""
    lines = piece(sliding.WINDOWED, padded=padded, dilated=dilated)
    for word, value in words.items():
        lines = [line.replace(word, value) for line in lines]
    return lines


def _stem(kind: str) -> str:
    """Return what a layer for pictures and one for sequences are called alike."""
    return kind.removesuffix("2D").removesuffix("1D")


def _forward() -> list[str]:
    return piece("""
        def forward(x, training=False):
            for layer in model:
                x = layer.forward(x, training)
            return x
    """)


def _model(entries: Sequence[Entry], specs: Sequence[WeightSpec]) -> list[str]:
    lines = ["model = ["]
    for entry in entries:
        lines += written(entry.call, indent=4, end=",")
    kept = any(entry.kept for entry in entries)
    arrays = "[*layer.weights, *layer.kept]" if kept else "layer.weights"
    lines += [
        "]",
        "for layer in model:  # in float32, like the lab",
        "    layer.weights = [w.astype(np.float32) for w in layer.weights]",
        *(["    layer.kept = [w.astype(np.float32) for w in layer.kept]"] if kept else []),
        "weights = [w for layer in model for w in layer.weights]",
        *given_lines(specs),
        'if Path("weights.npz").exists():  # start from the weights of the lab',
        '    stored = np.load("weights.npz")',
        f"    everything = [w for layer in model for w in {arrays}]" if kept else "",
        f"    for w, name in zip({'everything' if kept else 'weights'}, stored.files):",
        "        w[...] = stored[name]",
    ]
    return [line for line in lines if line]


def _training(description: ModelDescription, specs: Sequence[WeightSpec]) -> list[str]:
    inner = [
        f"batch = order[start : start + {description.batch_size}]",
        "outputs = forward(x_train[batch], training=True)",
        "loss, g = loss_and_gradient(outputs, y_train[batch])",
        "for layer in reversed(model):",
        "    g = layer.backward(g)",
        "gradients = [slope for layer in model for slope in layer.gradients]",
        *penalty_slopes(specs),
    ]
    price = " + penalty()" if description.penalised else ""
    inner += [
        f"total += (loss{price}) * len(batch)" if price else "total += loss * len(batch)",
        *clipping(description.engine_optimizer),
        *update(description.engine_optimizer),
        *constraint_lines(specs),
    ]
    order = (
        "    order = np.random.default_rng([SEED, 1, epoch, 0]).permutation(len(x_train))"
        if description.shuffle
        else "    order = np.arange(len(x_train))"
    )
    return [
        *memory(description.engine_optimizer),
        f"for epoch in range({description.epochs}):",
        order,
        "    total = 0.0",
        f"    for start in range(0, len(x_train), {description.batch_size}):",
        *(f"        {line}" for line in inner),
        '    print(f"epoch {epoch + 1}: loss {total / len(x_train):.4f}")',
    ]


def _evaluation(description: ModelDescription, entries: Sequence[Entry]) -> list[str]:
    outputs = "outputs = forward(x_test)"
    if any("size" in entry.call.named for entry in entries):
        parts = f"forward(x_test[i : i + {SLICE}]) for i in range(0, len(x_test), {SLICE})"
        outputs = f"outputs = np.concatenate([{parts}])"
    made = "outputs"
    if description.absorbs:
        made = "sigmoid(outputs)" if description.binary else "softmax(outputs)"
    price = ["loss += penalty()"] if description.penalised else []
    return [
        outputs,
        "loss, _ = loss_and_gradient(outputs, y_test)",
        *price,
        f"predictions = {made}",
        *(f"{name} = {_metric(description, name)}" for name in description.metrics),
        *measured(description),
    ]


def _metric(description: ModelDescription, name: str) -> str:
    if name == "mean_absolute_error":
        return "np.mean(np.abs(predictions - y_test))"
    if name == "mean_squared_error":
        return "np.mean((predictions - y_test) ** 2)"
    grade = description.grade()
    if grade == "binary":
        return f"np.mean((predictions > {description.threshold:g}) == (y_test > 0.5))"
    truth = "y_test.argmax(axis=1)" if grade == "categorical" else "y_test"
    return f"np.mean(predictions.argmax(axis=1) == {truth})"
