"""Many run files as one table and one picture."""

from __future__ import annotations

import csv
import io
import shutil
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import gather
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.session import Experiment
from mlwidgets.session.gather.plot import COLOURS, DASHES, curves_svg, plot_file
from mlwidgets.session.gather.runs import Gathered, GatheredRun

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs, one that has not begun, and two files that are no runs."""
    place: Path = tmp_path_factory.mktemp("class")
    for seed, name in ((1, "ada"), (2, "=cmd|calc")):
        experiment = Experiment("circle", seed=seed, epochs=2, optimizer="sgd")
        experiment.run()
        assert experiment.wait(30)
        if seed == 1:
            experiment.ledger.measure_test()
        experiment.save(place / f"{name}.mlw")
        experiment.close()
    new = Experiment("moons")
    new.save(place / "new.mlw")
    new.close()
    (place / "text.mlw").write_text("no run")
    (place / "cut.mlw").write_bytes((place / "ada.mlw").read_bytes()[:-100])
    return place


@pytest.fixture(scope="module")
def found(folder: Path) -> Gathered:
    return gather(sorted(folder.iterdir()))


def test_one_row_a_run(found: Gathered) -> None:
    rows = {row["file"]: row for row in found.records}
    assert list(rows) == ["=cmd|calc.mlw", "ada.mlw", "new.mlw"]
    ada = rows["ada.mlw"]
    assert (ada["data"], ada["optimizer"], ada["learning_rate"], ada["seed"]) == ("circle", "SGD", 0.1, 1)
    assert (ada["epochs"], ada["updates"], ada["tested_after_updates"]) == (2, 40, 40)
    assert ada["parameters"] == 28
    assert str(ada["network"]).startswith("Dense 4 → ")
    for name in ("train_loss", "validation_accuracy", "test_loss", "test_accuracy"):
        assert isinstance(ada[name], float), name
    assert rows["=cmd|calc.mlw"]["test_loss"] is None
    assert (rows["new.mlw"]["epochs"], rows["new.mlw"]["train_loss"]) == (0, None)


def test_the_numbers_are_those_of_a_run_that_is_gone_on_with(folder: Path) -> None:
    (before,) = gather([folder / "ada.mlw"]).runs
    experiment = Experiment.load(folder / "ada.mlw")
    experiment.epochs = 3
    experiment.step_epoch()
    assert experiment.wait(30)
    experiment.refresh()
    assert experiment.snapshot is not None
    history = experiment.snapshot.history.history
    experiment.close()
    assert history["val_loss"][:-1] == list(before.curves["val_loss"])
    assert history["accuracy"][-2] == before.record["train_accuracy"]
    assert history["loss"][-2] == before.record["train_loss"]


def test_what_is_no_run_is_listed_with_its_reason(found: Gathered) -> None:
    assert [name for name, _ in found.refused] == ["cut.mlw", "text.mlw"]
    assert all(reason.endswith(".") for _, reason in found.refused)


def test_no_cell_is_a_formula(found: Gathered) -> None:
    rows = list(csv.reader(io.StringIO(found.to_csv())))
    assert [row[0] for row in rows] == ["file", "'=cmd|calc.mlw", "ada.mlw", "new.mlw"]
    assert {len(row) for row in rows} == {len(found.names)}
    assert found.table.names == found.names


def test_files_of_one_name_are_told_apart_by_their_folders(folder: Path) -> None:
    (folder / "late").mkdir()
    copy = shutil.copy(folder / "ada.mlw", folder / "late")
    found = gather([folder / "ada.mlw", copy])
    assert [run.file for run in found.runs] == ["ada.mlw", "late/ada.mlw"]


@pytest.mark.parametrize("paths", ["a.mlw", b"a", None, 3])
def test_paths_are_a_list(paths: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="a list of paths"):
        gather(paths)


@pytest.mark.parametrize("path", [3, None, "", "\0", "x" * 5000, "."])
def test_a_path_that_is_none_is_listed(path: Any) -> None:  # noqa: ANN401
    found = gather([path])
    assert (found.runs, len(found.refused)) == ((), 1)
    with pytest.raises(DataError, match="None of the files is a run"):
        found.to_csv()


def made(*curves: tuple[float, ...], name: str = "val_loss") -> Gathered:
    runs = [
        GatheredRun({"file": f"<script>{number}</script>.mlw"}, {name: curve})
        for number, curve in enumerate(curves)
    ]
    return Gathered(tuple(runs))


def drawn(gathered: Gathered) -> list[ET.Element]:
    """Return the curves of a picture, which is well-formed XML."""
    return [
        line
        for line in ET.fromstring(curves_svg(gathered)).iter(f"{SVG}polyline")  # noqa: S314 - our own text
        if line.find(f"{SVG}title") is not None
    ]


def test_a_curve_a_run(found: Gathered) -> None:
    assert [line.findtext(f"{SVG}title") for line in drawn(found)] == ["=cmd|calc.mlw", "ada.mlw"]
    assert "Validation loss of 2 runs" in curves_svg(found)


def test_35_runs_look_different() -> None:
    looks = {(line.get("stroke"), line.get("stroke-dasharray")) for line in drawn(made(*[(1.0, 0.5)] * 35))}
    assert len(looks) == len(COLOURS) * len(DASHES) == 35


def test_a_larger_loss_lies_higher_and_what_is_not_finite_is_left_out() -> None:
    first, second = drawn(made((2.0, float("nan"), 1.0), (0.5, float("inf"), 0.5)))
    points = [
        [tuple(map(float, point.split(","))) for point in str(line.get("points")).split()]
        for line in (first, second)
    ]
    assert [len(one) for one in points] == [2, 2]
    assert points[0][0][1] < points[0][1][1] < points[1][0][1]


def test_one_epoch_and_equal_values_are_drawn() -> None:
    assert len(drawn(made((0.0,), (0.0, 0.0)))) == 2


def test_without_validation_the_training_loss_is_drawn() -> None:
    assert "Training loss of 1 run<" in curves_svg(made((1.0, 0.5), name="loss"))
    with pytest.raises(DataError, match="None of the runs has a finished epoch"):
        curves_svg(made(()))


def test_names_are_text_and_the_picture_is_told() -> None:
    page = plot_file(made((1.0, 0.25)), ".html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;0&lt;/script&gt;.mlw ends at 0.25 after epoch 2" in page
    assert plot_file(made((1.0,)), ".SVG").startswith(b"<svg")
    with pytest.raises(ConfigurationError, match=r"an \.svg or an .html file; got one that ends in '\.png'"):
        plot_file(made((1.0,)), ".png")
