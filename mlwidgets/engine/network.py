"""A stack of layers: its structure, its weights, and what it predicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from mlwidgets.engine import layers as layer_kinds
from mlwidgets.engine.arrays import AnyArray, Array, Shape, to_engine, to_public
from mlwidgets.engine.checks import checked_examples
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import Input, Layer
from mlwidgets.engine.layers.base import checked_weights
from mlwidgets.engine.memory import StepMemory
from mlwidgets.engine.parameters import Slot, carve, lay_out, length, trainable_only
from mlwidgets.engine.passes import Pass
from mlwidgets.engine.progress import ProgressBar, verbosity
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.summary import summary_table
from mlwidgets.engine.weight_rules import WeightRules
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import BATCH_SIZE, SEED, OneOf, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.activations import ActivationFunction

_DTYPE = OneOf(name="dtype", options=("float32", "float64"))


class Network:
    """A plain stack of layers: the output of each is the input of the next.

    Parameters
    ----------
    layers : iterable of Layer, optional
        The stack. Its first entry may be `Input(shape)`; without it the shape is taken from the first data.
    seed : int
        Every random choice follows from it: initial weights, the order of the examples, dropout. The same
        seed gives the same numbers, bit for bit.
    dtype : {"float32", "float64"}
        float32 to train; float64 to check gradients.

    Examples
    --------
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> network = Network([Input((4,)), Dense(8, activation="relu"), Dense(3, activation="softmax")], seed=1)
    >>> network.count_params()
    67
    """

    def __init__(
        self, layers: Iterable[Layer | Input] = (), *, seed: int = 0, dtype: str = "float32"
    ) -> None:
        self.seed = SEED.check_int(seed)
        self.dtype: type = np.dtype(_DTYPE.check(dtype)).type
        self.input_shape: Shape | None = None
        self.layers: list[Layer] = []
        self._vector: Array | None = None
        self._slots: tuple[Slot, ...] = ()
        self._rules = WeightRules()
        if isinstance(layers, Mapping) or not isinstance(layers, Iterable):
            raise ConfigurationError(
                f"A {type(self).__name__} expects a list of layers; got {shown(layers)}."
            )
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
            raise ConfigurationError(f"A {type(self).__name__} expects a Layer; got {shown(layer)}.")
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
            raise SessionStateError(_("The model has no layers yet. Add at least one, for example Dense(1)."))
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

    def get_config(self) -> dict[str, Any]:
        """Return the stack as plain JSON values."""
        return {
            "input_shape": None if self.input_shape is None else list(self.input_shape),
            "layers": [serialize(layer) for layer in self.layers],
            "seed": self.seed,
            "dtype": np.dtype(self.dtype).name,
        }

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        """Build a model from what `get_config` returned, with the same initial weights."""
        known = ("input_shape", "layers", "seed", "dtype")
        for key in config:
            if key not in known:
                said = _("A {owner} has no setting {setting}. It knows: {known}.").format(
                    owner=cls.__name__, setting=shown(key), known=", ".join(known)
                )
                raise ConfigurationError(said + nearest(key, known))
        specs = config.get("layers")
        if not isinstance(specs, (list, tuple)):
            said = _("A {owner} needs a list of layers; got {got}.")
            raise ConfigurationError(said.format(owner=cls.__name__, got=shown(specs)))
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

    def part_of(self, layer: int) -> slice:
        """Return where a layer's parameters lie in `parameters`, by its place in the stack from 0."""
        self.build()
        own = [slot for slot in trainable_only(self._slots) if slot.layer == layer]
        return slice(own[0].start, own[-1].stop) if own else slice(0, 0)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places of all arrays of weights in `vector`, those that are trained first."""
        self.build()
        return self._slots

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
            said = _("The model has {count} arrays of weights; got {got}.")
            raise ShapeError(said.format(count=len(places), got=len(weights)))
        checked = [
            checked_weights(value, layer.weights[name], f"{layer.class_name}.{name}")
            for (layer, name), value in zip(places, weights, strict=True)
        ]
        for (layer, name), value in zip(places, checked, strict=True):
            layer.weights[name][...] = value

    def summary(self, print_fn: Callable[[str], object] = print) -> None:
        """Print each layer with its output shape and its number of parameters, as in Keras."""
        print_fn(summary_table(self.layers, self.shapes()))

    # ---- asking ----

    def predict(self, x: npt.ArrayLike, *, batch_size: int = 256, verbose: object = False) -> AnyArray:
        """Return the outputs for examples `(n, …)`, shape `(n, outputs)`; `verbose` as in `fit`."""
        x = self.checked_input(x)
        size = self.step_memory().slice_size(BATCH_SIZE.check_int(batch_size))
        bar = ProgressBar(verbose=verbosity(verbose), title="Predicting")
        worker, outputs = self.new_pass(), []
        for start in range(0, len(x), size):
            outputs.append(to_public(worker.forward(to_engine(x[start : start + size], self.dtype))))
            bar.show(min(1, (start + size) / len(x)), {})
        bar.end_line()
        return np.concatenate(outputs)

    def step_memory(self) -> StepMemory:
        """Return how much memory a training step needs; nothing is built for it."""
        return StepMemory.of(self.layers, self.shapes(), np.dtype(self.dtype).itemsize)

    def new_pass(self, activations: Sequence[ActivationFunction] | None = None) -> Pass:
        """Return a `Pass` over this model's layers with memory of its own; see there for `activations`."""
        self.build()
        return Pass(self.layers, self._slots, self.dtype, activations)

    def checked_input(self, x: npt.ArrayLike) -> AnyArray:
        """Return examples as an array that fits the model, building it if it is not built, or raise."""
        x = checked_examples(x, self.input_shape)
        self.build(x.shape[1:])
        return x
