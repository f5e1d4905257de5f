"""Sequential: a stack of layers that can be trained and asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from mlwidgets.engine import layers as layer_kinds
from mlwidgets.engine import losses, optimizers
from mlwidgets.engine.arrays import AnyArray, Array, Shape, to_engine, to_public
from mlwidgets.engine.checks import checked_examples, checked_targets
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.example_weights import example_weights
from mlwidgets.engine.layers import Input, Layer
from mlwidgets.engine.layers.base import checked_weights
from mlwidgets.engine.metrics import get_all as get_metrics
from mlwidgets.engine.parameters import Slot, carve, lay_out, length, trainable_only
from mlwidgets.engine.passes import Pass
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.summary import summary_table
from mlwidgets.engine.training import Trainer, evaluate_in_slices, fit
from mlwidgets.engine.weight_rules import WeightRules
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError
from mlwidgets.ranges import BATCH_SIZE, SEED, OneOf, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.callbacks import Callback
    from mlwidgets.engine.history import History
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.metrics import Metric
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.training import Evaluation

_DTYPE = OneOf(name="dtype", options=("float32", "float64"))


class Sequential:
    """A plain stack of layers: the output of each is the input of the next.

    Parameters
    ----------
    layers : iterable of Layer, optional
        The stack. Its first entry may be `Input(shape)`; without it the shape is taken from the first data.
    seed : int
        Every random choice follows from it: initial weights, the order of the examples, dropout. The same
        seed gives the same numbers, bit by bit.
    dtype : {"float32", "float64"}
        float32 to train; float64 to check gradients.

    Examples
    --------
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((4,)), Dense(8, activation="relu"), Dense(3, activation="softmax")], seed=1)
    >>> model.count_params()
    67
    """

    def __init__(
        self, layers: Iterable[Layer | Input] = (), *, seed: int = 0, dtype: str = "float32"
    ) -> None:
        self.seed = SEED.check_int(seed)
        self.dtype: type = np.dtype(_DTYPE.check(dtype)).type
        self.input_shape: Shape | None = None
        self.layers: list[Layer] = []
        self.optimizer: Optimizer | None = None
        self.loss: Loss | None = None
        self.metrics: list[Metric] = []
        self._vector: Array | None = None
        self._slots: tuple[Slot, ...] = ()
        self._rules = WeightRules()
        for layer in layers:
            self.add(layer)

    # ---- structure ----

    def add(self, layer: Layer | Input) -> None:
        """Put a layer on top of the stack; `ShapeError` at once if it does not fit there."""
        if isinstance(layer, Input):
            if self.layers or self.input_shape is not None:
                raise ConfigurationError(
                    "Input says what comes into the stack: there is one, and it is the stack's first entry."
                )
            self.input_shape = layer.shape
            return
        if not isinstance(layer, Layer):
            raise ConfigurationError(f"A Sequential is stacked from layers; got {shown(layer)}.")
        if layer.taken:
            raise ConfigurationError(
                f"This {layer.class_name} already belongs to a model. Make a new one: "
                f"{layer.class_name}.from_config(layer.get_config())."
            )
        if self.input_shape is not None:
            layer.compute_output_shape(self.output_shape if self.layers else self.input_shape)
        layer.taken = True
        layer.build_model = self.build
        self.layers.append(layer)
        self._forget_build()

    def shapes(self) -> list[Shape]:
        """Return the input's shape and, after it, the output shape of every layer."""
        if not self.layers:
            raise SessionStateError("The model has no layers yet. Add at least one, for example Dense(1).")
        if self.input_shape is None:
            raise SessionStateError(
                "The model does not know its input's shape yet. Start the stack with Input((28, 28, 1)), "
                "or train it or predict with it once."
            )
        shapes = [self.input_shape]
        for layer in self.layers:
            shapes.append(layer.compute_output_shape(shapes[-1]))
        return shapes

    @property
    def output_shape(self) -> Shape:
        """The shape of one prediction."""
        return self.shapes()[-1]

    @property
    def built(self) -> bool:
        """Whether the weights exist."""
        return self._vector is not None

    def build(self, input_shape: Shape | None = None) -> None:
        """Make the weights, with their starting values; those that exist already keep theirs."""
        known = self.input_shape
        if input_shape is not None:
            if known not in (None, tuple(input_shape)):
                raise ShapeError(
                    f"The model takes inputs of shape {known}; got examples of shape {tuple(input_shape)}."
                )
            self.input_shape = Input(tuple(input_shape)).shape
        if self.built:
            return
        try:
            shapes = self.shapes()
        except ShapeError:
            self.input_shape = known  # the first data did not fit: others may
            raise
        specs = [layer.weight_specs(shape) for layer, shape in zip(self.layers, shapes, strict=False)]
        self._slots = lay_out(specs)
        self._rules = WeightRules(specs, self._slots)
        vector: Array = np.empty(length(self._slots), self.dtype)
        for number, (layer, views) in enumerate(
            zip(self.layers, carve(vector, self._slots, len(self.layers)), strict=True)
        ):
            # Each layer draws from a stream of its own: changing one leaves the start of the others alone.
            rng = stream(self.seed, Purpose.INITIAL_WEIGHTS, number)
            for name, view in views.items():
                start = specs[number][name].initializer.draw(view.shape, rng)
                kept = layer.weights.get(name)
                view[...] = kept if kept is not None and kept.shape == view.shape else start
            # In the layer's own order, which is that of Keras.
            layer.weights = {name: views[name] for name in specs[number]}
        self._vector = vector

    def reset(self) -> None:
        """Go back to the initial weights, and forget what the optimizer has gathered."""
        for layer in self.layers:
            layer.weights = {}
        self._forget_build()
        self.build()

    def _forget_build(self) -> None:
        self._vector = None
        self._slots = ()
        if self.optimizer is not None:
            self.optimizer.reset()  # its memory belongs to the old vector of parameters

    def get_config(self) -> dict[str, Any]:
        """Return the stack as plain JSON values."""
        return {
            "input_shape": None if self.input_shape is None else list(self.input_shape),
            "layers": [serialize(layer) for layer in self.layers],
            "seed": self.seed,
            "dtype": np.dtype(self.dtype).name,
        }

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Sequential:
        """Build a model from what `get_config` returned, with the same initial weights."""
        known = ("input_shape", "layers", "seed", "dtype")
        for key in config:
            if key not in known:
                raise ConfigurationError(
                    f"A Sequential has no setting {shown(key)}. It knows: {', '.join(known)}."
                    f"{nearest(key, known)}"
                )
        specs = config.get("layers")
        if not isinstance(specs, (list, tuple)):
            raise ConfigurationError(f"A Sequential needs a list of layers; got {shown(specs)}.")
        stack: list[Layer | Input] = [layer_kinds.get(spec) for spec in specs]
        shape = config.get("input_shape")
        if shape is not None:
            stack.insert(0, Input(shape))
        return cls(stack, seed=config.get("seed", 0), dtype=config.get("dtype", "float32"))

    # ---- weights ----

    @property
    def parameters(self) -> Array:
        """What the optimizer moves, as one vector; the layers' arrays are views into it."""
        return self.vector[: length(trainable_only(self._slots))]

    @property
    def vector(self) -> Array:
        """All weights as one vector: the parameters, then what the layers keep, such as moving averages."""
        self.build()
        return cast("Array", self._vector)

    @property
    def rules(self) -> WeightRules:
        """The regularizers and constraints of the weights."""
        self.build()
        return self._rules

    def count_params(self) -> int:
        """Return how many numbers the model learns."""
        pairs = zip(self.layers, self.shapes(), strict=False)
        return sum(layer.count_params(shape) for layer, shape in pairs)

    def get_weights(self) -> list[Array]:
        """Return copies of all weights, layer by layer, kernel before bias, as in Keras."""
        self.build()
        return [weights.copy() for layer in self.layers for weights in layer.weights.values()]

    def set_weights(self, weights: Sequence[npt.ArrayLike]) -> None:
        """Replace all weights; nothing changes unless all of them fit."""
        self.build()
        places = [(layer, name) for layer in self.layers for name in layer.weights]
        if not isinstance(weights, (list, tuple)):
            what = "set_weights takes a list of arrays, as get_weights gives"
            raise DataError(f"{what}; got {shown(weights)}.")
        if len(weights) != len(places):
            raise ShapeError(f"The model has {len(places)} arrays of weights; got {len(weights)}.")
        checked = [
            checked_weights(value, layer.weights[name], f"{layer.class_name}.{name}")
            for (layer, name), value in zip(places, weights, strict=True)
        ]
        for (layer, name), value in zip(places, checked, strict=True):
            layer.weights[name][...] = value

    def summary(self, print_fn: Callable[[str], object] = print) -> None:
        """Print each layer with its output shape and its number of parameters, as in Keras."""
        print_fn(summary_table(self.layers, self.shapes()))

    # ---- training and asking ----

    def compile(
        self, optimizer: object = "rmsprop", loss: object = None, metrics: str | Sequence[object] = ()
    ) -> None:
        """Choose how the model learns.

        Parameters
        ----------
        optimizer : str or Optimizer
            How the weights move.
        loss : str or Loss
            What is made small.
        metrics : sequence of str or Metric
            What is measured besides: "accuracy", "f1_score", "roc_auc", "mean_absolute_error", …
        """
        if loss is None:
            raise ConfigurationError(
                'compile needs a loss, for example loss="sparse_categorical_crossentropy".'
            )
        chosen = optimizers.get(optimizer), losses.get(loss)
        names = (metrics,) if isinstance(metrics, str) else metrics
        self.metrics = get_metrics(names, chosen[1])
        self.optimizer, self.loss = chosen

    def check_compiled(self) -> tuple[Optimizer, Loss]:
        """Return optimizer and loss, or say that `compile` comes first."""
        if self.optimizer is None or self.loss is None:
            raise SessionStateError(
                "The model has no loss and no optimizer yet. Call compile first, for example "
                'model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"]).'
            )
        return self.optimizer, self.loss

    def fit(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        shuffle: bool = True,
        validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        callbacks: Sequence[Callback] = (),
        verbose: bool = True,
    ) -> History:
        """Train for a number of epochs and return the history of losses and metrics.

        Parameters
        ----------
        x, y : ndarray, shape (n, …)
            Examples and targets.
        batch_size : int
            Examples for one update of the weights.
        epochs : int
            Passes over all examples.
        shuffle : bool
            Whether the examples come in a new order in every epoch.
        validation_data : tuple of ndarray, optional
            `(x, y)` that the model is measured on after every epoch, and never trained on.
        sample_weight : array, shape (n,), optional
            How much each example counts in the loss.
        class_weight : mapping of int to float, optional
            How much the examples of each class count, 1 for those that are not mentioned: `{1: 5.0}`.
        callbacks : sequence of Callback
            Told of each epoch's end: `EarlyStopping`.
        verbose : bool
            Whether to show a progress bar.
        """
        trainer = Trainer(
            self,
            x,
            y,
            batch_size=batch_size,
            epochs=epochs,
            shuffle=shuffle,
            validation_data=validation_data,
            sample_weight=sample_weight,
            class_weight=class_weight,
            callbacks=callbacks,
        )
        return fit(trainer, verbose=verbose)

    def train_on_batch(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
    ) -> dict[str, float]:
        """Make one update of the weights and return the batch's loss and metrics before it."""
        x = self.checked_input(x)
        trainer = Trainer(
            self,
            x,
            y,
            batch_size=BATCH_SIZE.check_int(len(x)),
            shuffle=False,
            sample_weight=sample_weight,
            class_weight=class_weight,
        )
        return next(trainer).logs

    def evaluate(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 256,
        sample_weight: npt.ArrayLike | None = None,
    ) -> dict[str, float]:
        """Return the mean loss and metrics over examples, without training."""
        return self.measure(x, y, batch_size=batch_size, sample_weight=sample_weight).logs

    def measure(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 256,
        sample_weight: npt.ArrayLike | None = None,
    ) -> Evaluation:
        """Return what `evaluate` does, and the predictions with it."""
        self.check_compiled()
        x = self.checked_input(x)
        y = checked_targets(y, x)
        weights = example_weights(y, sample_weight)
        return evaluate_in_slices(self, x, y, BATCH_SIZE.check_int(batch_size), weights)

    def predict(self, x: npt.ArrayLike, *, batch_size: int = 256) -> AnyArray:
        """Return the outputs for examples `(n, …)`, shape `(n, outputs)`."""
        x = self.checked_input(x)
        size = BATCH_SIZE.check_int(batch_size)
        slices = [x[start : start + size] for start in range(0, len(x), size)]
        worker = self.new_pass()
        return np.concatenate([to_public(worker.forward(to_engine(part, self.dtype))) for part in slices])

    def new_pass(self) -> Pass:
        """Return a `Pass` over this model's layers with memory of its own."""
        self.build()
        return Pass(self.layers, self._slots, self.dtype)

    def checked_input(self, x: npt.ArrayLike) -> AnyArray:
        """Return examples as an array that fits the model, building it if it is not built, or raise."""
        x = checked_examples(x, self.input_shape)
        self.build(x.shape[1:])
        return x
