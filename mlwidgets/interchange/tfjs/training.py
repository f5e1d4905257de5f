"""How a model is trained, as TensorFlow.js' `trainingConfig` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import losses
from mlwidgets.engine.configurable import snake_case
from mlwidgets.engine.optimizers import SGD, Adagrad, Adam, Adamax, Optimizer, RMSprop
from mlwidgets.errors import MLWidgetsError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine import Sequential

OPTIMIZERS: dict[str, tuple[Callable[..., Optimizer], dict[str, str]]] = {
    "SGD": (SGD, {"learning_rate": "learningRate"}),
    "Momentum": (SGD, {"learning_rate": "learningRate", "momentum": "momentum", "nesterov": "useNesterov"}),
    "Adagrad": (
        Adagrad,
        {"learning_rate": "learningRate", "initial_accumulator_value": "initialAccumulatorValue"},
    ),
    "RMSProp": (
        RMSprop,
        {"learning_rate": "learningRate", "rho": "decay", "momentum": "momentum", "epsilon": "epsilon"},
    ),
    "Adam": (
        Adam,
        {"learning_rate": "learningRate", "beta_1": "beta1", "beta_2": "beta2", "epsilon": "epsilon"},
    ),
    "Adamax": (
        Adamax,
        {"learning_rate": "learningRate", "beta_1": "beta1", "beta_2": "beta2", "epsilon": "epsilon"},
    ),
}
"""TensorFlow.js' optimizers that move weights as the engine's do, with their settings by our name."""

LOSS_NAMES = {
    "kl_divergence": "kullback_leibler_divergence",
    "log_cosh": "logcosh",
    "cosine_similarity": "cosine_proximity",
}
"""Losses that are called otherwise there."""

LOSSES = (
    *("mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error"),
    *("mean_squared_logarithmic_error", "categorical_hinge", *LOSS_NAMES, "poisson"),
    *("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"),
)
"""Losses that are the same there, with their usual settings."""

METRICS = {
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
    "binary_accuracy": "accuracy",
    "categorical_accuracy": "accuracy",
    "sparse_categorical_accuracy": "accuracy",
}
"""Our metrics that a TensorFlow.js model takes by name; which accuracy is meant, it tells by the loss."""


def training_config(model: Sequential) -> dict[str, Any] | None:
    """Return loss, metrics and optimizer of a compiled model; None if TensorFlow.js lacks one of them."""
    if model.loss is None or model.optimizer is None:
        return None
    loss, optimizer = _loss(model.loss), _optimizer(model.optimizer)
    if loss is None or optimizer is None:
        return None
    return {"loss": loss, "metrics": _metrics(model), "optimizer_config": optimizer}


def training_remark(model: Sequential) -> str:
    """Say what of the training has no place in the file, or return ""."""
    if model.loss is None or model.optimizer is None or training_config(model) is not None:
        return ""
    missing = model.loss if _loss(model.loss) is None else model.optimizer
    return _(
        "TensorFlow.js does not have {missing!r}: the file says nothing about training. Compile "
        "the model there before you train it further."
    ).format(missing=missing)


def read_training(config: object) -> dict[str, Any] | None:
    """Return the arguments of `compile` that a file's training config means; None if the engine lacks one."""
    if not isinstance(config, dict):
        return None
    optimizer = _read_optimizer(config.get("optimizer_config"))
    loss = config.get("loss")
    names = {theirs: ours for ours, theirs in LOSS_NAMES.items()}
    if optimizer is None or not isinstance(loss, str):
        return None
    try:
        found = losses.get(names.get(snake_case(loss), snake_case(loss)))
    except MLWidgetsError:
        return None
    given = config.get("metrics")
    metrics = given if isinstance(given, list) else []
    known = [_METRIC_NAMES.get(one, "") for one in metrics if isinstance(one, str)]
    return {
        "optimizer": optimizer,
        "loss": found,
        "metrics": [name for name in dict.fromkeys(known) if name],
    }


_METRIC_NAMES = {
    **{name: name for name in METRICS},
    "accuracy": "accuracy",
    "acc": "accuracy",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
}
"""Our names of the metrics that a file may name."""


def _optimizer(optimizer: Optimizer) -> dict[str, Any] | None:
    """Return an optimizer as the file has it, if all that is set is what TensorFlow.js takes."""
    config = optimizer.get_config()
    for name, (kind, renamed) in OPTIMIZERS.items():
        if type(optimizer) is not kind:
            continue
        usual = type(optimizer).from_config({}).get_config()
        if all(config[one] == usual[one] for one in config if one not in renamed) and isinstance(
            config["learning_rate"], float
        ):
            return {"class_name": name, "config": {theirs: config[ours] for ours, theirs in renamed.items()}}
    return None


def _read_optimizer(plain: object) -> Optimizer | None:
    if not isinstance(plain, dict) or not isinstance(plain.get("config"), dict):
        return None
    name = plain.get("class_name")
    if not isinstance(name, str) or name not in OPTIMIZERS:
        return None
    kind, renamed = OPTIMIZERS[name]
    given: Mapping[str, Any] = plain["config"]
    settings = {ours: given[theirs] for ours, theirs in renamed.items() if theirs in given}
    try:
        return kind(**settings)
    except MLWidgetsError:
        return None


def _loss(loss: losses.Loss) -> str | None:
    name = snake_case(type(loss).__name__)
    usual = name in LOSSES and loss.get_config() == type(loss)().get_config()
    return LOSS_NAMES.get(name, name) if usual else None


def _metrics(model: Sequential) -> list[str]:
    """Return the metrics that TensorFlow.js has by name; the others are left out."""
    names = [METRICS.get(snake_case(type(one).__name__), "") for one in model.metrics]
    return [name for name in dict.fromkeys(names) if name]
