"""A model as a program in PyTorch 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.inputs import python_features
from mlwidgets.interchange.code.common.python_parts import assembled, examples, heading, measured
from mlwidgets.interchange.code.common.source import paragraphs, piece, written
from mlwidgets.interchange.code.torch.classes import CLASSES
from mlwidgets.interchange.code.torch.initializers import definitions_of_initializers, start_lines
from mlwidgets.interchange.code.torch.layers import torch_parts
from mlwidgets.interchange.code.torch.losses import needs_math, torch_loss
from mlwidgets.interchange.code.torch.optimizers import clipping, optimizer_class, torch_optimizer
from mlwidgets.interchange.code.torch.rules import constraints, penalty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.interchange.code.common.description import ModelDescription
    from mlwidgets.interchange.code.torch.parts import Part

PICTURE_RANK = 2
"""From so many axes of an example on, PyTorch wants the channels first."""


def torch_code(description: ModelDescription) -> str:
    """Return the model as a program in PyTorch.

    It reads data.npz, starts from weights.npz if that is there, and leaves ``loss`` and ``predictions``.
    """
    parts = torch_parts(description)
    imports = [
        *(["import math"] if needs_math(description) else []),
        "from pathlib import Path",
        "",
        "import numpy as np",
        "import torch",
        "from torch import nn",
        *(["from torch.utils.data import DataLoader, TensorDataset"] if description.epochs else []),
    ]
    own = [
        python_features(tuple(description.features)),
        *(piece(text) for name, text in CLASSES.items() if any(part.own == name for part in parts)),
        optimizer_class(description.engine_optimizer) if description.epochs else [],
        *definitions_of_initializers(parts),
        *(constraints(parts) if description.epochs else []),
        penalty(parts),
    ]
    body = paragraphs(
        [f"torch.manual_seed({description.seed})"],
        _examples(description),
        _model(parts),
        _initializers(parts),
        _training(description),
        _evaluation(description),
    )
    return assembled(heading(description, "PyTorch", "PyTorch 2"), imports, own, body)


def _examples(description: ModelDescription) -> list[str]:
    x, y = (len(shape) >= PICTURE_RANK for shape in (description.input_shape, description.output_shape))
    turned = (".movedim(-1, 1)" if x else "", ".movedim(-1, 1)" if y else "")
    lines = examples(description)
    if x or y:
        lines.append("# Keras has the channels last, PyTorch first.")
    for part in ("train", "test"):
        lines += [
            f"x_{part} = torch.from_numpy(x_{part}){turned[0]}",
            f"y_{part} = torch.from_numpy(y_{part}){turned[1]}",
        ]
    return lines


def _model(parts: Sequence[Part]) -> list[str]:
    lines = ["model = nn.Sequential("]
    for part in parts:
        lines += written(part.call, indent=4, end=",")
    lines.append(")")
    for index, part in enumerate(parts):
        for weights in part.weights:
            if not weights.name:
                lines.append(
                    f"model[{index}].{weights.attribute}.requires_grad_(False)  # stays {weights.value:g}"
                )
    return lines


def _initializers(parts: Sequence[Part]) -> list[str]:
    if not any(part.weights for part in parts):
        return []
    return [
        *start_lines(parts),
        'if Path("weights.npz").exists():  # start from the weights of the lab',
        '    weights = np.load("weights.npz")',
        "    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in weights.files})",
    ]


def _training(description: ModelDescription) -> list[str]:
    if not description.epochs:
        return _loss(description)
    order = f", shuffle={description.shuffle}" if description.shuffle else ""
    price = " + penalty()" if description.penalised else ""
    constrain = ["        constrain()"] if description.constrained else []
    return [
        *_loss(description),
        *torch_optimizer(description.engine_optimizer),
        f"batches = DataLoader(TensorDataset(x_train, y_train), batch_size={description.batch_size}{order})",
        f"for epoch in range({description.epochs}):",
        "    model.train()",
        "    total = 0.0",
        "    for x, y in batches:",
        f"        loss = loss_function(model(x), y){price}",
        "        optimizer.zero_grad()",
        "        loss.backward()",
        *(f"        {line}" for line in clipping(description.engine_optimizer)),
        "        optimizer.step()",
        *constrain,
        "        total += loss.item() * len(x)",
        '    print(f"epoch {epoch + 1}: loss {total / len(x_train):.4f}")',
    ]


def _loss(description: ModelDescription) -> list[str]:
    lines = torch_loss(description)
    return ["", *lines, "", ""] if lines[0].startswith("def ") else lines


def _evaluation(description: ModelDescription) -> list[str]:
    price = " + penalty()" if description.penalised else ""
    made = "outputs"
    if description.absorbs:
        made += ".sigmoid()" if description.binary else ".softmax(1)"
    lines = [
        "model.eval()",
        "with torch.no_grad():",
        "    outputs = model(x_test)",
        f"    predictions = {made}",
        f"    loss = (loss_function(outputs, y_test){price}).item()"
        if price
        else "    loss = loss_function(outputs, y_test).item()",
    ]
    lines += [f"    {name} = {_metric(description, name)}" for name in description.metrics]
    return [*lines, *measured(description)]


def _metric(description: ModelDescription, name: str) -> str:
    if name == "mean_absolute_error":
        return "(predictions - y_test).abs().mean().item()"
    if name == "mean_squared_error":
        return "(predictions - y_test).square().mean().item()"
    grade = description.grade()
    if grade == "binary":
        right = f"(predictions > {description.threshold:g}) == (y_test > 0.5)"
    elif grade == "categorical":
        right = "predictions.argmax(1) == y_test.argmax(1)"
    else:
        right = "predictions.argmax(1) == y_test"
    return f"({right}).float().mean().item()"
