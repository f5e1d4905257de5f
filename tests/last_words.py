"""What a kernel may write into the server's log when it is ended while it works: no fault of ours."""

from __future__ import annotations

import re

_LOGGERS = r"(?:ERROR:tornado\.\w+:|\[IPKernelApp\] ERROR \| )"
_BEGINS = (
    r"\[IPKernelApp\] ERROR \| Exception in message handler:",
    r"Exception ignored in: <coroutine object [\w.]+ at \w+>",
    rf"{_LOGGERS}Uncaught exception in (?:ZMQStream|zmqstream) callback",
    rf"{_LOGGERS}Exception in callback .*",
)
_STACK = r"Traceback \(most recent call last\):\n(?: .*\n)+"
_ENDS = (r"zmq\.error\.ZMQError: Socket operation on non-socket", r"RuntimeError: Event loop is closed")

LAST_WORDS = re.compile(
    # It is shut down while somebody asks how it is: its sockets or its event loop are closed already.
    rf"^(?:{'|'.join(_BEGINS)})\n{_STACK}(?:{'|'.join(_ENDS)})$|"
    r"^\[IPKernelApp\] ERROR \| KeyboardInterrupt caught in kernel\.$|"
    # It is shut down before ipykernel has begun.
    r"^Traceback \(most recent call last\):\n  File \"<frozen runpy>\".*\n(?: .*\n)+KeyboardInterrupt$",
    re.MULTILINE,
)


def without_last_words(log: str) -> str:
    """Return a server's log without what its kernels say when they are ended.

    Parameters
    ----------
    log : str
        What the server has written so far.
    """
    return LAST_WORDS.sub("", log)
