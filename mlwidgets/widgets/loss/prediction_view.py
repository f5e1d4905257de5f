"""One prediction and its loss: which loss, compared with which, and the curve to drag along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.loss.bench import Bench
from mlwidgets.explain.loss.questions import MOST_COMPARED
from mlwidgets.session.defaults import suitable_losses
from mlwidgets.spec import LOSS_ROWS
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.base.view import Change, View, box
from mlwidgets.widgets.controls.check_list import CheckList
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.loss import texts
from mlwidgets.widgets.loss.loss_curve import LossCurve
from mlwidgets.widgets.training.option_controls import OptionControls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session import Experiment
    from mlwidgets.spec import LossSpec
    from mlwidgets.spec.option import Option


class PredictionView(View):
    """Choose a loss, drag one prediction against a truth, and watch value and gradient.

    It begins with the loss of the experiment's network, and again whenever that changes. What is chosen here
    is only looked at; *Train with this loss* gives it to the network.

    Parameters
    ----------
    experiment : Experiment
        Whose loss it begins with.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.curve = LossCurve()
        self.controls = LossBenchControls(experiment, self.curve)
        picture = box(ipywidgets.VBox, "mlw-picture", [self.curve])
        super().__init__(experiment, [self.controls, picture])
        self.add_class("mlw-columns")


class LossBenchControls(SettingsView):
    """The kind of prediction, the loss with its settings, and those that it is compared with.

    Parameters
    ----------
    experiment : Experiment
        Whose loss it begins with.
    curve : LossCurve
        Where prediction and truth are dragged.

    Attributes
    ----------
    bench : Bench
        What is being looked at.
    """

    def __init__(self, experiment: Experiment, curve: LossCurve) -> None:
        self._curve = curve
        self.bench = Bench.of(experiment.loss, experiment.dataset.n_classes)
        self._question = ChoiceControl(
            self.bench.question.name,
            options=options(texts.QUESTIONS),
            label=texts.QUESTION,
            help=texts.QUESTION_HELP,
        )
        self._loss = ChoiceControl("", options=[("", "")], label=texts.LOSS)
        self._settings = OptionControls(
            experiment,
            [option for row in LOSS_ROWS for option in row.options],
            present=self._options,
            read=self._read,
            write=self._write,
        )
        self._others = CheckList(
            most=MOST_COMPARED - 1,
            label=texts.COMPARE.format(count=MOST_COMPARED - 1),
            help=texts.COMPARE_HELP,
        )
        self._use = self.button(texts.USE, texts.USE_TIP, self._train_with)
        self._why = ipywidgets.Label()
        self._why.add_class("mlw-loss-refused")
        children = [self._question, self._loss, self._settings, self._others, self._use, self._why]
        super().__init__(experiment, children)
        self.add_class("mlw-controls")
        self.add_class("mlw-loss-controls")
        self.listen(self._question, lambda _: self._take(self.bench.with_question(self._question.value)))
        self.listen(self._loss, self._choose)
        self.listen(self._others, self._choose)
        self.watch(experiment, "loss", self._begin)
        self.watch(experiment, "dataset", self.refresh)  # another kind of data has the lab built anew
        curve.on_moved(self.safely(self._move))
        curve.on_truth(self.safely(self._judge))
        self.refresh()

    def show(self) -> None:
        """Bring controls and curve up to date."""
        bench, names = self.bench, self.bench.question.losses
        chosen, *others = bench.losses
        titles = {name: texts.SHORT_TITLES.get(name, LOSS_ROWS.of(name).shown_title) for name in names}
        self._question.value = bench.question.name
        self._loss.offer([(title, name) for name, title in titles.items()], chosen.name)
        self._loss.help = f"{chosen.row.sentence} {texts.WHY[bench.question.name]}"
        rest = [(title, name) for name, title in titles.items() if name != chosen.name]
        with self._others.hold_trait_notifications():
            self._others.options = rest
            self._others.value = [loss.name for loss in others]
        self._settings.refresh()
        data = self.experiment.dataset
        suitable = suitable_losses(data)
        same = self._for_network == self.experiment.loss
        self._use.disabled = same or chosen.name not in suitable
        titles = {name: texts.SHORT_TITLES.get(name, LOSS_ROWS.of(name).shown_title) for name in suitable}
        other = texts.USE_OTHER.format(name=data.name, losses=", ".join(str(one) for one in titles.values()))
        self._why.value = str(texts.USE_SAME) if same else "" if chosen.name in suitable else other
        self._why.layout.display = None if self._why.value else "none"
        self._curve.show(bench, data.class_names)

    def _begin(self, _: Change) -> None:
        self.bench = Bench.of(self.experiment.loss, self.experiment.dataset.n_classes)
        self.refresh()

    def _take(self, bench: Bench) -> None:
        self.bench = bench
        self.refresh()

    def _choose(self, _: Change) -> None:
        others = tuple(name for name in self._others.value if name != self._loss.value)
        self._take(self.bench.with_losses(self._loss.value, others))

    def _options(self) -> tuple[Option, ...]:
        return self.bench.losses[0].row.options

    def _read(self) -> Mapping[str, Any]:
        return self.bench.losses[0].config

    def _write(self, name: str, value: Any) -> None:  # noqa: ANN401 - settings of several types
        self._take(self.bench.with_setting(name, value))

    def _move(self, moved: tuple[int, float]) -> None:
        try:
            self.bench = self.bench.moved(*moved)
        except MLWidgetsError:
            return  # nothing that a page of ours sends
        if self.bench.question.several:
            self._curve.show(self.bench, self.experiment.dataset.class_names)

    def _judge(self, truth: float) -> None:
        try:
            self.bench = self.bench.with_truth(truth)
        except MLWidgetsError:
            self._curve.answer()  # or it would wait
            return
        self._curve.show(self.bench, self.experiment.dataset.class_names)

    @property
    def _for_network(self) -> LossSpec:
        """The chosen loss as the network needs it, whose last layer makes probabilities of its scores."""
        chosen = self.bench.losses[0]
        return chosen.with_(from_logits=False) if "from_logits" in chosen.config else chosen

    def _train_with(self, _: object) -> None:
        chosen = self._for_network
        self.experiment.loss = chosen
        self.said = texts.USED.format(loss=chosen.row.shown_title)
