"""Optimizers: how far, and which way, the weights move once the gradient is known.

An optimizer works on one long vector of parameters θ with one long vector g of their gradients. Its memory
is one more vector, or a few, under the names of the papers. In the formulas η is the learning rate, t the
number of the step (1, 2, …), and all operations on vectors are element by element.
"""

from __future__ import annotations

from mlwidgets.engine import schedules
from mlwidgets.engine.configurable import Registry
from mlwidgets.engine.optimizers.adadelta import Adadelta
from mlwidgets.engine.optimizers.adagrad import Adagrad
from mlwidgets.engine.optimizers.adam import Adam, AdamW
from mlwidgets.engine.optimizers.adamax import Adamax
from mlwidgets.engine.optimizers.base import Optimizer
from mlwidgets.engine.optimizers.rmsprop import RMSprop
from mlwidgets.engine.optimizers.sgd import SGD

OPTIMIZERS: Registry[Optimizer] = Registry(
    "optimizer", (SGD, Adagrad, Adadelta, RMSprop, Adam, Adamax, AdamW)
)


def get(spec: object) -> Optimizer:
    """Return an optimizer from its name, from a config or as it is; "amsgrad" is Adam with that option."""
    if isinstance(spec, str) and spec.lower() == "amsgrad":
        return Adam(amsgrad=True)
    return OPTIMIZERS.get(spec)


__all__ = [
    "OPTIMIZERS",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Optimizer",
    "RMSprop",
    "get",
    "schedules",
]
