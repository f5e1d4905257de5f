"""A button, a place to drop and a place to paste: the learner's own file, sent piece by piece."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Float, Int, Unicode

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.widgets.controls.file_rules import FileRules

_log = logging.getLogger("mlwidgets")

Taker = Callable[[str, bytes], object]
"""What is called with the name and the content of a file."""

CHUNK = 2**19
"""Bytes of one message. A Jupyter server drops messages of more than 10 MB without a word."""

LONGEST_TOKEN = 40


@dataclass
class _Upload:
    """A file that is arriving."""

    token: str
    name: str
    size: int
    content: bytearray = field(default_factory=bytearray)


class FileUpload(BaseWidget):
    """Takes a file from the learner.

    The browser looks at size and first bytes before it sends anything. Then the page announces the file, and
    Python asks for one piece after another, so that no message is too large for a server on the way, and a
    slider still gets through. A file that is chosen meanwhile takes the place of the one that is arriving.

    Parameters
    ----------
    rules : FileRules
        Which files are taken, and what is said of the others.
    label : str
        What stands on the button.
    name : str
        The file that is in use, shown under the button; empty if it is none of the learner's. A file that
        was taken is put here.
    error : str
        Why the last file was not taken.
    disabled : bool
        Whether the button is greyed out, and files are neither taken nor dropped.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    doing : str
        What is done with a file that has arrived, if that takes a while; beside it stands *Stop*.
    share : float
        How much of that is done, 0 to 1; −1 if nobody knows.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.data.pictures.reading import load_picture
    >>> from mlwidgets.widgets.convolution.picture_file import PICTURE_FILES
    >>> upload = FileUpload(PICTURE_FILES, label="Your picture")
    >>> upload.on_upload(lambda name, content: print(load_picture(content, name)))
    """

    _esm = bundle("controls/file_upload")
    _css = style("controls/file_upload")

    label = Unicode("").tag(sync=True)
    name = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    doing = Unicode("").tag(sync=True)
    share = Float(-1.0).tag(sync=True)
    # What the browser has to know to refuse a file by the same rules as Python.
    _rules: Dict[str, Any] = Dict().tag(sync=True)
    _chunk = Int(CHUNK).tag(sync=True)

    def __init__(
        self,
        rules: FileRules,
        *,
        label: str,
        name: str = "",
        error: str = "",
        disabled: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        self.rules = rules
        self._takers: list[Taker] = []
        self._stoppers = CallbackDispatcher()
        self._arriving: _Upload | None = None
        super().__init__(label=label, name=name, error=error, disabled=disabled, **others)
        self._rules = rules.to_dict()
        self.on_msg(self._take_message)

    def on_upload(self, callback: Taker, *, remove: bool = False) -> None:
        """Call back with every file that arrives.

        What the callback raises says why the file is not taken: the message of an `MLWidgetsError` is shown
        as it is, and the file before stays in use.

        Parameters
        ----------
        callback : callable
            Called with the name, fit to be shown, and the content. Nothing is known of the content but that
            its length is within the rules.
        remove : bool
            Whether to stop calling back instead.
        """
        if remove:
            self._takers.remove(callback)
        else:
            self._takers.append(callback)

    def on_stop(self, callback: Callable[[], object]) -> None:
        """Call back when the learner stops what is being done with a file that has arrived."""
        self._stoppers.register_callback(callback)

    def forget(self) -> None:
        """Take back what was said of the last file, by Python or by the page: other data are in use now."""
        self.error = ""
        self.send({"kind": "forget"})

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Refuse values from the page: what this widget shows is Python's to say.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        known = [name for name in sync_data if name in self.keys]
        if known:
            _log.warning("%s refused values from the page: %s", type(self).__name__, ", ".join(known))
            self.send_state(known)

    # ---- from the page, of which nothing is believed ----

    def _take_message(self, _: object, content: object, buffers: Sequence[memoryview] | None) -> None:
        if not isinstance(content, dict):
            return
        if content.get("kind") == "begin":
            self._begin(content)
        elif content.get("kind") == "chunk":
            self._take_chunk(content, buffers or [])
        elif content.get("kind") == "stop":
            self._stop(content)

    def _stop(self, content: dict[str, Any]) -> None:
        """Forget a file that is arriving, or stop the work on one that has arrived."""
        upload = self._arriving
        if upload is not None and content.get("upload") == upload.token:
            self._arriving = None
            self.send({"kind": "end", "upload": upload.token})
        elif self.doing and content.get("upload") is None:
            self._stoppers()

    def _begin(self, content: dict[str, Any]) -> None:
        """Hear of a new file; whichever was arriving is forgotten."""
        token, name, size = (content.get(key) for key in ("upload", "name", "size"))
        if self.disabled or not (isinstance(token, str) and 0 < len(token) <= LONGEST_TOKEN):
            return
        if self._arriving is not None:  # perhaps from another window, which still waits for an answer
            self.send({"kind": "end", "upload": self._arriving.token})
            self._arriving = None
        if not isinstance(name, str) or isinstance(size, bool) or not isinstance(size, int) or size < 0:
            self._end(token, texts.UPLOAD_BROKEN.format(name=file_name("")))
            return
        try:
            self.rules.check_size(name, size)
        except DataError as refusal:
            self._end(token, str(refusal))
            return
        self.error = ""
        self._arriving = _Upload(token, file_name(name), size)
        self._ask()

    def _take_chunk(self, content: dict[str, Any], buffers: Sequence[memoryview]) -> None:
        """Take the next piece of the file that is arriving; pieces of an earlier file come too late."""
        upload = self._arriving
        if upload is None or content.get("upload") != upload.token:
            return
        expected = min(CHUNK, upload.size - len(upload.content))
        right = (
            content.get("at") == len(upload.content)
            and len(buffers) == 1
            and memoryview(buffers[0]).nbytes == expected
        )
        if not right:
            self._arriving = None
            self._end(upload.token, texts.UPLOAD_BROKEN.format(name=upload.name))
            return
        upload.content += bytes(buffers[0])
        if len(upload.content) < upload.size:
            self._ask()
            return
        self._arriving = None
        self._end(upload.token, self._hand_over(upload), upload.name)

    # ---- to the page ----

    def _ask(self) -> None:
        """Ask for the next piece of the file that is arriving."""
        upload = self._arriving
        if upload is not None:
            self.send({"kind": "more", "upload": upload.token, "at": len(upload.content)})

    def _end(self, token: str, error: str, name: str = "") -> None:
        """Say how it ended: the file is in use now, or a sentence says why not."""
        with self.hold_sync():
            self.error = error
            if name and not error:
                self.name = name
        self.send({"kind": "end", "upload": token})

    def _hand_over(self, upload: _Upload) -> str:
        """Give a whole file to all who wait for one; return what they have against it."""
        content = bytes(upload.content)
        try:
            for taker in tuple(self._takers):
                taker(upload.name, content)
        except MLWidgetsError as refusal:
            return str(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
            _log.exception("A callback of %s failed.", type(self).__name__)
            return common.FAULT.format(error=f"{type(error).__name__}: {error}")
        return ""
