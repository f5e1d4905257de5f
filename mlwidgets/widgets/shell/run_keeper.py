"""The way to the browser's own storage: the newest moment of a run goes there, and may come back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from traitlets import Int, Unicode

from mlwidgets.lessons.pictures import LONGEST_NAME, MOST_PICTURES
from mlwidgets.lessons.pictures import MOST_BYTES as LARGEST_PICTURE
from mlwidgets.lessons.progress import MOST_CHARACTERS
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.shell import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_BYTES = 8 * 2**20
"""A run that takes more is not kept: it would fill the browser's storage, and the way there."""

CHUNK = 2**18
"""Bytes of one message from the page. A Jupyter server drops what is larger than 10 MB without a word."""

PATIENCE = 10.0
"""Seconds until a page that does not say that a run is stored is sent the next one."""

LONGEST_UPLOAD = 40


@dataclass
class _Coming:
    """A run that is coming back from the page."""

    upload: str
    size: int
    content: bytearray = field(default_factory=bytearray)


class RunKeeper(BaseWidget):
    """Nothing at all, or a line that offers to go on from the run that an earlier session has left.

    What is kept and what comes back are the bytes of a `.mlw`. Nobody waits: a run is sent when the page has
    stored the one before, and a page that is closed stores nothing more. How far a learner is in the course
    is kept in the same place, with pictures of what was seen when tasks were solved; that comes back by
    itself, and is the same for all pages.

    Parameters
    ----------
    page : str
        What kind of page it is: a run is only offered on a page of the kind that it was kept on.
    entry : str
        Under which name the browser keeps it; another one for each session.

    Attributes
    ----------
    wanted : bool
        Whether a page is there, and keeps runs.
    progress : str
        How far the course is, as it came from the page last; empty if nothing came.

    Examples
    --------
    >>> RunKeeper(page="dashboard", entry="a").wanted
    False
    """

    _esm = bundle("shell/run_keeper")
    _css = style("shell/run_keeper")

    page = Unicode().tag(sync=True)
    _entry = Unicode().tag(sync=True)
    _chunk = Int(CHUNK).tag(sync=True)

    def __init__(self, *, page: str, entry: str) -> None:
        super().__init__(page=page)
        self._entry = entry
        self.wanted = False
        self.progress = ""
        self._progress_to_keep = ""
        self._pictures_to_keep: Mapping[str, bytes] = {}
        self._pictures_there: dict[str, bytes] = {}  # as far as the page has said so, or has been told
        self._serial = 0
        self._stored = threading.Event()
        self._coming: _Coming | None = None
        self._ready: Callable[[], None] = _nothing
        self._open: Callable[[bytes], str] = _refuse
        self._take_progress: Callable[[str], None] = _ignore
        self._take_picture: Callable[[tuple[str, bytes]], None] = _ignore
        self._tell_wanted: Callable[[bool], None] = _ignore
        self.on_msg(self._hear)

    def on_ready(self, callback: Callable[[], None]) -> None:
        """Call back when a page is there that wants to keep runs."""
        self._ready = callback

    def on_open(self, callback: Callable[[bytes], str]) -> None:
        """Call back with the content of a run that someone wants to go on from.

        It returns why that is not possible; nothing if it is.
        """
        self._open = callback

    def on_progress(self, callback: Callable[[str], None]) -> None:
        """Call back with how far the course is, when that comes from the page."""
        self._take_progress = callback

    def on_picture(self, callback: Callable[[tuple[str, bytes]], None]) -> None:
        """Call back with lesson and task, and the content of its picture, when one comes from the page."""
        self._take_picture = callback

    def on_wanted(self, callback: Callable[[bool], None]) -> None:
        """Call back with whether the page keeps anything, when it says so."""
        self._tell_wanted = callback

    def keep_progress(self, text: str) -> None:
        """Let the page keep how far the course is, now or when there is a page."""
        self._progress_to_keep = text
        if self.wanted:
            self.send({"kind": "progress", "text": text})

    def keep_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Let the page keep these pictures and no others, now or when there is a page; each is sent once."""
        self._pictures_to_keep = pictures
        if not self.wanted:
            return
        there = self._pictures_there
        if not pictures and there:
            there.clear()
            self.send({"kind": "no pictures"})
        for name, content in pictures.items():
            if there.get(name) != content:
                there[name] = content
                self.send({"kind": "picture", "name": name}, buffers=[content])

    def put(self, content: bytes, about: Mapping[str, Any]) -> bool:
        """Let the page keep a run, and wait until it has; return whether it says so.

        Parameters
        ----------
        content : bytes
            The run.
        about : mapping
            What the offer says of it: "data" and "updates".
        """
        if len(content) > MOST_BYTES:
            self.send({"kind": "large", "size": len(content)})
            return False
        self._serial += 1
        self._stored.clear()
        self.send({"kind": "run", "serial": self._serial, "about": dict(about)}, buffers=[content])
        return self._stored.wait(PATIENCE)

    def forget(self) -> None:
        """Call nobody back any more, and let nobody wait."""
        self._ready, self._open = _nothing, _refuse
        self._take_progress = self._take_picture = self._tell_wanted = _ignore
        self.wanted = False
        self._stored.set()

    def _hear(self, _widget: RunKeeper, content: dict[str, Any], buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "ready", "keep": bool(keep)}:
                self.wanted = keep
                self._tell_wanted(keep)
                if keep:
                    self._ready()
                    if self._progress_to_keep:
                        self.keep_progress(self._progress_to_keep)
                    self.keep_pictures(self._pictures_to_keep)
                else:
                    self._pictures_there.clear()
            case {"kind": "kept", "serial": int(serial)} if serial == self._serial:
                self._stored.set()
            case {"kind": "progress", "text": str(text)} if len(text) <= MOST_CHARACTERS:
                self.progress = text
                self._take_progress(text)
            case {"kind": "picture", "name": str(name)} if buffers and len(name) <= LONGEST_NAME:
                self._take_kept_picture(name, bytes(buffers[0][: LARGEST_PICTURE + 1]))
            case {"kind": "begin", "upload": str(upload), "size": int(size)}:
                self._begin(upload, size)
            case {"kind": "piece", "upload": str(upload), "at": int(at)} if buffers:
                self._take(upload, at, buffers[0])

    def _take_kept_picture(self, name: str, content: bytes) -> None:
        if len(self._pictures_there) < MOST_PICTURES or name in self._pictures_there:
            self._pictures_there[name] = content
            self._take_picture((name, content))

    def _begin(self, upload: str, size: int) -> None:
        if len(upload) > LONGEST_UPLOAD or not 0 < size <= MOST_BYTES:
            self.send({"kind": "refused", "words": texts.KEPT_SIZE.format(limit=MOST_BYTES >> 20)})
            return
        self._coming = _Coming(upload, size)
        self.send({"kind": "more", "upload": upload, "at": 0})

    def _take(self, upload: str, at: int, piece: memoryview) -> None:
        coming = self._coming
        if coming is None or coming.upload != upload or at != len(coming.content) or not len(piece):
            return  # of an offer that is no more
        coming.content += piece
        if len(coming.content) < coming.size:
            self.send({"kind": "more", "upload": upload, "at": len(coming.content)})
            return
        self._coming = None
        refusal = self._open(bytes(coming.content))
        self.send({"kind": "refused", "words": refusal} if refusal else {"kind": "opened"})


def _nothing() -> None:
    """Do nothing."""


def _ignore(_: object) -> None:
    """Do nothing."""


def _refuse(_: bytes) -> str:
    return texts.KEPT_TOO_LATE
