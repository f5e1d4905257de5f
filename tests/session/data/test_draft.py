"""The data draft: what is possible is trained on at once, and nothing of what is not is lost."""

from __future__ import annotations

import gc
import io
import threading
import weakref
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data.pictures.own.settings import PictureSettings
from mlwidgets.data.pictures.reading import to_png
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan, Role
from mlwidgets.data.relabelled import relabelled
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.data.tables.reading import ReadTable
from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError
from mlwidgets.session import Experiment, undo
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.data import opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlwidgets.session.data.draft import DataDraft

PATIENT = 60


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("circle", epochs=1)
    yield made
    made.close()


@pytest.fixture
def draft(experiment: Experiment) -> DataDraft:
    return experiment.data_draft


def a_table(rows: int, classes: int = 2, name: str = "own") -> Table:
    """Return a table of numbers with a target."""
    rng = np.random.default_rng(0)
    target = np.arange(rows, dtype=np.int32) % classes
    return Table(
        name=name,
        columns=(
            Column(name="size", kind=Kind.NUMBER, values=rng.normal(size=rows) + target),
            Column(name="weight", kind=Kind.NUMBER, values=rng.normal(size=rows)),
            Column(
                name="kind", kind=Kind.CATEGORY, values=target, levels=tuple(f"k{k}" for k in range(classes))
            ),
        ),
        source="",
        licence="",
        config={"test": name, "rows": rows, "classes": classes},
    )


def bench(draft: DataDraft) -> tuple[Table | None, str]:
    """Return the table and the problem as they are now."""
    return draft.table, draft.problem


def doing(draft: DataDraft) -> WorkStatus:
    """Return what is being done now."""
    return draft.work.status


def with_target(table: Table, name: str) -> Plan:
    return Plan.suggested(table).with_target(table, name)


# ---- what is possible ----


def test_it_begins_empty_for_data_that_are_no_table(draft: DataDraft) -> None:
    assert (draft.table, draft.plan, draft.read, draft.problem, draft.findings) == (None, None, None, "", ())


def test_it_begins_with_the_table_of_an_experiment_on_one() -> None:
    first = Experiment("circle")
    first.data_draft.use("penguins")
    second = Experiment(first.dataset)
    assert second.data_draft.table is bundled_table("penguins")
    assert second.data_draft.plan == first.data_draft.plan
    assert not second.can_undo


def test_a_table_becomes_the_data_set_and_every_observer_is_told_once(
    experiment: Experiment, draft: DataDraft
) -> None:
    told: list[Any] = []
    draft.observe(lambda change: told.append(change["new"]), "state")
    seen: list[tuple[bool, bool]] = []
    draft.observe(lambda _: seen.append((draft.table is not None, draft.plan is not None)), "table")
    draft.use("penguins")
    assert experiment.dataset.class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert draft.plan is not None
    assert draft.plan.target == "species"
    assert draft.problem == ""
    assert told == [draft.state]
    assert seen == [(True, True)]  # all is in place when the first observer is told
    experiment.run()
    assert experiment.wait(PATIENT)
    assert experiment.error == ""


def test_another_plan_restarts_the_training_and_undo_brings_the_run_back(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.use("iris")
    experiment.run()
    assert experiment.wait(PATIENT)
    trained, before = experiment.model.vector.copy(), draft.plan
    assert before is not None
    assert draft.table is not None
    draft.change_plan(before.with_column(draft.table.names[0], role=Role.IGNORED))
    assert experiment.dataset.input_shape == (3,)
    assert experiment.snapshot is None
    assert experiment.undo() == f"Undone: Changed what is made of {draft.table.names[0]}."
    assert draft.plan is before
    np.testing.assert_array_equal(experiment.model.vector, trained)
    experiment.redo()
    assert experiment.dataset.input_shape == (3,)


def test_steps_of_one_gesture_are_undone_together_and_others_apart(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.use("penguins")
    first = draft.plan
    assert first is not None
    for test in (0.25, 0.3, 0.35):
        assert draft.plan is not None
        draft.change_plan(draft.plan.with_split(test=test))
    assert experiment.undo() == "Undone: Changed how the rows are divided."
    assert draft.plan is first
    assert draft.table is not None
    draft.change_plan(first.with_target(draft.table, "island"))
    assert experiment.undo() == "Undone: Changed the target to island."
    assert experiment.undo() == "Undone: Chose the table penguins."
    assert draft.table is None
    assert experiment.dataset.name == "circle"
    assert experiment.redo() == "Redone: Chose the table penguins."
    assert draft.plan is first


# ---- what is not ----


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (a_table(60, 1), "in every row, so there is nothing to learn"),
        (a_table(6000, 5000), "has 5,000 classes; at most"),
        (a_table(6), "At least 10 rows must have a target"),
    ],
)
def test_an_impossible_table_stays_with_its_sentence_and_the_experiment_keeps_its_data(
    experiment: Experiment, draft: DataDraft, table: Table, says: str
) -> None:
    before = experiment.dataset
    draft.use_table(table, with_target(table, "kind"))
    assert says in draft.problem
    assert draft.table is table
    assert experiment.dataset is before
    assert experiment.undo() == "Undone: Chose the table own."
    assert bench(draft) == (None, "")
    experiment.redo()
    assert says in draft.problem
    assert draft.table is table


def test_from_an_impossible_plan_one_goes_on(experiment: Experiment, draft: DataDraft) -> None:
    draft.use("penguins")
    assert draft.plan is not None
    draft.change_plan(draft.plan.with_column("species", role=Role.FEATURE))
    assert "is the target yet" in draft.problem
    assert experiment.dataset.prepared is not None
    assert experiment.dataset.prepared.plan.target == "species"
    assert draft.table is not None
    draft.change_plan(draft.plan.with_target(draft.table, "sex"))
    assert draft.problem == ""
    assert experiment.dataset.class_names == ("female", "male")


def test_a_name_that_nothing_has_and_a_plan_without_a_table_are_refused(draft: DataDraft) -> None:
    with pytest.raises(ConfigurationError, match="penguin"):
        draft.use("penguin")
    with pytest.raises(ConfigurationError, match="nothing to prepare"):
        draft.change_plan(Plan.suggested(a_table(20)))
    with pytest.raises(ConfigurationError, match="nothing to read differently"):
        draft.change_reading(PictureSettings())
    with pytest.raises(DataError, match=r"There is no file .*nowhere\.csv"):
        draft.open_file("nowhere.csv")
    assert draft.table is None


# ---- following ----


def test_other_data_from_elsewhere_clear_the_bench(experiment: Experiment, draft: DataDraft) -> None:
    table = a_table(60, 1)
    draft.use("iris")
    draft.use_table(table, with_target(table, "kind"))
    assert draft.problem
    experiment.dataset = "spiral"
    assert bench(draft) == (None, "")
    experiment.undo()
    assert draft.table is table
    assert draft.problem


def test_the_data_that_the_experiment_has_clear_the_bench_too(
    experiment: Experiment, draft: DataDraft
) -> None:
    table = a_table(60, 1)
    draft.use_table(table, with_target(table, "kind"))
    draft.use("circle")
    assert bench(draft) == (None, "")
    assert experiment.undo() == "Undone: Chose the data set circle."
    assert draft.table is table


# ---- pictures ----


def sheet() -> bytes:
    """Return a sheet of 6 × 10 tiles of 8 × 8 pixels, each row another shade."""
    rng = np.random.default_rng(0)
    rows = np.repeat(np.arange(6) * 40, 8)[:, None, None] + rng.integers(0, 9, (48, 80, 1))
    return to_png(rows.astype(np.uint8))


def test_pictures_become_the_data_set_and_can_be_read_differently(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.open_file("sheet.png", sheet())
    read = draft.read
    assert read is not None
    assert draft.table is None
    assert experiment.dataset is read.dataset
    draft.change_reading(read.settings.with_(tile=8, side=16))
    assert experiment.dataset.input_shape == (16, 16, 1)
    assert draft.state.source is not None
    assert draft.state.source.name == "sheet.png"
    experiment.undo()
    assert experiment.dataset is read.dataset
    assert draft.read is read


def test_labels_that_someone_changes_leave_table_and_pictures_on_the_bench(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.use("iris")
    table, plan = draft.table, draft.plan
    experiment.dataset = relabelled(experiment.dataset, {0: 1})
    assert draft.table is table
    assert draft.plan is plan
    draft.open_file("sheet.png", sheet())
    state = draft.state
    experiment.dataset = relabelled(experiment.dataset, {0: 1})
    assert draft.state is state
    experiment.dataset = "circle"
    assert draft.read is None


# ---- files with a table ----

LINES = ["size;weight;kind", *(f"{row % 2 + row / 100:.2f};{row % 7};toy {row % 2}" for row in range(40))]
TOYS = "\n".join([*LINES, ""]).replace(".", ",").encode("latin-1")


def test_a_small_file_is_read_at_once_and_a_path_too(
    experiment: Experiment, draft: DataDraft, tmp_path: Path
) -> None:
    path = tmp_path / "toys.csv"
    path.write_bytes(TOYS)
    draft.open_file("toys.csv", TOYS)
    assert experiment.dataset.class_names == ("toy 0", "toy 1")
    assert experiment.note == "Opened toys.csv."  # no run was thrown away, so there is no more to say
    first = draft.table
    draft.open_file(path)
    assert experiment.dataset.class_names == ("toy 0", "toy 1")
    assert draft.table is not first
    assert draft.state.source is not None
    assert (draft.state.source.name, draft.state.source.size) == ("toys.csv", len(TOYS))


def test_a_file_is_read_differently_and_what_was_planned_stays(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.open_file("toys.csv", TOYS)
    assert draft.plan is not None
    draft.change_plan(draft.plan.with_column("weight", role=Role.IGNORED).with_split(test=0.3))
    read = draft.read
    assert isinstance(read, ReadTable)
    assert read.settings.decimal == ","
    draft.change_reading(read.settings.with_(decimal="."))
    assert draft.table is not None
    assert draft.table.column("size").kind is not Kind.NUMBER
    assert draft.plan.columns["weight"].role is Role.IGNORED
    assert draft.plan.split.test == 0.3
    assert experiment.undo() == "Undone: Read toys.csv with other settings."
    assert draft.read is read
    assert draft.table is read.table
    assert experiment.dataset.prepared is not None
    assert experiment.dataset.prepared.table is read.table


def test_settings_that_the_file_does_not_have_leave_everything_as_it_was(
    experiment: Experiment, draft: DataDraft
) -> None:
    draft.open_file("toys.csv", TOYS)
    state, data = draft.state, experiment.dataset
    assert isinstance(draft.read, ReadTable)
    with pytest.raises(DataError):
        draft.change_reading(draft.read.settings.with_(skip_rows=5_000))
    assert draft.state is state
    assert experiment.dataset is data


def test_a_zip_is_opened_by_what_is_in_it(experiment: Experiment, draft: DataDraft) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/toys.csv", TOYS)
    draft.open_file("archive.zip", packed.getvalue())
    assert draft.table is not None
    assert experiment.dataset.class_names == ("toy 0", "toy 1")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(20):
            grey = np.full((8, 8, 1), 100 * (number % 2) + number, np.uint8)
            archive.writestr(f"{'even' if number % 2 == 0 else 'odd'}/{number}.png", to_png(grey))
    draft.open_file("pictures.zip", packed.getvalue())
    assert draft.table is None
    assert experiment.dataset.class_names == ("even", "odd")


def test_what_the_history_keeps_of_files_is_bounded(
    experiment: Experiment, draft: DataDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MOST_BYTES", 10_000)
    for number in range(10):
        draft.open_file(f"toys {number}.csv", TOYS + b"1,5;%d;toy 1\n" % number)
    steps = 0
    while experiment.can_undo:
        experiment.undo()
        steps += 1
    assert 0 < steps < 9


# ---- in the background ----


def test_a_large_table_is_prepared_in_the_background_and_nothing_waits(
    experiment: Experiment, draft: DataDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_VALUES", 100)
    go_on = threading.Event()

    def slow(*arguments: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        assert go_on.wait(PATIENT)
        return prepared_dataset(*arguments)

    monkeypatch.setattr(opening, "prepared_dataset", slow)
    draft.use("iris")
    assert experiment.dataset.name == "circle"  # it goes on meanwhile
    assert draft.table is None
    go_on.set()
    assert draft.wait(PATIENT)
    assert doing(draft) is WorkStatus.FINISHED
    assert experiment.dataset.name == "iris"
    assert experiment.undo() == "Undone: Chose the table iris."


def test_what_has_been_stopped_never_comes(
    experiment: Experiment, draft: DataDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_VALUES", 100)
    began, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        began.set()
        assert go_on.wait(PATIENT)
        return prepared_dataset(*arguments)

    monkeypatch.setattr(opening, "prepared_dataset", slow)
    draft.use("iris")
    assert began.wait(PATIENT)
    assert doing(draft) is WorkStatus.RUNNING
    assert draft.work.words == "Preparing 150 rows …"
    draft.stop()
    assert doing(draft) is WorkStatus.STOPPED
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "mlwidgets-background":
            thread.join(PATIENT)
    assert draft.table is None
    assert experiment.dataset.name == "circle"
    assert not experiment.can_undo


def test_a_failure_in_the_background_is_told(draft: DataDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    draft.open_file("broken.png", sheet()[:60])
    assert draft.wait(PATIENT)
    assert doing(draft) is WorkStatus.FAILED
    assert "broken.png" in draft.work.error
    assert draft.read is None
    draft.use("iris")  # what comes next takes the sentence back
    assert draft.work.error == ""


class Held:
    """Holds up what is done in the background until it may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on = threading.Event()
        self._real = prepared_dataset
        monkeypatch.setattr(opening, "prepared_dataset", self)

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        assert self.go_on.wait(PATIENT)
        return self._real(*arguments)


def test_a_change_of_the_plan_is_not_lost_when_the_next_comes_while_it_is_carried_out(
    experiment: Experiment, draft: DataDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.use("iris")
    first = draft.plan
    assert first is not None
    monkeypatch.setattr(opening, "SMALL_VALUES", 100)
    held = Held(monkeypatch)
    draft.change_plan(first.with_column("petal width (cm)", role=Role.IGNORED))
    coming = draft.next_plan
    assert draft.plan is first
    assert coming is not None
    draft.change_plan(coming.with_split(seed=7))
    held.go_on.set()
    assert draft.wait(PATIENT)
    assert draft.plan is draft.next_plan
    assert draft.plan.columns["petal width (cm)"].role is Role.IGNORED
    assert draft.plan.split.seed == 7
    experiment.undo()
    assert draft.plan == first
    # Back to the present plan: there is nothing to be done any more.
    held.go_on.clear()
    draft.change_plan(first.with_split(seed=8))
    draft.change_plan(first)
    assert doing(draft) is WorkStatus.STOPPED
    assert draft.next_plan is draft.plan
    held.go_on.set()


def test_a_change_of_the_reading_is_not_lost_when_the_next_comes_while_the_file_is_read(
    draft: DataDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.open_file("toys.csv", b"size;toy;x\n" + b"1,5;car;-\n9,5;house;?\n" * 20)
    read = draft.read
    assert isinstance(read, ReadTable)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    held = Held(monkeypatch)
    draft.change_reading(read.settings.with_(missing=("-",)))
    coming = draft.next_settings
    assert coming is not None
    draft.change_reading(coming.with_(decimal="."))
    held.go_on.set()
    assert draft.wait(PATIENT)
    assert isinstance(draft.read, ReadTable)
    assert (draft.read.settings.missing, draft.read.settings.decimal) == (("-",), ".")
    assert draft.next_settings is draft.read.settings
    with pytest.raises(DataError):
        draft.open_file("gone.csv")
    assert draft.next_settings is draft.read.settings


# ---- the end ----


def test_a_closed_experiment_opens_nothing(experiment: Experiment, draft: DataDraft) -> None:
    experiment.close()
    with pytest.raises(SessionStateError, match="closed"):
        draft.use("penguins")
    with pytest.raises(SessionStateError, match="closed"):
        draft.open_file("sheet.png", sheet())


def test_nothing_is_left_alive() -> None:
    experiment = Experiment("circle")
    experiment.data_draft.use("iris")
    ghost = weakref.ref(experiment.data_draft)
    experiment.close()
    del experiment
    gc.collect()
    assert ghost() is None
