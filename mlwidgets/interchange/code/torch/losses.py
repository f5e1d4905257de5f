"""Losses in PyTorch: its own where they are the same, else a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.losses import Huber
from mlwidgets.interchange.code.common.source import number, piece

if TYPE_CHECKING:
    from mlwidgets.interchange.code.common.description import ModelDescription

MODULES = {
    "MeanSquaredError": "nn.MSELoss()",
    "MeanAbsoluteError": "nn.L1Loss()",
    "Poisson": "nn.PoissonNLLLoss(log_input=False, eps=1e-7)",
}

FUNCTIONS = {
    "MeanAbsolutePercentageError": """
        def loss_function(prediction, target):
            return (100 * (prediction - target).abs() / target.abs().clamp(min=1e-7)).mean()
    """,
    "MeanSquaredLogarithmicError": """
        def loss_function(prediction, target):
            difference = prediction.clamp(min=1e-7).log1p() - target.clamp(min=1e-7).log1p()
            return difference.square().mean()
    """,
    "LogCosh": """
        def loss_function(prediction, target):
            error = prediction - target
            return (error + nn.functional.softplus(-2 * error) - math.log(2)).mean()
    """,
    "Hinge": """
        def loss_function(prediction, target):
            sign = torch.where(target == 0, -1.0, target)  # targets 0 and 1 mean −1 and 1
            return (1 - sign * prediction).clamp(min=0).mean()
    """,
    "SquaredHinge": """
        def loss_function(prediction, target):
            sign = torch.where(target == 0, -1.0, target)  # targets 0 and 1 mean −1 and 1
            return (1 - sign * prediction).clamp(min=0).square().mean()
    """,
    "CategoricalHinge": """
        def loss_function(prediction, target):
            right = (target * prediction).sum(1)
            wrong = ((1 - target) * prediction).amax(1)
            return (wrong - right + 1).clamp(min=0).mean()
    """,
    "KLDivergence": """
        def loss_function(prediction, target):
            target, prediction = target.clamp(min=1e-7), prediction.clamp(1e-7, 1)
            return (target * (target / prediction).log()).sum(1).mean()
    """,
    "CosineSimilarity": """
        def loss_function(prediction, target):
            return -nn.functional.cosine_similarity(prediction, target, dim=1).mean()
    """,
    "BinaryCrossentropy": """
        def loss_function(prediction, target):
            prediction = prediction.clamp(1e-7, 1 - 1e-7)  #? probabilities
            target = target * KEPT + ADDED  # label smoothing  #? smoothed
            return nn.functional.binary_cross_entropy(prediction, target)  #? probabilities
            return nn.functional.binary_cross_entropy_with_logits(prediction, target)  #? !probabilities
    """,
    "CategoricalCrossentropy": """
        def loss_function(prediction, target):
            target = target * KEPT + ADDED  # label smoothing  #? smoothed
            share = prediction.clamp(1e-7, 1 - 1e-7)
            return -(target * (share / share.sum(1, keepdim=True)).log()).sum(1).mean()
    """,
    "SparseCategoricalCrossentropy": """
        def loss_function(prediction, target):
            share = prediction.clamp(1e-7, 1 - 1e-7)
            return nn.functional.nll_loss((share / share.sum(1, keepdim=True)).log(), target)
    """,
}
"""Those that PyTorch has not, or has otherwise; KEPT and ADDED stand for numbers."""


def torch_loss(description: ModelDescription) -> list[str]:
    """Return the lines that define ``loss_function``."""
    loss = description.engine_loss
    name = type(loss).__name__
    smoothing = description.label_smoothing
    if isinstance(loss, Huber):
        delta = f"delta={number(loss.delta)}" if loss.delta != 1 else ""
        return [f"loss_function = nn.HuberLoss({delta})"]
    if name in MODULES:
        return [f"loss_function = {MODULES[name]}"]
    if description.through is not None:
        remark = _contained(description)
        if not description.binary:
            smoothed = f"label_smoothing={number(smoothing)}" if smoothing else ""
            return [f"loss_function = nn.CrossEntropyLoss({smoothed}){remark}"]
        if not smoothing:
            return [f"loss_function = nn.BCEWithLogitsLoss(){remark}"]
    lines = piece(FUNCTIONS[name], smoothed=bool(smoothing), probabilities=description.through is None)
    kept, added = (number(value) for value in description.smoothed)
    return [line.replace("KEPT", kept).replace("ADDED", added) for line in lines]


def needs_math(description: ModelDescription) -> bool:
    """Return whether the loss takes a logarithm of a plain number."""
    return type(description.engine_loss).__name__ == "LogCosh"


def _contained(description: ModelDescription) -> str:
    if not description.absorbs:
        return ""
    name = "sigmoid" if description.binary else "softmax"
    return f"  # contains the {name}"
