"""What a kernel says when it is ended is told from what is wrong with a server."""

from __future__ import annotations

import pytest

from tests.last_words import without_last_words

BEGINS = (
    "[IPKernelApp] ERROR | Exception in message handler:",
    "Exception ignored in: <coroutine object Kernel.poll_interrupt at 0x7f0fa8a44a40>",
    "ERROR:tornado.general:Uncaught exception in ZMQStream callback",
    "ERROR:tornado.application:Exception in callback <function f at 0x7f0fa8a44a40>",
)
STACK = 'Traceback (most recent call last):\n  File "x.py", line 1, in f\n    send()\n    ^^^^^^\n'


@pytest.mark.parametrize("begin", BEGINS)
def test_a_kernel_that_is_ended_while_it_works_is_no_fault(begin: str) -> None:
    said = f"{begin}\n{STACK}zmq.error.ZMQError: Socket operation on non-socket"
    assert without_last_words(f"before\n{said}\nafter\n") == "before\n\nafter\n"


@pytest.mark.parametrize("begin", BEGINS)
@pytest.mark.parametrize("end", ["ValueError: Invalid", "zmq.error.ZMQError: Address already in use"])
def test_what_has_another_cause_stays(begin: str, end: str) -> None:
    log = f"before\n{begin}\n{STACK}{end}\nafter\n"
    assert without_last_words(log) == log
