"""A row of the table that is edited: checked, taken back, and seen by every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError
from mlwidgets.session import Example, Experiment
from mlwidgets.session.row_draft import RowState

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment(prepared_dataset(bundled_table("penguins")))
    yield made
    made.close()


def test_it_begins_with_a_validation_row_which_every_view_sees(experiment: Experiment) -> None:
    draft = experiment.row_draft
    state, example = draft.state, experiment.example
    assert (state.part, state.number, state.edited) == ("validation", 0, ())
    assert example is not None
    np.testing.assert_array_equal(example.x, experiment.split.x_validation[0])
    assert example.truth == experiment.split.y_validation[0]
    assert example.title == f"Validation row {draft.state.row + 1}"
    assert experiment.prediction is not None


def test_edits_are_checked_and_taken_back_one_by_one(experiment: Experiment) -> None:
    draft = experiment.row_draft
    first = draft.state.values
    draft.edit("bill_length_mm", 50.5)
    draft.edit("island", "Dream")
    draft.edit("sex", "")
    draft.edit("sex", None)  # it is missing already: no step of its own
    assert draft.state.values["bill_length_mm"] == "50.5"
    assert set(draft.state.edited) == {"bill_length_mm", "island", "sex"}
    assert experiment.example is not None
    assert experiment.example.y is None  # nobody knows what such a penguin is
    np.testing.assert_array_equal(experiment.example.x, draft._prepared.transform(draft.table_row)[0])
    draft.undo()
    assert set(draft.state.edited) == {"bill_length_mm", "island"}
    draft.back()
    assert draft.state.edited == ()
    assert experiment.example.truth is not None
    draft.undo()
    assert set(draft.state.edited) == {"bill_length_mm", "island"}
    for _ in range(5):
        draft.undo()
    assert draft.state.values == first


def test_a_slider_that_is_dragged_makes_one_step(experiment: Experiment) -> None:
    draft = experiment.row_draft
    draft.edit("bill_length_mm", 50)
    for length in (51, 52, 53):
        draft.edit("bill_length_mm", length, drag=True)
    draft.edit("year", 2009, drag=True)
    assert len(draft.state.earlier) == 3
    draft.undo()
    assert draft.state.values["bill_length_mm"] == "53"
    draft.undo()
    assert draft.state.values["bill_length_mm"] == "50"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("bill_length_mm", "long"),
        ("bill_length_mm", float("nan")),
        ("bill_length_mm", 10**400),
        ("bill_length_mm", "x" * 10_000),
        ("island", "<b>Atlantis</b>"),
        ("weight", 1),
        ("species", "Adelie"),  # the target is no feature
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_lost(
    experiment: Experiment, column: str, value: float
) -> None:
    before = experiment.row_draft.state
    with pytest.raises(DataError) as told:
        experiment.row_draft.edit(column, value)
    assert len(str(told.value)) < 500
    assert experiment.row_draft.state is before


def test_rows_of_each_part_and_the_test_rows_only_when_opened(experiment: Experiment) -> None:
    draft = experiment.row_draft
    draft.go("train", 223)
    assert draft.state.row == draft.rows("train")[223]
    with pytest.raises(ConfigurationError, match="row"):
        draft.go("train", 224)
    with pytest.raises(ConfigurationError, match="part"):
        draft.go("secret", 0)
    assert set(draft.parts) == {"validation", "train"}
    with pytest.raises(SessionStateError, match="locked"):
        draft.go("test", 0)
    experiment.ledger.measure_test()
    draft.go("test", 0)
    assert draft.parts["test"] == 69
    assert experiment.example is not None
    assert experiment.example.truth == experiment.dataset.y_test[0]


def test_it_follows_what_other_views_look_at(experiment: Experiment) -> None:
    draft, split = experiment.row_draft, experiment.split
    experiment.example = Example(split.x_train[5], "Training example", truth=int(split.y_train[5]))
    assert (draft.state.part, draft.state.number) == ("train", 5)
    before = draft.state
    experiment.example = Example(np.full_like(split.x_train[0], 7), "of nowhere")
    assert draft.state is before


def test_other_data_begin_with_a_row_of_their_own(experiment: Experiment) -> None:
    draft = experiment.row_draft
    experiment.dataset = prepared_dataset(bundled_table("diabetes"))
    assert "ldl" in draft.state.values
    assert experiment.example is not None
    assert experiment.example.target is not None
    experiment.dataset = "moons"
    assert draft.state == RowState() or draft.state.values == {}
    with pytest.raises(DataError, match="does not come from a table"):
        draft.edit("ldl", 1)
