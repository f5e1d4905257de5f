"""Checks of what has been chosen: data set, loss, optimizer, learning rate and the other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.drawn import DRAWN
from mlwidgets.data.registry import names
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import OPTIMIZERS
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


def _is(what: str, name: str, title: Callable[[str], str]) -> Callable[..., Finding]:
    """Return a rule that compares what has been chosen with what should be."""

    def rule(seen: Evidence, **given: str) -> Finding:
        (wanted,) = given.values()
        chosen = seen.text(name)
        if chosen == wanted:
            return Finding(holds=True, why=f"Your {what} is {title(chosen)}, as it should be.")
        why = (
            f"Your {what} is {title(chosen)}; it must be {title(wanted)}. Choose that one, then check again."
        )
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
        said="Your learning rate is {}",
        higher="Raise it, then check again.",
        lower="Lower it, then check again.",
    )


def _setting(seen: Evidence, name: str, **given: float) -> Finding:
    label = SETTING_OPTIONS[name].label
    return Limits(**given).judge(
        seen.number(name),
        limits.number,
        said=f"The setting “{label}” is {{}}",
        higher="Raise it, then check again.",
        lower="Lower it, then check again.",
    )


def _dataset_names() -> tuple[str, ...]:
    return (*names(), DRAWN)


CHOICE_CHECKS = (
    Check(
        "dataset_is",
        "Which data set is in use.",
        look_at_choices,
        _is("data set", "dataset", _dataset_title),
        (Parameter(NameAmong(name="name", options=_dataset_names), "Its name.", required=True),),
    ),
    Check(
        "loss_is",
        "Which loss the network is trained with.",
        look_at_choices,
        _is("loss", "loss", _loss_title),
        (Parameter(ClassName(name="class_name", registry=LOSSES), "Its name.", required=True),),
    ),
    Check(
        "optimizer",
        "Which optimizer moves the weights.",
        look_at_choices,
        _is("optimizer", "optimizer", _optimizer_title),
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
