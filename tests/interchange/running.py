"""Runs programs that the labs write, each from a file of its own in a fresh Python."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray

RUNNER = """
import runpy, sys
import numpy as np
for number in range(int(sys.argv[1])):
    np.save(f"{number}.npy", runpy.run_path(f"{number}.py")["output"])
"""


def printed_by(program: str, folder: Path, **environment: str) -> str:
    """Run one program as a person would, and return what it prints."""
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    return _run([str(path)], folder, environment)


def outputs_of(programs: Sequence[str], folder: Path, **environment: str) -> list[AnyArray]:
    """Run many programs one after the other in one Python, and return what each leaves in ``output``."""
    for number, program in enumerate(programs):
        (folder / f"{number}.py").write_text(program, encoding="utf-8")
    _run(["-c", RUNNER, str(len(programs))], folder, environment)
    return [np.load(folder / f"{number}.npy") for number in range(len(programs))]


def _run(arguments: Sequence[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
