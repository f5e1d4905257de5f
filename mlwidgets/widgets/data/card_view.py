"""The pane *Card*: what everyone should know of the data, whatever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.card import DataCard
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.data import card_texts as texts
from mlwidgets.widgets.data.card_board import CardBoard

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Table
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


class CardView(View):
    """The card of the data that are looked at; it is counted anew only while somebody sees it.

    Parameters
    ----------
    experiment : Experiment
        Whose data they are.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = CardBoard(label=texts.LABEL)
        self._of: tuple[object, ...] = ()
        self._card: DataCard | None = None
        super().__init__(experiment, [self.board])
        self.add_class("mlw-card-view")
        self.board.on_take(self.safely(self._hand_over))
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._show)
        self.watch(experiment.data_draft, "state", self._show)
        self.watch(self.board, "visible", self._show)
        self.board.show_card(self.card())

    def card(self) -> DataCard:
        """Return the card of what is on the bench."""
        draft, experiment = self.experiment.data_draft, self.experiment
        table: Table | None = draft.table if draft.problem else None  # it can be looked at all the same
        of = (experiment.dataset, experiment.split) if table is None else (table,)
        if self._card is None or of != self._of:
            self._of = of
            self._card = DataCard.of(*of)
        return self._card

    def _show(self, _: Change = None) -> None:
        if self.board.visible:
            self.board.show_card(self.card())

    def _hand_over(self, _: Change) -> None:
        card = self.card()
        self.board.hand_over(card.name, card.markdown())
