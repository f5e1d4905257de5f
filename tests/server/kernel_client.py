"""What a page says to its kernel and hears from it, in both forms of Jupyter's messages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)

from tests.packaging.servers import message

if TYPE_CHECKING:
    import websocket

V1 = "v1.kernel.websocket.jupyter.org"
PROMPT = 10.0  # seconds for an answer; a server that hangs takes more memory every second

# A cell whose answer comes at once, and its outputs some seconds after, as when a class starts.
LATE = """
import sys
import time
import ipywidgets

def late(seconds):
    for stream in (sys.stdout, sys.stderr):
        stream.flush_timeout = 0  # the answer would wait for the outputs
    get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep(seconds))
    display(ipywidgets.IntSlider())
"""


def ask_for_states(connection: websocket.WebSocket, protocol: str) -> dict[str, Any]:
    """Ask for all widgets, as a page does when it starts, and return the answer."""
    comm: dict[str, object] = {"comm_id": "every-widget", "target_name": "jupyter.widget.control", "data": {}}
    opening = {**message("comm_open", comm), "metadata": {"version": "1.0.0"}}
    request = message("comm_msg", {"comm_id": "every-widget", "data": {"method": "request_states"}})
    connection.settimeout(PROMPT)
    for question in (opening, request):
        send(connection, protocol, question)
    while True:
        header, content, buffers = receive(connection, protocol)
        if header["msg_type"] == "comm_msg" and content["data"].get("method") == "update_states":
            return {**content["data"], "buffers": buffers}


def send(connection: websocket.WebSocket, protocol: str, question: dict[str, Any]) -> None:
    """Send a message in one of the two forms."""
    if protocol:
        packed = serialize_msg_to_ws_v1(question, "shell", lambda part: json.dumps(part).encode())
        connection.send_binary(packed)
    else:
        connection.send(json.dumps(question))


def receive(connection: websocket.WebSocket, protocol: str) -> tuple[Any, Any, list[bytes]]:
    """Read header, content and buffers of a message in one of the two forms."""
    received = connection.recv()
    if protocol:
        _, parts = deserialize_msg_from_ws_v1(received)
        return json.loads(parts[0]), json.loads(parts[3]), parts[4:]
    old = deserialize_binary_message(received) if isinstance(received, bytes) else json.loads(received)
    return old["header"], old["content"], old.get("buffers", [])
