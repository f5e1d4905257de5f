"""The package needs only what a widget needs: it works where no server and no kernel can be installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# These are looked for in vain, as if nobody had installed them.
WITHOUT_A_SERVER = """
import sys
import importlib.machinery
MISSING = {"voila", "ipykernel", "jupyter_server", "jupyter_client", "tornado", "pandas"}
usual = importlib.machinery.PathFinder.find_spec
importlib.machinery.PathFinder.find_spec = (
    lambda name, *more: None if name.partition(".")[0] in MISSING else usual(name, *more)
)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python that has neither Voilà nor ipykernel."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", WITHOUT_A_SERVER + code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_lab_can_be_built_without_a_server() -> None:
    labs = "KernelLab(), mw.NetworkLab(), mw.Playground(), mw.TrainLab(), mw.PredictLab(), mw.Dashboard()"
    done = run(f"import mlwidgets as mw\nfor lab in (mw.{labs}): lab.close()")
    assert (done.returncode, done.stderr) == (0, "")


def test_serve_says_what_to_install() -> None:
    done = run("from mlwidgets import cli; sys.exit(cli.main(['serve', '--no-browser', '--port', '65535']))")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "mlwidgets: Serving a page needs voila and ipykernel, which this Python does not have. "
        "Install what is missing: pip install 'mlwidgets[voila]'\n"
    )
