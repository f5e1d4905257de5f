"""The settings under which every page of ours is served.

They stand here once: ``mlwidgets serve`` passes them to Voilà in this process, ``mlwidgets
jupyter-config`` writes the same ones for the Jupyter server that Binder runs.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.server.address import Address

Settings = dict[str, dict[str, object]]
"""A traitlets configuration: class name, then trait, then value."""

TEMPLATE = "mlwidgets"

PROVISIONER = "mlwidgets-fork"
"""Name of the entry point that starts a page's kernel: `mlwidgets.server.warm.provisioner`."""

_KERNELS = "mlwidgets.server.page_kernels.PageKernels"
_CONNECTION = {"kernel_websocket_connection_class": "mlwidgets.server.prompt_connection.PromptConnection"}

JUPYTER_DATA = Path(__file__).resolve().parent / "jupyter"
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
            # Our figures bring their own renderer, and the first of these would add 4.8 MB to every page.
            # The others look for JupyterLab or Notebook around them, find none, and say so on the console.
            "extension_denylist": [
                "jupyterlab-plotly",
                "@jupyter/nbgrader",
                "@jupyter-notebook/lab-extension",
            ],
            "template": TEMPLATE,
            # Voilà's other templates fetch style sheets from another host.
            "allow_template_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            # Which language a page is in; see `mlwidgets.language`.
            "http_header_envs": ["Accept-Language"],
            # No file beside a notebook is anybody's business.
            "file_allowlist": [],
            "multi_kernel_manager_class": _KERNELS,
        },
        # What our page template puts before the kernel's first answer.
        "VoilaExporter": {
            "filters": {
                "first_picture": "mlwidgets.widgets.predict.first_picture.first_picture",
                "page_text": "mlwidgets.server.texts.told",
            }
        },
        "VoilaExecutor": {
            # When a class opens the page at once, outputs come late; after 4 s nbclient would drop them.
            "iopub_timeout": 120,
            "startup_timeout": 120,
        },
        "AsyncKernelManager": {"client_factory": "mlwidgets.server.heartbeat.KernelClient"},
        "KernelProvisionerFactory": {"default_provisioner_name": PROVISIONER},
        "MappingKernelManager": {
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
            "jpserver_extensions": {"mlwidgets.server.voila_page": True},
            "tornado_settings": {
                # As in Voilà's own server, whose page brings MathJax along. In a Jupyter server Voilà 0.5.13
                # and older fetch it from another host unless both are named, and named as nothing.
                "mathjax_url": None,
                "mathjax_config": None,
            },
            "kernel_manager_class": _KERNELS,
            **_CONNECTION,
        },
    }


def standalone_settings(address: Address, *, open_browser: bool) -> Settings:
    """Say how Voilà serves our pages by itself.

    Parameters
    ----------
    address : Address
        Where it listens, and the path and name it has behind a proxy.
    open_browser : bool
        Whether to open the page in the browser as soon as the server listens.

    Returns
    -------
    dict
        `voila_settings` and the server's own.
    """
    return {
        **voila_settings(),
        "ConnectionFileMixin": {"transport": _transport()},
        "Voila": {
            "ip": address.ip,
            "port": address.port,
            "port_retries": 0,  # another port than the one asked for would be a surprise
            "base_url": address.base_url,
            "server_url": "/",  # `voila_app` adds the routes below base_url
            "token": address.token,
            "open_browser": open_browser,
            "log_level": "WARN",  # most of which `voila_app` leaves out
            **_CONNECTION,
            "config_file_paths": [],  # a voila.json elsewhere on the machine must not change ours
            "tornado_settings": {
                # A page elsewhere that points its own name at 127.0.0.1 is turned away. Where other machines
                # may ask, they ask for many names, and the token turns strangers away.
                "allow_remote_access": not address.is_loopback,
                "local_hostnames": ["localhost", *filter(None, [address.proxy])],
                # A proxy may ask for us by another name than the one in the browser's address bar.
                "allow_origin_pat": rf"https?://{re.escape(address.proxy)}(:\d+)?" if address.proxy else "",
                # Other programs behind the same proxy have a cookie of this name, too.
                "xsrf_cookie_kwargs": {"path": address.base_url},
            },
        },
    }


def _transport() -> str:
    """Say how kernels are reached: through files where the system can, through ports elsewhere.

    A port is chosen some time before its kernel opens it. When something else on the machine takes it
    meanwhile, the kernel starts anew with others, and its page waits in vain for the first ones.
    """
    # Voilà's folder and the name of a kernel's file take 75 letters; Linux allows 107 for a socket.
    short = len(tempfile.gettempdir()) <= 30  # noqa: PLR2004 - see above
    return "ipc" if sys.platform == "linux" and short else "tcp"
