"""From the settings of an experiment to a trainer at its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Input
from mlwidgets.session.task import Task

if TYPE_CHECKING:
    from mlwidgets.data import Split
    from mlwidgets.spec.settings import Settings


def build_trainer(settings: Settings, split: Split) -> Trainer[Sequential]:
    """Return a new network with its optimizer and the examples that it is to learn from.

    Parameters
    ----------
    settings : Settings
        What has been chosen.
    split : Split
        The training examples of the data set, divided.
    """
    task = Task.of(settings)
    stack = [layer.make() for layer in settings.layers]
    model = Sequential([Input(task.input_shape), *stack], seed=settings.seed)
    model.compile(settings.optimizer.make(), settings.loss.make(), task.metrics())
    validation = None
    if len(split.x_validation):
        validation = (task.inputs(split.x_validation), task.targets(split.y_validation))
    return Trainer(
        model,
        task.inputs(split.x_train),
        task.targets(split.y_train),
        batch_size=settings.batch_size,
        epochs=settings.epochs,
        validation_data=validation,
        class_weight=task.class_weight(settings.class_weight, split.y_train),
    )
