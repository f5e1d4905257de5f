"""The helper that finds Node.js, or installs it, on machines that lack something."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sh is for Linux and macOS")


def program(folder: Path, name: str, script: str) -> Path:
    """Put a small program into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def run_finder(path: Path) -> subprocess.CompletedProcess[str]:
    """Look for Node.js where only the programs in one folder exist."""
    return subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", str(ROOT / ".ci" / "node")],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["node", "nodejs"])
def test_one_that_is_there_is_used(tmp_path: Path, name: str) -> None:
    program(tmp_path, "npm", "exit 0")
    there = program(tmp_path, name, "exit 0")
    done = run_finder(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, str(there))


@pytest.mark.parametrize("lacking", ["npm", "a new version"])
def test_without_npm_or_too_old_it_is_none(tmp_path: Path, lacking: str) -> None:
    program(tmp_path, "node", "exit 1" if lacking == "a new version" else "exit 0")
    if lacking != "npm":
        program(tmp_path, "npm", "exit 0")
    done = run_finder(tmp_path)
    assert done.returncode == 1
    assert "Node.js 18 or newer with npm" in done.stderr
    assert "sudo apt install nodejs npm" in done.stderr


def test_root_on_debian_gets_one_installed(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 0")
    program(tmp_path, "env", 'shift; exec "$@"')
    # Installing makes the programs appear, and says things that are not their path.
    made = " && ".join(
        f"printf '#!/bin/sh\\n' > '{tmp_path}/{name}' && /bin/chmod +x '{tmp_path}/{name}'"
        for name in ("node", "npm")
    )
    program(tmp_path, "apt-get", f'echo "apt-get $*"; case "$*" in *nodejs*) {made} ;; esac')
    done = run_finder(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "node"))
    assert "install -y --no-install-recommends nodejs npm" in done.stderr


def test_nobody_special_is_told_what_to_install(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 1000")
    program(tmp_path, "apt-get", "exit 0")
    program(tmp_path, "sudo", "exit 1")
    done = run_finder(tmp_path)
    assert done.returncode == 1
    assert "sudo apt install nodejs npm" in done.stderr
