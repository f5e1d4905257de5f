"""The pane that prepares a table: what it shows of a plan, and what is chosen there, through its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import Encode, Plan, Role, Scale, SplitMethod
from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.session import Experiment
from mlwidgets.widgets.data.prepare_view import PrepareView

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def view() -> Iterator[PrepareView]:
    experiment = Experiment("spiral")
    experiment.data_draft.use("penguins")
    made = PrepareView(experiment)
    made.board.visible = True
    yield made
    made.close()
    experiment.close()


def hear(view: PrepareView, **content: object) -> None:
    view.board._handle_custom_msg(content, [])


def plan(view: PrepareView) -> Plan:
    assert view.experiment.data_draft.plan is not None
    return view.experiment.data_draft.plan


def state(view: PrepareView, name: str) -> dict[str, Any]:
    names = [column["name"] for column in view.board.table["columns"]]
    columns: list[dict[str, Any]] = view.board.plan["columns"]
    return columns[names.index(name)]


def cells(view: PrepareView, name: str) -> list[str]:
    names = [column["name"] for column in view.board.table["columns"]]
    every: list[list[str]] = view.board.followed["cells"]
    return every[names.index(name)]


def test_it_shows_the_plan_its_parts_and_what_was_learned(view: PrepareView) -> None:
    board, dataset = view.board, view.experiment.dataset
    assert dataset.prepared is not None
    parts = dataset.prepared.parts
    assert [part["rows"] for part in board.plan["parts"]] == [
        len(parts.train),
        len(parts.validation),
        len(parts.test),
    ]
    assert board.plan["classes"] == ["Adelie", "Chinstrap", "Gentoo"]
    assert np.sum([part["classes"] for part in board.plan["parts"]], axis=0).tolist() == [152, 68, 124]
    assert f"the {len(parts.train)} training rows only" in board.plan["fitted"]
    assert state(view, "species")["role"] == "target"
    bill = state(view, "bill_length_mm")
    assert [step[0] for step in bill["steps"]] == ["impute", "scale"]
    trained = dataset.prepared.table.column("bill_length_mm").values[parts.train]
    first, fill = bill["learned"]
    assert first == f"mean {np.nanmean(trained):.3g}, std {np.nanstd(trained):.3g}"
    assert fill == f"missing → {np.nanmedian(trained):.3g}"
    assert state(view, "island")["learned"] == ["3 levels: Biscoe, Dream, Torgersen"]
    assert [step[0] for step in state(view, "island")["steps"]] == ["impute", "encode"]
    assert board.findings == []
    assert board.problem == ""
    assert "locked" in board.lock


def test_each_choice_applies_at_once_and_can_be_undone(view: PrepareView) -> None:
    inputs = view.experiment.dataset.input_shape
    hear(view, kind="column", column="island", field="role", value="ignored")
    assert plan(view).columns["island"].role is Role.IGNORED
    assert view.experiment.dataset.input_shape == (inputs[0] - 3,)
    assert state(view, "island")["steps"] == []
    hear(view, kind="column", column="sex", field="encode", value="ordinal")
    assert plan(view).columns["sex"].encode is Encode.ORDINAL
    assert [step[0] for step in state(view, "sex")["steps"]] == ["impute", "encode", "scale"]
    hear(view, kind="column", column="year", field="kind", value="category")
    assert plan(view).columns["year"].kind is Kind.CATEGORY
    hear(view, kind="column", column="body_mass_g", field="scale", value="min_max")
    assert plan(view).columns["body_mass_g"].scale is Scale.MIN_MAX
    assert state(view, "body_mass_g")["learned"][0].startswith("min ")
    hear(view, kind="split", field="test", value=0.3)
    hear(view, kind="split", field="together", value=False)
    hear(view, kind="split", field="seed", value=5)
    assert (plan(view).split.test, plan(view).split.together, plan(view).split.seed) == (0.3, False, 5)
    assert view.board.plan["split"]["test"] == 0.3
    while plan(view).columns["island"].role is Role.IGNORED:
        view.experiment.undo()
    assert state(view, "island")["role"] == "feature"
    assert view.board.plan["split"]["test"] == 0.2
    assert view.experiment.dataset.input_shape == inputs


def test_another_target_brings_its_own_division(view: PrepareView) -> None:
    hear(view, kind="column", column="body_mass_g", field="role", value="target")
    assert plan(view).target == "body_mass_g"
    assert plan(view).split.method is SplitMethod.RANDOM
    assert not view.experiment.dataset.n_classes
    assert view.board.plan["classes"] == []
    assert view.board.plan["parts"][0]["words"].startswith("mean ")
    assert state(view, "species")["role"] == "feature"
    assert state(view, "body_mass_g")["learned"][0].startswith("mean ")


def test_an_impossible_plan_stays_with_its_reason(view: PrepareView) -> None:
    before = view.experiment.dataset
    hear(view, kind="column", column="species", field="role", value="ignored")
    assert "No column of penguins is the target yet" in view.board.problem
    assert view.experiment.dataset is before
    assert view.board.plan["parts"] == []
    assert view.board.followed == {}
    assert state(view, "species")["role"] == "ignored"
    hear(view, kind="follow", part="train", place=3)
    hear(view, kind="column", column="species", field="role", value="target")
    assert view.board.problem == ""
    assert view.board.followed["row"]


def test_a_row_is_followed_through(view: PrepareView) -> None:
    prepared = view.experiment.dataset.prepared
    assert prepared is not None
    hole = int(np.flatnonzero(np.isnan(prepared.table.column("bill_length_mm").values))[0])
    part = next(name for name in ("train", "validation", "test") if hole in getattr(prepared.parts, name))
    place = getattr(prepared.parts, part).tolist().index(hole)
    hear(view, kind="follow", part=part, place=place)
    assert view.board.followed["row"] == hole + 1
    assert view.board.followed["count"] == len(getattr(prepared.parts, part))
    raw, filled, given = cells(view, "bill_length_mm")
    assert raw == "missing"
    assert filled == f"{prepared.column('bill_length_mm').statistics['fill']:.4g}"
    x, y = prepared.examples(np.array([hole]))
    assert float(given.replace("−", "-")) == pytest.approx(x[0, 3], abs=6e-4)
    assert cells(view, "species")[2] == f"class {y[0]}"
    # Another scale: the same row, other numbers.
    hear(view, kind="column", column="bill_length_mm", field="scale", value="none")
    assert view.board.followed["row"] == hole + 1
    assert cells(view, "bill_length_mm")[2] == filled
    for odd in (-1, 10**6, 10**400):
        hear(view, kind="follow", part=part, place=odd)
    hear(view, kind="follow", part="parts", place=1)
    assert view.board.followed["row"] == hole + 1


def test_a_row_of_many_inputs_is_told_by_its_ones(view: PrepareView) -> None:
    codes = np.arange(200, dtype=np.int32) % 40
    levels = tuple(f"city {place}" for place in range(40))
    city = Column(name="city", kind=Kind.CATEGORY, values=codes, levels=levels)
    yes = Column(name="yes", kind=Kind.CATEGORY, values=codes % 2, levels=("a", "b"))
    table = Table(name="cities", columns=(city, yes), source="", licence="", config={"file": "cities"})
    suggested = Plan.suggested(table).with_split(together=False)
    view.experiment.data_draft.use_table(table, suggested)
    assert cells(view, "city")[2] == f"{cells(view, 'city')[0]}: 1  39 × 0"
    assert state(view, "city")["learned"] == ["40 levels: city 0, city 1, city 10, …"]
    assert view.board.followed["part"] == "train"


def test_findings_stand_there_and_their_remedies_work(view: PrepareView) -> None:
    view.experiment.data_draft.use("phishing")
    hear(view, kind="split", field="together", value=False)
    first = view.board.findings[0]
    assert first["severity"] == "warning"
    assert "are also among the training rows" in first["sentence"]
    hear(view, kind="remedy", at=0, label="another button")
    assert plan(view).split.together is False
    hear(view, kind="remedy", at=0, label=first["label"])
    assert plan(view).split.together is True
    assert {one["severity"] for one in view.board.findings} == {"note"}
    for at in (-1, 0, 99, 10**400):
        hear(view, kind="remedy", at=at, label="")
    assert plan(view).split.together is True


def test_a_remedy_works_by_its_name_in_german(view: PrepareView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "lang=de")
    view.experiment.data_draft.use("phishing")
    hear(view, kind="split", field="together", value=False)
    label = view.board.get_state("findings")["findings"][0]["label"]
    assert label == "Gleiche zusammenhalten"
    hear(view, kind="remedy", at=0, label=label)
    assert plan(view).split.together is True


def test_what_nobody_sees_costs_nothing(view: PrepareView) -> None:
    view.board.visible = False
    view.experiment.data_draft.use("iris")
    assert view.board.table["name"] == "penguins"
    view.board.visible = True
    assert view.board.table["name"] == "iris"
    view.experiment.change(dataset="spiral")
    assert view.board.table["name"] == "iris"  # the lab shows other panes for points


def test_the_lock_says_how_often_the_test_set_was_opened(view: PrepareView) -> None:
    view.experiment.ledger.measure_test()
    assert "opened once" in view.board.lock
    view.experiment.ledger.measure_test()
    assert "opened twice" in view.board.lock


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "column", "column": "island", "field": "name", "value": "x"},
        {"kind": "column", "column": 3, "field": "role", "value": "target"},
        {"kind": "split", "field": ["test"], "value": 0.3},
        {"kind": "remedy", "at": "0", "label": "x"},
        {"kind": "follow", "part": "train", "place": 1.5},
        {"kind": "nothing"},
        [],
        "column",
        None,
    ],
)
def test_malformed_messages_are_ignored(view: PrepareView, content: object) -> None:
    before = plan(view)
    view.board._handle_custom_msg(content, [])
    assert plan(view) is before
    assert view.fault == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"kind": "column", "column": "islands", "field": "role", "value": "target"}, "no column 'islands'"),
        ({"kind": "column", "column": "island", "field": "role", "value": "boss"}, "role must be one of"),
        ({"kind": "split", "field": "test", "value": 7}, "test must be a number in"),
        ({"kind": "split", "field": "test", "value": None}, "test must be a number in"),
        ({"kind": "split", "field": "validation", "value": float("nan")}, "validation must be"),
        ({"kind": "split", "field": "seed", "value": 10**400}, "seed must be"),
        ({"kind": "split", "field": "together", "value": "yes"}, "together must be"),
        ({"kind": "split", "field": "method", "value": "x" * 10_000}, "method must be one of"),
        ({"kind": "split", "field": "by", "value": {}}, "by must be the name"),
    ],
)
def test_values_that_cannot_be_are_refused_in_a_sentence(
    view: PrepareView, content: dict[str, object], words: str
) -> None:
    before = plan(view)
    answered: list[object] = []
    view.board.send = lambda content, buffers=None: answered.append(content)  # type: ignore[method-assign]  # noqa: ARG005
    hear(view, **content)
    assert words in view.fault
    assert plan(view) is before
    assert answered == [{"kind": "answered"}]
