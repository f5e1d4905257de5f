"""Which messages of a page are read, and what is kept for one that is away."""

from __future__ import annotations

import json
import struct

import pytest
from jupyter_server.services.kernels.connection.base import (
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)

from mlwidgets.server import page_messages
from mlwidgets.server.page_messages import NewestMessages, may_be_read
from tests.load.attacks import frames, lies
from tests.packaging.servers import message

HEADER = json.dumps(message("comm_msg", {})["header"]).encode()
LIES = [lie for lie in lies() if "not JSON" not in str(lie)]  # content is the kernel's business


def packed(part: object) -> bytes:
    return json.dumps(part).encode()


@pytest.mark.parametrize("buffers", [[], [b""], [b"picture", bytes(2 * page_messages.LONGEST_TEXT)]])
def test_a_message_to_a_kernel_is_read_in_every_form(buffers: list[bytes]) -> None:
    said = message("comm_msg", {"comm_id": "x", "data": {"text": "é"}})
    parts = [packed(said[name]) for name in ("header", "parent_header", "metadata", "content")]
    assert may_be_read(serialize_msg_to_ws_v1([*parts, *buffers], "shell"), newer=True)
    assert may_be_read(serialize_binary_message({**said, "buffers": buffers}), newer=False)
    assert may_be_read(json.dumps(said), newer=False)
    del said["channel"]
    assert may_be_read(json.dumps(said), newer=False), "Jupyter Server takes it for the shell's"


@pytest.mark.parametrize("lie", LIES, ids=map(str, range(len(LIES))))
@pytest.mark.parametrize("newer", [True, False])
def test_what_is_none_is_not(lie: bytes | str, *, newer: bool) -> None:
    assert not may_be_read(lie, newer=newer)


def test_as_many_parts_as_a_large_message_holds_are_too_many() -> None:
    # 64 MiB hold eight million, of which each would become a number and a piece of its own.
    many = struct.pack("<Q", 5000) + struct.pack("<5000Q", *[8 * 5001] * 5000)
    assert not may_be_read(many, newer=True)
    assert not may_be_read(struct.pack(">5001I", 5000, *[4 * 5001] * 5000), newer=False)


def test_a_long_header_or_text_is_not_read_but_a_long_content_is_passed_on() -> None:
    long = b'{"msg_type": "comm_msg", "x": "' + b"x" * page_messages.LONGEST_HEADER + b'"}'
    assert not may_be_read(frames(long, b"{}", b"{}", b"{}"), newer=True)
    assert may_be_read(frames(HEADER, b"{}", b"{}", b"[" * 2**24), newer=True), "only the kernel reads that"
    text = json.dumps(message("comm_msg", {"text": "x" * page_messages.LONGEST_TEXT}))
    assert not may_be_read(text, newer=False)


def test_the_newest_messages_are_kept_as_many_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_messages, "MOST_KEPT", 100)
    kept = NewestMessages()
    for i in range(20):
        kept.append(("iopub", [b"%10d" % i, b"x" * 10]))
    assert [int(parts[0]) for _, parts in kept] == [15, 16, 17, 18, 19]
    kept.append(("iopub", [bytes(1000)]))
    assert not kept, "one that is too long by itself leaves nothing"
    kept.append(("iopub", [b"x"]))
    assert len(kept) == 1
