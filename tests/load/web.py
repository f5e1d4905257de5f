"""What a browser asks a server for before its web socket opens: pages and files, six at a time."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

AT_ONCE = 6  # what browsers allow themselves for one host
LONGEST_HEAD = 2**18

# What Chromium says of a request: a page that somebody opens, and what that page then asks for.
NAVIGATION = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
BY_THE_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """The server has not done what an honest page needs."""


@dataclass(frozen=True)
class Answer:
    """Status and body of one answer."""

    status: int
    body: bytes


@dataclass
class Browser:
    """The part of a browser that fetches, with connections that are used again.

    Parameters
    ----------
    port : int
        Of this machine.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with no connection."""
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._idle: list[Stream] = []

    @property
    def host(self) -> str:
        """How the server is called in the address bar."""
        return f"127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        """The header that carries all cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str, headers: Mapping[str, str] = BY_THE_PAGE) -> Answer:
        """Ask for a page or a file."""
        return await self._ask("GET", path, headers, b"")

    async def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form as ``navigator.sendBeacon`` does."""
        edge = "----mlw"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.items()
        ]
        body = "".join([*parts, f"--{edge}--\r\n"]).encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Origin": f"http://{self.host}",
            **BY_THE_PAGE,
            "Sec-Fetch-Mode": "no-cors",
        }
        return await self._ask("POST", path, headers, body)

    async def get_all(self, paths: Iterable[str]) -> None:
        """Ask for many files side by side, and throw them away."""
        answers = await asyncio.gather(*(self.get(path) for path in paths))
        wrong = [answer.status for answer in answers if answer.status != 200]
        if wrong:
            raise Refused(f"{len(wrong)} files of the page came with status {wrong[0]}")

    def close(self) -> None:
        """End all connections."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Accept: */*"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Cookie: {self.cookie}"] if self.cookies else []
        lines += [f"Content-Length: {len(body)}"] if body else []
        request = "\r\n".join([*lines, "", ""]).encode() + body
        async with self._connection() as (reader, writer):
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status = int(head.split(" ", 2)[1])
            for name, value in re.findall(r"(?im)^set-cookie: ([^=\r]+)=([^;\r]*)", head):
                self.cookies[name] = value
            return Answer(status, await _body(reader, head, status))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Stream]:
        async with self._slots:
            stream = self._idle.pop() if self._idle else None
            if stream is None or stream[0].at_eof():
                stream = await asyncio.open_connection("127.0.0.1", self.port, limit=LONGEST_HEAD)
            try:
                yield stream
            except BaseException:
                stream[1].close()
                raise
            self._idle.append(stream)


async def _body(reader: asyncio.StreamReader, head: str, status: int) -> bytes:
    length = re.search(r"(?im)^content-length: (\d+)", head)
    if length:
        return await reader.readexactly(int(length[1]))
    if not re.search(r"(?im)^transfer-encoding: chunked", head):
        return b"" if status in (204, 304) else await reader.read()
    pieces = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(pieces)
