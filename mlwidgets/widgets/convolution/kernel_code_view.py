"""The convolution that has just run, as a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.pictures.reading import to_png
from mlwidgets.interchange.array_code import PICTURE_FILE
from mlwidgets.interchange.convolution_code import keras_code, numpy_code, scipy_code
from mlwidgets.interchange.program_parts import is_picture
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.convolution import texts
from mlwidgets.widgets.convolution.convolution_view import ConvolutionView

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

PROGRAMS = {"NumPy": numpy_code, "SciPy": scipy_code, "Keras": keras_code}


class KernelCodeView(ConvolutionView):
    """The convolution of an experiment in NumPy, SciPy and Keras, always up to date.

    Parameters
    ----------
    experiment : Experiment
        Whose convolution is shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        names = {name: f"convolution_{name.lower()}.py" for name in PROGRAMS}
        self._code = CodeView(
            file_names=names,
            title=common.CODE_TITLE,
            titled_outside=True,
            make_attachment=self._make_picture,
        )
        super().__init__(experiment, [self._code])
        self.watch(self._code, "language", self._show_note)
        self.follow()

    def show(self) -> None:
        """Write the programs anew."""
        setup = self.convolution.setup
        with self._code.hold_sync():
            self._code.programs = {
                name: write(setup.input, setup.kernel, setup.settings) for name, write in PROGRAMS.items()
            }
            self._code.attachments = [PICTURE_FILE] if is_picture(setup.input) else []
            self._show_note()

    def _make_picture(self, _: str) -> bytes:
        """Return the input as a file that the programs read."""
        picture = self.convolution.setup.picture
        return b"" if picture is None else to_png(picture.pixels)

    def _show_note(self, _: object = None) -> None:
        language = self._code.language or next(iter(PROGRAMS))
        needs = language if language == "NumPy" else texts.CODE_NUMPY_AND.format(library=language)
        note = texts.CODE_NOTE_PICTURE if self._code.attachments else texts.CODE_NOTE
        self._code.note = note.format(needs=needs, file=PICTURE_FILE)
