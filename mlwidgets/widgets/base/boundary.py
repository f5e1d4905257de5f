"""The border between a page and its widgets: what no page would say is refused, with a line in the log."""

from __future__ import annotations

import logging
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
from traitlets import TraitError

from mlwidgets.session.run.hands import HANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_log = logging.getLogger(__name__)

DEEPEST = 100
"""Levels of lists and objects in a message; what widgets say has fewer than ten."""

MACHINERY = frozenset(
    {*ipywidgets.Box.class_trait_names(sync=True), *anywidget.AnyWidget.class_trait_names(sync=True), "style"}
)
"""What Python alone sets: looks, classes, children, scripts."""

_REFUSALS = (TraitError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What widgets of ipywidgets raise at values of another kind than theirs."""

Message = dict[str, Any]


class _MalformedError(ValueError):
    """A message is none of those that widgets send."""


class GuardedWidget(ipywidgets.Widget):
    """Base of all our widgets: they hear what is well-formed only."""

    def open(self) -> None:
        """Open the connection to the page."""
        super().open()
        guard(self)

    def refused(self, message: str) -> None:
        """Tell the learner why a value was refused; a widget with a place for messages overrides this.

        Parameters
        ----------
        message : str
            One sentence.
        """


def guard(widget: ipywidgets.Widget) -> None:
    """Let a widget of ipywidgets, and those that hold its looks, hear what is well-formed only."""
    looks = [getattr(widget, name) for name in ("layout", "style") if widget.has_trait(name)]
    for one in (widget, *looks):
        if isinstance(one, ipywidgets.Widget) and one.comm is not None:
            one.comm.on_msg(partial(handle, one))


def handle(widget: ipywidgets.Widget, message: Message) -> None:
    """Hand a message of the page to a widget; answer values that it does not take with those that it has.

    Training gives way meanwhile.

    Parameters
    ----------
    widget : ipywidgets.Widget
        Whom the page means.
    message : dict
        What has come, as Jupyter hands it over.
    """
    try:
        data = _checked(widget, message)
    except (_MalformedError, LookupError, TypeError) as error:
        _log.warning("%s was sent a message that is none: %s", type(widget).__name__, error)
        _send_back(widget, message, f"This cannot be used: {error}.")
        return
    # What `Widget._handle_msg` does, which writes whatever is raised into the page with its traceback.
    with HANDS:
        if data["method"] == "custom":
            widget._handle_custom_msg(data["content"], message["buffers"])  # noqa: SLF001 - as there
        elif data["method"] == "request_state":
            widget.send_state()
        else:
            _set_state(widget, data["state"])


def _set_state(widget: ipywidgets.Widget, state: Message) -> None:
    try:
        widget.set_state(state)
    except _REFUSALS as refusal:
        ours = isinstance(widget, GuardedWidget) and not isinstance(refusal, TraitError)
        names = ", ".join(state)
        _log.warning("%s refused %s from the page: %s", type(widget).__name__, names, refusal, exc_info=ours)
        widget.send_state(list(state))


def _checked(widget: ipywidgets.Widget, message: Message) -> Message:
    """Return what a message holds, with its buffers in place and without what the widget does not have."""
    data = message["content"]["data"]
    method = data["method"]
    if method not in ("update", "request_state", "custom"):
        raise _MalformedError("its method is unknown")
    # A widget says itself what is wrong with a number that it is told; in its state, none may stay.
    _check_values(data, finite=method == "update")
    if method == "custom" and not isinstance(data.get("content"), dict):
        raise _MalformedError("its content is no object")
    if method == "update":
        state: Mapping[str, object] = data.get("state")
        if not isinstance(state, dict):
            raise _MalformedError("its state is no object")
        for path, buffer in zip(data.get("buffer_paths", ()), message["buffers"], strict=False):
            _put(state, path, buffer)
        data["state"] = {name: value for name, value in state.items() if _may_set(widget, name)}
        refused = [name for name in state if name in widget.keys and name not in data["state"]]
        if refused:
            widget.send_state(refused)
    return data


def _send_back(widget: ipywidgets.Widget, message: Message, why: str) -> None:
    """Send the values that a widget has in place of those that were refused, if any were named, and why."""
    match message:
        case {"content": {"data": {"state": dict(state)}}}:
            names = [name for name in state if name in widget.keys]
            if names:
                widget.send_state(names)
            if names and isinstance(widget, GuardedWidget):
                widget.refused(why)


def _may_set(widget: ipywidgets.Widget, name: str) -> bool:
    """Whether a page may set a trait: one that Python alone sets has the tag ``from_page=False``."""
    if name in MACHINERY or name not in widget.keys:
        return False
    return bool(widget.trait_metadata(name, "from_page", default=True))


def _put(state: Any, path: object, buffer: memoryview) -> None:  # noqa: ANN401 - JSON of any shape
    if not isinstance(path, list) or not path:
        raise _MalformedError("one of its buffers has no place")
    *way, last = path
    for key in way:
        state = state[key]
    state[last] = buffer


def _check_values(value: object, level: int = 0, *, finite: bool) -> None:
    """Refuse what Python can read and never send back: half of a character, NaN, endless depth."""
    if level > DEEPEST:
        raise _MalformedError("it is nested too deeply")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _MalformedError("its text holds half of a character") from None
    elif isinstance(value, float):
        if finite and not math.isfinite(value):
            raise _MalformedError("a number in it is not finite")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_values(key, level + 1, finite=finite)
            _check_values(one, level + 1, finite=finite)
    elif isinstance(value, list):
        for one in value:
            _check_values(one, level + 1, finite=finite)
