"""The data lab without a browser: what is chosen and what is opened, and what a hostile page gets of it."""

from __future__ import annotations

import gc
import io
import threading
import weakref
import zipfile
from typing import TYPE_CHECKING, Any, TypeVar

import ipywidgets
import numpy as np
import pytest

import mlwidgets as mw
from mlwidgets.data.pictures.own.reading import reading_pictures
from mlwidgets.data.pictures.reading import to_png
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.session import Experiment
from mlwidgets.session.data import opening
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.file_upload import CHUNK, FileUpload
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.data import data_lab
from mlwidgets.widgets.data.data_file import MOST_BYTES
from mlwidgets.widgets.data.data_lab import DataLab
from mlwidgets.widgets.data.source_report import SourceReport
from mlwidgets.widgets.data.source_view import OWN
from mlwidgets.widgets.data.table_view import TableView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

W = TypeVar("W", bound=ipywidgets.Widget)
PATIENT = 60


@pytest.fixture
def lab() -> Iterator[DataLab]:
    experiment = Experiment("circle", epochs=1)
    made = DataLab(experiment)
    yield made
    made.close()
    experiment.close()


def everything(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    for part in widget.children if isinstance(widget, ipywidgets.Box) else ():
        yield part
        yield from everything(part)


def only(lab: DataLab, kind: type[W], **traits: object) -> W:
    """Return the widget of this kind in a lab that has these traits."""
    found = [
        one
        for one in everything(lab)
        if isinstance(one, kind) and all(getattr(one, name) == value for name, value in traits.items())
    ]
    assert len(found) == 1, found
    return found[0]


def menu(lab: DataLab) -> ChoiceControl:
    return only(lab, ChoiceControl, label="Data set")


def choose(lab: DataLab, value: str) -> None:
    Wire(menu(lab)).arrive({"value": value})


def send(lab: DataLab, name: str, content: bytes) -> FileUpload:
    """Send a file as the page does."""
    upload = only(lab, FileUpload)

    def say(message: dict[str, Any], *buffers: bytes) -> None:
        data = {"method": "custom", "content": message}
        upload.comm.handle_msg({"content": {"data": data}, "buffers": [memoryview(one) for one in buffers]})

    say({"kind": "begin", "upload": "a", "name": name, "size": len(content)})
    for at in range(0, len(content), CHUNK):
        say({"kind": "chunk", "upload": "a", "at": at}, content[at : at + CHUNK])
    return upload


def sheet(side: int = 8) -> bytes:
    """Return a sheet of 6 × 10 tiles, each row of another shade."""
    rng = np.random.default_rng(0)
    rows = np.repeat(np.arange(6) * 40, side)[:, None, None] + rng.integers(0, 9, (6 * side, 10 * side, 1))
    return to_png(rows.astype(np.uint8))


# ---- choosing ----


def test_the_menu_offers_everything_by_kind_and_shows_what_is_used(lab: DataLab) -> None:
    control = menu(lab)
    assert control.value == "circle"
    assert list(dict.fromkeys(control.groups)) == ["Tables", "Pictures", "Points in the plane"]
    assert len(control.groups) == len(control.options)
    named = {
        value: (text, group) for (text, value), group in zip(control.options, control.groups, strict=True)
    }
    assert named["penguins"] == ("Penguins", "Tables")
    assert named["mnist"][1] == "Pictures"
    assert named["spiral"] == ("Spiral", "Points in the plane")
    assert OWN not in named


def test_choosing_changes_the_data_of_the_experiment_and_the_panes(lab: DataLab) -> None:
    assert lab.panes.kind == "points"
    choose(lab, "penguins")
    assert lab.experiment.dataset.name == "penguins"
    assert lab.panes.kind == "table"
    choose(lab, "mnist")
    assert lab.panes.kind == "pictures"
    lab.experiment.undo()
    assert (menu(lab).value, lab.panes.kind) == ("penguins", "table")
    lab.experiment.dataset = "moons"
    assert (menu(lab).value, lab.panes.kind) == ("moons", "points")


def test_data_that_are_in_no_menu_have_a_line_of_their_own(lab: DataLab) -> None:
    lab.experiment.dataset = mw.data.drawn_points([[0, 0], [1, 1]] * 20, [0, 1] * 20)
    assert menu(lab).value == OWN
    assert menu(lab).options[-1] == ("Your own: drawn", OWN)
    choose(lab, "moons")
    assert OWN not in dict(map(reversed, menu(lab).options))  # type: ignore[arg-type]  # pairs


@pytest.mark.parametrize("value", ["nothing", "", OWN, 5, None, ["penguins"], "<b>"])
def test_a_page_that_chooses_what_there_is_not_changes_nothing(lab: DataLab, value: object) -> None:
    choose(lab, value)  # type: ignore[arg-type]  # a page may send anything
    assert lab.experiment.dataset.name == "circle"
    assert menu(lab).value == "circle"
    assert not lab.experiment.can_undo


def test_the_lab_is_not_rebuilt_for_other_data_and_each_kind_remembers_its_pane(
    lab: DataLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = data_lab.PANES["points"][0]
    monkeypatch.setitem(data_lab.PANES, "points", (points, ("Again", *points[1:])))
    fresh = DataLab(lab.experiment)
    upload, first = only(fresh, FileUpload), fresh.panes.panes
    assert first is not None
    first.selected = 1
    choose(fresh, "penguins")
    choose(fresh, "moons")
    assert only(fresh, FileUpload) is upload
    assert fresh.panes.panes is first
    assert first.selected == 1
    fresh.close()


# ---- opening ----


def test_pictures_are_opened_and_read_differently(lab: DataLab) -> None:
    upload = send(lab, "shades.png", sheet())
    assert (upload.name, upload.error) == ("shades.png", "")
    assert lab.panes.kind == "pictures"
    assert menu(lab).options[-1] == ("Your own: shades.png", OWN)
    report = only(lab, SourceReport)
    assert report.words["Size"] == "8 × 8"
    only(lab, Section).head.opened = True
    side = only(lab, NumberControl, label="Side")
    Wire(side).arrive({"value": 12.0})
    assert lab.experiment.dataset.input_shape == (12, 12, 1)
    assert report.words["Size"] == "12 × 12"
    lab.experiment.undo()
    assert side.value == 8


def test_a_hidden_table_says_nothing_of_pictures_that_were_left_out(lab: DataLab) -> None:
    choose(lab, "penguins")
    lab.panes.panes.pane(0)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(24):
            grey = np.full((8, 8, 1), number * 9, np.uint8)
            archive.writestr(f"{'ab'[number % 2]}/{number}.png", to_png(grey))
        archive.writestr("a/broken.png", to_png(np.zeros((8, 8, 1), np.uint8))[:40])
    send(lab, "own.zip", content.getvalue())
    assert only(lab, SourceReport).rejected_count == 1
    assert lab.fault == ""


def test_from_one_kind_to_another_no_pane_of_a_third_is_made(lab: DataLab) -> None:
    for name in ("penguins", "mnist", "diabetes", "spiral"):
        choose(lab, name)
    assert set(lab.panes._kinds) == {data_lab.POINTS, data_lab.TABLE, data_lab.PICTURES}


def test_another_table_is_told_once_to_the_table_on_the_page(lab: DataLab) -> None:
    choose(lab, "penguins")
    table = lab.panes.panes.pane(0)
    assert isinstance(table, TableView)
    heads = []
    table.grid.observe(lambda change: heads.append((change["new"]["name"], change["new"]["parts"])), "head")
    choose(lab, "iris")
    assert heads == [("iris", True)]


def test_what_cannot_be_read_is_told_at_the_upload_and_nothing_is_lost(lab: DataLab) -> None:
    before = lab.experiment.dataset
    for name, content in {"cut.png": sheet()[:100], "x.npz": b"PK\3\4" + bytes(50)}.items():
        upload = send(lab, name, content)
        assert upload.error.endswith(".")
        assert "Something went wrong" not in upload.error
        assert upload.name == ""
    assert lab.experiment.dataset is before
    assert not lab.experiment.can_undo


def test_too_large_a_file_is_refused_before_it_is_sent_and_the_way_round_is_told(lab: DataLab) -> None:
    upload = only(lab, FileUpload)
    wire = Wire(upload)
    wire.say({"kind": "begin", "upload": "a", "name": "big.csv", "size": MOST_BYTES + 1})
    assert upload.error.startswith("“big.csv” has 64.1 MB; through this page a file may have at most 64 MB")
    assert 'DataLab("…/big.csv")' in upload.error
    assert [one["content"]["kind"] for one in wire.messages if one["method"] == "custom"] == ["end"]


def test_a_long_reading_is_shown_and_can_be_stopped(lab: DataLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    go_on = threading.Event()

    def slow(*arguments: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        assert go_on.wait(PATIENT)
        return (yield from reading_pictures(*arguments))

    monkeypatch.setattr(opening, "reading_pictures", slow)
    upload = send(lab, "shades.png", sheet())
    draft = lab.experiment.data_draft
    while not upload.doing:
        assert draft._work.busy
    assert upload.doing == "Reading shades.png …"
    assert upload.name == ""  # not in use yet
    Wire(upload).say({"kind": "stop"})
    assert (upload.doing, upload.share) == ("", -1)
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "mlwidgets-background":
            thread.join(PATIENT)
    assert lab.experiment.dataset.name == "circle"
    send(lab, "shades.png", sheet())
    assert draft.wait(PATIENT)
    assert lab.experiment.dataset.name == "shades"
    assert upload.name == "shades.png"


def test_the_page_can_set_nothing_of_the_report(lab: DataLab) -> None:
    report = only(lab, SourceReport)
    Wire(report).arrive({"problem": "nonsense", "rejected": [["a", "b", "c"]]})
    assert (report.problem, report.rejected) == ("", [])


# ---- what a data lab may be given ----


def test_it_takes_a_name_a_table_and_a_path(tmp_path: Path) -> None:
    path = tmp_path / "shades.png"
    path.write_bytes(sheet())
    for source in ("penguins", bundled_table("iris"), path, str(path), "moons", mw.data.load("moons")):
        lab = DataLab(source)
        wanted = {"penguins": "penguins", path: "shades", str(path): "shades", "moons": "moons"}
        name = wanted.get(source, "iris") if isinstance(source, (str, type(path))) else source.name
        assert lab.experiment.dataset.name == name
        lab.close()
        assert lab.experiment.closed


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_it_takes_a_data_frame(library: str) -> None:
    sizes = [row % 2 + row / 100 for row in range(60)]
    frame = pytest.importorskip(library).DataFrame({"size": sizes, "kind": ["car", "house"] * 30})
    lab = DataLab(frame)
    assert lab.experiment.data_draft.table is not None
    assert lab.experiment.data_draft.table.names == ("size", "kind")
    lab.close()


def test_what_it_cannot_take_is_refused_and_nothing_is_left_alive(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(sheet()[:100])
    threads = threading.active_count()
    for source, kind in (
        ("penguin", ConfigurationError),
        (str(tmp_path / "none.csv"), DataError),
        (broken, DataError),
        (5, ConfigurationError),
    ):
        with pytest.raises(kind):
            DataLab(source)
    assert threading.active_count() == threads


def test_nothing_is_left_alive_after_close() -> None:
    before = set(ipywidgets.widgets.widget._instances)
    lab = DataLab("circle")
    choose(lab, "penguins")
    send(lab, "shades.png", sheet())
    choose(lab, "moons")
    ghost = weakref.ref(lab)
    lab.close()
    assert set(ipywidgets.widgets.widget._instances) == before
    del lab
    gc.collect()
    assert ghost() is None


def test_the_column_to_predict_is_chosen(lab: DataLab) -> None:
    choose(lab, "penguins")
    target = only(lab, ChoiceControl, label="Predict")
    assert target.value == "=species"
    Wire(target).arrive({"value": "=body_mass_g"})
    assert lab.experiment.dataset.n_classes == 0
    assert lab.experiment.undo() == "Undone: Changed the target to body_mass_g."
    assert target.value == "=species"
    plan = lab.experiment.data_draft.plan
    assert plan is not None
    lab.experiment.data_draft.change_plan(plan.with_column("species", role="feature"))
    assert target.options[0] == ("choose a column", "")
    assert "is the target yet" in only(lab, SourceReport).problem
    Wire(target).arrive({"value": "=sex"})
    assert lab.experiment.dataset.class_names == ("female", "male")
    assert only(lab, SourceReport).problem == ""
