"""The block ``setup``: what a step puts before the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.format.fields import Fields
from mlwidgets.lessons.labs import CONTROLS, LABS
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.ranges import nearest, shown
from mlwidgets.session.learned.stages import STAGE
from mlwidgets.session.saved import APART
from mlwidgets.spec.settings import refuse_unknown

if TYPE_CHECKING:
    from mlwidgets.lessons.format.blocks import Block
    from mlwidgets.lessons.format.faults import Faults


def read_set_up(block: Block, faults: Faults, *, first: bool) -> SetUp:
    """Read a set-up.

    Parameters
    ----------
    block : Block
        What stands between the fences.
    faults : Faults
        Where to note what is wrong.
    first : bool
        Whether it belongs to the first step, which begins anew if it does not say otherwise.
    """
    fields = Fields(block, faults, "a set-up")
    lab = fields.one_of("lab", LABS, needed=False)
    experiment = _experiment(fields)
    stage = fields.one_of("stage", STAGE.options, needed=False)
    fresh = fields.flag("fresh", default=first)
    hidden, locked = _controls(fields, "hidden"), _controls(fields, "locked")
    point = ""
    if fields.has("point"):
        point = fields.text("point")
        _check_controls(fields, "point", [point])
    fields.close()
    return SetUp(lab, experiment, stage, fresh, hidden, locked, point)


def _experiment(fields: Fields) -> dict[str, Any]:
    found = fields.map("experiment")
    for name in found:
        if name == "version":
            fields.fault("experiment", "A set-up needs no version: it is of the mlwidgets that reads it.")
            continue
        try:
            refuse_unknown([name], APART)
        except MLWidgetsError as error:
            fields.fault_at(str(error), "experiment", name)
    return found


def _controls(fields: Fields, name: str) -> tuple[str, ...]:
    names = fields.texts(name, most=200)
    _check_controls(fields, name, names)
    return tuple(dict.fromkeys(names))


def _check_controls(fields: Fields, name: str, names: list[str] | tuple[str, ...]) -> None:
    """Note names of controls that there are none of; whole labs can be hidden, too."""
    known = CONTROLS if name == "point" else (*CONTROLS, *LABS)
    for one in names:
        if one not in known:
            advice = nearest(one, known) or f" There are: {', '.join(known)}."
            fields.fault(name, f"There is no control {shown(one)}.{advice}")
