"""Kernels of pages, which end when their page has gone, whatever they are doing.

Jupyter Server ends a kernel that is idle, and takes every message of a kernel for activity: a page that was
left while it trained kept its kernel, and a core, for as long as the training lasted.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Float

from mlwidgets.server.report import OpenPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from logging import LogRecord


def _nothing() -> None:
    """Do nothing."""


@dataclass(eq=False)  # a stay is equal to itself only
class Stay:
    """One page in one browser: from its request to the end of its kernel."""

    on_leaving: Callable[[], None] = _nothing
    """Called once, when its kernel is being ended: the page has been closed or reloaded, or has got lost."""
    on_end: Callable[[], None] = _nothing
    """Called once, when no process is left of it."""

    since: float = field(default_factory=time.time)
    """When it was asked for, in seconds since 1970."""
    kernel_id: str | None = None
    is_leaving: bool = False
    _has_ended: bool = False
    _timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def leave(self) -> None:
        """Note that its kernel is being ended."""
        self.expect_page()
        if not self.is_leaving:
            self.is_leaving = True
            self.on_leaving()

    def end(self) -> None:
        """Note that nothing is left of it."""
        self.leave()
        if not self._has_ended:
            self._has_ended = True
            self.on_end()

    def miss_page(self, patience: float, give_up: Callable[[], None]) -> None:
        """Give up unless `expect_page` is called in time."""
        self.expect_page()
        self._timer = asyncio.get_running_loop().call_later(patience, give_up)

    def expect_page(self) -> None:
        """Wait no longer for the page to come back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


# Voilà starts a page's kernel somewhere inside of the request for the page, and tells nobody which it is.
_COMING: ContextVar[Stay | None] = ContextVar("coming", default=None)


def is_of_use(_record: LogRecord) -> bool:
    """Whether somebody might want to read what is logged: a filter for the server's log.

    Parameters
    ----------
    _record : logging.LogRecord
        What is logged, by whatever is going on at the moment.

    Returns
    -------
    bool
        False for a page that has been left before it was complete: its kernel was ended on purpose, and
        Voilà 0.5.13 and older report that as an error.
    """
    stay = _COMING.get()  # tasks inherit it from the request that has started them
    return stay is None or not stay.is_leaving


class PageKernels(AsyncMappingKernelManager):
    """Jupyter Server's kernels; those that were started for a page end when the page has gone."""

    absence = Float(
        90.0,
        config=True,
        help="Seconds that the kernel of a page may be without a connection. A cut of 70 s is survived.",
    )

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jupyter Server is untyped
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._stays: dict[str, Stay] = {}

    @contextmanager
    def coming(self, stay: Stay) -> Iterator[None]:
        """Serve a page: the kernel that is started here belongs to it.

        When the block ends, the page is complete, and has as long to connect as it may be away.

        Parameters
        ----------
        stay : Stay
            The page.
        """
        token = _COMING.set(stay)
        try:
            yield
        finally:
            _COMING.reset(token)
            if stay.kernel_id is None:
                stay.end()
            else:
                self._miss(stay.kernel_id)

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]  # noqa: ANN401
        """Start a kernel, and keep in mind for which page.

        Parameters
        ----------
        **options
            Jupyter Server's.

        Returns
        -------
        str
            Its id.
        """
        kernel_id = await super().start_kernel(**options)
        stay = _COMING.get()
        if stay is not None:
            stay.kernel_id = kernel_id
            self._stays[kernel_id] = stay
        return kernel_id

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page has connected."""
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]
        if kernel_id in self._stays:
            self._stays[kernel_id].expect_page()

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page has lost its connection; if nobody else has one, its time runs."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]
        # Jupyter Server 2.17 and older may count the end of one connection twice.
        if self._kernel_connections.get(kernel_id, 0) < 0:
            self._kernel_connections[kernel_id] = 0
        self._miss(kernel_id)

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """End a kernel; a page's only once, however often it says goodbye.

        Parameters
        ----------
        kernel_id : str
            Which.
        now : bool
            Whether to end it without a word.
        restart : bool
            Whether it is to be started again.
        """
        stay = self._stays.get(kernel_id)
        if stay is not None and not restart:
            if stay.is_leaving:
                return
            stay.leave()
        await super().shutdown_kernel(kernel_id, now=now, restart=restart)  # type: ignore[no-untyped-call]

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - as its base's
        """Forget a kernel whose process has ended, and close what was kept for its page.

        A page says goodbye and closes its connection. When the goodbye is dealt with first, Jupyter Server
        2.17 and older keep the kernel's sockets for a page that could come back, and never close them.
        """
        self.stop_buffering(kernel_id)  # type: ignore[no-untyped-call]
        removed = super().remove_kernel(kernel_id)
        stay = self._stays.pop(kernel_id, None)
        if stay is not None:
            stay.end()
        return removed

    def open_pages(self) -> list[OpenPage]:
        """List the pages that have a kernel.

        Returns
        -------
        list of OpenPage
            Oldest first.
        """
        return [
            OpenPage(
                stay.since,
                self._kernel_connections.get(kernel_id, 0) > 0,
                getattr(self.get_kernel(kernel_id).provisioner, "pid", None),
            )
            for kernel_id, stay in self._stays.items()
        ]

    def _miss(self, kernel_id: str) -> None:
        stay = self._stays.get(kernel_id)
        if stay is not None and not stay.is_leaving and self._kernel_connections.get(kernel_id, 0) <= 0:
            stay.miss_page(self.absence, lambda: self._give_up(kernel_id))

    def _give_up(self, kernel_id: str) -> None:
        self._ending = asyncio.ensure_future(self.shutdown_kernel(kernel_id))
