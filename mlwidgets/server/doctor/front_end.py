"""Whether the scripts that run in the browser are built, and what else a browser would have to load."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.server import settings
from mlwidgets.server.doctor.finding import Finding, fault, good, listed, note, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDGETS = Path(__file__).resolve().parents[2] / "widgets"
BUNDLE = re.compile(r"""\bbundle\("([\w/]+)"\)""")
REPAIR = "In a checkout run `make bundles`; else install mlwidgets again."

NEEDED = {"@jupyter-widgets/jupyterlab-manager": "jupyterlab-widgets", "anywidget": "anywidget"}
"""What draws widgets in the browser, and the package that brings it."""

HARMLESS = {"jupyterlab_pygments", "@voila-dashboards/jupyterlab-preview"}
"""What Voilà and its parts bring along: small, or not loaded."""


def check_bundles(widgets: Path = WIDGETS) -> Finding:
    """Look for the bundle of every widget.

    Parameters
    ----------
    widgets : pathlib.Path
        The folder of the widgets.

    Returns
    -------
    Finding
    """
    folder = widgets / "bundles"
    scripts = {
        name for path in widgets.rglob("*.py") for name in BUNDLE.findall(path.read_text(encoding="utf-8"))
    }
    missing = sorted(name for name in scripts if not (folder / f"{name}.js").is_file())
    if missing:
        return fault(
            f"{len(missing)} of {len(scripts)} scripts for the browser are missing in {folder}. {REPAIR}"
        )
    built = min((folder / f"{name}.js").stat().st_mtime for name in scripts)
    newer = [
        path for path in widgets.rglob("*.ts") if path.stat().st_mtime > built and "_test" not in path.stem
    ]
    if newer:
        return note(
            f"{newer[0].relative_to(widgets)} is newer than the bundles, so pages run an older script. "
            "Run `make bundles`."
        )
    return good(f"All {len(scripts)} scripts for the browser are built.")


def check_extensions() -> Iterator[Finding]:
    """Look at the extensions of JupyterLab, all of which Voilà makes every page load.

    Yields
    ------
    Finding
    """
    from jupyter_core.paths import jupyter_path  # noqa: PLC0415 - comes with voila, which may be missing

    yield from judge_extensions(find_extensions([Path(path) for path in jupyter_path("labextensions")]))


def find_extensions(folders: Sequence[Path]) -> dict[str, list[Path]]:
    """Find the extensions of JupyterLab.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Where Jupyter looks; what comes first hides what comes later.

    Returns
    -------
    dict
        For each name the folders that hold it.
    """
    found: dict[str, list[Path]] = {}
    for folder in dict.fromkeys(folders):
        for path in sorted([*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")]):
            name = str(_package(path.parent).get("name", path.parent.name))
            found.setdefault(name, []).append(path.parent)
    return found


def judge_extensions(found: dict[str, list[Path]]) -> Iterator[Finding]:
    """Say what is missing, what is hidden by another version, and what is too much.

    Parameters
    ----------
    found : dict
        What `find_extensions` has found.

    Yields
    ------
    Finding
    """
    trouble = False
    for name, package in NEEDED.items():
        places = found.get(name, [])
        versions = [str(_package(place).get("version")) for place in places]
        if not places:
            trouble = True
            yield fault(
                f"The browser's part of {package} is missing, so no widget would be shown. "
                f"Install it again: pip install --force-reinstall {package}"
            )
        elif len(set(versions)) > 1:
            trouble = True
            yield fault(
                f"{name} {versions[0]} in {places[0]} hides {versions[1]} in {places[1]}, and widgets may "
                "not be shown. Remove the one that does not belong to this Python."
            )
    configured = settings.voila_settings()["VoilaConfiguration"]["extension_denylist"]
    left_out = {*NEEDED, *HARMLESS, *(configured if isinstance(configured, list) else [])}
    more = sorted(found.keys() - left_out)
    if more:
        much = sum(file.stat().st_size for name in more for file in found[name][0].rglob("*.js"))
        yield note(
            f"Every page also loads what JupyterLab has installed: {listed(more)} ({size(much)}). To do "
            "without, serve from a virtual environment that holds mlwidgets alone."
        )
    elif not trouble:
        yield good("Pages load no extension of JupyterLab that they do not need.")


def _package(folder: Path) -> dict[str, object]:
    try:
        read = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
