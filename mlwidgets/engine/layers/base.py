"""What every layer is."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, overload

import numpy as np

from mlwidgets.engine import activations
from mlwidgets.engine.configurable import Configurable, snake_case
from mlwidgets.errors import DataError, SessionStateError, ShapeError
from mlwidgets.language import _, numeral
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.constraints import Constraint
    from mlwidgets.engine.initializers import Initializer
    from mlwidgets.engine.regularizers import Regularizer
    from mlwidgets.engine.tape import Tape


@dataclass(frozen=True)
class WeightSpec:
    """One array of weights.

    Attributes
    ----------
    shape : tuple of int
        Its shape.
    initializer : Initializer
        Its starting values.
    trainable : bool
        Whether the optimizer moves it. A moving average, say, is kept by the layer itself.
    regularizer : Regularizer or None
        A penalty on its size, part of the loss.
    constraint : Constraint or None
        A condition that it is brought back to after each update.
    """

    shape: Shape
    initializer: Initializer
    trainable: bool = True
    regularizer: Regularizer | None = None
    constraint: Constraint | None = None


class Layer(Configurable, ABC):
    """One step of a network: a transformation, then an activation function.

    A subclass says what shape it makes (`compute_output_shape`), which weights it has (`weight_specs`) and
    how it computes (`transform`, `transform_gradient`). Everything about a batch goes into a `Tape`.

    Attributes
    ----------
    activation : ActivationFunction
        Applied to the transformation's result; linear if the layer has none of its own.
    weights : dict of str to ndarray
        The layer's weights by name: views into the model's one long vector of parameters.
    build_model : callable or None
        Makes the weights of the whole model, once it knows its input's shape.
    assign : callable or None
        Called with the layer, a name and an array, checked, when somebody assigns weights: whoever trains the
        model puts them in between two steps. Without it they are put in at once.
    taken : bool
        Whether a model has it. Two models cannot share a layer: its weights lie in the vector of one.
    couples_examples : bool
        Whether the result for one example depends on the others of the batch, as in batch normalization.
        Then a batch cannot be split without changing the result.
    draws_at_random : bool
        Whether training takes random numbers from `tape.rng`, as dropout does. Setting a stream of them up
        takes longer than a small layer, so the others do without.
    """

    couples_examples: ClassVar[bool] = False
    draws_at_random: ClassVar[bool] = False

    def __init__(self, activation: object = None) -> None:
        self.activation = activations.get(activation)
        self.weights: dict[str, Array] = {}
        self.taken = False
        self.build_model: Callable[[], None] | None = None
        self.assign: Callable[[Layer, str, Array], None] | None = None

    @property
    def class_name(self) -> str:
        """The name of the kind of layer: "Dense"."""
        return type(self).__name__

    @property
    def default_name(self) -> str:
        """The stem of a layer's automatic name, as in Keras: "dense"."""
        return snake_case(self.class_name)

    @abstractmethod
    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of one output for one input, without the batch; `ShapeError` if it cannot be."""

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:  # noqa: ARG002 - not all need it
        """Return the weights this layer has for inputs of this shape."""
        return {}

    def count_params(self, input_shape: Shape) -> int:
        """Return how many numbers the layer keeps for inputs of this shape, learned or not, as in Keras."""
        return sum(math.prod(spec.shape) for spec in self.weight_specs(input_shape).values())

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Return about how many numbers training keeps or needs at once for one example, weights apart."""
        # The result before and after the activation, and the gradient of the input.
        return 2 * math.prod(self.compute_output_shape(input_shape)) + math.prod(input_shape)

    def parameter_arithmetic(self, input_shape: Shape) -> str:
        """Return how `count_params` comes about, one term for each array: "3 × 3 × 8 × 16 + 16 = 1,168".

        A single number needs no arithmetic: "16", and "0" for a layer without weights.
        """
        shapes = [spec.shape for spec in self.weight_specs(input_shape).values()]
        terms = " + ".join(" × ".join(numeral(side) for side in shape) for shape in shapes)
        total = numeral(self.count_params(input_shape))
        return total if terms in ("", total) else f"{terms} = {total}"

    @abstractmethod
    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z, the layer's result before its activation, in the engine's layout."""

    @abstractmethod
    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Turn ∂L/∂z into ∂L/∂input, and write ∂L/∂weights into `tape.gradients`.

        May return None where `tape.needs_input_gradient` is False.
        """

    def forward(self, x: Array, tape: Tape, activation: ActivationFunction | None = None) -> Array:
        """Return a = f(z) for a batch in the engine's layout; f is the layer's own if no other is given."""
        z = self.transform(x, tape)
        tape.activation = self.activation if activation is None else activation
        a = tape.activation.forward(z)
        tape.saved["z"], tape.saved["a"] = z, a
        return a

    def backward(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input from ∂L/∂a, by the chain rule through activation and transformation."""
        z, a = tape.saved["z"], tape.saved["a"]
        return self.transform_gradient(tape.activation.backward(gradient, z, a), tape)


class Weight:
    """A layer's weights as an attribute: reads the array, and copies into it when assigned to."""

    def __set_name__(self, owner: type[Layer], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, layer: None, owner: type[Layer]) -> Weight: ...
    @overload
    def __get__(self, layer: Layer, owner: type[Layer]) -> Array: ...
    def __get__(self, layer: Layer | None, owner: type[Layer]) -> Weight | Array:
        if layer is None:
            return self
        if self._name not in layer.weights and layer.build_model is not None:
            layer.build_model()
        if layer.weights and self._name not in layer.weights:
            raise SessionStateError(
                f"This {layer.class_name} has no {self._name}: its settings leave it out."
            )
        if not layer.weights:
            raise SessionStateError(
                f"This {layer.class_name} has no {self._name} yet: its shape depends on the input. Put it "
                "into a Sequential that knows its input shape, for example with Input((28, 28, 1)) as the "
                "first layer."
            )
        return layer.weights[self._name]

    def __set__(self, layer: Layer, value: npt.ArrayLike) -> None:
        current = self.__get__(layer, type(layer))
        array = checked_weights(value, current, f"{layer.class_name}.{self._name}")
        if layer.assign is None:
            current[...] = array
        else:
            layer.assign(layer, self._name, array)


def checked_weights(value: object, like: Array, name: str) -> Array:
    """Return `value` as an array of the shape and dtype of `like`, all finite, or say what is wrong."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError  # texts, complex numbers, objects  # noqa: TRY301 - worded below
        with np.errstate(over="ignore"):
            array = array.astype(like.dtype)
    except (TypeError, ValueError) as error:
        said = _("{name} must be an array of numbers; got {got}.")
        raise DataError(said.format(name=name, got=shown(value))) from error
    if array.shape != like.shape:
        said = _("{name} has the shape {shape}; got an array of shape {got}.")
        raise ShapeError(said.format(name=name, shape=like.shape, got=array.shape))
    if not np.isfinite(array).all():
        raise DataError(
            _("{name} must hold numbers that are finite in {type}; got at least one that is not.").format(
                name=name, type=like.dtype
            )
        )
    return array
