"""How a model is trained, as the `compile_config` of Keras 3 says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import losses, metrics, optimizers, schedules
from mlwidgets.engine.configurable import snake_case
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.formats.format import KERAS
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.configurable import Registry
    from mlwidgets.engine.optimizers import Optimizer

SCHEDULES = ("ExponentialDecay", "PiecewiseConstantDecay", "PolynomialDecay")
"""Learning rate schedules that Keras has with the same settings."""

METRICS = (
    *("mean_absolute_error", "mean_squared_error"),
    *("binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy"),
)
"""Our metrics that Keras takes by the same name."""


def compile_config(model: Sequential) -> dict[str, Any] | None:
    """Return optimizer, loss and metrics of a compiled model; None if Keras lacks its schedule."""
    if model.loss is None or model.optimizer is None:
        return None
    optimizer = _optimizer(model.optimizer)
    if optimizer is None:
        return None
    loss = model.loss
    return {
        "optimizer": optimizer,
        "loss": KERAS.written(type(loss).__name__, loss.get_config(), "losses"),
        "loss_weights": None,
        "metrics": _metrics(model),
        "weighted_metrics": None,
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }


def training_remark(model: Sequential) -> str:
    """Say what of the training has no place in the file, or return ""."""
    if model.optimizer is None or model.loss is None or _optimizer(model.optimizer) is not None:
        return ""
    return _(
        "Keras does not have the schedule {optimizer!r}: the file says nothing about training. "
        "Compile the model there before you train it further."
    ).format(optimizer=model.optimizer.get_config()["learning_rate"])


def read_training(config: object) -> dict[str, Any] | None:
    """Return the arguments of `compile` that a file's compile_config means; None if the engine lacks one."""
    if not isinstance(config, dict):
        return None
    try:
        optimizer = _read(optimizers.OPTIMIZERS, config.get("optimizer"))
        loss = _read(losses.LOSSES, config.get("loss"))
    except MLWidgetsError:
        return None
    given = config.get("metrics")
    known = [name for one in given if (name := _metric_name(one))] if isinstance(given, list) else []
    return {"optimizer": optimizer, "loss": loss, "metrics": list(dict.fromkeys(known))}


def _optimizer(optimizer: Optimizer) -> dict[str, Any] | None:
    config = optimizer.get_config()
    rate = config["learning_rate"]
    if isinstance(rate, dict):
        if rate["class_name"] not in SCHEDULES:
            return None
        config["learning_rate"] = KERAS.written(rate["class_name"], rate["config"], "optimizers.schedules")
    return KERAS.written(type(optimizer).__name__, config, "optimizers")


def _read(registry: Registry[Any], plain: object) -> object:
    """Return an object from its name or from what Keras writes, without settings that the engine lacks."""
    if not isinstance(plain, dict):
        return registry.get(plain)
    kind = registry.find(str(plain.get("class_name")))
    given = plain.get("config")
    known = kind.parameter_names()
    config = {
        k: v for k, v in (given if isinstance(given, dict) else {}).items() if k in known and v is not None
    }
    rate = config.get("learning_rate")
    if isinstance(rate, dict):
        config["learning_rate"] = _read(schedules.SCHEDULES, rate)
    return kind.from_config(config)


def _metric_name(plain: object) -> str:
    """Return our name of a metric, or "" if the engine does not have it."""
    if isinstance(plain, dict):
        plain = plain.get("class_name")
    if not isinstance(plain, str):
        return ""
    name = {"acc": "accuracy", "mse": "mean_squared_error", "mae": "mean_absolute_error"}.get(
        plain, snake_case(plain)
    )
    return name if name == "accuracy" or name in metrics.METRICS.names else ""


def _metrics(model: Sequential) -> list[str]:
    """Return the metrics that Keras has by name, with their usual settings; the others are left out."""
    names = [(snake_case(type(one).__name__), one) for one in model.metrics]
    return [name for name, one in names if name in METRICS and one.get_config() == type(one)().get_config()]
