"""From the settings of an experiment to a trainer at its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import Sequential, Trainer, layers, optimizers
from mlwidgets.engine.layers import Input

if TYPE_CHECKING:
    from mlwidgets.session.experiment import Experiment

_OPTIMIZER_SETTINGS = ("learning_rate", "momentum", "nesterov")


def make_trainer(experiment: Experiment) -> Trainer[Sequential]:
    """Return a new network with its optimizer and the examples that it is to learn from."""
    split, task = experiment.split, experiment.task
    model = Sequential([Input(task.input_shape), *map(layers.get, task.stack)], seed=experiment.seed)
    kind = optimizers.OPTIMIZERS.find(experiment.optimizer)
    known = kind.parameter_names()
    settings = {name: getattr(experiment, name) for name in known if name in _OPTIMIZER_SETTINGS}
    model.compile(kind.from_config(settings), task.loss, task.metrics())
    validation = None
    if len(split.x_validation):
        validation = (task.inputs(split.x_validation), task.targets(split.y_validation))
    trainer = Trainer(
        model,
        task.inputs(split.x_train),
        task.targets(split.y_train),
        batch_size=experiment.batch_size,
        epochs=experiment.epochs,
        validation_data=validation,
    )
    if experiment.stage is not None:
        experiment.stage.put_into(trainer)
    return trainer
