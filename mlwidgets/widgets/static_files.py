"""Where the scripts and style sheets of our own widgets lie, and how a widget takes them.

A widget passes their *text* to anywidget, never their path: for a path anywidget keeps a file watcher that
holds on to every instance ever made, so closed widgets would never be freed.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"


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


def script(widget: str) -> str:
    """Return the text of ``static/<widget>.js``, for a widget's ``_esm``.

    Parameters
    ----------
    widget : str
        Such as ``"number_control"``.

    Returns
    -------
    str
    """
    return static_path(f"{widget}.js").read_text(encoding="utf-8")


def style(widget: str) -> str:
    """Return ``static/shared.css`` followed by ``static/<widget>.css``, for a widget's ``_css``.

    Every widget carries the shared sheet, so each looks right when it stands alone in a notebook.

    Parameters
    ----------
    widget : str
        Such as ``"number_control"``.

    Returns
    -------
    str
    """
    sheets = (static_path("shared.css"), static_path(f"{widget}.css"))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
