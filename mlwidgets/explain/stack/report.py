"""What there is to say about a stack of layers, whether it is possible or not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.memory import StepMemory

BYTES_PER_NUMBER = 4
"""A float32."""

_CLASSES = n_("{count} class", "{count} classes")
_NUMBERS = n_("{count:,} number to predict", "{count:,} numbers to predict")
_PROBLEM = _("Layer {number}, {name}: {error}")
_PROBLEM_OF_NOTHING = _("Layer {number}: {error}")


@dataclass(frozen=True)
class Goal:
    """What the data ask of a network's end.

    Attributes
    ----------
    output_shape : tuple of int
        The shape that one prediction must have.
    n_classes : int
        How many classes there are; 0 when numbers are to be predicted.
    loss : str
        The loss's Keras name; empty if it does not matter.
    end : str
        The activation that such a network usually ends with; if not given, what makes shares for classes, and
        none for numbers.
    """

    output_shape: Shape
    n_classes: int = 0
    loss: str = ""
    end: str = ""

    @property
    def activation(self) -> str:
        """The activation that the network should end with."""
        if self.end or not self.n_classes:
            return self.end or "linear"
        return "sigmoid" if self.output_shape == (1,) else "softmax"

    @property
    def words(self) -> str:
        """What is wanted: "10 classes", "1 number to predict"."""
        if self.n_classes:
            return _CLASSES.format(self.n_classes)
        return _NUMBERS.format(math.prod(self.output_shape))

    def last_layers(self, shape: Shape) -> list[dict[str, Any]]:
        """Return the layers that turn numbers of this shape into what is wanted."""
        config: dict[str, Any] = {"units": math.prod(self.output_shape)}
        if self.activation != "linear":
            config["activation"] = self.activation
        flatten = [{"class_name": "Flatten", "config": {}}] if len(shape) > 1 else []
        target = {"target_shape": list(self.output_shape)}
        reshape = [{"class_name": "Reshape", "config": target}] if len(self.output_shape) > 1 else []
        return [*flatten, {"class_name": "Dense", "config": config}, *reshape]


@dataclass(frozen=True, eq=False)
class Repair:
    """A change that makes a layer possible, ready to be applied.

    Attributes
    ----------
    label : str
        What it does: "Put a Flatten before it".
    layers : list of dict
        The whole stack after it.
    at : int
        Which layer to look at then.
    loss : str
        The loss that goes with it; empty if the present one does.
    """

    label: str
    layers: list[Any]
    at: int
    loss: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Row:
    """What there is to say about one layer of a stack.

    Attributes
    ----------
    class_name : str
        The kind of layer; empty if it has none.
    title : str
        The layer as a line of Keras: 'Conv2D(8, 3, activation="relu")'.
    activation : str
        The name of its activation function; empty for none.
    input_shape, output_shape : tuple of int or None
        Without the batch; None as long as something above or here is impossible.
    params : int
        How many numbers it keeps, and how that comes about:
    parameter_arithmetic : str
        Such as "3 × 3 × 1 × 8 + 8 = 80".
    multiply_adds : int
        Multiplications by weights for one example, and how that comes about:
    multiply_add_arithmetic : str
        Such as "26 × 26 × 3 × 3 × 1 × 8 = 48,672".
    error : str
        Why it is impossible, in a sentence; empty if it is not.
    waits : bool
        Whether the error is only that a layer above is impossible.
    advice : str
        What is possible but hardly meant, in a sentence.
    repairs : tuple of Repair
        What would help, the most obvious first.
    """

    class_name: str
    title: str
    activation: str = ""
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    params: int = 0
    parameter_arithmetic: str = ""
    multiply_adds: int = 0
    multiply_add_arithmetic: str = ""
    error: str = ""
    waits: bool = False
    advice: str = ""
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class StackReport:
    """What there is to say about a stack.

    Attributes
    ----------
    input_shape : tuple of int
        What comes in.
    rows : tuple of Row
        One for each layer.
    goal : Goal or None
        What the data ask of the end.
    memory : StepMemory
        What a training step needs, as far as the stack is possible.
    batch_size : int
        What the memory is reckoned for.
    error : str
        What is wrong with the stack as a whole, such as a wrong end; empty if nothing is.
    repairs : tuple of Repair
        What would help against that.
    """

    input_shape: Shape
    rows: tuple[Row, ...]
    memory: StepMemory
    goal: Goal | None = None
    batch_size: int = 32
    error: str = ""
    repairs: tuple[Repair, ...] = ()

    @property
    def problems(self) -> list[str]:
        """Every error, in order, layers that only wait left out: "Layer 2, Dense: …"."""
        found = [
            (_PROBLEM if row.class_name else _PROBLEM_OF_NOTHING).format(
                number=number, name=row.class_name, error=row.error
            )
            for number, row in enumerate(self.rows, start=1)
            if row.error and not row.waits
        ]
        return [*found, *([self.error] if self.error else [])]

    @property
    def possible(self) -> bool:
        """Whether a network can be built from the stack."""
        return not self.problems

    @property
    def output_shape(self) -> Shape | None:
        """What the last layer gives; None as long as something is impossible."""
        return self.rows[-1].output_shape if self.rows else self.input_shape

    @property
    def params(self) -> int:
        """How many numbers all layers keep."""
        return sum(row.params for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiplications by weights for one example, in all layers."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def step_bytes(self) -> int:
        """Memory that a training step with a batch takes, as float32."""
        return self.memory.bytes(self.batch_size)

    @property
    def parameter_bytes(self) -> int:
        """Memory for the numbers that the layers keep, as float32."""
        return self.params * BYTES_PER_NUMBER
