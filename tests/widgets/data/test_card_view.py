"""The pane with the data card: it follows the data, and hands its text to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data.card import DataCard
from mlwidgets.data.prepare.plan import Role
from mlwidgets.session import Experiment
from mlwidgets.widgets.data.card_view import CardView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data import Dataset, Split
    from mlwidgets.data.tables.table import Table


@pytest.fixture
def view() -> Iterator[CardView]:
    experiment = Experiment("spiral")
    made = CardView(experiment)
    yield made
    made.close()
    experiment.close()


def facts(view: CardView) -> dict[str, str]:
    return dict(view.board.card["facts"])


def heard(view: CardView, content: object) -> list[dict[str, Any]]:
    """Return what is sent to the page after a message from it."""
    sent: list[dict[str, Any]] = []
    view.board.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]  # noqa: ARG005 - ipywidgets' signature
    view.board._handle_custom_msg(content, [])
    return sent


def test_it_is_counted_once_for_each_change(view: CardView, monkeypatch: pytest.MonkeyPatch) -> None:
    view.board.visible = True
    counted: list[str] = []
    real = DataCard.of

    def counting(data: Dataset | Table, *split: Split) -> DataCard:
        counted.append(data.name)
        return real(data, *split)

    monkeypatch.setattr(DataCard, "of", counting)
    view.experiment.data_draft.use("penguins")
    view.experiment.data_draft.use("iris")
    view.experiment.learning_rate = 0.01
    assert counted == ["penguins", "iris"]


def test_it_follows_the_data_while_somebody_sees_it(view: CardView) -> None:
    assert facts(view)["Points"] == "500"
    view.experiment.data_draft.use("penguins")
    assert "Points" in facts(view)  # nobody has looked yet
    view.board.visible = True
    assert facts(view)["Rows"] == "344"
    assert [one["name"] for one in view.board.card["classes"]] == ["Adelie", "Chinstrap", "Gentoo"]
    view.experiment.change(dataset="mnist")
    assert facts(view)["Size"] == "28 × 28 pixels"
    view.experiment.undo()
    assert facts(view)["Rows"] == "344"


def test_a_table_that_cannot_be_trained_on_has_a_card(view: CardView) -> None:
    draft = view.experiment.data_draft
    draft.use("penguins")
    view.board.visible = True
    assert draft.plan is not None
    draft.change_plan(draft.plan.with_column("species", role=Role.IGNORED))
    assert draft.problem
    assert facts(view)["Rows"] == "344"
    assert "To predict" not in facts(view)


def test_its_text_is_handed_over(view: CardView) -> None:
    view.experiment.data_draft.use("penguins")
    (sent,) = heard(view, {"kind": "take"})
    assert sent["name"] == "penguins-card.md"
    assert sent["text"].startswith("# penguins\n")
    view.board.hand_over("../a b<c>.csv", "")
    odd: object
    for odd in ({"kind": "give"}, [], "take", None, {"kind": ["take"]}):
        assert heard(view, odd) == []
