"""The model answer of a task that is done in the lab: a list of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.actions import Action, parse_action

if TYPE_CHECKING:
    from mlwidgets.lessons.format.fields import Fields

MOST = 20


def read_model(fields: Fields) -> tuple[Action, ...]:
    """Read the list `model`."""
    given = fields.values("model")
    if len(given) > MOST:
        fields.fault("model", f"A model answer has at most {MOST} actions; got {len(given)}.")
    actions = []
    for at, one in enumerate(given):
        try:
            actions.append(parse_action(one))
        except MLWidgetsError as error:
            fields.fault_at(str(error), "model", at)
    return tuple(actions)
