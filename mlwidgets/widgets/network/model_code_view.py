"""The network of an experiment as a program, with the files that the program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.code import (
    LANGUAGES,
    ModelDescription,
    data_file,
    model_code,
    suitable_divisor,
    weights_file,
)
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.network import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class ModelCodeView(View):
    """Network, loss and optimizer in Keras, TensorFlow.js, PyTorch and NumPy, always up to date.

    The data and the present weights are saved beside the program, so that it goes on from here.

    Parameters
    ----------
    experiment : Experiment
        Whose network is shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._names = {language.title: name for name, language in LANGUAGES.items()}
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

    def _describe(self) -> ModelDescription:
        experiment = self.experiment
        task = experiment.task
        return ModelDescription.of(
            experiment.model,
            batch_size=experiment.batch_size,
            epochs=experiment.epochs,
            metrics=["accuracy"] if experiment.dataset.n_classes else ["mean_absolute_error"],
            features=task.features,
            divisor=suitable_divisor(experiment.dataset.x_train),
            dataset=experiment.dataset.name,
            class_weight=task.class_weight(experiment.class_weight, experiment.split.y_train),
            measured_on="validation" if len(experiment.split.x_validation) else "train",
        )

    def _show(self, _: Change = None) -> None:
        """Write the programs anew; a language in which the network cannot be written says why."""
        description = self._describe()
        programs = {}
        for title, name in self._names.items():
            try:
                programs[title] = model_code(description, name)
            except MLWidgetsError as error:
                programs[title] = str(error)
        with self._code.hold_sync():
            self._code.programs = programs
            self._show_files()

    def _show_files(self, _: Change = None) -> None:
        title = self._code.language or next(iter(self._names))
        language = LANGUAGES[self._names[title]]
        self._code.attachments = [language.data, language.weights]
        needs = texts.NETWORK_CODE_NEEDS.get(title, title)
        files = f"{language.data} ({texts.NETWORK_CODE_WEIGHTS.format(file=language.weights)})"
        self._code.note = texts.NETWORK_CODE_NOTE.format(needs=needs, files=files)

    def _make_file(self, name: str) -> bytes:
        """Return the data, or the present weights, as the program reads them."""
        experiment, description = self.experiment, self._describe()
        language = self._names[self._code.language or next(iter(self._names))]
        if name == LANGUAGES[language].weights:
            return weights_file(description, experiment.model.get_weights(), language=language)
        data, split, task = experiment.dataset, experiment.split, experiment.task
        parts = {
            "train": (split.x_train, split.y_train),
            "validation": (split.x_validation, split.y_validation),
            "test": (data.x_test, data.y_test),
        }
        return data_file(
            description,
            {part: (x, task.targets(y)) for part, (x, y) in parts.items() if len(x)},
            language=language,
        )
