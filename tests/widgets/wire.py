"""The line between a widget and its page, for tests without a page: what was sent, and what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import Widget


class Wire:
    """Records every message that a widget sends from now on, and plays the page.

    Parameters
    ----------
    widget : ipywidgets.Widget
        Its dummy comm, which ipywidgets makes where there is no kernel, is listened to.
    """

    def __init__(self, widget: Widget) -> None:
        self.widget = widget
        self.messages: list[dict[str, Any]] = []
        self.buffers: list[bytes] = []
        widget.comm.publish_msg = self._record

    def _record(self, _kind: str, *, data: Any, buffers: Any = None, **_rest: object) -> None:  # noqa: ANN401
        self.messages.append(data)
        self.buffers.extend(bytes(buffer) for buffer in buffers or [])

    def updates(self) -> list[dict[str, Any]]:
        """Return the states that were sent, in order, without echoes."""
        return [message["state"] for message in self.messages if message.get("method") == "update"]

    def arrive(self, state: dict[str, Any]) -> None:
        """Let a state come from the page, as the kernel would hand it over; bytes travel as buffers."""
        binary = {key: value for key, value in state.items() if isinstance(value, bytes)}
        data = {
            "method": "update",
            "state": {key: value for key, value in state.items() if key not in binary},
            "buffer_paths": [[key] for key in binary],
        }
        message = {"content": {"data": data}, "buffers": [memoryview(value) for value in binary.values()]}
        self.widget.comm.handle_msg(message)

    def say(self, content: object) -> None:
        """Let a message of the page's own making come, as ``model.send`` makes them."""
        data = {"method": "custom", "content": content}
        self.widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
