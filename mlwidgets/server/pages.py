"""The notebooks that can be served: those that come with mlwidgets, and anybody's own."""

from __future__ import annotations

import json
from pathlib import Path

from mlwidgets.errors import ConfigurationError

PAGES = ("dashboard", "playground")
"""The pages that come with mlwidgets, each a notebook in ``apps``."""

_PACKAGE = Path(__file__).resolve().parents[1]


def check_notebook(path: Path) -> None:
    """Raise `ConfigurationError` unless a file is a notebook that Voilà can serve."""
    try:
        content = json.loads(path.read_bytes())
    except ValueError:  # neither UTF-8 nor JSON
        content = None
    if path.suffix != ".ipynb" or not isinstance(content, dict) or "cells" not in content:
        raise ConfigurationError(
            f"{path} is not a notebook. Give the path of an .ipynb file as Jupyter writes it."
        )


def page_notebook(name: str = "dashboard") -> Path:
    """Find one of our pages: inside an installed package, or beside it in a checkout.

    Parameters
    ----------
    name : str
        One of `PAGES`.

    Returns
    -------
    pathlib.Path
        An existing notebook.

    Raises
    ------
    ConfigurationError
        If the installation lacks it.
    """
    candidates = [folder / "apps" / f"{name}.ipynb" for folder in (_PACKAGE, _PACKAGE.parent)]
    for path in candidates:
        if path.is_file():
            return path
    raise ConfigurationError(
        f"The {name} notebook is missing from this installation; looked for {candidates[0]} and "
        f"{candidates[1]}. Install mlwidgets again."
    )
