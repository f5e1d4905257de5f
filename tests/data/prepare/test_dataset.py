"""A table as a data set: its parts, its settings, and how it is found again."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import load, opened
from mlwidgets.data.prepare.dataset import opened_table, prepared_dataset, remember
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.relabelled import own_labels, relabelled
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from tests.data.prepare.makers import categories, numbers, penguins, prices, table


def test_training_and_validation_rows_are_the_training_part() -> None:
    made = penguins()
    data = prepared_dataset(made)
    assert data.prepared is not None
    parts = data.prepared.parts
    assert data.train_index is not None
    assert data.test_index is not None
    assert data.train_index.tolist() == sorted([*parts.train.tolist(), *parts.validation.tolist()])
    assert data.test_index.tolist() == parts.test.tolist()
    assert data.x_train.dtype == np.float32
    assert data.class_names == ("Adelie", "Chinstrap", "Gentoo")
    codes = made.column("species").texts(parts.test)
    assert [data.class_names[one] for one in data.y_test] == codes
    split = data.split(0.77, 5)  # the plan has divided the rows already
    assert data.train_index[split.validation_index].tolist() == parts.validation.tolist()
    assert len(split.x_train) == len(parts.train)
    with pytest.raises(ConfigurationError):
        data.split(0.95, 0)


def test_a_table_may_have_no_validation_rows() -> None:
    made = penguins()
    data = prepared_dataset(made, Plan.suggested(made).with_split(validation=0))
    split = data.split(0.5, 0)
    assert len(split.x_validation) == 0
    assert split.x_train is data.x_train


def test_it_describes_itself_in_a_sentence() -> None:
    assert prepared_dataset(penguins()).describe() == (
        "The table made has 78 rows to train on, 18 to validate with and 24 to test with: 3 features, as 6 "
        "inputs, to predict species (3 classes)."
    )
    made = prices()
    data = prepared_dataset(made, Plan.suggested(made).with_split(validation=0))
    assert data.describe() == (
        "The table prices has 96 rows to train on and 24 to test with: 2 features, as 3 inputs, to predict "
        "price (a number)."
    )


@pytest.mark.parametrize("name", bundled_tables())
def test_a_bundled_table_is_made_again_from_its_settings(name: str) -> None:
    data = load(name)
    assert load(name) is data
    assert data.config is not None
    again = load(json.loads(json.dumps(dict(data.config))))
    assert again.config == data.config
    np.testing.assert_array_equal(again.x_train, data.x_train)
    np.testing.assert_array_equal(again.y_test, data.y_test)
    other = Plan.suggested(bundled_table(name)).with_split(seed=3)
    changed = load({"name": name, "table": name, "plan": other.to_dict()})
    assert changed.x_train.tolist() != data.x_train.tolist()
    assert load({"table": name}).config == data.config


def test_an_own_table_is_found_again_by_its_content_while_python_runs() -> None:
    made = penguins(name="own")
    data = prepared_dataset(made)
    assert data.config is not None
    again = load(data.config)
    assert again.prepared is not None
    assert again.prepared.table is made
    unknown = {**data.config, "sha256": "f" * 64}
    with pytest.raises(DataError, match="The table 'own' is not open: open its file again"):
        load(unknown)


def test_only_so_many_bytes_of_tables_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest ones, also those whose texts take much; the very last always."""
    monkeypatch.setattr(opened, "KEPT_BYTES", 250_000)
    made = [
        table(categories("y", [f"{number} {row:050}" for row in range(1000)])) for number in range(3)
    ]  # 100,000 bytes each
    made = [replace(one, config={"sha256": str(number)}) for number, one in enumerate(made)]
    for one in made:
        remember(one)
    assert opened_table(made[2].config) is made[2]
    assert opened_table(made[1].config) is made[1]
    with pytest.raises(DataError):
        opened_table(made[0].config)


@pytest.mark.parametrize(
    "config",
    [
        {"table": "nothing"}, {"table": 3}, {"table": ["penguins"]}, {"table": "penguins", "plan": 3},
        {"table": "penguins", "plan": None}, {"table": "penguins", "more": 1}, {"plan": {}}, {"plan": 3},
        {"name": "penguins", "plan": {"columns": {}}}, {"table": "penguins", "plan": {"columns": {}}},
        {"name": float("nan"), "plan": {}}, {"name": "mnist", "plan": {}},
    ],
)  # fmt: skip
def test_settings_that_name_no_table_are_refused(config: dict[str, Any]) -> None:
    with pytest.raises(MLWidgetsError) as caught:
        load(config)
    assert str(caught.value).endswith((".", "?"))


def test_changed_labels_stay_with_the_table() -> None:
    data = prepared_dataset(penguins())
    changed = relabelled(data, {3: (int(data.y_train[3]) + 1) % 3})
    assert changed.prepared is data.prepared
    assert changed.split(0.2, 0).validation_index.tolist() == data.split(0.2, 0).validation_index.tolist()
    assert changed.config is not None
    again = load(changed.config)
    np.testing.assert_array_equal(again.y_train, changed.y_train)
    assert own_labels(again) == {3: int(data.y_train[3])}


@pytest.mark.parametrize("index", [[0, 0], [2, 1], [-1, 2], [96], list(range(96)), [0.5], [[1]]])
def test_positions_that_cannot_be_are_refused(index: list[Any]) -> None:
    data = prepared_dataset(penguins())
    with pytest.raises(DataError, match="validation_index must"):
        replace(data, validation_index=np.array(index))


def test_half_a_million_rows_are_quick() -> None:
    rows = 500_000
    draw = np.random.default_rng(0)
    columns = [numbers("n", [0.0])]
    columns = [
        replace(columns[0], name=f"x{one}", values=draw.normal(size=rows).round(2)) for one in range(7)
    ]
    level = categories("c", ["a", "b", "c"])
    columns += [
        replace(level, name=f"c{one}", values=draw.integers(-1, 3, rows, np.int32)) for one in range(2)
    ]
    columns.append(replace(level, name="y", values=draw.integers(0, 3, rows, np.int32)))
    made = table(*columns)
    begun = time.perf_counter()
    data = prepared_dataset(made)
    seconds = time.perf_counter() - begun
    assert len(data.x_train) + len(data.x_test) == rows
    assert seconds < 5  # about 0.5 on a machine that does nothing else; others work on it, too
