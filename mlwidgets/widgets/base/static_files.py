"""Where the scripts and style sheets of our own widgets lie, and how a widget takes them.

A widget passes their *text* to anywidget, never their path: for a path anywidget keeps a file watcher that
holds on to every instance ever made, so closed widgets would never be freed.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def static_path(file_name: str) -> Path:
    """Return the path of a file in ``static``.

    Parameters
    ----------
    file_name : str
        Such as ``"number_control.js"``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> static_path("shared.css").name
    'shared.css'
    """
    path = STATIC / file_name
    if not path.is_file():
        raise FileNotFoundError(f"mlwidgets has no static file {file_name!r} in {STATIC}.")
    return path


def script(*parts: str) -> str:
    """Return the text of one ES module, for a widget's ``_esm``: its files, joined in the order given.

    Parts are how widgets share code without a bundler: each holds top-level functions, classes and constants,
    which the parts after it use by name. None of them imports anything, and only the last one has the
    ``export default``.

    Parameters
    ----------
    *parts : str
        Such as ``"dom", "number_grid", "convolution_board"``, for ``static/dom.js`` and so on.

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> "export default" in script("number_control")
    True
    """
    return "\n".join(static_path(f"{part}.js").read_text(encoding="utf-8") for part in parts)


def style(*parts: str) -> str:
    """Return ``static/shared.css`` followed by the files of a widget, for its ``_css``.

    Every widget carries the shared sheet, so each looks right when it stands alone in a notebook.

    Parameters
    ----------
    *parts : str
        Such as ``"number_grid", "convolution_board"``; a later sheet overrides an earlier one.

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    sheets = (static_path("shared.css"), *(static_path(f"{part}.css") for part in parts))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
