"""Where the bundles and style sheets of our own widgets lie, and how a widget takes them.

A widget passes their *text* to anywidget, never their path: for a path anywidget keeps a file watcher that
holds on to every instance ever made, so closed widgets would never be freed.
"""

from __future__ import annotations

from pathlib import Path

WIDGETS = Path(__file__).resolve().parents[1]
BUNDLES = WIDGETS / "bundles"
"""One ES module for each widget, made of its TypeScript when the package is built; see `.ci/bundles.py`."""


def bundle(script: str) -> str:
    """Return the text of a widget's bundle, for its ``_esm``.

    Parameters
    ----------
    script : str
        Such as ``"predict/digit_pad"``, for ``widgets/predict/digit_pad.ts`` and everything it imports.

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If it has not been built.

    Examples
    --------
    >>> "export{" in bundle("controls/number_control")
    True
    """
    path = BUNDLES / f"{script}.js"
    if not path.is_file():
        raise FileNotFoundError(
            f"The bundle {script!r} is missing: {path} is built with the package. "
            "In a checkout run `make bundles`; else install mlwidgets again."
        )
    return path.read_text(encoding="utf-8")


def style(*sheets: str) -> str:
    """Return ``base/shared.css`` followed by the sheets of a widget, for its ``_css``.

    Every widget carries the shared sheet, so each looks right when it stands alone in a notebook.

    Parameters
    ----------
    *sheets : str
        Such as ``"convolution/number_grid"``; a later sheet overrides an earlier one.

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    paths = (WIDGETS / f"{sheet}.css" for sheet in ("base/shared", *sheets))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)
