"""RowView: a row of the table as a form, and what the network says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.explain.rows.groups import column_groups
from mlwidgets.explain.rows.nearest import nearest_with_other_answer, other_answers
from mlwidgets.language import numeral
from mlwidgets.ranges import shown
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.predict import row_frame
from mlwidgets.widgets.predict import row_texts as texts
from mlwidgets.widgets.predict.row_board import RowBoard
from mlwidgets.widgets.predict.row_frame import Answers

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment


class RowView(View):
    """Edit a row and watch the answer, also while the network is trained.

    Parameters
    ----------
    experiment : Experiment
        Whose network is asked; its data come from a table.

    Attributes
    ----------
    board : RowBoard
        Form, answer, sweep and nearest row.

    Examples
    --------
    >>> from mlwidgets.data.prepare.dataset import prepared_dataset
    >>> from mlwidgets.data.tables.bundled import bundled_table
    >>> from mlwidgets.session import Experiment
    >>> view = RowView(Experiment(prepared_dataset(bundled_table("penguins"))))
    >>> view.board.frame["answer"]["names"]
    ['Adelie', 'Chinstrap', 'Gentoo']
    """

    def __init__(self, experiment: Experiment) -> None:
        self._draft = experiment.row_draft
        self._answers = Answers(experiment)
        self._prepared = self._answers.prepared
        self.board = RowBoard(columns=row_frame.form_columns(self._prepared))
        super().__init__(experiment, [self.board])
        self._column = self._first_number()
        self._errors: dict[str, str] = {}
        self._there: int | None = None  # the nearest other row, as a row of the table
        self._no_other = False
        self._late = False
        self.watch(self._draft, "state", self._follow_row)
        self.watch(experiment, ("snapshot", "restarts"), self._follow_network)
        self.watch(experiment.ledger, "test_openings", self._follow_network)
        self.watch(self.board, "visible", self._follow_network)
        self.board.on_painted(self.safely(self._catch_up))
        self.board.on_ask(self.safely(self._answer))
        self._show()

    def _first_number(self) -> str:
        """Return the column whose sweep is shown first: a number, if there is one."""
        columns = self.board.columns
        return next((one["name"] for one in columns if one["kind"] == "number"), columns[0]["name"])

    # ---- from the page ----

    def _answer(self, asked: tuple[str, Any]) -> None:
        self.forget_messages()
        what, about = asked
        draft = self._draft
        if what == "edit":
            self._edit(*about)
        elif what == "look":
            self._look(about)
        elif what == "go":
            draft.go(*about)
        elif what == "step":
            count = draft.parts[draft.state.part]
            draft.go(draft.state.part, (draft.state.number + about) % count)
        elif what == "take":
            self._take(about)
        elif what == "nearest":
            self._find()
        elif what == "undo":
            draft.undo()
        else:
            draft.back()

    def _edit(self, column: str, value: str, drag: bool) -> None:
        """Take a value of the form, or say under its field why it cannot be."""
        self._look(column, show=False)
        self._errors.pop(column, None)
        before = self._draft.state
        try:
            self._draft.edit(column, value, drag=drag)
        except DataError as error:
            self._errors[column] = str(error)
        if self._draft.state is before:
            self._show()  # nothing else has made the page follow

    def _look(self, column: str, *, show: bool = True) -> None:
        if column not in self._prepared.plan.features:
            raise DataError(f"The table has no feature {shown(column)}.")
        self._column = column
        if show:
            self._show()

    def _take(self, column: str) -> None:
        """Take a value of the nearest row, or all of them."""
        if self._there is None:
            return
        values = self._draft.texts_of(self._there)
        if column and column not in values:
            raise DataError(f"The table has no feature {shown(column)}.")
        self._draft.edit_many({column: values[column]} if column else values)

    def _find(self) -> None:
        """Look for the nearest training row that gets another answer."""
        split, dataset = self.experiment.split, self.experiment.dataset
        x = self._prepared.transform(self._draft.table_row)
        here, all_there = self._answers.of(x)[0], self._answers.of(split.x_train)
        apart = None if self._answers.classes else row_frame.apart_of(self._answers)
        other = other_answers(all_there, here, apart)
        found = nearest_with_other_answer(split.x_train, x[0], other, column_groups(dataset))
        self._no_other = found is None
        rows = dataset.train_index
        if found is None or rows is None:
            self._there = None
        else:
            self._there = int(rows[split.train_index[found.row]])
        self._show()

    # ---- to the page ----

    def _follow_row(self, change: Change) -> None:
        before, now = change["old"], change["new"]
        if before.row != now.row or before.part != now.part:
            self._there, self._no_other = None, False
        edited = {name for name in now.values if now.values.get(name) != before.values.get(name)}
        self._errors = {name: words for name, words in self._errors.items() if name not in edited}
        if before.row != now.row:
            self._errors = {}
        self._late = not self.board.visible
        if not self._late:
            self._show()

    def _follow_network(self, _: Change) -> None:
        """Show what the network says now, unless nobody sees it, or the page is not ready for it."""
        self._late = not (self.board.visible and self.board.painted)
        if not self._late:
            self._show(told=True)

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._follow_network(None)

    def _show(self, *, told: bool = False) -> None:
        draft, state = self._draft, self._draft.state
        if self.experiment.dataset.prepared is not self._prepared:
            return  # the lab is about to be built anew
        x = self._prepared.transform(draft.table_row)
        x_original, y = self._prepared.examples(np.array([state.row]))
        answer, original = self._answers.of(np.concatenate([x, x_original]))
        iteration = 0 if self.experiment.snapshot is None else self.experiment.snapshot.iteration
        said, true = row_frame.answer_words(
            self._answers,
            edited=bool(state.edited),
            answer=answer,
            original=original,
            truth=self._truth(y),
            iteration=iteration,
            untrained=self.experiment.untrained,
        )
        names = [one["name"] for one in self.board.columns]
        edited = set(state.edited)
        self.board.show_frame(
            told=told,
            part=state.part,
            number=state.number + 1,
            parts=[[part, texts.PARTS[part], count] for part, count in draft.parts.items()],
            title=self._title(),
            values=[state.values[name] for name in names],
            edited=[name in edited for name in names],
            notes=row_frame.notes(self._prepared, draft),
            errors=dict(self._errors),
            undo=bool(state.earlier),
            said=said,
            true=true,
            answer=self._answers.bars(answer, original),
            sweep=row_frame.sweep_frame(self._answers, draft, self._column),
            nearest=self._nearest(answer, x[0]),
        )

    def _nearest(self, answer: AnyArray, x: AnyArray) -> dict[str, Any]:
        if self._there is None:
            return {"said": texts.NEAREST_NONE if self._no_other else "", "about": "", "rows": []}
        return row_frame.nearest_frame(self._answers, self._draft, self._there, answer, x)

    def _truth(self, y: AnyArray) -> str:
        names = self._answers.classes
        if names:
            return names[int(y[0])]
        return self._answers.text(self._prepared.in_units(y[:1]))

    def _title(self) -> str:
        state = self._draft.state
        title = texts.TITLE.format(
            part=texts.TITLES[state.part],
            number=numeral(state.number + 1),
            count=numeral(self._draft.parts.get(state.part, 0)),
            row=numeral(state.row + 1),
        )
        edited = len(state.edited)
        return texts.EDITED.format(title=title, count=edited) if edited else title
