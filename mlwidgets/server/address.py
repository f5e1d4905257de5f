"""Where a page is served: the port of this machine."""

from __future__ import annotations

import os
import socket

from mlwidgets.errors import ConfigurationError

HOST = "127.0.0.1"
DEFAULT_PORT = 8866


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
