"""What helps: another learning rate from an earlier moment, or another stack."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.layers import LAYERS
from mlwidgets.explain.doctor.finding import Remedy
from mlwidgets.explain.stack.repairs import with_settings
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _
from mlwidgets.ranges import LEARNING_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.explain.doctor.evidence import Evidence, Facts

Stack = list[dict[str, Any]]

_MUCH = 1.5
"""A rate so many times the usual one was probably too large."""


def smaller_rate(facts: Facts) -> float:
    """Return a learning rate that is probably small enough: the usual one, or a fifth of the present."""
    present, usual = facts.settings.learning_rate, facts.usual_rate
    return usual if present > _MUCH * usual else _clean(present / 5)


def larger_rate(facts: Facts) -> float:
    """Return a learning rate that is probably large enough: the usual one, or ten times the present."""
    present, usual = facts.settings.learning_rate, facts.usual_rate
    return usual if present < usual / _MUCH else _clean(present * 10)


def _clean(rate: float) -> float:
    """Return a rate with one significant digit, within its range."""
    return float(f"{min(max(rate, 1e-9), LEARNING_RATE.high):.1g}")


def with_rate(rate: float, update: int | None, why: str = "") -> Remedy:
    """Return the remedy that takes another learning rate, from an earlier moment or from now on."""
    changes, shown = {"learning_rate": rate}, number_text(rate, 3)
    if update is None:
        return Remedy(
            _("Use {shown} from here on").format(shown=shown),
            _("The learning rate is now {shown}. Press Run.").format(shown=shown),
            None,
            changes,
        )
    place = _place(update)
    return Remedy(
        _("Go back to {place} and use {shown}").format(place=place, shown=shown),
        _("Back at {place}, with a learning rate of {shown}. Press Run.").format(place=place, shown=shown),
        update,
        changes,
        why,
    )


def back_and_slower(evidence: Evidence, update: int) -> Remedy:
    """Return the remedy that goes back to before the loss rose, at most to an update, with a smaller rate.

    Where the rate has been raised between, it goes back to the moment before, and to the rate of then.
    """
    back, raised = evidence.calm_before(update), evidence.raised
    if raised is not None and back <= raised.update <= update + 1:
        why = _("{moment} is the moment before the learning rate was raised from {old} to {new}.").format(
            moment=_sentence(_place(raised.update)),
            old=number_text(raised.old, 3),
            new=number_text(raised.new, 3),
        )
        remedy = with_rate(raised.old, raised.update, why)
        place = _place(raised.update)
        label = _("Go back to {place}, before the rate was raised, and use {shown}").format(
            place=place, shown=number_text(raised.old, 3)
        )
        return dataclasses.replace(remedy, label=label)
    rate = smaller_rate(evidence.facts)
    # Where the curvature has been measured, a rate above 2 ÷ curvature is known to be too large.
    curvature = max((look.sharpness or 0 for look in evidence.vitals if look.iteration <= back), default=0)
    if rate * curvature > _MUCH:
        rate = min(rate, _clean(1 / curvature))
    why = _("At {moment} the loss was still low.").format(moment=_place(back)) if back else ""
    if rate == evidence.facts.usual_rate:
        optimizer = evidence.facts.settings.optimizer.row.shown_title
        why += _(" A learning rate of {rate} usually suits {optimizer}.").format(
            rate=number_text(rate, 3), optimizer=optimizer
        )
    return with_rate(rate, back, why.strip())


def restart_with(facts: Facts, label: str, change: Callable[[Stack], Stack]) -> Remedy:
    """Return the remedy that changes the stack, with which training has to begin anew."""
    stack = [layer.to_dict() for layer in facts.settings.layers]
    said = _("The network has changed. Press Run to train it from the start.")
    return Remedy(_("{change} and start again").format(change=label), said, None, {"layers": change(stack)})


def change_layers(numbers: Sequence[int], **settings: object) -> Callable[[Stack], Stack]:
    """Return a change that gives some layers, counted from 1, those of these settings that they have."""

    def change(stack: Stack) -> Stack:
        changed = []
        for number, layer in enumerate(stack, start=1):
            known = LAYERS.find(layer["class_name"]).parameter_names()
            own = {name: value for name, value in settings.items() if name in known}
            changed.append(with_settings(layer, **own) if number in numbers and own else layer)
        return changed

    return change


def insert(at: int, class_name: str, **config: object) -> Callable[[Stack], Stack]:
    """Return a change that puts a layer before the one in this place, counted from 1."""
    return lambda stack: [*stack[: at - 1], {"class_name": class_name, "config": config}, *stack[at - 1 :]]


def standardised(facts: Facts) -> Remedy:
    """Return the remedy that lets the network scale its inputs itself."""
    return restart_with(
        facts, _("Put BatchNormalization first"), insert(1, "BatchNormalization", momentum=0.9)
    )


def clipped(facts: Facts, update: int) -> Remedy:
    """Return the remedy that goes back to a moment and limits the length of the gradient from there."""
    optimizer = facts.settings.optimizer.with_(clipnorm=None, clipvalue=None, global_clipnorm=1.0)
    return Remedy(
        _("Go back to {moment} and limit the gradient's length to 1").format(moment=_place(update)),
        _("Back at {moment}; gradients longer than 1 are scaled down (global_clipnorm). Press Run.").format(
            moment=_place(update)
        ),
        update,
        {"optimizer": optimizer},
    )


def _sentence(words: str) -> str:
    said = str(words)  # of a text, a part is English
    return said[0].upper() + said[1:]


def _place(update: int) -> str:
    return _("the start") if update == 0 else _("update {update:,}").format(update=update)
