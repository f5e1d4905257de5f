"""StepCards: the next update of the weights, or the last one, in four cards; and the gradient check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Dense
from mlwidgets.errors import ShapeError
from mlwidgets.explain.steps.cards import step_cards
from mlwidgets.explain.steps.check import gradient_check
from mlwidgets.explain.steps.chosen import ChosenWeight, WeightArray, choose, steepest, weight_arrays
from mlwidgets.explain.steps.parts import Card, Line, Number, bracketed, digits_apart, line
from mlwidgets.explain.wording import number_text
from mlwidgets.language import between_numerals
from mlwidgets.session import Experiment, Status
from mlwidgets.widgets.base.view import Change, View, as_experiment
from mlwidgets.widgets.base.wording import example_number, row_title, row_words, shows_pictures
from mlwidgets.widgets.steps import texts
from mlwidgets.widgets.steps.step_board import StepBoard

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.training.preview import Preview

MOST_VALUES = 4
"""Numbers of an example that are written out, where it is a row of a table."""


class StepCards(View):
    """Forward, loss, gradient, update: every number of one weight and one example.

    It shows the update that training makes next, worked out on a copy of the network while training rests;
    or, after an epoch or several updates, the one made last. The learner has updates made from here as well.
    Nothing is computed while nobody sees it.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose updates are looked at; an experiment of its own, on the bundled MNIST digits, if nothing is
        given.

    Attributes
    ----------
    chosen : ChosenWeight or None
        The weight that is followed.

    Examples
    --------
    >>> cards = StepCards("circle")
    >>> cards.update()
    >>> cards.board.frame["title"]
    'Update 1, not made yet'
    >>> cards.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        self.board = StepBoard()
        self.chosen: ChosenWeight | None = None
        self._arrays: list[WeightArray] = []
        self._preview: Preview | None = None
        self._last = False
        self._since: tuple[ChosenWeight, float, int] | None = None  # a weight before several updates
        self._seen: tuple[object, ...] = ()
        super().__init__(experiment, [self.board], owns_experiment=owned)
        self.add_class("mlw-step-cards")
        self.watch(experiment, ("snapshot", "status", "settings"), self._look)
        self.watch(experiment, "restarts", self._forget_weight)
        self.watch(experiment, "held", self._show_held)
        self._show_held()
        self.watch(self.board, "visible", self._look)
        self.board.on_make(lambda grain, count: self.safely(lambda _: self._make(grain, count))(None))
        self.board.on_choose(lambda array, index: self.safely(lambda _: self._choose(array, index))(None))
        self.board.on_show(lambda last: self.safely(lambda _: self._turn(last=last))(None))
        self.board.on_check(lambda example: self.safely(lambda _: self._check(example))(None))

    def update(self) -> None:
        """Show the update anew, whether anybody sees it or not."""
        experiment = self.experiment
        if experiment.status is Status.RUNNING:
            self._preview = None
            self.board.show_message(texts.RUNNING)
            return
        last = experiment.preview(last=True) if self._last else None
        preview, note, beyond = experiment.preview() if last is None else last, "", ""
        if self._last and last is None and preview is not None and preview.iteration:
            note = texts.NO_LAST
        if preview is None:  # all epochs are done: what there is to see is behind
            preview = last = experiment.preview(last=True)
        if preview is None:
            preview = experiment.preview(past_end=True)
            beyond = "learned" if experiment.at_stage else "end"
            note = texts.LEARNED if experiment.at_stage else texts.PAST_END
        if preview is None:
            self._preview = None
            self.board.show_message(texts.BUSY)
            return
        self._arrays = weight_arrays(preview.model)
        chosen = self._weight_in(preview)
        if chosen is None:
            self._preview = None
            self.board.show_message(texts.NOTHING_TRAINED)
            return
        self._preview = preview
        names = experiment.dataset.class_names
        cards = step_cards(preview, chosen, names if preview.model.output_shape == (len(names),) else ())
        if last is not None:
            cards = replace(cards, update=Card("update", (*cards.update.lines, *self._way(last, chosen))))
        cards = replace(cards, update=Card("update", (*cards.update.lines, *self._in_units(chosen, preview))))
        index = preview.batch.index[: len(cards.examples)]
        title = texts.LAST if last is not None else texts.BEYOND if beyond else texts.NEXT
        self.board.show(
            cards,
            title=title.format(number=preview.iteration + 1),
            made=last is not None,
            beyond=beyond,
            arrays=self._arrays,
            chosen=chosen,
            examples=[self._example(int(place)) for place in index],
            pictures=self._pictures(index),
            note=note,
        )

    # ---- from the page ----

    def _make(self, grain: str, count: int) -> None:
        self.forget_messages()
        self.experiment.held.refuse_training()
        self._last, self._since = grain != "batch", None
        if (
            self._last
            and self._preview is not None
            and self.chosen is not None
            and not self.experiment.at_stage
        ):
            weight = float(self.experiment.model.parameters[self.chosen.place])
            snapshot = self.experiment.snapshot
            self._since = self.chosen, weight, 0 if snapshot is None else snapshot.iteration
        if grain == "batch":
            self.experiment.step_batch()
        elif grain == "epoch":
            self.experiment.step_epoch()
        else:
            self.experiment.step_updates(count)

    def _choose(self, array: int, index: list[int]) -> None:
        """Follow another weight; −1 is the one with the largest gradient."""
        self.forget_messages()
        if self._preview is None:
            return
        if array == -1:
            self.chosen = None
        elif not 0 <= array < len(self._arrays):
            return
        else:
            wanted = self._arrays[array]
            self.chosen = choose(self._preview.model, wanted.layer, wanted.name, index)
        self.update()

    def _turn(self, *, last: bool) -> None:
        if last != self._last:
            self._last = last
            self.update()

    def _check(self, example: int) -> None:
        preview, chosen = self._preview, self.chosen
        if preview is None or chosen is None or not 0 <= example < len(preview.batch.index):
            return
        place = int(preview.batch.index[example])
        check = gradient_check(preview.model, preview.batch.x[place], preview.batch.y[place], chosen)
        self.board.show_check(check, example, self._example(place))

    # ---- to the page ----

    def _show_held(self, _: Change = None) -> None:
        self.board.held = self.experiment.held.training_waits

    def _look(self, _: Change = None) -> None:
        """Show what has changed, if somebody sees it."""
        if not self.board.visible:
            return
        experiment, snapshot = self.experiment, self.experiment.snapshot
        if snapshot is not None and snapshot.status is not experiment.status:
            return  # half of the news: the status follows
        if experiment.status is Status.RUNNING:
            now: tuple[object, ...] = (True,)
        else:
            weights = (
                b"" if snapshot is None or snapshot.parameters is None else snapshot.parameters.tobytes()
            )
            run = None if snapshot is None else (snapshot.run, snapshot.iteration)
            now = False, run, experiment.status, experiment.settings, hash(weights), self._last
        if now != self._seen:
            self._seen = now
            self.update()

    def _forget_weight(self, _: Change) -> None:
        self._last, self._since, self._seen = False, None, ()
        self._look()

    def _weight_in(self, preview: Preview) -> ChosenWeight | None:
        """Return the chosen weight in this network; the one with the largest gradient if it is not there."""
        kept = self.chosen
        if kept is not None:
            try:
                self.chosen = choose(preview.model, kept.layer, kept.name, kept.index)
            except ShapeError:
                kept = None
        if kept is None:
            self.chosen = steepest(preview)
        return self.chosen

    def _way(self, last: Preview, chosen: ChosenWeight) -> list[Line]:
        """Return where several updates have taken the weight, if they were made from here."""
        if self._since is None or self._since[0] != chosen:
            return []
        _, weight, updates = self._since
        after, made = float(last.after[chosen.place]), last.iteration + 1 - updates
        if made <= 1:
            return []
        digits = digits_apart(weight, after)
        before, new = Number(weight, "", digits), Number(after, "w_new", digits)
        return [line(texts.SINCE.format(count=made), before, " → ", new, kind="note")]

    def _in_units(self, chosen: ChosenWeight, preview: Preview) -> list[Line]:
        """Return what a weight of the first layer is in the units of the table, if the data are one."""
        prepared = self.experiment.dataset.prepared
        first = preview.model.layers[0]
        if prepared is None or chosen.layer or chosen.name != "kernel" or not isinstance(first, Dense):
            return []
        one = prepared.inputs[chosen.index[0]]
        divisor = float(prepared.scaling[1][chosen.index[0]])
        before, weight = float(preview.before[chosen.place]), Number(float(preview.before[chosen.place]), "w")
        if one.level is not None:
            return [line(texts.UNITS_LEVEL.format(name=one.name), kind="note")]
        words = texts.UNITS.format(name=one.name)
        return [
            line(
                words,
                *bracketed(weight),
                " / ",
                Number(divisor),
                " = ",
                Number(before / divisor),
                kind="note",
            )
        ]

    def _example(self, place: int) -> str:
        """Return what a training example is."""
        x, data = self.experiment.split.x_train[place], self.experiment.dataset
        words = [texts.EXAMPLE.format(number=place + 1)]
        if data.prepared is not None:
            at = int(self.experiment.split.train_index[place])
            words = [row_title(example_number(data, "train", at), "train"), row_words(data, at, MOST_VALUES)]
        elif data.in_plane:
            words.append(texts.AT_POINT.format(x=number_text(float(x[0]), 3), y=number_text(float(x[1]), 3)))
        elif x.ndim == 1:
            shown = between_numerals().join(number_text(float(value), 3) for value in x[:MOST_VALUES])
            more = texts.AND_MORE.format(values=shown, count=len(x)) if len(x) > MOST_VALUES else shown
            words.append(texts.VALUES.format(values=more))
        return ", ".join(words)

    def _pictures(self, index: AnyArray) -> AnyArray | None:
        """Return examples as grey pictures, if they are such."""
        if not shows_pictures(self.experiment.dataset):
            return None
        return np.rint(np.clip(self.experiment.split.x_train[index][..., 0], 0, 1) * 255).astype(np.uint8)
