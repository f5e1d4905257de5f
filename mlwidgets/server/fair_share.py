"""How much of the server's one thread a page may use, so that there is always time for the others."""

from __future__ import annotations

SHARE = 0.1
"""The part of the time that one page's messages may take."""

AT_ONCE = 0.5
"""Seconds that they may take before anybody waits: an upload of the largest size takes less."""


class FairShare:
    """What one page has used of its share."""

    _paid_until = 0.0

    def wait_after(self, began: float, ended: float) -> float:
        """Say how long to wait before the page's next message is read.

        Parameters
        ----------
        began, ended : float
            When the server began and ended with a message, in seconds.

        Returns
        -------
        float
            Seconds; 0 for a page that keeps to its share.
        """
        self._paid_until = max(self._paid_until, began) + (ended - began) / SHARE
        return max(0.0, self._paid_until - ended - AT_ONCE / SHARE)
