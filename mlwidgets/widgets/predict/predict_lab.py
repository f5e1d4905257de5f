"""PredictLab: draw a digit, or take a test digit, and see what the network says."""

from __future__ import annotations

import ipywidgets
import numpy as np

from mlwidgets.data import Dataset, normalize_digit
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.wording import share_text
from mlwidgets.figures.probabilities import describe_probabilities, probabilities_figure
from mlwidgets.ranges import Interval
from mlwidgets.session import Example, Experiment
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, as_experiment, box
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.charts.figure import Figure
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.predict import texts
from mlwidgets.widgets.predict.digit_pad import DigitPad
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.example_gallery import ExampleGallery

DIGIT_SHAPE = (28, 28, 1)


class PredictLab(Lab):
    """What the network makes of one picture: drawn here, or taken from the test digits.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose network is asked; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Examples
    --------
    >>> lab = PredictLab()
    >>> lab.show_test(0)
    >>> round(float(lab.experiment.prediction.output.sum()), 4)
    1.0
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        if not self.suits(experiment.dataset):
            raise ConfigurationError(texts.PREDICT_UNSUITED.format(dataset=experiment.dataset.describe()))
        self._pad = DigitPad(label=texts.PAD_LABEL)
        self._index = NumberControl(
            0,
            minimum=0,
            maximum=len(experiment.dataset.x_test) - 1,
            integer=True,
            label=texts.TEST_INDEX,
            help=texts.TEST_INDEX_HELP,
        )
        mistake = self.button(texts.NEXT_MISTAKE, texts.NEXT_MISTAKE_HELP, self._next_mistake)
        self._seen = ExampleGallery(
            title=texts.SEEN_TITLE, empty_text=texts.SEEN_EMPTY, picture_size=140, area_height=200
        )
        self._verdict = ipywidgets.Label("")
        self._verdict.add_class("mlw-verdict")
        names = experiment.dataset.class_names
        self._bars = Figure(probabilities_figure(None, names), alt=describe_probabilities(None, names))
        self._bars.add_class("mlw-bars")
        header = LabHeader(common.PREDICT_TITLE, text=texts.PREDICT_TEXT, task=texts.PREDICT_TRY)
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            controls=[self._pad, self._index, box(ipywidgets.HBox, "mlw-buttons", [mistake])],
            picture=[self._verdict, box(ipywidgets.HBox, "mlw-pair", [self._bars, self._seen])],
        )
        self.watch(self._pad, "drawing", self._take_drawing)
        self.watch(self._index, "value", self._take_index)
        self._index.on_choose(self.safely(self._take_index))
        self.watch(experiment, "example", self._show_example)
        self.watch(experiment, "prediction", self._show_prediction)
        if experiment.example is None:
            self.show_test(0)
        else:
            self._show_example()
            self._show_prediction()

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:
        """Return whether the data are pictures like those that the pad draws, in classes."""
        return dataset.input_shape == DIGIT_SHAPE and dataset.n_classes > 0

    def show_test(self, number: int) -> None:
        """Look at one of the test examples, counted from 0."""
        dataset = self.experiment.dataset
        number = Interval(
            name=texts.TEST_NUMBER, low=0, high=len(dataset.x_test) - 1, integer=True
        ).check_int(number)
        with self.experiment.lock:
            self.experiment.example = Example(
                dataset.x_test[number], common.TEST_EXAMPLE.format(number=number), int(dataset.y_test[number])
            )
            self._index.value = float(number)

    # ---- from the page ----

    def _take_drawing(self, _: Change) -> None:
        digit = normalize_digit(self._pad.image)
        self.experiment.example = Example(digit, texts.DRAWN) if digit.any() else None

    def _take_index(self, _: Change) -> None:
        self.show_test(int(self._index.value))

    def _next_mistake(self, _: Change) -> None:
        shares = self.experiment.task.shares(self.experiment.measure_test().output)
        truth = self.experiment.dataset.y_test
        wrong = np.flatnonzero(shares.argmax(axis=1) != truth) if shares is not None else truth[:0]
        if not len(wrong):
            self.header.note = texts.NO_MISTAKE
            return
        later = wrong[wrong > self._index.value]
        self.show_test(int(later[0] if len(later) else wrong[0]))

    # ---- to the page ----

    def _show_example(self, _: Change = None) -> None:
        example = self.experiment.example
        if example is None:
            self._seen.show_nothing(texts.SEEN_EMPTY)
            return
        height, width, _channels = example.x.shape
        self._seen.show(
            example.x[np.newaxis],
            captions=[example.title],
            alts=[texts.SEEN_ALT.format(title=example.title, height=height, width=width)],
            title=texts.SEEN_TITLE,
        )

    def _show_prediction(self, _: Change = None) -> None:
        prediction = self.experiment.prediction
        names = self.experiment.dataset.class_names
        shares = None if prediction is None else prediction.shares
        self._bars.replace(probabilities_figure(shares, names), describe_probabilities(shares, names))
        self._verdict.value = self._verdict_text()

    def _verdict_text(self) -> str:
        prediction, example = self.experiment.prediction, self.experiment.example
        if prediction is None or prediction.shares is None or example is None:
            return texts.SEEN_EMPTY
        names = self.experiment.dataset.class_names
        said = int(prediction.shares.argmax())
        share = share_text(float(prediction.shares[said]))
        text = common.VERDICT.format(name=names[said], share=share, updates=updates(prediction.iteration))
        if example.truth is None:
            text += common.VERDICT_OPEN
        elif example.truth == said:
            text += common.VERDICT_RIGHT
        else:
            text += common.VERDICT_WRONG.format(truth=names[example.truth])
        return text if prediction.iteration else text + texts.UNTRAINED
