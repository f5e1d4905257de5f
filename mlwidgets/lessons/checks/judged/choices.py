"""Checks of what has been chosen: data set, loss, optimizer, learning rate and the other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.drawn import DRAWN
from mlwidgets.data.registry import names
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.limits import Limits
from mlwidgets.lessons.checks.parameters import ClassName, NameAmong, Parameter
from mlwidgets.ranges import OneOf
from mlwidgets.spec import SETTING_OPTIONS
from mlwidgets.spec.rows.losses import LOSS_ROWS
from mlwidgets.spec.rows.optimizers import OPTIMIZER_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment

_SETTINGS = tuple(SETTING_OPTIONS)

_RIGHT = {
    "dataset": _("Your data set is {chosen}, as it should be."),
    "loss": _("Your loss is {chosen}, as it should be."),
    "optimizer": _("Your optimizer is {chosen}, as it should be."),
}
_WRONG = {
    "dataset": _("Your data set is {chosen}; it must be {wanted}. Choose that one, then check again."),
    "loss": _("Your loss is {chosen}; it must be {wanted}. Choose that one, then check again."),
    "optimizer": _("Your optimizer is {chosen}; it must be {wanted}. Choose that one, then check again."),
}
_RAISE = _("Raise it, then check again.")
_LOWER = _("Lower it, then check again.")


def look_at_choices(experiment: Experiment) -> dict[str, Any]:
    """Return everything that has been chosen by name or as one number."""
    settings = experiment.settings
    return {
        "dataset": settings.dataset.name,
        "loss": settings.loss.class_name,
        "optimizer": settings.optimizer.class_name,
        "learning_rate": float(settings.learning_rate),
        **{name: float(getattr(settings, name)) for name in _SETTINGS},
    }


def _is(name: str, title: Callable[[str], str]) -> Callable[..., Finding]:
    """Return a rule that compares what has been chosen with what should be."""

    def rule(seen: Evidence, **given: str) -> Finding:
        (wanted,) = given.values()
        chosen = seen.text(name)
        if chosen == wanted:
            return Finding(holds=True, why=_RIGHT[name].format(chosen=title(chosen)))
        why = _WRONG[name].format(chosen=title(chosen), wanted=title(wanted))
        return Finding(holds=False, why=why)

    return rule


def _optimizer_title(class_name: str) -> str:
    return OPTIMIZER_ROWS.of(class_name).shown_title if class_name in _OPTIMIZERS else class_name


def _loss_title(class_name: str) -> str:
    return LOSS_ROWS.of(class_name).shown_title if class_name in _LOSSES else class_name


_OPTIMIZERS = {row.class_name for row in OPTIMIZER_ROWS}
_LOSSES = {row.class_name for row in LOSS_ROWS}


def _dataset_title(name: str) -> str:
    return name.replace("_", " ")


def _learning_rate(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge(
        seen.number("learning_rate"),
        limits.number,
        said=_("Your learning rate is {found}"),
        higher=_RAISE,
        lower=_LOWER,
    )


def _setting(seen: Evidence, name: str, **given: float) -> Finding:
    return Limits(**given).judge(
        seen.number(name),
        limits.number,
        said=_("The setting “{label}” is {found}"),
        label=SETTING_OPTIONS[name].label,
        higher=_RAISE,
        lower=_LOWER,
    )


def _dataset_names() -> tuple[str, ...]:
    return (*names(), DRAWN)


CHOICE_CHECKS = (
    Check(
        "dataset_is",
        "Which data set is in use.",
        look_at_choices,
        _is("dataset", _dataset_title),
        (Parameter(NameAmong(name="name", options=_dataset_names), "Its name.", required=True),),
    ),
    Check(
        "loss_is",
        "Which loss the network is trained with.",
        look_at_choices,
        _is("loss", _loss_title),
        (Parameter(ClassName(name="class_name", registry=LOSSES), "Its name.", required=True),),
    ),
    Check(
        "optimizer",
        "Which optimizer moves the weights.",
        look_at_choices,
        _is("optimizer", _optimizer_title),
        (Parameter(ClassName(name="class_name", registry=OPTIMIZERS), "Its name.", required=True),),
    ),
    Check(
        "learning_rate",
        "The learning rate; that of the first update if it has a schedule.",
        look_at_choices,
        _learning_rate,
        limits.limits(0, 10),
        limits.NAMES,
    ),
    Check(
        "setting",
        "The batch size, the number of epochs, the seed or the validation split.",
        look_at_choices,
        _setting,
        (
            Parameter(OneOf(name="name", options=_SETTINGS), "Which setting.", required=True),
            *limits.limits(0, 2**32),
        ),
        limits.NAMES,
    ),
)
