"""What a program needs to know: the stack, how it learns, and on which data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.data.plane.features import check_features
from mlwidgets.engine import Sequential, layers, losses, metrics, optimizers
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import Input, Layer
from mlwidgets.engine.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CrossEntropy,
    Loss,
    SparseCategoricalCrossentropy,
    fused,
)
from mlwidgets.engine.metrics import BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy
from mlwidgets.engine.schedules import Schedule
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code.common.text import rest
from mlwidgets.ranges import BATCH_SIZE, SEED, Interval, OneOf, check_flag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.engine.optimizers import Optimizer

PROGRAM_EPOCHS = Interval(name="epochs", low=0, high=10_000, integer=True)
"""0 makes a program that does not train: it measures the weights that it finds."""

DIVISOR = Interval(name="divisor", low=0.0, high=1e6, closed="right")
MEASURED_ON = OneOf(name="measured_on", options=("validation", "train"))
METRIC = OneOf(name="each metric", options=("accuracy", "mean_absolute_error", "mean_squared_error"))


@dataclass(frozen=True)
class LayerInStack:
    """A layer at its place in the stack.

    Attributes
    ----------
    layer : Layer
        The layer, as the engine has it.
    number : int
        Its place, counted from 0.
    input_shape, output_shape : tuple of int
        Shapes of one example before and after it, channels last.
    """

    layer: Layer
    number: int
    input_shape: Shape
    output_shape: Shape

    @cached_property
    def specs(self) -> dict[str, WeightSpec]:
        """Its arrays of weights by name: shape, initializer, regularizer and constraint."""
        return self.layer.weight_specs(self.input_shape)


@dataclass(frozen=True, kw_only=True)
class ModelDescription:
    """A network, its way of learning and its data, in plain values.

    Parameters
    ----------
    input_shape : sequence of int
        Shape of one example as the network sees it, without the batch.
    layers : sequence of dict
        The stack, as `{"class_name": …, "config": {…}}`.
    loss : str or dict
        By its Keras name, or as `{"class_name": …, "config": {…}}`.
    optimizer : str
        By its Keras name.
    settings : mapping
        The optimizer's settings: `{"learning_rate": 0.01, "momentum": 0.9}`.
    batch_size, epochs : int
        Examples for one update, and passes over all examples. With 0 epochs a program only measures.
    shuffle : bool
        Whether each epoch has a new order.
    metrics : sequence of str
        "accuracy", "mean_absolute_error", "mean_squared_error".
    features : sequence of str
        For points in the plane: what the network is given for each point. The data file holds the points.
    divisor : float
        The data file holds the examples multiplied with this: 255 for pictures of whole numbers.
    dataset : str
        The name of the data, for a comment.
    seed : int
        Initial weights and the order of the examples follow from it (in NumPy as in the lab).
    class_weight : mapping of int to float, optional
        How much the examples with each target count in the loss.
    inputs : mapping, optional
        What `interchange.web.inputs.Inputs.to_dict` says about the data: how a row of a table becomes the
        network's input, and what it predicts. The data file holds the prepared numbers.
    measured_on : {"validation", "train"}
        On which examples the program measures. The test examples are its last step, and only if asked.

    Raises
    ------
    ConfigurationError, ShapeError
        A setting is out of its range, or the layers do not fit on each other.

    Examples
    --------
    >>> dense = {"class_name": "Dense", "config": {"units": 1}}
    >>> description = ModelDescription(input_shape=(2,), layers=[dense], loss="mse", optimizer="sgd")
    >>> description.stack[0].output_shape
    (1,)
    """

    input_shape: Sequence[int]
    layers: Sequence[Mapping[str, Any]]
    loss: str | Mapping[str, Any]
    optimizer: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    batch_size: int = 32
    epochs: int = 1
    shuffle: bool = True
    metrics: Sequence[str] = ()
    features: Sequence[str] = ()
    divisor: float = 1.0
    dataset: str = ""
    seed: int = 0
    class_weight: Mapping[int, float] | None = None
    inputs: Mapping[str, Any] | None = None
    measured_on: str = "validation"

    def __post_init__(self) -> None:
        BATCH_SIZE.check_int(self.batch_size)
        PROGRAM_EPOCHS.check_int(self.epochs)
        SEED.check_int(self.seed)
        DIVISOR.check(self.divisor)
        check_flag("shuffle", self.shuffle)
        MEASURED_ON.check(self.measured_on)
        for name in self.metrics:
            METRIC.check(name)
        if self.features and tuple(self.input_shape) != (len(check_features(self.features)),):
            raise ConfigurationError(
                f"The network gets {len(self.features)} features of each point, so its input_shape must be "
                f"({len(self.features)},); got {tuple(self.input_shape)}."
            )
        # Everything else is found out by building what it describes.
        if not self.engine_optimizer or not self.stack:
            raise ConfigurationError("A program needs a network with at least one layer; got an empty stack.")
        self.grade()

    @classmethod
    def of(cls, model: Sequential, **others: Any) -> Self:  # noqa: ANN401 - the other fields
        """Describe a compiled model; everything that it does not know itself is given by name.

        Parameters
        ----------
        model : Sequential
            Compiled, with a known input shape.
        **others
            `batch_size`, `epochs`, `features`, `dataset`, … as above.
        """
        optimizer, loss = model.check_compiled()
        config = model.get_config()
        return cls(
            input_shape=model.shapes()[0],
            layers=config["layers"],
            loss=serialize(loss),
            optimizer=type(optimizer).__name__,
            settings={name: value for name, value in optimizer.get_config().items() if value is not None},
            seed=model.seed,
            **others,
        )

    @cached_property
    def stack(self) -> tuple[LayerInStack, ...]:
        """The layers, each with its shapes."""
        model = Sequential([Input(tuple(self.input_shape)), *map(layers.get, self.layers)])
        if not model.layers:
            return ()
        shapes = model.shapes()
        model.build()  # so that a constraint or an initializer that does not fit is found out now
        return tuple(
            LayerInStack(layer, number, shapes[number], shapes[number + 1])
            for number, layer in enumerate(model.layers)
        )

    @cached_property
    def engine_optimizer(self) -> Optimizer:
        """The engine's optimizer."""
        if not self.settings:
            return optimizers.get(self.optimizer)
        return optimizers.OPTIMIZERS.find(self.optimizer).from_config(self.settings)

    @cached_property
    def engine_loss(self) -> Loss:
        """The engine's loss."""
        return losses.get(self.loss)

    @property
    def output_shape(self) -> Shape:
        """Shape of one prediction."""
        return self.stack[-1].output_shape

    @cached_property
    def through(self) -> CrossEntropy | None:
        """The cross-entropy, if it is taken from logits: those below the last activation, or the outputs."""
        loss = self.engine_loss
        if isinstance(loss, CrossEntropy) and loss.from_logits:
            return loss
        return fused(loss, self.stack[-1].layer.activation)

    @property
    def absorbs(self) -> bool:
        """Whether the loss contains the last activation, so that libraries take it from there."""
        return self.through is not None and not self.from_logits

    @property
    def label_smoothing(self) -> float:
        """How far the targets are moved towards undecided."""
        loss = self.engine_loss
        return (
            loss.label_smoothing if isinstance(loss, (BinaryCrossentropy, CategoricalCrossentropy)) else 0.0
        )

    @property
    def smoothed(self) -> tuple[float, float]:
        """What a target is multiplied with, and what is added to it, by label smoothing."""
        smoothing, outputs = self.label_smoothing, 2 if self.binary else self.output_shape[-1]
        return rest(smoothing), float(f"{smoothing / outputs:.9g}")

    @property
    def from_logits(self) -> bool:
        """Whether the loss takes the network's outputs for logits."""
        return self.through is not None and self.through.from_logits

    @property
    def binary(self) -> bool:
        """Whether the loss is the cross-entropy of yes and no."""
        return isinstance(self.engine_loss, BinaryCrossentropy)

    @property
    def sparse(self) -> bool:
        """Whether the targets are class numbers."""
        return isinstance(self.engine_loss, SparseCategoricalCrossentropy)

    @property
    def trains(self) -> bool:
        """Whether the program trains: it is asked for, and there are weights to move."""
        return bool(self.epochs) and any(
            spec.trainable for placed in self.stack for spec in placed.specs.values()
        )

    @property
    def schedule(self) -> Schedule | None:
        """The schedule of the learning rate; None if that is a number."""
        rate = self.engine_optimizer.learning_rate
        return rate if isinstance(rate, Schedule) else None

    @property
    def penalised(self) -> bool:
        """Whether any weights are regularized."""
        return any(spec.regularizer is not None for placed in self.stack for spec in placed.specs.values())

    def grade(self) -> str:
        """Return the kind of accuracy: "binary", "categorical", "sparse", or "" if none is asked for."""
        if "accuracy" not in self.metrics:
            return ""
        kinds = {
            BinaryAccuracy: "binary",
            SparseCategoricalAccuracy: "sparse",
            CategoricalAccuracy: "categorical",
        }
        return kinds[type(metrics.get("accuracy", self.engine_loss))]

    @property
    def threshold(self) -> float:
        """Above which an output means yes, where each is a yes or a no of its own."""
        metric = metrics.get("accuracy", self.engine_loss)
        return metric.threshold if isinstance(metric, BinaryAccuracy) else 0.0
