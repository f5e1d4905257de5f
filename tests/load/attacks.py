"""What a hostile program on this machine, or a broken page, sends to our server: each kind by itself."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import uuid
from collections.abc import Callable

import websocket

from tests.packaging.servers import Page, message
from tests.server.kernel_client import V1

MEGABYTE = 2**20
GONE = (OSError, websocket.WebSocketException)
"""How it shows that the server has had enough."""


class Target:
    """One page of a server, and the ways to reach it.

    Parameters
    ----------
    port : int
        Where the server listens on this machine.
    page : Page
        A page of the attacker's own, so that its kernel may be asked.
    """

    def __init__(self, port: int, page: Page) -> None:
        self._port = port
        self._cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
        self._kernel = page.kernel_id()

    def tcp(self) -> socket.socket:
        """Connect, and say nothing yet."""
        return socket.create_connection(("127.0.0.1", self._port), timeout=30)

    def ask(self, path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
        """Send a request as it is, and return the first piece of what comes back."""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Cookie: {self._cookies}"]
        with contextlib.suppress(*GONE), self.tcp() as stream:
            stream.sendall("\r\n".join([*head, *headers, "Connection: close", "", ""]).encode() + body)
            return stream.recv(4096)
        return b""

    @property
    def channels(self) -> str:
        """Path of the socket to the kernel, as a new page."""
        return f"/api/kernels/{self._kernel}/channels?session_id={uuid.uuid4().hex}"

    def connect(self, *protocols: str, origin: str | None = None) -> websocket.WebSocket:
        """Open a web socket to the kernel."""
        return websocket.create_connection(
            f"ws://127.0.0.1:{self._port}{self.channels}",
            cookie=self._cookies,
            timeout=30,
            subprotocols=protocols or None,
            origin=origin,
        )


def tell(connection: websocket.WebSocket, said: bytes | str) -> None:
    """Send one frame in one go; the client's own way takes a second for each 64 MiB."""
    stream, payload = connection.sock, said.encode() if isinstance(said, str) else said
    assert stream is not None
    opcode = websocket.ABNF.OPCODE_TEXT if isinstance(said, str) else websocket.ABNF.OPCODE_BINARY
    stream.sendall(
        struct.pack("!BBQI", 0x80 | opcode, 0xFF, len(payload), 0)
    )  # a mask of zeros changes nothing
    stream.sendall(payload)


def pictures(target: Target, count: int) -> None:
    """Have a page of another site show a picture at the address of ours."""
    for _ in range(count):
        target.ask("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image")


def foreign_origins(target: Target, count: int) -> None:
    """Have a page of another site connect to a kernel."""
    for _ in range(count):
        with contextlib.suppress(*GONE):
            target.connect(V1, origin="https://example.org").close()


def bare_requests(target: Target, count: int) -> None:
    """Ask for the socket without wanting one."""
    for _ in range(count):
        target.ask(target.channels)


ODD_PATHS = (
    "/voila/templates/x",
    "/voila/templates/a/b/c",
    "/voila/templates/none/static/x",
    "/voila/templates/lab/static/%00",
    "/voila/templates/lab/static/../../x",
    "/voila/static/%00",
    "/voila/static/" + "a" * 5000,
    "/voila/static/../../../../etc/passwd",
    "/voila/labextensions/%00",
    "/voila/labextensions/%2e%2e/%2e%2e/etc/passwd",
    "/voila/files/%00",
    "/voila/api/themes/%00",
    "/voila/api/shutdown/none",
    "/api/kernels/00000000-0000-0000-0000-000000000000",
    "/api/kernels/00000000-0000-0000-0000-000000000000/channels",
    "/%ff%fe",
    "//example.org/",
)


def odd_paths(target: Target, count: int) -> None:
    """Ask for what is not there, in spellings that programs trip over."""
    for i in range(count):
        method = "POST" if i % 3 == 0 else "GET"
        target.ask(ODD_PATHS[i % len(ODD_PATHS)], "Content-Length: 0", method=method)


def half_requests(target: Target, count: int) -> None:
    """Begin a request, or promise a long body, and never go on."""
    with contextlib.ExitStack() as kept:
        for i in range(count):
            stream = kept.enter_context(target.tcp())
            long = (
                b"POST /voila/api/shutdown/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000000\r\n\r\n"
            )
            with contextlib.suppress(*GONE):
                stream.sendall(b"GET / HTTP/1.1\r\nHost: a" if i % 2 else long + b"x" * MEGABYTE)


def cut_frames(target: Target, count: int) -> None:
    """Promise a frame of 8 MiB, send a little of it, and go without a word."""
    for i in range(count):
        with contextlib.suppress(*GONE):
            connection = target.connect(V1)
            stream = connection.sock
            assert stream is not None
            stream.sendall(struct.pack("!BBQ", 0x82, 0xFF, 8 * MEGABYTE) + b"mask" + b"x" * 4096)
            if i % 2:  # with a reset instead of a goodbye
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.close()


def frames(*parts: bytes, channel: bytes = b"shell") -> bytes:
    """Pack parts in the newer form."""
    pieces = [channel, *parts]
    offsets = [8 * (len(pieces) + 2)]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return b"".join([struct.pack(f"<Q{len(offsets)}Q", len(offsets), *offsets), *pieces])


def lies() -> list[bytes | str]:
    """List messages that are none, small ones."""
    header = json.dumps(message("comm_info_request", {})["header"]).encode()
    deep = b"[" * 50_000
    return [
        b"",
        b"\x00" * 64,
        b"\xff" * 64,
        bytes(range(7, 250)) * 16,
        struct.pack("<Q", 500) + b"\x00" * 8000,
        frames(b"{}", b"{}", b"{}", b"{}"),
        frames(deep, b"{}", b"{}", b"{}"),
        frames(header, b"{}", b"{}", b"{}", channel=b"\xff"),
        frames(header, b"{}", b"{}", b"{}", channel=b"iopub"),
        frames(header),
        frames(header, b"{}", b"{}", b"not JSON"),
        "",
        "[]",
        "{}",
        "null",
        '{"header": {"msg_type": 3}}',
        '{"header": {"msg_type": "comm_msg"}, "channel": []}',
        "[" * 50_000,
        '{"header": ' + "1" * 5000 + "}",
    ]


def lying_messages(target: Target, count: int) -> None:
    """Send what is no message, a new socket for each, in both forms."""
    kinds = lies()
    for i in range(count):
        lie = kinds[i % len(kinds)]
        with contextlib.suppress(*GONE):
            connection = target.connect(*[V1] * ((i // len(kinds)) % 2))
            tell(connection, lie)
            connection.close(timeout=0)


def chatter(target: Target, count: int) -> None:
    """Send small, proper messages as fast as they go, and read the answers now and then."""
    connection = target.connect()
    connection.settimeout(0.01)
    question = json.dumps(message("comm_info_request", {"target_name": "x"}))
    for i in range(count):
        with contextlib.suppress(*GONE):
            connection.send(question)
            while i % 10 == 0:
                connection.recv()
    connection.shutdown()


def giants(target: Target, count: int) -> None:
    """Send messages of 60 MiB and more, and the longest one that is taken."""
    header = json.dumps(message("comm_info_request", {})["header"]).encode()
    empty = b"[" + b"[]," * (20 * MEGABYTE) + b"[]]"
    many = struct.pack("<Q", 7_000_000) + b"\x00" * (60 * MEGABYTE)
    kinds: list[tuple[bytes | str, list[str]]] = [
        (many, [V1]),
        (frames(b'{"a":' + empty + b"}", b"{}", b"{}", b"{}"), [V1]),
        ('{"header":' + empty.decode() + "}", []),
        (frames(header, b"{}", b"{}", b"{}", b"x" * (9 * MEGABYTE)), [V1]),
        (b"x" * (65 * MEGABYTE), [V1]),
    ]
    for i in range(count):
        lie, protocols = kinds[i % len(kinds)]
        with contextlib.suppress(*GONE):
            connection = target.connect(*protocols)
            tell(connection, lie)
            connection.close(timeout=5)


def slow_readers(target: Target, count: int) -> None:
    """Ask for all widgets again and again, on four sockets, and never read an answer."""
    with contextlib.ExitStack() as kept:
        sockets = [target.connect() for _ in range(4)]
        for connection in sockets:
            connection.settimeout(2)
            kept.callback(connection.shutdown)
            comm: dict[str, object] = {
                "comm_id": "all",
                "target_name": "jupyter.widget.control",
                "data": {},
            }
            opening = {**message("comm_open", comm), "metadata": {"version": "1.0.0"}}
            connection.send(json.dumps(opening))
        request: dict[str, object] = {"comm_id": "all", "data": {"method": "request_states"}}
        for i in range(count):
            with contextlib.suppress(*GONE):
                sockets[i % 4].send(json.dumps(message("comm_msg", request)))


Attack = Callable[[Target, int], None]

SHARES: dict[Attack, int] = {
    pictures: 1000,
    foreign_origins: 1500,
    bare_requests: 1500,
    odd_paths: 1500,
    half_requests: 400,
    cut_frames: 600,
    lying_messages: 1480,
    chatter: 1800,
    giants: 20,
    slow_readers: 200,
}
"""How many of each make ten thousand."""
