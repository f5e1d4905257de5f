"""A kernel that is no child of this process, behind the methods that a child would have."""

from __future__ import annotations

import contextlib
import os
import select
import signal


class KernelProcess:
    """A process that is known by its number and by a handle, which never comes to mean another one.

    It has what jupyter_client uses of `subprocess.Popen`.

    Parameters
    ----------
    pid : int
        Its number.
    handle : int
        A descriptor of it, which is closed with this object.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._handle = handle
        self._ended = select.poll()
        self._ended.register(handle, select.POLLIN)

    def __del__(self) -> None:
        self._close()

    def poll(self) -> int | None:
        """Return None while it runs, and 0 afterwards: only a parent learns how a process has ended."""
        if self.returncode is None and self._ended.poll(0):
            self._finish()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most; for ever, if left out.

        Returns
        -------
        int
            0, as for `poll`.

        Raises
        ------
        TimeoutError
            If it still runs.
        """
        if self.returncode is None:
            if not self._ended.poll(None if timeout is None else 1000 * timeout):
                raise TimeoutError(f"Process {self.pid} has not ended within {timeout} s.")
            self._finish()
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs.

        Parameters
        ----------
        number : int
            The signal's number.
        """
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _finish(self) -> None:
        self.returncode = 0
        # Its parent may have died before it, and the system may have made us the next one.
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PIDFD, self._handle, os.WEXITED | os.WNOHANG)
        self._close()

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
