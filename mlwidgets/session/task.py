"""What data, features and loss ask of a network, what it is given, and how its outputs are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlwidgets.data.plane.features import check_features, expand
from mlwidgets.engine import metrics
from mlwidgets.engine.layers import Activation, Input
from mlwidgets.errors import ConfigurationError, MLWidgetsError, ShapeError
from mlwidgets.explain.network.answers import OneOutput, from_logits
from mlwidgets.explain.stack.report import Goal
from mlwidgets.language import _, n_
from mlwidgets.ranges import shown
from mlwidgets.session.defaults import (
    ONE_OUTPUT,
    default_features,
    default_layers,
    default_loss,
    output_layer,
    output_shape,
)
from mlwidgets.spec.class_weight import weights_by_class
from mlwidgets.spec.layer_spec import LayerSpec
from mlwidgets.spec.loss_spec import LossSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.spec.class_weight import ClassWeight
    from mlwidgets.spec.settings import Settings

Stack = tuple[LayerSpec, ...]
"""Layers as `Settings` hold them."""

_TWO = 2
_WRONG_FOR_CLASSES = n_(
    "The data set {name} has {count} class, so the network's output must have the shape {wanted}; got {got}.",
    "The data set {name} has {count} classes, so the network's output must have the shape {wanted}; "
    "got {got}.",
)
_WRONG_FOR_ONE = n_(
    "The data set {name} has {count} class, and {loss} judges them by one output, so the network's output "
    "must have the shape {wanted}; got {got}.",
    "The data set {name} has {count} classes, and {loss} judges them by one output, so the network's output "
    "must have the shape {wanted}; got {got}.",
)
_WRONG_FOR_NUMBERS = n_(
    "The data set {name} has {count} number to predict, so the network's output must have the shape "
    "{wanted}; got {got}.",
    "The data set {name} has {count} numbers to predict, so the network's output must have the shape "
    "{wanted}; got {got}.",
)
_END = _(" End the stack with {layer}.")
_END_OR_LOSS = _(
    " End the stack with {layer}, or choose a loss for one output first, such as binary_crossentropy."
)
"""So many classes can be told apart by one output."""


@dataclass(frozen=True, eq=False)
class Task:
    """Data, what the network is given of them, the loss that judges it, and its layers.

    Attributes
    ----------
    dataset : Dataset
        What to learn from.
    features : tuple of str
        What the network is given of each point of the plane; empty for all other data.
    loss : LossSpec
        The function to minimize.
    stack : tuple of LayerSpec
        The layers; empty while there are none yet.
    """

    dataset: Dataset
    features: tuple[str, ...]
    loss: LossSpec
    stack: Stack

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the task that an experiment with these settings sets."""
        return cls(settings.dataset, settings.features, settings.loss, settings.layers)

    # ---- what a network must be ----

    @property
    def input_shape(self) -> Shape:
        """What the network is given of one example."""
        return (len(self.features),) if self.features else self.dataset.input_shape

    @property
    def output_shape(self) -> Shape:
        """What the network must say of one example."""
        return output_shape(self.dataset, self.loss.name)

    @property
    def goal(self) -> Goal:
        """What a stack's report says of its end."""
        end = output_layer(self.dataset, self.loss.name).get_config()["activation"]
        if self.from_logits:
            end = "linear"
        return Goal(self.output_shape, self.dataset.n_classes, self.loss.name, end)

    def check_loss(self) -> None:
        """Raise `ShapeError` or `DataError` unless the loss can judge by the data set's targets."""
        data = self.dataset
        if data.n_classes == _TWO and self.loss.name in ONE_OUTPUT:
            return
        try:
            self.loss.make().prepare(data.y_train, self.output_shape, np.float32)
        except ShapeError:
            if not data.n_classes:
                raise
            usual = [default_loss(data), *(ONE_OUTPUT if data.n_classes == _TWO else ())]
            raise ShapeError(
                _(
                    "The loss {loss} does not suit the data set {name}, whose targets are the numbers of "
                    "its {n_classes} classes. Choose {listed}."
                ).format(
                    loss=self.loss.name,
                    name=data.name,
                    n_classes=data.n_classes,
                    listed=reduce(_either, usual),
                )
            ) from None

    def check_class_weight(self, chosen: ClassWeight) -> None:
        """Raise `ConfigurationError` unless class weights name only classes that there are."""
        data = self.dataset
        if chosen is None:
            return
        if not data.n_classes:
            raise ConfigurationError(
                _(
                    "class_weight needs classes, and the data set {name} has numbers to predict. Leave it "
                    "None; got {chosen}."
                ).format(name=data.name, chosen=shown(chosen))
            )
        for number in chosen if isinstance(chosen, Mapping) else ():
            if number >= data.n_classes:
                raise ConfigurationError(
                    _(
                        "class_weight may name only classes of the data set {name}, 0 to {last}; got "
                        "class {number}."
                    ).format(name=data.name, last=data.n_classes - 1, number=number)
                )

    def check_stack(self, stack: Stack) -> None:
        """Say why the network cannot be, if it cannot. It is not built for that: the shapes tell."""
        if not stack:
            raise ConfigurationError(_("A network needs at least one layer; got an empty stack."))
        shape = Input(self.input_shape).shape
        for spec in stack:
            shape = spec.make().compute_output_shape(shape)
        if shape != self.output_shape:
            raise ShapeError(self._wrong_output(shape))

    def _wrong_output(self, shape: Shape) -> str:
        data, wanted, last = self.dataset, self.output_shape, output_layer(self.dataset, self.loss.name)
        activation = f', activation="{last.get_config()["activation"]}"' if data.n_classes else ""
        said = _WRONG_FOR_NUMBERS
        if data.n_classes:
            said = _WRONG_FOR_ONE if wanted == (1,) else _WRONG_FOR_CLASSES
        end = _END_OR_LOSS if shape == (1,) and data.n_classes == _TWO else _END
        wrong = said.format(
            data.n_classes or wanted[-1], name=data.name, loss=self.loss.name, wanted=wanted, got=shape
        )
        return wrong + end.format(layer=f"Dense({wanted[-1]}{activation})")

    # ---- what it is given, and how it is read ----

    def inputs(self, x: npt.ArrayLike) -> AnyArray:
        """Return what the network is given of examples `(n, …)`: of points the features, else themselves."""
        return expand(x, self.features) if self.features else np.asarray(x)

    @property
    def from_logits(self) -> bool:
        """Whether the loss applies softmax or sigmoid itself, so that outputs are logits."""
        return bool(self.loss.config.get("from_logits"))

    @property
    def one_output(self) -> OneOutput | None:
        """How the output is read if it is one for two classes, else None."""
        if self.dataset.n_classes != _TWO or self.output_shape != (1,):
            return None
        return OneOutput.of(self.loss.name, self.stack[-1].make().activation)

    def targets(self, y: npt.ArrayLike) -> AnyArray:
        """Return what the loss compares outputs with, from class numbers or the numbers to predict."""
        one = self.one_output
        return np.asarray(y) if one is None else one.targets(y)

    def class_weight(self, chosen: ClassWeight, y: Iterable[int]) -> dict[int, float] | None:
        """Return class weights as the trainer takes them: by what the target of each class is.

        Parameters
        ----------
        chosen : mapping of int to float, "balanced" or None
            What has been chosen.
        y : iterable of int
            The classes of the training examples.
        """
        if chosen is None or not self.dataset.n_classes:
            return None
        weights = weights_by_class(chosen, y, self.dataset.n_classes)
        one = self.one_output
        if one is None:
            return dict(enumerate(weights))
        return {int(one.no): weights[0], int(one.yes): weights[1]}

    def metrics(self) -> list[metrics.Metric | str]:
        """Return what is measured beside the loss."""
        one = self.one_output
        if one is not None:
            # A logit of 0 is a probability of ½.
            return [metrics.BinaryAccuracy(0.0 if self.from_logits else one.threshold)]
        return ["accuracy" if self.dataset.n_classes else "mean_absolute_error"]

    def shares(self, output: AnyArray) -> AnyArray | None:
        """Return a share for each class from outputs `(n, …)`; None if numbers are predicted.

        They are the outputs themselves, unless two classes have one output. Of logits they are the
        probabilities behind them.
        """
        if not self.dataset.n_classes:
            return None
        if self.from_logits:
            output = from_logits(output)
        # By the output's own shape: it may be of a network that has just been replaced.
        if self.dataset.n_classes == _TWO and output.shape[1:] == (1,):
            return (self.one_output or OneOutput()).shares(output)
        return output


def checked_features(dataset: Dataset, names: object) -> tuple[str, ...]:
    """Return the names of features, or say why the data set cannot have them; only points have any."""
    if dataset.in_plane:
        return check_features(names)
    if isinstance(names, (tuple, list)) and not names:
        return ()
    raise ConfigurationError(
        _(
            "features are computed from points in the plane, and the data set {name} has none: its "
            "examples have the shape {input_shape}. Leave features empty; got {names}."
        ).format(name=dataset.name, input_shape=dataset.input_shape, names=shown(names))
    )


def reconciled(task: Task, before: Dataset | None = None, *, new_loss: bool = False) -> Task:
    """Bring features, loss and stack into line with a setting that has changed.

    What still fits stays. Where classes took the place of numbers, or the loss for classes is another one,
    the last layer is made anew; where that is not enough, the whole stack is.

    Parameters
    ----------
    task : Task
        As it is, the changed setting among it.
    before : Dataset, optional
        The data set before, if that has changed.
    new_loss : bool
        Whether it was the loss.
    """
    data = task.dataset
    if bool(task.features) != data.in_plane:
        task = replace(task, features=default_features(data))
    other_kind = before is not None and bool(before.n_classes) != bool(data.n_classes)
    if other_kind or not _passes(task.check_loss):
        task = replace(task, loss=LossSpec.of(default_loss(data)))
    keeps = not other_kind and not (new_loss and data.n_classes)
    if keeps and _passes(task.check_stack, task.stack):
        return task
    stack = with_output_layer(task)
    if not _passes(task.check_stack, stack):
        stack = tuple(map(LayerSpec.of, default_layers(data, task.loss.name)))
    return replace(task, stack=stack)


def with_output_layer(task: Task) -> Stack:
    """Return the stack with a last layer that suits data and loss, in the place of the one it had."""
    kept = list(task.stack)
    while kept and isinstance(kept[-1].make(), Activation):
        kept.pop()
    wanted = output_layer(task.dataset, task.loss.name).get_config()
    config: dict[str, Any] = {}
    if kept and kept[-1].class_name == "Dense":
        config = dict(kept.pop().config)
    config = {**config, "units": wanted["units"], "activation": wanted["activation"]}
    return (*kept, LayerSpec.of({"class_name": "Dense", "config": config}))


def _either(one: str, other: str) -> str:
    return _("{one} or {other}").format(one=one, other=other)


def _passes(check: Callable[..., object], *arguments: object) -> bool:
    try:
        check(*arguments)
    except MLWidgetsError:
        return False
    return True
