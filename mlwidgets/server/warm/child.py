"""What a fork of the warm parent does: it becomes a kernel like any other."""

from __future__ import annotations

import gc
import logging
import os
import random
import select
import signal
import sys
import threading
import time
from importlib.util import find_spec

import numpy as np
from ipykernel.kernelapp import IPKernelApp

from mlwidgets.server.warm import wire

NAME = "mlw-kernel"
"""What ``top`` and ``ps`` call the process."""


def run(order: wire.Order, server: int) -> None:
    """Be the kernel that was ordered, until it ends.

    Parameters
    ----------
    order : wire.Order
        Command line, environment and folder.
    server : int
        A descriptor of the server's process.
    """
    wire.name_process(NAME)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.enable()
    time.tzset()  # the time zone stands in the environment
    # A fork would otherwise continue its parent's random numbers, and all kernels would draw the same ones.
    # Only the secret of Python's hashes stays the parent's: it is drawn when Python starts.
    random.seed()
    np.random.seed()  # noqa: NPY002 - notebooks still use it
    _end_with(server)
    python, dash_m, module, *arguments = order.command
    sys.orig_argv[:] = [python, dash_m, module, *arguments]
    launcher = find_spec(module)
    sys.argv[:] = [str(launcher.origin) if launcher else module, *arguments]
    # A parent of number 1 is one that ipykernel does not watch: we do.
    _log_to_server()
    IPKernelApp.launch_instance(parent_handle=1)


def _log_to_server() -> None:
    """Let what goes wrong in a page stand in the server's log: it is where a learner's message says it is.

    ipykernel sends all that is written to the standard streams to the page, where Voilà shows none of it.
    """
    if sys.stderr is None:  # the server was started without
        return
    stream = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", errors="backslashreplace")
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("[mlwidgets page %(process)d] %(levelname)s %(message)s"))
    logging.getLogger("mlwidgets").addHandler(handler)


def _end_with(server: int) -> None:
    """End at once when the server has gone, even if it was killed.

    ipykernel asks once a second whether its parent is still the server, which ours never was.
    """
    watch = select.poll()
    watch.register(server, select.POLLIN)

    def wait() -> None:
        watch.poll()
        os._exit(1)

    threading.Thread(target=wait, name="mlwidgets-server-watch", daemon=True).start()
