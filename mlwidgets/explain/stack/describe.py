"""A stack of layers, possible or not, row by row: shapes, sums, and what is wrong where."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.layers import Input
from mlwidgets.engine.memory import StepMemory
from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.network.multiply_adds import multiply_adds, multiply_adds_arithmetic
from mlwidgets.explain.stack.ends import activation_of, end_advice, end_problem, lone_softmax, with_activation
from mlwidgets.explain.stack.layer_words import layer_call
from mlwidgets.explain.stack.layers import MOST_LAYERS, check_size, output_of, read_layer
from mlwidgets.explain.stack.repairs import repairs_of
from mlwidgets.explain.stack.report import BYTES_PER_NUMBER, Goal, Repair, Row, StackReport
from mlwidgets.language import _
from mlwidgets.ranges import BATCH_SIZE, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer

__all__ = ["MOST_LAYERS", "Goal", "Repair", "Row", "StackReport", "describe_stack"]

_log = logging.getLogger(__name__)

WAITS = _("Waits for the layer above.")

_NO_LIST = _("A stack is a list of layers; got {got}.")
_TOO_MANY = _("A stack has at most {most} layers; this one has {count:,}.")
_LONE_SOFTMAX = _("A softmax over 1 number always gives 1, whatever comes in.")


def describe_stack(
    input_shape: Shape, layers: object, *, batch_size: int = 32, goal: Goal | None = None
) -> StackReport:
    """Look at a stack without building it.

    Parameters
    ----------
    input_shape : tuple of int
        The shape of one example.
    layers : list of dict
        The stack, as `{"class_name": …, "config": {…}}`. Whatever else it is, nothing is raised: it becomes a
        sentence in the report.
    batch_size : int
        What the memory is reckoned for.
    goal : Goal, optional
        What the data ask of the end; without it every end is right.

    Raises
    ------
    ShapeError, ConfigurationError
        `input_shape` or `batch_size` is none.

    Examples
    --------
    >>> config = {"filters": 8, "kernel_size": 3}
    >>> report = describe_stack((28, 28, 1), [{"class_name": "Conv2D", "config": config}])
    >>> report.rows[0].output_shape, report.rows[0].parameter_arithmetic
    ((26, 26, 8), '3 × 3 × 1 × 8 + 8 = 80')
    >>> report = describe_stack((28, 28, 1), [{"class_name": "Dense", "config": {"units": 10}}])
    >>> report.rows[0].error
    'Dense needs one row of numbers; got (28, 28, 1). Put a Flatten before it.'
    >>> report.rows[0].repairs[0].label
    'Put a Flatten before it'
    """
    walk = _Walk(Input(input_shape).shape, BATCH_SIZE.check_int(batch_size), goal)
    if not isinstance(layers, (list, tuple)):
        return walk.report(_NO_LIST.format(got=shown(layers)))
    walk.specs = list(layers[:MOST_LAYERS])
    for index in range(len(walk.specs)):
        walk.rows.append(walk.row(index))
    if len(layers) > MOST_LAYERS:
        return walk.report(_TOO_MANY.format(most=MOST_LAYERS, count=len(layers)))
    return walk.finished()


class _Walk:
    """The way of one example through the stack, as far as it goes."""

    def __init__(self, input_shape: Shape, batch_size: int, goal: Goal | None) -> None:
        self.specs: list[Any] = []
        self.rows: list[Row] = []
        self._shapes = [input_shape]
        self._layers: list[Layer] = []
        self._batch_size = batch_size
        self._goal = goal
        self._params = 0
        self._numbers = math.prod(input_shape)

    def report(self, error: str = "", repairs: tuple[Repair, ...] = ()) -> StackReport:
        """Return what there is to say."""
        return StackReport(
            input_shape=self._shapes[0],
            rows=tuple(self.rows),
            memory=self._memory(),
            goal=self._goal,
            batch_size=self._batch_size,
            error=error,
            repairs=repairs,
        )

    def row(self, index: int) -> Row:
        """Return what there is to say about a layer, and go on behind it if it is possible."""
        spec = self.specs[index]
        name = spec.get("class_name") if isinstance(spec, Mapping) else None
        blank = Row(class_name=name if isinstance(name, str) else "", title=_title(spec))
        open_ = index == len(self._shapes) - 1
        try:
            layer = read_layer(spec)
            if not open_:
                return dataclasses.replace(
                    blank, activation=_shown_activation(layer), error=WAITS, waits=True
                )
            return self._through(layer, blank)
        except MLWidgetsError as error:
            repairs = repairs_of(index, self.specs, self._shapes)
            return dataclasses.replace(blank, error=str(error), repairs=repairs)

    def _through(self, layer: Layer, blank: Row) -> Row:
        shape = self._shapes[-1]
        output = output_of(layer, shape)
        params, numbers = layer.count_params(shape), math.prod(output)
        check_size(self._params + params, self._numbers + numbers, layer.class_name, up_to=True)
        self._params += params
        self._numbers += numbers
        self._shapes.append(output)
        self._layers.append(layer)
        return dataclasses.replace(
            blank,
            activation=_shown_activation(layer),
            input_shape=shape,
            output_shape=output,
            params=params,
            parameter_arithmetic=layer.parameter_arithmetic(shape),
            multiply_adds=multiply_adds(layer, shape),
            multiply_add_arithmetic=multiply_adds_arithmetic(layer, shape),
        )

    def finished(self) -> StackReport:
        """Look at the end, and at functions that suit neither their layer nor the loss."""
        goal = self._goal
        through = len(self._layers) == len(self.specs)
        for index, (layer, shape) in enumerate(zip(self._layers, self._shapes[1:], strict=True)):
            if lone_softmax(layer, shape):
                other = "sigmoid" if goal is None or goal.n_classes else "linear"
                self._advise(index, _LONE_SOFTMAX, other)
        self._warn_of_memory()
        if goal is None or not through:
            return self.report()
        error, repairs = end_problem(self.specs, self._shapes[0], self._shapes[-1], goal)
        if not error:
            at, sentence, other = end_advice(self._layers, goal)
            if sentence and not self.rows[at].advice:
                self._advise(at, sentence, other)
        return self.report(error, repairs)

    def _memory(self) -> StepMemory:
        return StepMemory.of(self._layers, self._shapes, BYTES_PER_NUMBER)

    def _warn_of_memory(self) -> None:
        """Say at the largest layer that Run will refuse a step of this size, and why."""
        memory = self._memory()
        problem = memory.problem(self._batch_size)
        if problem:
            at = memory.largest
            self.rows[at] = dataclasses.replace(self.rows[at], advice=problem, repairs=())

    def _advise(self, index: int, sentence: str, activation: str) -> None:
        repair = with_activation(self.specs, index, activation)
        self.rows[index] = dataclasses.replace(self.rows[index], advice=sentence, repairs=(repair,))


def _title(spec: object) -> str:
    """Return the layer as a line of Keras; whatever it is, nothing is raised."""
    try:
        return layer_call(spec)
    except Exception as error:  # noqa: BLE001 - whatever somebody pasted
        _log.warning("A layer could not be written down: %s", type(error).__name__)
        return "?"


def _shown_activation(layer: Layer) -> str:
    name = activation_of(layer)
    return "" if name == "linear" else name
