"""The limit of open files: raised as far as the system allows, never lowered."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
from mlwidgets.server import descriptors
soft, hard = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
said = descriptors.allowed()
descriptors.ask_for_more()
print(said, *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "then"),
    [(256, 8000, 4096), (256, 1000, 1000), (6000, 8000, 6000)],
)
def test_the_limit_is_raised(soft: int, hard: int, then: int) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, str(soft), str(hard)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(then), str(then), str(hard)]
