"""What the exported page makes of what a visitor gives is what Python makes of it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load, normalize_digit
from mlwidgets.data.pictures.own.settings import Fit
from mlwidgets.data.pictures.own.uniform import fitted
from mlwidgets.data.plane.features import FEATURES, expand
from mlwidgets.data.prepare.plan import ColumnPlan, Encode, Impute, Plan, Role, Scale, SplitPlan
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.data.tables.table import MISSING, Column, Kind, Table
from mlwidgets.explain.network.answers import OneOutput
from mlwidgets.interchange.web.columns import column_steps
from mlwidgets.interchange.web.inputs import Inputs
from tests.interchange.web.in_deno import in_the_page

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

ROWS = 400
SIDE = 112


def every_column() -> PreparedTable:
    """Return a table with a column for each way of preparing one, with missing values."""
    rng = np.random.default_rng(0)
    columns: list[Column] = []
    plans: dict[str, ColumnPlan] = {}

    def add(column: Column, **plan: Any) -> None:  # noqa: ANN401 - choices
        columns.append(column)
        plans[column.name] = ColumnPlan(role=Role.FEATURE, kind=column.kind, **plan)

    for impute, scale in product(Impute, Scale):
        name = f"{impute} {scale}"
        numbers = np.round(rng.normal(3, 50, ROWS), 2)
        numbers[rng.random(ROWS) < 0.1] = np.nan
        add(Column(name=name, kind=Kind.NUMBER, values=numbers), impute=impute, scale=scale)
        seconds = rng.integers(-(10**9), 2 * 10**9, ROWS) // 86_400 * 86_400
        days = seconds.astype("datetime64[s]")
        days[rng.random(ROWS) < 0.1] = np.datetime64("NaT")
        add(Column(name=f"{name} date", kind=Kind.DATE, values=days), impute=impute, scale=scale)
        for encode in Encode:
            levels = ("b", "10", "9", "<a>", "")[: 5 if encode is Encode.ORDINAL else 4]
            codes = rng.integers(0, len(levels) - 1, ROWS).astype(np.int32)
            codes[rng.random(ROWS) < 0.1] = MISSING
            column = Column(name=f"{name} {encode}", kind=Kind.CATEGORY, values=codes, levels=levels)
            add(column, impute=impute, scale=scale, encode=encode)
    add(Column(name="all the same", kind=Kind.NUMBER, values=np.full(ROWS, 7.0)))
    target = Column(name="y", kind=Kind.NUMBER, values=rng.normal(size=ROWS))
    table = Table(name="all", columns=(*columns, target), source="", licence="", config={})
    plans["y"] = ColumnPlan(role=Role.TARGET, kind=Kind.NUMBER)
    return PreparedTable(table, Plan(columns=plans, split=SplitPlan(method="random")))  # type: ignore[arg-type]


def random_rows(prepared: PreparedTable, count: int) -> list[dict[str, str]]:
    """Return rows as they are typed: values of the table, others, and missing ones."""
    rng = np.random.default_rng(1)
    rows = []
    for _ in range(count):
        row: dict[str, str] = {}
        for name in prepared.plan.features:
            column = prepared.table.column(name)
            if rng.random() < 0.2:
                row[name] = ""
            elif column.kind is Kind.NUMBER:
                row[name] = repr(
                    float(rng.choice([rng.normal(0, 1e3), rng.normal(0, 1e-3), 1e30, -0.0, 5.0]))
                )
            elif column.kind is Kind.DATE:
                row[name] = str(np.datetime64(int(rng.integers(-20_000, 30_000)), "D"))
            else:
                row[name] = str(rng.choice(column.levels))
        rows.append(row)
    return rows


def test_thousands_of_values_of_every_kind_of_column() -> None:
    prepared = every_column()
    inputs = Inputs(
        kind="row", shape=(len(prepared.inputs),), steps={"columns": column_steps(prepared)}, target={}
    )
    rows = random_rows(prepared, 300)
    wanted = np.concatenate([prepared.transform(prepared.row_of(row)) for row in rows])
    made = np.array(in_the_page(inputs, rows=rows)["rows"])
    assert made.shape == wanted.shape
    np.testing.assert_allclose(made, wanted, rtol=1e-6, atol=1e-7)
    assert (made.astype(np.float32) == wanted).mean() > 0.999  # nearly always to the last bit


@pytest.mark.parametrize("name", ["penguins", "diabetes", "breast_cancer"])
def test_the_rows_of_bundled_tables(name: str) -> None:
    dataset = load(name)
    prepared = dataset.prepared
    assert prepared is not None
    rows = [dict(prepared.cells(int(row))) for row in prepared.parts.test]
    made = np.array(in_the_page(Inputs.of(dataset), rows=rows)["rows"])
    again = np.concatenate([prepared.transform(prepared.row_of(row)) for row in rows])
    np.testing.assert_allclose(made, again, rtol=1e-6, atol=1e-7)


def test_what_is_no_number_is_refused_and_what_a_person_writes_is_taken() -> None:
    dataset = load("diabetes")
    typed = [
        "",
        " 3 ",
        "1,5",
        "−2",
        "1e3",
        "abc",
        "1e999",
        "NaN",
        "Infinity",
        "0x10",
        "1 2",
        "<b>",
        "9" * 400,
    ]
    said = in_the_page(Inputs.of(dataset), typed=typed)["complaints"]
    assert said[:5] == [""] * 5
    assert all(sentence.endswith("must be a number, or empty.") for sentence in said[5:])


def test_points_with_every_feature() -> None:
    rng = np.random.default_rng(2)
    points = rng.uniform(-6, 6, (1000, 2))
    inputs = Inputs.of(load("circle"), FEATURES)
    made = in_the_page(inputs, points=points.ravel().tolist())["points"]
    np.testing.assert_allclose(
        np.reshape(made, (1000, -1)), expand(points, FEATURES).astype(np.float32), rtol=1e-6, atol=1e-6
    )


def strokes(count: int) -> list[AnyArray]:
    """Return drawings of round pens along random walks, as the pad paints them."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    drawn = []
    for _ in range(count):
        place, drawing = rng.uniform(0, SIDE, 2), np.zeros((SIDE, SIDE))
        for _ in range(int(rng.integers(1, 40))):
            place = np.clip(place + rng.normal(0, 6, 2), 0, SIDE)
            distance = np.hypot(rows + 0.5 - place[0], columns + 0.5 - place[1])
            drawing = np.maximum(drawing, np.clip(5 - distance, 0, 1))
        drawn.append(np.rint(255 * drawing).astype(np.uint8))
    return drawn


def test_drawings_become_the_digits_of_the_predict_lab() -> None:
    drawings = [np.zeros((SIDE, SIDE), np.uint8), *strokes(60)]
    inputs = Inputs.of(load("mnist"))
    made = in_the_page(inputs, side=SIDE, drawings=[one.ravel().tolist() for one in drawings])["drawings"]
    wanted = [normalize_digit(one).ravel() for one in drawings]
    np.testing.assert_allclose(made, wanted, atol=1e-6)


@pytest.mark.parametrize("channels", [1, 3])
def test_other_pictures_are_scaled_as_pictures_of_ones_own_are(channels: int) -> None:
    rng = np.random.default_rng(4)
    x = rng.random((8, 20, 20, channels)).astype(np.float32)
    y = np.array([0, 1] * 4)
    dataset = Dataset(
        name="own", x_train=x, y_train=y, x_test=x, y_test=y, class_names=("a", "b"), source="", licence=""
    )
    inputs = Inputs.of(dataset)
    assert inputs.steps["drawing"] == "plain"
    pictures = [rng.integers(0, 256, (SIDE, SIDE, channels)).astype(np.uint8) for _ in range(4)]
    planes = [[one[..., at].ravel().tolist() for at in range(channels)] for one in pictures]
    made = np.array(in_the_page(inputs, side=SIDE, pictures=planes)["pictures"]).reshape(4, 20, 20, channels)
    wanted = np.stack([fitted(one, 20, Fit.STRETCH) for one in pictures]) / 255
    np.testing.assert_allclose(made, wanted, atol=1.01 / 255)  # Pillow computes with whole numbers
    assert np.isclose(made, wanted, atol=1e-6).mean() > 0.99


def test_outputs_are_read_as_python_reads_them() -> None:
    rng = np.random.default_rng(5)
    inputs = Inputs.of(load("circle"))
    outputs = rng.normal(0, 2, (50, 1))
    for no in (0, -1):
        reading = {"kind": "one_output", "activation": "linear", "no": no, "yes": 1, "probabilities": True}
        said = in_the_page(inputs, reading=reading, outputs=outputs.tolist())["answers"]
        shares = OneOutput(no, 1).shares(outputs)
        np.testing.assert_allclose([one["shares"] for one in said], shares, atol=1e-12)
    z = np.array([[1000.0, 0.0], [0.3, -0.2]])
    reading = {"kind": "classes", "activation": "softmax", "no": 0, "yes": 1, "probabilities": True}
    said = in_the_page(inputs, reading=reading, outputs=z.tolist())["answers"]
    np.testing.assert_allclose(said[0]["shares"], [1, 0])
    np.testing.assert_allclose(said[1]["shares"][0], 1 / (1 + np.exp(-0.5)))
    table = load("diabetes")
    assert table.prepared is not None
    reading = {"kind": "numbers", "activation": "linear", "no": 0, "yes": 1, "probabilities": False}
    said = in_the_page(Inputs.of(table), reading=reading, outputs=[[0.5]])["answers"]
    np.testing.assert_allclose(said[0]["numbers"], table.prepared.in_units([0.5]))
