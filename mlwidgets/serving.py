"""The settings under which every page of ours is served, and where the dashboard lies.

They stand here once: ``mlwidgets serve`` passes them to Voilà in this process, ``mlwidgets
jupyter-config`` writes the same ones for the Jupyter server that Binder runs.
"""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

from mlwidgets.errors import ConfigurationError

Settings = dict[str, dict[str, object]]
"""A traitlets configuration: class name, then trait, then value."""

HOST = "127.0.0.1"
DEFAULT_PORT = 8866
TEMPLATE = "mlwidgets"

MAX_UPLOAD_BYTES = 64 * 2**20
"""The largest message a browser may send; a widget that takes a file checks against it first."""

PAGES = ("dashboard", "playground")
"""The pages that come with mlwidgets, each a notebook in ``apps``."""

_HERE = Path(__file__).resolve().parent
JUPYTER_DATA = _HERE / "jupyter"
"""A Jupyter data folder: it holds our page template where Voilà looks for one."""


def voila_settings() -> Settings:
    """Say how Voilà serves a page of ours, whichever server it runs in.

    Returns
    -------
    dict
        Traitlets configuration that holds for ``voila`` alone and inside a Jupyter server.
    """
    return {
        "VoilaConfiguration": {
            # Our figures bring their own renderer; this extension would add 4.8 MB to every page.
            "extension_denylist": ["jupyterlab-plotly"],
            "template": TEMPLATE,
            # Voilà's other templates fetch style sheets from another host.
            "allow_template_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            # No file beside a notebook is anybody's business.
            "file_allowlist": [],
        },
        "VoilaExecutor": {
            # When a class opens the page at once, outputs come late; after 4 s nbclient would drop them.
            "iopub_timeout": 120,
            "startup_timeout": 120,
        },
        "MappingKernelManager": {
            # A page that is gone leaves a kernel of about 120 MB behind unless it is culled.
            "cull_idle_timeout": 300,
            "cull_interval": 60,
            # Somebody who only reads is still there: the page holds a connection.
            "cull_connected": False,
            # Other accounts on the machine can reach the kernel's ports; ipykernel warns if they are open.
            "transport_encryption": "auto",
        },
    }


def jupyter_settings() -> Settings:
    """Say how a Jupyter server, as on Binder, serves our pages.

    Returns
    -------
    dict
        `voila_settings` and what a Jupyter server calls by another name.
    """
    return {
        **voila_settings(),
        "ServerApp": {
            "jpserver_extensions": {"mlwidgets.voila_page": True},
            "tornado_settings": _tornado_settings(),
        },
    }


def standalone_settings(port: int, *, open_browser: bool) -> Settings:
    """Say how Voilà serves our pages by itself, on this machine only.

    Parameters
    ----------
    port : int
        Port on 127.0.0.1.
    open_browser : bool
        Whether to open the page in the browser as soon as the server listens.

    Returns
    -------
    dict
        `voila_settings` and the server's own.
    """
    return {
        **voila_settings(),
        "Voila": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,  # another port than the one asked for would be a surprise
            "open_browser": open_browser,
            "log_level": "WARN",  # most of which `voila_app` leaves out
            "config_file_paths": [],  # a voila.json elsewhere on the machine must not change ours
            # A page elsewhere that points its own name at 127.0.0.1 is turned away.
            "tornado_settings": {**_tornado_settings(), "allow_remote_access": False},
        },
    }


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
    candidates = [folder / "apps" / f"{name}.ipynb" for folder in (_HERE, _HERE.parent)]
    for path in candidates:
        if path.is_file():
            return path
    raise ConfigurationError(
        f"The {name} notebook is missing from this installation; looked for {candidates[0]} and "
        f"{candidates[1]}. Install mlwidgets again."
    )


def parse_port(text: str) -> int:
    """Read a port number.

    Parameters
    ----------
    text : str
        What somebody typed.

    Returns
    -------
    int
        A number from 1 to 65535.

    Raises
    ------
    ConfigurationError
        For anything else.
    """
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:  # noqa: PLR2004 - the rule itself
        return int(text)
    raise ConfigurationError(f"port must be a whole number from 1 to 65535; got {text!r}.")


def check_port_is_free(port: int) -> None:
    """Make sure that we may listen on a port, before the slow part of the start.

    Parameters
    ----------
    port : int
        Port on 127.0.0.1.

    Raises
    ------
    ConfigurationError
        If another program has the port, or the system keeps it for itself.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as the server does: a port that was just given up is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            reason = "is reserved by the system"
        except OSError:
            reason = "is already in use, perhaps by another dashboard"
        else:
            return
    raise ConfigurationError(f"Port {port} {reason}. Stop that program or choose another port with --port.")


def _tornado_settings() -> dict[str, object]:
    return {"websocket_max_message_size": MAX_UPLOAD_BYTES}
