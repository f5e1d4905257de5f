"""The wheel: built for real, it holds all that the package needs and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".py", ".js", ".css", ".j2", ".json", ".typed", ".npz", ".txt", ".png", ".jpg"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel with the builder that is installed, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_every_file_of_the_package_is_in_it(wheel: zipfile.ZipFile) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "mlwidgets").rglob("*")
        if path.is_file() and path.suffix in KINDS and "__pycache__" not in path.parts
    }
    files = "mlwidgets/data/files"
    assert {"mlwidgets/py.typed", f"{files}/mnist-subset.npz", f"{files}/pictures/cat.jpg"} <= ours
    assert ours <= set(wheel.namelist())


def test_it_carries_the_dashboard(wheel: zipfile.ZipFile) -> None:
    assert wheel.read("mlwidgets/apps/dashboard.ipynb") == (ROOT / "apps" / "dashboard.ipynb").read_bytes()


def test_it_carries_all_licences(wheel: zipfile.ZipFile) -> None:
    licences = {name.split(".dist-info/licenses/")[1] for name in wheel.namelist() if "/licenses/" in name}
    assert licences == {
        "LICENSE",
        "mlwidgets/data/files/LICENSE-mnist.txt",
        "mlwidgets/data/files/pictures/LICENSE-pictures.txt",
        "mlwidgets/data/files/tables/LICENSE-tables.txt",
        "mlwidgets/interchange/web/LICENSE-tensorflowjs.txt",
    }


def test_it_puts_nothing_outside_the_package(wheel: zipfile.ZipFile) -> None:
    # Above all no configuration of Jupyter: it would change the server of whoever installs the package.
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mlwidgets"}


def test_it_is_small(wheel: zipfile.ZipFile) -> None:
    # A class downloads it within seconds, and Binder at every start.
    assert sum(file.compress_size for file in wheel.filelist) < 4_200_000


def test_its_metadata_says_what_pyproject_says(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = message_from_bytes(wheel.read(name))
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "BSD-3-Clause"
    required = {
        line.split(">")[0] for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line
    }
    assert required == {
        "numpy",
        "ipywidgets",
        "anywidget",
        "plotly",
        "duckdb",
        "jinja2",
        "latex2mathml",
        "markdown-it-py",
        "mdit-py-plugins",
        "pillow",
        "pyyaml",
        "threadpoolctl",
    }
