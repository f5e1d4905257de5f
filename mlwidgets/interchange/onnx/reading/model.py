"""A graph as a model, node by node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Input
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.onnx.reading import activations, dense, moves, norms, windows
from mlwidgets.interchange.onnx.reading.chain import Chain
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.interchange.onnx.reading.settings import Settings
from mlwidgets.interchange.onnx.reading.stack import check_size
from mlwidgets.interchange.onnx.tensors import MOST_AXES
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.interchange.onnx.graph import Graph, Node
    from mlwidgets.interchange.onnx.reading.stack import Stack

ROWS: dict[str, Callable[[Chain, Node, Settings], None]] = {
    **activations.ROWS,
    **dense.ROWS,
    **moves.ROWS,
    **norms.ROWS,
    **windows.ROWS,
}
"""What each operator of ONNX is here."""

FEW = (1, 3, 4)
"""So many channels has a picture that nobody has worked on: grey, colour, colour with transparency."""

TEXT = {
    "input": _("The file takes examples channels first, {file}; here they are channels last, {here}."),
    "output": _("The file gives results channels first; here they are channels last, {here}."),
}


@dataclass(frozen=True)
class Opened:
    """A model from a file.

    Attributes
    ----------
    model : Sequential
        The stack with its weights.
    notes : tuple of str
        Sentences on what is otherwise here than in the file; often none.
    """

    model: Sequential
    notes: tuple[str, ...] = ()


def read_nodes(graph: Graph) -> Opened:
    """Return what a graph computes as a stack of our layers.

    A graph does not say whether its pictures lie channels first or last. Both are tried; of two stacks that
    give the same numbers the shorter one is taken, which has no layers that only lay the numbers out anew.

    Raises
    ------
    Refused
        It is no chain of operators that our layers are. The message names the first that is none.
    """
    shape = _example(graph)
    found: list[tuple[tuple[int, ...], Stack, bool]] = []
    reasons: list[tuple[int, Refused]] = []
    for axes in _orders(shape):
        chain = Chain(graph, shape, axes)
        try:
            while chain.tensor != graph.output.name:
                _step(chain)
            found.append((axes, chain.stack, chain.stack.finish()))
        except Refused as reason:
            reasons.append((chain.done, reason))
    if not found:
        raise max(reasons, key=lambda one: one[0])[1]
    axes, stack, moved = min(found, key=lambda one: len(one[1].layers))
    notes = [] if list(axes) == sorted(axes) else [TEXT["input"].format(file=shape, here=stack.input_shape)]
    if moved:
        notes.append(TEXT["output"].format(here=stack.shape))
    return Opened(_built(stack), tuple(notes))


def _example(graph: Graph) -> Shape:
    """Return the shape of one example, without the batch."""
    sides = graph.input.shape[1:]
    if not sides or len(sides) > MOST_AXES or not all(isinstance(side, int) and side > 0 for side in sides):
        raise Refused(
            _(
                "The ONNX file takes examples of shape {sides}; a stack of layers needs a number for "
                "each side but the batch, which comes first. Export the model with fixed sides."
            ).format(sides=sides)
        )
    shape = tuple(side for side in sides if isinstance(side, int))
    check_size(shape)
    return shape


def _orders(shape: Shape) -> list[tuple[int, ...]]:
    """Return the orders of axes to try, the likelier first: as they are, and the first moved to the end."""
    as_it_is = tuple(range(len(shape)))
    if len(shape) not in (2, 3):
        return [as_it_is]
    moved = (*as_it_is[1:], 0)
    picture = len(shape) == 3 and shape[0] in FEW and shape[-1] not in FEW  # noqa: PLR2004 - with channels
    return [moved, as_it_is] if picture else [as_it_is, moved]


def _step(chain: Chain) -> None:
    """Read what takes the present tensor."""
    if activations.read_gated(chain):
        return
    users = chain.users(chain.tensor)
    if len(users) != 1:
        kinds = ", ".join(sorted({user.operator[:60] for user in users})) or str(_("nothing"))
        raise Refused(
            _(
                "The ONNX file is not a chain of layers: {kinds} takes the tensor {tensor!r}; "
                "exactly one operator must lead on from there to the output."
            ).format(kinds=kinds, tensor=chain.tensor[:60])
        )
    (node,) = users
    row = ROWS.get(node.operator)
    if row is None:
        raise Refused(
            _("{node} has no counterpart among the layers here. mlwidgets reads {known}.").format(
                node=named(node), known=", ".join(sorted(ROWS))
            )
        )
    if node.inputs.count(chain.tensor) != 1 or (node.inputs[0] != chain.tensor and node.operator != "Add"):
        raise Refused(_("{node} does not use the result before it as a layer does.").format(node=named(node)))
    settings = Settings(node)
    try:
        row(chain, node, settings)
    except MLWidgetsError as error:
        begins = str(error).startswith(named(node))
        raise Refused(
            str(error)
            if begins
            else _("{node} cannot be read. {error}").format(node=named(node), error=error)
        ) from error
    settings.check_all_read()
    chain.go_past(node)


def _built(stack: Stack) -> Sequential:
    """Return the stack as a model with its weights."""
    if not stack.layers:
        raise Refused(_("The ONNX file passes its input on as it is: there is no layer in it."))
    model = Sequential([Input(stack.input_shape), *stack.layers])
    model.build()
    model.set_weights(
        [
            weights[name]
            for layer, weights in zip(model.layers, stack.weights, strict=True)
            for name in layer.weights
        ]
    )
    return model
