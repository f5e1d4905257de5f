"""The block ``setup``: what a step puts before the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.format.fields import Fields
from mlwidgets.lessons.labs import CONTROLS, CONTROLS_OF, LABS
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.ranges import nearest, shown
from mlwidgets.session.learned.stages import STAGE
from mlwidgets.session.saved import APART
from mlwidgets.spec.settings import refuse_unknown

if TYPE_CHECKING:
    from mlwidgets.lessons.format.blocks import Block
    from mlwidgets.lessons.format.faults import Faults


def read_set_up(block: Block, faults: Faults, *, first: bool, before: str = "") -> SetUp:
    """Read a set-up.

    Parameters
    ----------
    block : Block
        What stands between the fences.
    faults : Faults
        Where to note what is wrong.
    first : bool
        Whether it belongs to the first step, which begins anew if it does not say otherwise.
    before : str
        The lab of the step before it, which stays if this one names none; empty if nobody knows which it is.
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
        _check_point(fields, point, lab if fields.has("lab") else before)
    fields.close()
    lines = {(): fields.line, **fields.lines_in("experiment")}
    return SetUp(lab, experiment, stage, fresh, hidden, locked, point, lines)


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


def _check_controls(fields: Fields, name: str, names: tuple[str, ...]) -> None:
    """Note names of controls that no lab shows; whole labs can be hidden, too.

    That the step's own lab does not show one is no fault: the learner can go to the other labs.
    """
    known = (*CONTROLS, *LABS)
    for one in names:
        if one not in known:
            advice = nearest(one, known) or f" There are: {', '.join(known)}."
            fields.fault(name, f"There is no control {shown(one)}.{advice}")


def _check_point(fields: Fields, point: str, lab: str) -> None:
    """Note a control that cannot stand out, since the lab beside the text does not show it."""
    here = CONTROLS_OF.get(lab, CONTROLS)
    if not point or point in here:  # why it is empty has been noted
        return
    elsewhere = [other for other, names in CONTROLS_OF.items() if point in names]
    if not elsewhere:
        advice = nearest(point, here) or f" There are: {', '.join(here)}."
        fields.fault("point", f"There is no control {shown(point)}.{advice}")
        return
    listed = f"It shows: {', '.join(here)}." if here else "It shows none that can be pointed at."
    fields.fault(
        "point",
        f"{lab} shows no control {shown(point)}. {listed} {shown(point)} is in {' and '.join(elsewhere)}.",
    )
