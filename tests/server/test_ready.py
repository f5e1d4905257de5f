"""A kernel's client is ready with the last message of its kernel's answer, and not before."""

from __future__ import annotations

import asyncio
from queue import Empty
from typing import Any

import pytest

from mlwidgets.server.heartbeat import KernelClient

SOON = 30.0  # seconds; it takes none


def message(asked: str, kind: str, **content: object) -> dict[str, Any]:
    return {"parent_header": {"msg_id": asked}, "msg_type": kind, "content": content}


def reply(asked: str) -> dict[str, Any]:
    return message(asked, "kernel_info_reply", protocol_version="5.3")


def status(asked: str, state: str) -> dict[str, Any]:
    return message(asked, "status", execution_state=state)


class Channel:
    """Has messages, and none when they have been taken."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages = list(messages)

    async def get_msg(self, timeout: float) -> dict[str, Any]:  # noqa: ASYNC109 - as Jupyter's
        assert timeout >= 0
        if not self.messages:
            raise Empty
        return self.messages.pop(0)


class Client(KernelClient):
    """Asks nobody: what is answered is there."""

    def __init__(self, shell: Channel, iopub: Channel, *, alive: bool = True) -> None:
        super().__init__()
        self._channels, self._lives, self.asked = (shell, iopub), alive, 0

    @property
    def shell_channel(self) -> Any:  # noqa: ANN401 - Jupyter is untyped
        return self._channels[0]

    @property
    def iopub_channel(self) -> Any:  # noqa: ANN401 - Jupyter is untyped
        return self._channels[1]

    def kernel_info(self) -> str:
        self.asked += 1
        return f"question {self.asked}"

    async def is_alive(self) -> bool:
        return self._lives


def wait(client: Client, seconds: float | None = SOON) -> None:
    asyncio.run(client.wait_for_ready(seconds))


def test_it_is_ready_when_the_kernel_has_said_all() -> None:
    shell = Channel(reply("an older question"), reply("question 1"))
    published = [status("", "starting"), status("question 1", "busy"), status("question 1", "idle")]
    iopub = Channel(*published, status("somebody else's", "busy"))
    client = Client(shell, iopub)
    wait(client, None)
    assert client.asked == 1
    assert iopub.messages == [status("somebody else's", "busy")]


def test_it_asks_again_if_what_the_kernel_published_was_lost() -> None:
    shell = Channel(reply("question 1"), reply("question 2"))
    iopub = Channel()
    client = Client(shell, iopub)
    usual = client.kernel_info

    def kernel_info() -> str:
        asked = usual()
        if asked == "question 2":
            iopub.messages.append(status(asked, "idle"))
        return asked

    client.kernel_info = kernel_info  # type: ignore[method-assign]
    wait(client)
    assert client.asked == 2


def test_a_kernel_that_has_died_or_does_not_answer_is_not_waited_for() -> None:
    with pytest.raises(RuntimeError, match="has died before it answered"):
        wait(Client(Channel(), Channel(), alive=False))
    with pytest.raises(RuntimeError, match="has not answered for 0 s"):
        wait(Client(Channel(), Channel()), 0)
