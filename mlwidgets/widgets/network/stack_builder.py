"""The stack of layers as a drawing that can be edited: shapes and sums live, errors where they arise."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from traitlets import Dict, List

from mlwidgets.engine.memory import bytes_text
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.explain.stack.layer_words import shape_text
from mlwidgets.language import numeral
from mlwidgets.ranges import OneOf
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.network import texts
from mlwidgets.widgets.network.stack_catalogue import catalogue, page_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.explain.stack.describe import Repair, Row, StackReport
    from mlwidgets.session import Experiment
    from mlwidgets.session.stack.draft import StackDraft

_log = logging.getLogger("mlwidgets")

_KIND = OneOf(
    name="kind",
    options=(
        *("add", "duplicate", "remove", "move", "set", "repair"),
        *("preset", "paste", "text", "undo", "redo"),
    ),
)

Message = dict[str, Any]


class StackBuilder(BaseWidget):
    """Add, remove, copy, move and set layers, and see at once what becomes of the shapes and sums.

    Every change is made by the experiment's `draft`; the page only asks for it. So Python can change the
    draft as well, and several builders can show the same one.

    Parameters
    ----------
    experiment : Experiment
        Whose stack is edited.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    state : dict
        What is shown of the stack.
    outcome : dict
        What became of the last thing that a page asked for: who asked (``"view"``, ``"ticket"``), what was
        done (``"said"``), whether it failed, and which layer to look at (``"at"``).

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> experiment = Experiment("mnist")
    >>> builder = StackBuilder(experiment)
    >>> builder.state["rows"][0]["parameters"]
    '3 × 3 × 1 × 8 + 8 = 80'
    >>> builder.close()
    >>> experiment.close()
    """

    _esm = bundle("network/stack_builder")
    _css = style("network/stack_builder", "network/stack_form", "network/stack_dialog")

    state = Dict().tag(sync=True)
    catalogue = Dict().tag(sync=True)
    presets = List(Dict()).tag(sync=True)
    outcome = Dict().tag(sync=True)

    def __init__(self, experiment: Experiment, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        draft = experiment.draft
        state = _state(draft) | _steps(experiment)
        super().__init__(catalogue=catalogue(), state=state, presets=_presets(draft), **others)
        self._experiment, self._draft = experiment, draft
        self._presets_are_for = draft.report.input_shape, draft.report.goal
        draft.observe(self._show, "report")
        experiment.observe(self._show_steps, ["can_undo", "can_redo"])
        self.on_msg(self._take_message)

    def close(self) -> None:
        """Stop watching the experiment, and free the widget."""
        if self.comm is not None:  # a second close has nothing left to do
            self._experiment.unobserve(self._show_steps, ["can_undo", "can_redo"])
            self._draft.unobserve(self._show, "report")
        super().close()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Send back every trait of the builder that the page tries to set: it may only send messages.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        ours = [name for name in sync_data if name in StackBuilder.class_own_traits()]
        super().set_state({name: value for name, value in sync_data.items() if name not in ours})
        if ours:
            _log.warning("StackBuilder refused %s from the page.", ", ".join(ours))
            self.send_state(ours)

    def _show(self, _: object = None) -> None:
        data = self._draft.report.input_shape, self._draft.report.goal
        with self.hold_sync():
            self.state = _state(self._draft) | _steps(self._experiment)
            if data != self._presets_are_for:  # looking through all of them takes longer than all the rest
                self._presets_are_for, self.presets = data, _presets(self._draft)

    def _show_steps(self, _: object) -> None:
        self.state = self.state | _steps(self._experiment)

    def _take_message(self, _: object, content: object, _buffers: object) -> None:
        """Do what the page asks for, and tell it what became of that."""
        message: Message = content if isinstance(content, dict) else {}
        outcome: Message = {"at": None, "failed": False}
        with self.hold_sync():
            try:
                outcome |= self._done(message)
            except MLWidgetsError as refusal:
                outcome |= {"said": str(refusal), "failed": True}
            except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
                _log.exception("StackBuilder could not do what the page asked for.")
                said = common.FAULT.format(error=f"{type(error).__name__}: {error}")
                outcome |= {"said": said, "failed": True}
            asked = {name: message.get(name) for name in ("view", "ticket")}
            self.outcome = {**asked, **outcome}

    def _done(self, message: Message) -> Message:
        draft = self._draft
        ways: dict[str, Callable[[], int | None]] = {
            "add": lambda: draft.add(_text(message, "class_name"), message.get("index")),
            "duplicate": lambda: draft.duplicate(self._place(message)),
            "remove": lambda: draft.remove(self._place(message)),
            "move": lambda: draft.move(self._place(message), self._target(message)),
            "set": lambda: draft.set(self._place(message), _text(message, "name"), message.get("value")),
            "repair": lambda: draft.apply_repair(self._repaired(message), message.get("number", -1)),
            "preset": lambda: draft.use_preset(_text(message, "name")),
            "paste": lambda: draft.paste(_text(message, "text")),
            "text": lambda: None,
            "undo": lambda: _told(self._experiment.undo),
            "redo": lambda: _told(self._experiment.redo),
        }
        kind = _KIND.check(message.get("kind"))
        at = ways[kind]()
        if kind == "text":
            return {"said": "", "text": draft.text}
        return {"said": draft.message, "at": at}

    def _place(self, message: Message) -> int:
        """Return where the layer with the number of a message is now."""
        if message.get("id") not in self._draft.ids or isinstance(message.get("id"), bool):
            raise ConfigurationError(texts.STACK_GONE)
        return self._draft.ids.index(message["id"])

    def _target(self, message: Message) -> Any:  # noqa: ANN401 - the draft checks it
        """Return where a layer is to go: to a place, or so many places on, but not over an end."""
        by = message.get("by")
        if not isinstance(by, int):
            return message.get("to", -1)
        return min(max(self._place(message) + by, 0), len(self._draft.ids) - 1)

    def _repaired(self, message: Message) -> int | None:
        return None if message.get("id") is None else self._place(message)


def _told(step: Callable[[], str]) -> None:
    """Undo or redo what was done last, here or elsewhere: the draft's message says what it was."""
    step()


def _text(message: Message, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise ConfigurationError(texts.STACK_NO_TEXT.format(name=name))
    return value


# ---- what the page is shown ----


def _state(draft: StackDraft) -> dict[str, Any]:
    report: StackReport = draft.report
    goal = report.goal
    if draft.refusal:
        status = texts.STACK_REFUSED.format(reason=draft.refusal)
    elif draft.in_use:
        status = texts.STACK_USED
    else:
        status = texts.STACK_UNUSED.format(len(report.problems))
    return {
        "input": {"shape": list(report.input_shape), "text": shape_text(report.input_shape)},
        "rows": [
            _row(row, number, spec)
            for row, number, spec in zip(report.rows, draft.ids, draft.layers, strict=True)
        ],
        "totals": _totals(report),
        "wanted": texts.STACK_WANTED.format(what=goal.words, shape=shape_text(goal.output_shape))
        if goal
        else "",
        "error": report.error,
        "repairs": _labels(report.repairs),
        "status": status,
        "used": draft.in_use,
    }


def _steps(experiment: Experiment) -> dict[str, bool]:
    return {"can_undo": experiment.can_undo, "can_redo": experiment.can_redo}


def _row(row: Row, number: int, spec: dict[str, Any]) -> dict[str, Any]:
    known = row.output_shape is not None
    name, _, call = row.title.partition("(")
    return {
        "id": number,
        "class_name": row.class_name,
        "name": name,
        "call": f"({call}" if call else "",
        "values": page_values(row.class_name, spec["config"]),
        "activation": row.activation,
        "shape": list(row.output_shape) if row.output_shape is not None else None,
        "shape_text": shape_text(row.output_shape) if row.output_shape is not None else "",
        "parameters": row.parameter_arithmetic if known else "",
        "multiply_adds": row.multiply_add_arithmetic if known and row.multiply_adds else "",
        "error": row.error,
        "waits": row.waits,
        "advice": row.advice,
        "repairs": _labels(row.repairs),
    }


def _labels(repairs: tuple[Repair, ...]) -> list[str]:
    return [repair.label for repair in repairs]


def _totals(report: StackReport) -> list[list[str]]:
    return [
        [texts.STACK_PARAMETERS, numeral(report.params), bytes_text(report.parameter_bytes)],
        [texts.STACK_MULTIPLY_ADDS, numeral(report.multiply_adds), ""],
        [texts.STACK_MEMORY.format(count=report.batch_size), bytes_text(report.step_bytes), ""],
    ]


def _presets(draft: StackDraft) -> list[dict[str, str]]:
    return [
        {"name": one.name, "title": one.title, "text": one.text, "unsuited": one.unsuited}
        for one in draft.presets
    ]
