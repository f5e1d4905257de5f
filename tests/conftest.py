"""Before any test: the bundles of the front end are as new as its scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Build them once, in the process that starts the others."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, str(ROOT / ".ci" / "bundles.py")], check=True)  # noqa: S603 - our own script
