"""The four cards of an update, for every example of a batch that is followed, and one weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.training.batch_trace import trace_batch
from mlwidgets.explain.steps import gradient, loss
from mlwidgets.explain.steps.forward import forward_card
from mlwidgets.explain.steps.gradient import gradient_card
from mlwidgets.explain.steps.local import local
from mlwidgets.explain.steps.loss import loss_card
from mlwidgets.explain.steps.update import update_card
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.training.preview import Preview
    from mlwidgets.explain.steps.chosen import ChosenWeight
    from mlwidgets.explain.steps.parts import Card, Line


@dataclass(frozen=True)
class ExampleCards:
    """What one example of a batch adds to its update.

    Attributes
    ----------
    forward, loss, gradient : Card
        Its own numbers.
    loss_so_far, gradient_so_far : Line
        The means over it and the examples before it.
    """

    forward: Card
    loss: Card
    gradient: Card
    loss_so_far: Line
    gradient_so_far: Line


@dataclass(frozen=True)
class StepCards:
    """An update in cards.

    Attributes
    ----------
    examples : tuple of ExampleCards
        The examples that are followed, from the beginning of the batch.
    batch_loss, batch_gradient : tuple of Line
        What all examples of the batch come to.
    update : Card
        What the batch does to the weight.
    notes : tuple of str
        What is to be said about the numbers as a whole.
    strongest : int
        The example that pulls hardest at the weight.
    """

    examples: tuple[ExampleCards, ...]
    batch_loss: tuple[Line, ...]
    batch_gradient: tuple[Line, ...]
    update: Card
    notes: tuple[str, ...]
    strongest: int


def step_cards(preview: Preview, chosen: ChosenWeight, names: Sequence[str] = ()) -> StepCards:
    """Return an update in cards.

    Parameters
    ----------
    preview : Preview
        The update.
    chosen : ChosenWeight
        The weight that is followed.
    names : sequence of str
        The names of the classes, where each has an output of its own.
    """
    trace = trace_batch(preview)
    sums = local(trace.layers[chosen.layer], chosen)
    parts = trace.example_gradients(chosen.layer, chosen.name, chosen.index)
    weight = float(preview.before[chosen.place])
    examples = tuple(
        ExampleCards(
            forward_card(trace, chosen, weight, sums, example, names),
            loss_card(preview, trace, example, names),
            gradient_card(preview, trace, chosen, example, sums=sums, parts=parts),
            loss_so_far=loss.mean_so_far(trace, example),
            gradient_so_far=gradient.mean_so_far(parts, example),
        )
        for example in range(len(trace.index))
    )
    sizes = [abs(float(part)) for part in parts]
    return StepCards(
        examples=examples,
        batch_loss=loss.batch_loss_lines(preview),
        batch_gradient=gradient.batch_gradient_lines(preview, chosen),
        update=update_card(preview, chosen),
        notes=_notes(preview, len(trace.index)),
        strongest=max(range(len(sizes)), key=sizes.__getitem__),
    )


def _notes(preview: Preview, shown: int) -> tuple[str, ...]:
    """Return what is true of the whole update."""
    layers, size = preview.model.layers, len(preview.batch.index)
    notes = []
    if shown < size:
        notes.append(_SHOWN.format(shown=shown, size=size))
    if any(layer.draws_at_random for layer in layers):
        notes.append(str(_RANDOM))
    if any(layer.couples_examples for layer in layers):
        notes.append(str(_MIXES))
    if not preview.sound:
        notes.append(str(_DIVERGES))
    return tuple(notes)


_SHOWN = _("The first {shown} of {size:,} examples are shown one by one; all of them count.")
_RANDOM = _("Dropout and noise are on, with the random numbers of this very update.")
_MIXES = _(
    "BatchNormalization mixes the examples of a batch: an example's part is what flows through its own "
    "numbers."
)
_DIVERGES = _("This update diverges: it has numbers that are not finite, and training will refuse it.")
