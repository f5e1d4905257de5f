"""What was done to a stack that is being edited, told from what it was and what it has become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.session.transcript.source import source
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import new_layer

if TYPE_CHECKING:
    from mlwidgets.session.stack.state import StackState

_DRAFT = "experiment.draft"


def stack_line(before: StackState, after: StackState) -> str:
    """Return the call of the draft that leads from one stack to the other."""
    found = _removed(before, after) or _added(before, after) or _moved(before, after) or _set(before, after)
    return found or f"{_DRAFT}.replace({source(after.layers)})"


def _by_id(state: StackState) -> dict[int, dict[str, Any]]:
    return dict(zip(state.ids, state.layers, strict=True))


def _removed(before: StackState, after: StackState) -> str:
    if len(before.ids) != len(after.ids) + 1:
        return ""
    at = next(
        (at for at, (old, new) in enumerate(zip(before.ids, after.ids, strict=False)) if old != new), -1
    )
    at = len(after.ids) if at < 0 else at
    left = [*before.layers[:at], *before.layers[at + 1 :]]
    return f"{_DRAFT}.remove({at})" if left == after.layers else ""


def _added(before: StackState, after: StackState) -> str:
    """Return `duplicate` where a copy has come; what else comes is written out, with its settings."""
    if len(after.ids) != len(before.ids) + 1:
        return ""
    at = next(
        (at for at, (old, new) in enumerate(zip(before.ids, after.ids, strict=False)) if old != new), -1
    )
    at = len(before.ids) if at < 0 else at
    if [*after.layers[:at], *after.layers[at + 1 :]] != before.layers:
        return ""
    if at and after.layers[at] == before.layers[at - 1]:
        return f"{_DRAFT}.duplicate({at - 1})"
    kind = after.layers[at]["class_name"]
    return f"{_DRAFT}.add({kind!r}, {at})" if after.layers[at] == new_layer(kind) else ""


def _moved(before: StackState, after: StackState) -> str:
    if before.ids == after.ids or _by_id(before) != _by_id(after):
        return ""
    for at, one in enumerate(before.ids):
        to = after.ids.index(one)
        rest = [*before.ids[:at], *before.ids[at + 1 :]]
        if [*rest[:to], one, *rest[to:]] == list(after.ids):
            return f"{_DRAFT}.move({at}, {to})"
    return ""


def _set(before: StackState, after: StackState) -> str:
    if before.ids != after.ids:
        return ""
    changed = [
        at for at, (old, new) in enumerate(zip(before.layers, after.layers, strict=True)) if old != new
    ]
    if len(changed) != 1:
        return ""
    (at,) = changed
    old, new = before.layers[at], after.layers[at]
    names = [
        name
        for name in {**old["config"], **new["config"]}
        if (name in old["config"]) != (name in new["config"])
        or old["config"].get(name) != new["config"].get(name)
    ]
    if old["class_name"] != new["class_name"] or len(names) != 1:
        return ""
    (name,) = names
    option = LAYER_ROWS.of(new["class_name"]).option(name)
    value = new["config"].get(name, option.default)  # what is as usual is not written down
    return f"{_DRAFT}.set({at}, {name!r}, {source(value)})"
