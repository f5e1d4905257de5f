"""Memory, descriptors, folders, ports: enough, little, and too little."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from mlwidgets.server import address, descriptors
from mlwidgets.server.address import Address
from mlwidgets.server.doctor import machine
from mlwidgets.server.doctor.finding import State

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("available", "state"),
    [(100e6, State.FAULT), (600e6, State.NOTE), (8e9, State.GOOD)],
)
def test_memory(available: float, state: State) -> None:
    assert machine.check_memory(available).state is state


@pytest.mark.parametrize(
    ("count", "state"),
    [(10, State.FAULT), (256, State.NOTE), (descriptors.WANTED, State.GOOD), (None, State.GOOD)],
)
def test_descriptors(count: int | None, state: State) -> None:
    found = machine.check_descriptors(count)
    assert found.state is state
    assert ("ulimit -n 4096" in found.text) is (state is not State.GOOD)


def test_forks() -> None:
    assert machine.check_forks(possible=True).state is State.GOOD
    assert machine.check_forks(possible=False).state is State.NOTE


def test_a_folder_that_can_be_written_to(tmp_path: Path) -> None:
    found = machine.check_folder(tmp_path / "new", "toys")
    assert found.state is State.GOOD
    assert found.text.startswith(f"{tmp_path / 'new'}, where toys are kept, has ")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_cannot(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert machine.check_folder(tmp_path / "file" / "folder", "toys").state is State.FAULT
    assert machine.check_folder(tmp_path / "file", "toys").state is State.FAULT


def test_a_folder_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_ROOM", float("inf"))
    found = machine.check_folder(tmp_path, "toys")
    assert found.state is State.FAULT
    assert "almost full" in found.text


def test_a_port() -> None:
    with socket.socket() as holder:
        holder.bind((address.HOST, 0))
        holder.listen()
        port = holder.getsockname()[1]
        taken = machine.check_port(Address(port))
    assert taken.state is State.FAULT
    assert "--port" in taken.text
    assert machine.check_port(Address(port)).state is State.GOOD
