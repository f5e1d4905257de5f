"""ONNX files in the real ONNX Runtime, and what PyTorch exports here: the same predictions to 1e-5.

Run by ``make oracles``, where ONNX Runtime and PyTorch are installed; without them these tests fail.
"""

from __future__ import annotations

import importlib
import io
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.onnx import onnx_bytes, open_onnx
from tests.interchange.onnx.graphs import predicted
from tests.interchange.random_stacks import random_stacks

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray, Shape

onnxruntime: Any = importlib.import_module("onnxruntime")  # it has no types

WANTED = 200
NEAR = 1e-5
"""Relative to the largest number of a prediction, or to 1 if that is smaller."""


def run(content: bytes, x: AnyArray) -> AnyArray:
    """Return what ONNX Runtime predicts."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # it warns of a model that it simplifies
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    (port,) = session.get_inputs()
    return np.asarray(session.run(None, {port.name: x})[0])


def apart(a: AnyArray, b: AnyArray) -> float:
    """Return the largest difference, relative to the largest number above 1."""
    assert a.shape == b.shape
    return float(np.abs(a - b).max() / max(1, np.abs(b).max()))


def without_config(content: bytes) -> bytes:
    """Return a file without what only we write into it: then it is read node by node, like any other."""
    proto = onnx.load_from_string(content)
    del proto.metadata_props[:]
    return bytes(proto.SerializeToString())


def alike(a: Sequential, b: Sequential) -> bool:
    """Return whether two models have the same stack and, bit by bit, the same weights."""
    pairs = zip(a.get_weights(), b.get_weights(), strict=True)
    return a.get_config() == b.get_config() and all(np.array_equal(one, two) for one, two in pairs)


def test_random_stacks_both_ways() -> None:
    tally: Counter[str] = Counter()
    different = []
    for stack in random_stacks(WANTED, seed=12):
        content = onnx_bytes(stack.model)
        onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
        expected = stack.model.predict(stack.x)
        if apart(run(content, stack.x), expected) > NEAR:
            different.append(f"in ONNX Runtime: {stack}")
        if not alike(open_onnx(content).model, stack.model):
            different.append(f"our own file: {stack}")
        tally["equal in ONNX Runtime, and the same stack again"] += 1
        try:
            read = open_onnx(without_config(content))
        except MLWidgetsError as error:
            tally[f"refused when read node by node: {error}"] += 1
            continue
        if apart(predicted(read, stack.x), expected) > NEAR:
            different.append(f"node by node: {stack}")
        tally["equal when read node by node"] += 1
    print(f"\nONNX: {dict(tally)}, {len(different)} different")
    assert not different, "\n".join(different)
    assert tally["equal when read node by node"] > 0.95 * WANTED


class View(nn.Module):
    """What older programs write instead of Flatten."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.view(x.size(0), -1)


class Mean(nn.Module):
    """What some programs write instead of a global pooling."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


CHAINS: dict[str, tuple[Shape, list[nn.Module]]] = {
    "LeNet": (
        (1, 28, 28),
        [
            *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU()),
            *(nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 30), nn.Tanh(), nn.Linear(30, 10)),
            nn.Softmax(1),
        ],
    ),
    "colour": (
        (3, 17, 15),
        [
            *(nn.BatchNorm2d(3), nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.SiLU()),
            *(nn.Conv2d(8, 8, 3, groups=8, padding=1), nn.GELU(), nn.Conv2d(8, 12, 1, groups=4), nn.Mish()),
            *(nn.AvgPool2d(3, 2, 1), nn.PReLU(12), View(), nn.BatchNorm1d(240), nn.Linear(240, 7)),
        ],
    ),
    "table": (
        (20,),
        [
            *(nn.Linear(20, 9), nn.LeakyReLU(0.2), nn.Linear(9, 9, bias=False), nn.ELU(0.5)),
            *(nn.BatchNorm1d(9), nn.Dropout(0.5), nn.Linear(9, 4), nn.Softmax(-1)),
        ],
    ),
    "pooled": (
        (3, 12, 12),
        [
            *(nn.Conv2d(3, 8, 3, padding="same", dilation=2), nn.ReLU6(), nn.MaxPool2d(3, 2, 1)),
            *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3), nn.Hardsigmoid()),
        ],
    ),
    "larger": (
        (3, 12, 12),
        [
            *(nn.Conv2d(3, 8, 3, padding=1), nn.Softplus(), nn.Upsample(scale_factor=2)),
            *(nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.Softsign(), nn.Softmax(1)),
        ],
    ),
    "sequence": (
        (4, 50),
        [
            *(nn.Conv1d(4, 8, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2), nn.BatchNorm1d(8)),
            *(nn.Conv1d(8, 8, 3, stride=2, padding=1), nn.AvgPool1d(3), nn.Flatten(), nn.Linear(32, 2)),
            nn.Sigmoid(),
        ],
    ),
    "mean": ((3, 12, 12), [nn.Conv2d(3, 8, 3), nn.PReLU(), Mean(), nn.Linear(8, 3), nn.SELU()]),
    "flat picture": ((3, 8, 8), [nn.Flatten(), nn.Linear(192, 9)]),
}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize(
    ("opset", "folded", "batch"),
    [(11, False, "open"), (13, True, "fixed"), (17, False, "fixed"), (20, True, "open")],
)
def test_what_pytorch_exports_opens_here(name: str, opset: int, folded: bool, batch: str) -> None:
    shape, modules = CHAINS[name]
    torch.manual_seed(len(name))
    model = nn.Sequential(*modules)
    for part in model.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
    model.eval()
    x = torch.randn(1 if batch == "fixed" else 5, *shape)
    opened = open_onnx(exported(model, x, opset, folded=folded, dynamic=batch == "open"))
    with torch.no_grad():
        expected = model(x).numpy()
    got = predicted(opened, x.numpy())
    assert apart(got, expected) < NEAR


def test_what_is_no_chain_is_refused_by_the_name_of_its_operators() -> None:
    class Skip(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + self.layer(x)

    for model, said in ((Skip(), "Add, Gemm"), (nn.LSTM(4, 3), "one output; the ONNX file has 3")):
        x = torch.zeros(2, 4)
        with pytest.raises(MLWidgetsError, match=said):
            open_onnx(exported(model, x, 17, folded=True, dynamic=False))


def exported(model: nn.Module, x: torch.Tensor, opset: int, *, folded: bool, dynamic: bool) -> bytes:
    """Return a model as PyTorch writes it."""
    options: dict[str, Any] = {"dynamic_axes": {"x": {0: "n"}}} if dynamic else {}
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # this exporter is the older one of two; files of both are alike
        torch.onnx.export(
            model,
            (x,),
            file,
            dynamo=False,
            input_names=["x"],
            opset_version=opset,
            do_constant_folding=folded,
            **options,
        )
    return file.getvalue()
