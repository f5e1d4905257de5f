"""The network of an experiment as a program, with the files that the program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.code import LANGUAGES, model_code, notebook_code
from mlwidgets.session.export.program import NOTEBOOK, described, program_data, program_weights
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.network import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class ModelCodeView(View):
    """Network, loss and optimizer in Keras, TensorFlow.js, PyTorch and NumPy, always up to date.

    The same program as a notebook, the data and the present weights are saved beside it, so that it goes on
    from here.

    Parameters
    ----------
    experiment : Experiment
        Whose network is shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._names = {language.title: name for name, language in LANGUAGES.items()}
        self._refused: set[str] = set()
        self._code = CodeView(
            file_names={language.title: language.program for language in LANGUAGES.values()},
            title=common.CODE_TITLE,
            titled_outside=True,
            make_attachment=self._make_file,
        )
        super().__init__(experiment, [self._code])
        self.watch(self._code, "language", self._show_files)
        self.watch(experiment, "settings", self._show)
        self._show()

    def _show(self, _: Change = None) -> None:
        """Write the programs anew; a language in which the network cannot be written says why."""
        description = described(self.experiment)
        programs = {}
        self._refused.clear()
        for title, name in self._names.items():
            try:
                programs[title] = model_code(description, name)
            except MLWidgetsError as error:
                programs[title] = str(error)
                self._refused.add(name)
        with self._code.hold_sync():
            self._code.programs = programs
            self._show_files()

    @property
    def _chosen(self) -> str:
        return self._names.get(self._code.language, next(iter(LANGUAGES)))

    def _show_files(self, _: Change = None) -> None:
        name = self._chosen
        language = LANGUAGES[name]
        if name in self._refused:
            self._code.attachments, self._code.note = [], ""
            return
        notebook = [NOTEBOOK] if language.program.endswith(".py") else []
        self._code.attachments = [*notebook, language.data, language.weights]
        needs = texts.NETWORK_CODE_NEEDS.get(language.title, language.title)
        files = f"{language.data} ({texts.NETWORK_CODE_WEIGHTS.format(file=language.weights)})"
        self._code.note = texts.NETWORK_CODE_NOTE.format(needs=needs, files=files)

    def _make_file(self, name: str) -> bytes:
        """Return the notebook, the data, or the present weights, as the program reads them."""
        if name == NOTEBOOK:
            return notebook_code(described(self.experiment), self._chosen)
        made = program_weights if name == LANGUAGES[self._chosen].weights else program_data
        return made(self.experiment, self._chosen)
