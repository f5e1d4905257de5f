"""The command line: each command does one thing, each mistake gets one sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mlwidgets
from mlwidgets import cli
from mlwidgets.server import address, pages, voila_app
from mlwidgets.server.address import Address

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
Started = list[tuple[Path, Address, bool]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Record what would be served, in place of a server that runs until Ctrl-C."""
    calls: Started = []

    def run(notebook: Path, place: Address, *, open_browser: bool, learners: int) -> None:
        assert learners >= 1
        calls.append((notebook, place, open_browser))

    monkeypatch.setattr(voila_app, "run", run)
    return calls


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((address.HOST, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind((address.HOST, 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Take what stands on the error stream: one line, from us."""
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("mlwidgets: ")
    return lines[0]


def test_serve_starts_the_dashboard_and_the_browser(
    started: Started, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", str(free_port)]) == 0
    assert started == [(pages.page_notebook(), Address(free_port), True)]
    assert f"http://127.0.0.1:{free_port}/" in capsys.readouterr().out


def test_serve_leaves_the_browser_alone_if_told_so(started: Started, free_port: int) -> None:
    assert cli.main(["serve", "--port", str(free_port), "--no-browser"]) == 0
    assert [open_browser for _, _, open_browser in started] == [False]


def test_serve_takes_the_name_of_a_page(started: Started, free_port: int) -> None:
    assert cli.main(["serve", "playground", "--port", str(free_port), "--no-browser"]) == 0
    assert [notebook for notebook, _, _ in started] == [pages.page_notebook("playground")]


def test_serve_takes_another_notebook(started: Started, free_port: int, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ipynb"
    mine.write_text('{"cells": []}', encoding="utf-8")
    assert cli.main(["serve", str(mine), "--port", str(free_port)]) == 0
    assert [notebook for notebook, _, _ in started] == [mine]


def test_serve_takes_the_place_that_a_proxy_gives_the_page(started: Started, free_port: int) -> None:
    place = ["--ip", "127.0.0.1", "--base-url", "/user/ada/proxy/1", "--proxy", "Hub.example.org"]
    assert cli.main(["serve", "--port", str(free_port), *place]) == 0
    assert [where for _, where, _ in started] == [
        Address(free_port, base_url="/user/ada/proxy/1/", proxy="hub.example.org")
    ]


def test_other_machines_get_an_address_with_a_token(
    started: Started, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", str(free_port), "--ip", "0.0.0.0"]) == 0  # noqa: S104 - on purpose
    ((_, place, _),) = started
    assert len(place.token) >= 32
    assert f":{free_port}/?token={place.token} (" in capsys.readouterr().out


def test_the_usual_port_is_8866() -> None:
    assert address.DEFAULT_PORT == 8866


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_out_of_range_is_refused(
    started: Started, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", port]) == 2
    assert sentence(capsys) == f"mlwidgets: port must be a whole number from 1 to 65535; got {port!r}."
    assert started == []


def test_a_port_in_use_is_refused_with_what_to_do(
    started: Started, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", str(taken_port)]) == 2
    said = sentence(capsys)
    assert f"Port {taken_port} is already in use" in said
    assert "--port" in said
    assert started == []


def test_a_notebook_that_is_not_there_is_refused(
    started: Started, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", str(tmp_path / "nothing.ipynb")]) == 2
    assert "nothing.ipynb" in sentence(capsys)
    assert started == []


def test_ctrl_c_during_the_start_is_quiet(
    monkeypatch: pytest.MonkeyPatch, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(voila_app, "run", interrupt)
    assert cli.main(["serve", "--port", str(free_port)]) == 130
    assert capsys.readouterr().err == ""


def test_jupyter_config_writes_below_a_prefix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["jupyter-config", "--prefix", str(tmp_path)]) == 0
    written = tmp_path / "etc" / "jupyter" / "jupyter_server_config.json"
    assert written.is_file()
    assert f"Wrote {written}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["train"], ["jupyter-config"], ["jupyter-config", "--sys-prefix", "--prefix", "x"]]
)
def test_an_unknown_command_gets_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage: mlwidgets" in capsys.readouterr().err


def test_python_dash_m_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mlwidgets", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"mlwidgets {mlwidgets.__version__}\n"


def test_a_mistake_is_told_before_the_server_is_loaded() -> None:
    code = (
        "import sys; from mlwidgets import cli; code = cli.main(['serve', '--port', '0']);"
        "print(code, 'voila' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 False\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.md", "# Notes"), ("bad.ipynb", "{"), ("list.ipynb", "[]"), ("bytes.ipynb", "\xff\xfe")],
)
def test_a_file_that_is_no_notebook_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="latin-1")
    assert cli.main(["serve", str(path)]) == 2
    assert f"{path} is not a notebook. Give the path of an .ipynb file" in capsys.readouterr().err


def test_settings_that_cannot_be_written_get_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    assert cli.main(["jupyter-config", "--prefix", str(blocked)]) == 2
    assert "Name a folder that you may write to." in capsys.readouterr().err


@pytest.fixture(scope="module")
def run_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    experiment = mlwidgets.Experiment("circle")
    path: Path = experiment.save(tmp_path_factory.mktemp("run") / "run.mlw")
    experiment.close()
    return path


def test_export_writes_a_format(run_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mine.onnx"
    arguments = ["export", str(run_file), "--to", "onnx", "--out", str(out)]
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out == f"Wrote {out} (ONNX model)\n"
    assert cli.main(arguments) == 2
    assert "is there already" in sentence(capsys)
    assert cli.main([*arguments, "--force"]) == 0


@pytest.mark.parametrize(
    ("run", "form", "said"),
    [
        (None, "onix", "Did you mean 'onnx'"),
        ("lost.mlw", "web", "cannot be read"),
        (__file__, "web", "not a run"),
    ],
)
def test_export_says_what_is_wrong_in_one_sentence(
    run_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    run: str | None,
    form: str,
    said: str,
) -> None:
    assert cli.main(["export", run or str(run_file), "--to", form, "--out", str(tmp_path / "out")]) == 2
    assert said in sentence(capsys)
    assert list(tmp_path.iterdir()) == []


def test_gather_writes_table_and_plot(
    run_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    assert cli.main(["gather", str(run_file), "lost.mlw", "--out", str(table)]) == 0
    assert table.read_text(encoding="utf-8").splitlines()[1].startswith("run.mlw,circle,")
    told = capsys.readouterr()
    assert told.err.startswith("mlwidgets: left out lost.mlw: ")
    # Without an epoch there is nothing to draw, and then no table is written either.
    arguments = [
        "gather",
        str(run_file),
        "--out",
        str(tmp_path / "b.csv"),
        "--plot",
        str(tmp_path / "b.html"),
    ]
    assert cli.main(arguments) == 2
    assert "nothing to draw" in sentence(capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv"]


def test_gather_without_a_place_prints_the_table(run_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gather", str(run_file)]) == 0
    assert capsys.readouterr().out.startswith("file,data,network,")
