"""The convolution that has just run, as a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.convolution_code import keras_code, numpy_code, scipy_code
from mlwidgets.widgets import texts
from mlwidgets.widgets.code_view import CodeView
from mlwidgets.widgets.convolution_view import ConvolutionView

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
        self._code = CodeView(file_names=names, title=texts.CODE_TITLE, titled_outside=True)
        super().__init__(experiment, [self._code])
        self.watch(self._code, "language", self._show_note)
        self.follow()

    def show(self) -> None:
        """Write the programs anew."""
        setup = self.convolution.setup
        self._code.programs = {
            name: write(setup.input, setup.kernel, setup.settings) for name, write in PROGRAMS.items()
        }
        self._show_note()

    def _show_note(self, _: object = None) -> None:
        language = self._code.language or next(iter(PROGRAMS))
        needs = language if language == "NumPy" else f"NumPy and {language}"
        picture = self.convolution.setup.picture is not None
        self._code.note = (texts.CODE_NOTE_PICTURE if picture else texts.CODE_NOTE).format(needs=needs)
