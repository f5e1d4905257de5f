"""The pane *Model files*: the network as a file of another library, and one of theirs as the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.pictures.kinds import TEXT, UNKNOWN
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.model_files import WRITERS, Parcel
from mlwidgets.language import numeral
from mlwidgets.widgets.base.file_names import file_stem
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.file_rules import FileRules
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.export import files_texts as texts
from mlwidgets.widgets.export.files_board import FilesBoard

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

MOST_BYTES = 64 * 2**20
"""The largest file that is sent through a page."""

MOST_FILES = 20
"""So many shards of 4 MB and a model.json may be chosen at once."""

LONGEST_NAME = 40

MODEL_FILES = FileRules(
    # Weights are any bytes: with two of them right they may look like a picture.
    good=(TEXT, UNKNOWN, "a ZIP archive or an office document", "a BMP picture", "a gzip file"),
    limit=MOST_BYTES,
    accept=".keras,.onnx,.zip,.json,.bin",
    hint=texts.HINT,
    empty=texts.EMPTY,
    large=texts.LARGE,
    kind=texts.KIND,
    several=texts.SEVERAL,
    progress=texts.PROGRESS,
    most=MOST_FILES,
)


class FilesView(View):
    """Downloads for TensorFlow.js, Keras and ONNX, and an upload of any of them.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = FilesBoard(label=texts.LABEL)
        self.upload = FileUpload(MODEL_FILES, label=texts.OPEN)
        self._parcel = Parcel()
        self._of: object = None
        super().__init__(experiment, [self.board, self.upload])
        self.add_class("mlw-files-view")
        self.board.on_take(self.safely(self._hand_over))
        self.upload.on_upload(self._open)
        self.upload.on_stop(self._give_up)
        self.watch(experiment, ("settings", "restarts"), self._show)
        self.watch(self.board, "visible", self._show)
        self._show_rows()

    def _show(self, change: Change) -> None:
        if change["name"] == "restarts":
            self.upload.name = ""  # the network is another one now
        if self.board.visible:
            self._show_rows()

    def _show_rows(self) -> None:
        """Say of each file how large it is, or why it cannot be; that depends on the settings only."""
        settings = self.experiment.settings
        if settings is self._of:
            return
        model = self.experiment.model_now()
        self.board.rows = [self._row(key, model) for key in WRITERS]
        self._of = settings

    def _row(self, key: str, model: Sequential) -> dict[str, Any]:
        writer = WRITERS[key]
        size = problem = ""
        remarks: tuple[str, ...] = ()
        try:
            size = size_text(len(writer.write(model)))
            remarks = writer.remarks(model)
        except MLWidgetsError as error:
            problem = str(error)
        return {
            "key": key,
            "title": texts.TITLES[key],
            "opens": texts.OPENS[key],
            "file": self._file_name(key),
            "size": size,
            "problem": problem,
            "remarks": list(remarks),
        }

    def _file_name(self, key: str) -> str:
        stem = file_stem(self.experiment.dataset.name, "model", longest=LONGEST_NAME)
        return f"{stem}{WRITERS[key].ending}"

    def _hand_over(self, key: str) -> None:
        self.board.hand_over(self._file_name(key), WRITERS[key].write(self.experiment.model_now()))

    def _open(self, name: str, content: bytes) -> None:
        """Take a file; a model.json waits until its weights have come."""
        self.forget_messages()
        try:
            opened = self._parcel.add(name, content)
        finally:
            self._tell_missing()
        if opened is None:
            return
        self.experiment.open_model(opened.model, texts.NAME.format(name=name))
        if opened.notes:
            self.said = " ".join(map(str, (self.experiment.note, *opened.notes)))

    def _give_up(self) -> None:
        self._parcel = Parcel()
        self._tell_missing()

    def _tell_missing(self) -> None:
        missing = self._parcel.missing
        self.upload.doing = texts.WAITING.format(len(missing), names=", ".join(missing)) if missing else ""


def size_text(size: int) -> str:
    """Return the size of a file as a person reads it.

    Examples
    --------
    >>> size_text(900), size_text(21_000), size_text(4_200_000)
    ('0.9 KB', '21 KB', '4.2 MB')
    """
    kilobytes = size / 1000
    if kilobytes < 1000:  # noqa: PLR2004 - a thousand of them are a megabyte
        return f"{numeral(kilobytes, '.2g')} KB" if kilobytes < 100 else f"{kilobytes:.0f} KB"  # noqa: PLR2004 - two digits
    return f"{numeral(kilobytes / 1000, ',.1f')} MB"
