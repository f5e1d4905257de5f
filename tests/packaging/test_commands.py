"""The make file and its helper, on machines that lack something: one plain sentence each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="make and sh are for Linux and macOS"),
    pytest.mark.skipif(MAKE is None, reason="there is no make, so nobody runs it"),
]


def program(folder: Path, name: str, script: str) -> Path:
    """Put a small program into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Make a checkout that has never been run."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run_make(folder: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run make without what an outer make, or a person's settings, have left in the environment."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "BROWSER"))
    }
    if path is not None:
        environment["PATH"] = path
    return subprocess.run(  # noqa: S603 - our own command
        [str(MAKE), "--no-print-directory", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def run_finder(path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Look for a browser where only the programs in one folder exist."""
    return subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", str(ROOT / ".ci" / "chromium")],
        env={"PATH": str(path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


class TestMake:
    def test_alone_it_lists_what_it_can_do(self, bare: Path) -> None:
        done = run_make(bare)
        listed = re.findall(r"^make (\w+)", done.stdout, re.MULTILINE)
        assert listed == [
            *(
                "run",
                "test",
                "lint",
                "bench",
                "load",
                "oracles",
                "lessons",
                "messages",
                "picture",
                "misconceptions",
                "lock",
                "clean",
            ),
        ]

    def test_every_command_that_it_lists_exists(self, bare: Path) -> None:
        listed = re.findall(r"^make (\w+)", run_make(bare).stdout, re.MULTILINE)
        for command in listed:
            assert run_make(bare, "--dry-run", command).returncode == 0

    def test_without_python_it_says_so(self, bare: Path) -> None:
        done = run_make(bare, "run", "PYTHON=no-such-python")
        assert done.returncode != 0
        assert "There is no no-such-python here. Install Python 3.11 or newer" in done.stdout
        assert not (bare / ".venv").exists()

    def test_an_old_python_is_refused_with_its_version(self, bare: Path) -> None:
        old = program(bare, "old", 'test "$1" = --version && echo Python 3.9.2; exit 1')
        done = run_make(bare, "run", f"PYTHON={old}")
        assert done.returncode != 0
        assert "mlwidgets needs Python 3.11 or newer; this is Python 3.9.2." in done.stdout
        assert not (bare / ".venv").exists()

    def test_without_the_venv_module_it_says_what_to_install(self, bare: Path) -> None:
        debian = program(bare, "debian", 'case "$2" in *ensurepip*) exit 1 ;; esac')
        done = run_make(bare, "run", f"PYTHON={debian}")
        assert done.returncode != 0
        assert "sudo apt install python3-venv" in done.stdout
        assert not (bare / ".venv").exists()

    @pytest.mark.parametrize(
        ("words", "arguments"),
        [
            ([], "'dashboard' --port '8866'"),
            (["PORT=8899", "BROWSER=0", "PAGE=playground"], "'playground' --port '8899' --no-browser"),
        ],
    )
    def test_page_port_and_browser_can_be_chosen(self, bare: Path, words: list[str], arguments: str) -> None:
        done = run_make(bare, "--dry-run", "run", *words)
        assert done.stdout.splitlines()[-1].rstrip().endswith(f"python -m mlwidgets serve {arguments}")

    def test_a_moved_environment_is_made_anew(self, bare: Path) -> None:
        python = bare / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        stamp = bare / ".venv" / ".installed-run"
        stamp.write_text(f"{bare.resolve()}\n", encoding="utf-8")
        run_make(bare, "help")
        assert python.exists(), "it has not moved"
        stamp.write_text("/elsewhere\n", encoding="utf-8")
        run_make(bare, "help")
        assert not python.exists(), "it has moved"

    def test_an_environment_that_make_did_not_make_is_left_alone(self, bare: Path) -> None:
        mine = bare / ".venv" / "precious"
        mine.parent.mkdir()
        mine.touch()
        run_make(bare, "help")
        assert mine.exists()


class TestBrowserFinder:
    @pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
    def test_a_browser_that_is_there_is_used(self, tmp_path: Path, name: str) -> None:
        there = program(tmp_path, name, "exit 0")
        done = run_finder(tmp_path)
        assert (done.returncode, done.stdout.strip()) == (0, str(there))

    def test_the_one_that_chromium_names_comes_first(self, tmp_path: Path) -> None:
        program(tmp_path, "chromium", "exit 0")
        mine = program(tmp_path, "mine", "exit 0")
        assert run_finder(tmp_path, CHROMIUM=str(mine)).stdout.strip() == str(mine)

    def test_a_wrong_name_is_an_error(self, tmp_path: Path) -> None:
        program(tmp_path, "chromium", "exit 0")
        done = run_finder(tmp_path, CHROMIUM="/no/such/browser")
        assert done.returncode == 1
        assert "CHROMIUM names a browser that is not there: /no/such/browser." in done.stderr

    def test_root_on_debian_gets_one_installed(self, tmp_path: Path) -> None:
        program(tmp_path, "id", "echo 0")
        program(tmp_path, "env", 'shift; exec "$@"')
        # Installing makes the browser appear, and says things that are not its path.
        browser = f"printf '#!/bin/sh\\n' > '{tmp_path}/chromium'; /bin/chmod +x '{tmp_path}/chromium'"
        program(tmp_path, "apt-get", f'echo "apt-get $*"; case "$*" in *chromium*) {browser} ;; esac')
        done = run_finder(tmp_path)
        assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "chromium"))
        assert "install -y --no-install-recommends chromium" in done.stderr

    def test_nobody_special_is_told_what_to_install(self, tmp_path: Path) -> None:
        program(tmp_path, "id", "echo 1000")
        program(tmp_path, "apt-get", "exit 0")
        program(tmp_path, "sudo", "exit 1")
        done = run_finder(tmp_path)
        assert done.returncode == 1
        assert "sudo apt install chromium" in done.stderr
        assert "CHROMIUM" in done.stderr

    def test_an_installation_that_fails_is_told(self, tmp_path: Path) -> None:
        program(tmp_path, "id", "echo 0")
        program(tmp_path, "env", 'shift; exec "$@"')
        program(tmp_path, "apt-get", "exit 100")
        done = run_finder(tmp_path)
        assert done.returncode == 1
        assert "none was found or could be installed" in done.stderr


def test_ci_runs_lint_tests_and_oracles() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    commands = re.findall(r"^make (\w+)", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands == ["lint", "test", "oracles"]
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
