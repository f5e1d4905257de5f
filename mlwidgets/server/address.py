"""Where a page is served: address and port of this machine, and the path and name it has behind a proxy."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import secrets
import socket
from dataclasses import dataclass, field

from mlwidgets.errors import ConfigurationError

HOST = "127.0.0.1"
DEFAULT_PORT = 8866

TEACHER = "teacher"
"""Path of the teacher's page below the base URL."""

# What may stand between the slashes of a path (RFC 3986, section 3.3).
_SEGMENT = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+"
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Where a page is served.

    Parameters
    ----------
    port : int
        From 1 to 65535.
    ip : str
        An IP address of this machine, or 0.0.0.0 for all of them.
    base_url : str
        The path under which browsers find the page, with a slash at both ends.
    proxy : str
        Name of the host of a proxy that passes requests on to us; empty if there is none.
    """

    port: int
    ip: str = HOST
    base_url: str = "/"
    proxy: str = ""
    token: str = field(init=False, repr=False)
    """What a browser must know; empty where only this machine can ask, as everybody else is kept out."""
    teacher_key: str = field(init=False, repr=False, compare=False)
    """What a browser must know to see the teacher's page."""

    def __post_init__(self) -> None:
        """Make the teacher's key, and the token of an address that other machines can reach."""
        object.__setattr__(self, "teacher_key", _secret())
        object.__setattr__(self, "token", "" if self.is_loopback else _secret())

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(self.ip).is_loopback

    @property
    def url(self) -> str:
        """What a person opens, with the token if there is one."""
        return self._base + (f"?token={self.token}" if self.token else "")

    @property
    def teacher_url(self) -> str:
        """What a teacher opens to see how the class is doing."""
        return f"{self._base}{TEACHER}?key={self.teacher_key}"

    @property
    def _base(self) -> str:
        ip = ipaddress.ip_address(self.ip)
        host = socket.gethostname() if ip.is_unspecified else f"[{ip}]" if ip.version == 6 else str(ip)  # noqa: PLR2004
        return f"http://{host}:{self.port}{self.base_url}"


def _secret() -> str:
    return secrets.token_urlsafe(24)


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


def parse_ip(text: str) -> str:
    """Read an IP address.

    Parameters
    ----------
    text : str
        What somebody typed.

    Returns
    -------
    str
        The address in its usual form.

    Raises
    ------
    ConfigurationError
        For anything else.
    """
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ConfigurationError(
            f"ip must be an IP address of this machine, or 0.0.0.0 for all of them; got {text!r}."
        ) from None


def parse_base_url(text: str) -> str:
    """Read the path under which browsers find the page.

    Parameters
    ----------
    text : str
        What somebody typed, with or without a slash at the end.

    Returns
    -------
    str
        The path with a slash at both ends.

    Raises
    ------
    ConfigurationError
        If it is not a path.
    """
    path = text.rstrip("/")
    if text.startswith("/") and re.fullmatch(rf"(?:/{_SEGMENT})*", path):
        return f"{path}/"
    raise ConfigurationError(f"base-url must be a path such as /user/ada/proxy/8866/; got {text!r}.")


def parse_proxy(text: str) -> str:
    """Read the name of a proxy's host, as it stands in the browser's address bar.

    Parameters
    ----------
    text : str
        What somebody typed.

    Returns
    -------
    str
        The name in small letters, as browsers send it; empty if nothing was typed.

    Raises
    ------
    ConfigurationError
        If it is more than a name.
    """
    if not text or _HOST_NAME.fullmatch(text):
        return text.lower()
    raise ConfigurationError(
        "proxy must be the name of a host, without scheme, port or path, such as hub.example.org; "
        f"got {text!r}."
    )


def check_port_is_free(address: Address) -> None:
    """Make sure that we may listen at an address, before the slow part of the start.

    Parameters
    ----------
    address : Address
        Where a page is to be served.

    Raises
    ------
    ConfigurationError
        If this machine has no such address, another program has the port, or the system keeps it for itself.
    """
    family = socket.AF_INET6 if ":" in address.ip else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as the server does: a port that was just given up is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.ip, address.port))
        except PermissionError:
            reason = "is reserved by the system"
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise ConfigurationError(
                    f"{address.ip} is not an address of this machine. Name one that is, "
                    "or 0.0.0.0 for all of them."
                ) from None
            reason = "is already in use, perhaps by another dashboard"
        else:
            return
    raise ConfigurationError(
        f"Port {address.port} {reason}. Stop that program or choose another port with --port."
    )
