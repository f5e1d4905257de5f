"""The whole visit to the doctor, from the command line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mlwidgets import cli
from mlwidgets.server import address, jupyter_config
from mlwidgets.server.doctor import examination, jupyter_files, packages
from mlwidgets.server.doctor.finding import State, fault, good, note
from tests.packaging.servers import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def doctor(monkeypatch: pytest.MonkeyPatch, *found: object) -> int:
    """Visit a doctor who finds this."""
    monkeypatch.setattr(examination, "examine", lambda _: iter(found))
    return cli.main(["doctor"])


def test_a_note_keeps_nobody_from_serving(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(monkeypatch, good("One."), note("Two.")) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok    One.",
        "note  Two.",
        "",
        "Pages can be served here: mlwidgets serve",
    ]


@pytest.mark.parametrize(("count", "said"), [(1, "1 fault."), (2, "2 faults.")])
def test_a_fault_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], count: int, said: str
) -> None:
    assert doctor(monkeypatch, good("One."), *[fault("Two.")] * count) == 1
    assert capsys.readouterr().out.endswith(f"\nPages cannot be served here yet: {said}\n")


def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--port", "http"]) == 2
    assert capsys.readouterr().err.startswith("mlwidgets: port must be")


def test_with_a_package_missing_it_still_says_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "check_packages", lambda: iter([fault("voila is not installed.")]))
    found = list(examination.examine(address.Address(address.DEFAULT_PORT)))
    assert found[0].state is State.FAULT
    assert len(found) > 4


def test_it_visits_this_machine() -> None:
    with socket.socket() as holder:
        holder.bind((address.HOST, 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "mlwidgets", "doctor", "--port", str(port)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.stderr == ""
    assert "ok    A page by itself computes for " in done.stdout
    assert done.returncode == 1
    assert f"fault Port {port} is already in use" in done.stdout
    *lines, empty, last = done.stdout.splitlines()
    assert empty == ""
    assert last.startswith("Pages cannot be served here yet: ")
    assert {line[:6].strip() for line in lines} <= set(State)


def test_the_settings_of_a_jupyter_server(tmp_path: Path) -> None:
    def check() -> State:
        return jupyter_files.check_settings(tmp_path).state

    assert check() is State.GOOD  # nobody has asked for them
    config, template = jupyter_config.write(tmp_path)
    assert jupyter_config.state(tmp_path) == "current"
    assert check() is State.GOOD
    (template / "index.html.j2").write_text("an older page", encoding="utf-8")
    assert check() is State.NOTE
    jupyter_config.write(tmp_path)
    config.write_text("{}", encoding="utf-8")
    assert check() is State.NOTE
    config.write_text("not JSON", encoding="utf-8")
    assert check() is State.NOTE
