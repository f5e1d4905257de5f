"""A data card on the page, and the text that is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Unicode

from mlwidgets.language import numeral
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.file_names import file_stem
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.data import card_texts as texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data.card import DataCard


class CardBoard(BaseWidget):
    """What everyone should know of a data set: facts, the balance of its classes, its columns.

    Parameters
    ----------
    label : str
        What it is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    card : dict
        The card as plain values: "name", "facts", "parts", "classes" and "columns".
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> CardBoard(label="Data card").card
    {}
    """

    _esm = bundle("data/card_board")
    _css = style("data/card_board")

    label = Unicode("").tag(sync=True)
    card: Dict[str, Any] = Dict().tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._takers = CallbackDispatcher()
        self.on_msg(self._hear)

    def show_card(self, card: DataCard) -> None:
        """Show a card."""
        self.card = {
            "name": card.name,
            "facts": [list(fact) for fact in card.facts],
            "parts": list(card.parts),
            "classes": [{"name": one.name, "counts": list(one.counts)} for one in card.classes],
            "columns": [
                [
                    one.name,
                    texts.KINDS.get(one.kind, one.kind),
                    texts.ROLES.get(one.role, one.role),
                    numeral(one.missing),
                    numeral(one.different),
                    one.values,
                ]
                for one in card.columns
            ],
        }

    def on_take(self, callback: Callable[[CardBoard], object]) -> None:
        """Call back when somebody wants the card as a file."""
        self._takers.register_callback(callback)

    def hand_over(self, name: str, text: str) -> None:
        """Let the page save the card."""
        self.send({"kind": "file", "name": f"{file_stem(name, 'data')}-card.md", "text": text})

    def _hear(self, _widget: CardBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "take"}:
                self._takers(self)
