"""The files of the web page: complete, the same numbers in each of them, and harmless."""

from __future__ import annotations

import base64
import json
import re

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.engine import Sequential, layers, losses, optimizers
from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.interchange.tfjs import model_from_files
from mlwidgets.interchange.web.examples import Examples
from mlwidgets.interchange.web.inputs import Inputs
from mlwidgets.interchange.web.page import checked_title, one_document, web_app_files
from mlwidgets.interchange.web.reading import reading_of, training_of

NASTY = '</script><script>alert(1)</script> & "quoted" <b>\''


def small(units: int = 2, activation: str = "softmax", *, width: int = 2) -> Sequential:
    return Sequential([layers.Input((width,)), layers.Dense(3), layers.Dense(units, activation=activation)])


def files_of(
    name: str = "circle", *, model: Sequential | None = None, title: str = "Mine"
) -> dict[str, bytes]:
    data = load(name)
    inputs = Inputs.of(data)
    return web_app_files(
        model or small(data.n_classes or 1, width=inputs.shape[0]),
        inputs,
        loss=losses.get("sparse_categorical_crossentropy"),
        optimizer=optimizers.get("adam"),
        title=title,
        examples=Examples.of(data, inputs),
    )


def data_of(files: dict[str, bytes]) -> dict[str, object]:
    text = files["data.js"].decode()
    assert text.startswith("window.mlwidgetsPage = ")
    plain: dict[str, object] = json.loads(text.removeprefix("window.mlwidgetsPage = ").rstrip(";\n"))
    return plain


def test_all_files_are_there_and_hold_the_same_network() -> None:
    model = small()
    files = files_of(model=model)
    assert {"index.html", "page.js", "style.css", "tensorflow.js", "LICENSE-tensorflowjs.txt"} <= set(files)
    assert {"model.json", "inputs.json", "labels.txt", "predict.mjs", "prepare.mjs", "README.txt"} <= set(
        files
    )
    read = model_from_files({name: files[name] for name in files if name == "model.json" or ".bin" in name})
    for mine, theirs in zip(model.get_weights(), read.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    data = data_of(files)
    assert data["model"] == json.loads(files["model.json"])
    shards = b"".join(files[name] for name in sorted(files) if name.endswith(".bin"))
    assert base64.b64decode(str(data["weights"])) == shards
    assert files["labels.txt"] == b"outside\ninside\n"
    assert json.loads(files["inputs.json"])["steps"]["features"] == ["x1", "x2"]
    assert b"Apache License" in files["LICENSE-tensorflowjs.txt"]
    assert b"tfjs-core" in files["tensorflow.js"]
    size = sum(map(len, files.values()))
    print(f"the folder of a small network: {size:,} bytes")  # noqa: T201 - asked for
    assert size < 1_000_000


def test_the_page_loads_only_its_own_files_and_may_ask_nobody() -> None:
    html = files_of()["index.html"].decode()
    policy = html.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "connect-src" not in policy
    loaded = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert loaded == ["style.css", "tensorflow.js", "data.js", "page.js"]


@pytest.mark.parametrize("title", [NASTY, "Ω – “my” page"])
def test_a_title_is_text_wherever_it_stands(title: str) -> None:
    files = files_of(title=title)
    html = files["index.html"].decode()
    assert "<script>" not in html
    assert b"<" not in files["data.js"]
    assert data_of(files)["title"] == title
    document = one_document(files)
    assert len(re.findall("<script", document.replace("\\u003c", ""))) >= 3
    scripts = re.findall(r"<script>(.*?)</script>", document, re.DOTALL)
    assert [script.strip() for script in scripts] == [
        re.sub("</(?=script)", r"<\\/", files[name].decode(), flags=re.IGNORECASE).strip()
        for name in ("tensorflow.js", "data.js", "page.js")
    ]


@pytest.mark.parametrize("title", ["", "  \n", "x" * 121, "\ud800", None, 3, ["a"]])
def test_other_titles_are_refused(title: object) -> None:
    with pytest.raises(ConfigurationError, match="title"):
        checked_title(title)


def test_a_layer_that_tensorflowjs_lacks_is_named() -> None:
    model = Sequential([layers.Input((2,)), layers.Dense(4, activation="hard_sigmoid"), layers.Dense(2)])
    with pytest.raises(ConfigurationError, match="hard_sigmoid"):
        files_of(model=model)


def test_weights_that_are_no_numbers_are_refused() -> None:
    model = small()
    model.vector[0] = np.nan
    with pytest.raises(SessionStateError, match="infinite or not a number"):
        files_of(model=model)


def test_rows_of_a_table_and_pictures_of_ones_own_stay_at_home() -> None:
    data = load("penguins")
    assert Examples.of(data, Inputs.of(data)) is None
    digits = load("mnist")
    parts = {name: getattr(digits, name)[:20] for name in ("x_train", "y_train", "x_test", "y_test")}
    for name, config in (("mine", None), ("mnist", {"name": "mnist", "pictures": {}})):
        mine = Dataset(
            name=name, class_names=digits.class_names, source="", licence="", config=config, **parts
        )
        assert Examples.of(mine, Inputs.of(mine)) is None
    points = load("circle")
    some = Examples.of(points, Inputs.of(points))
    assert some is not None
    assert len(some.x) == len(some.y) <= 300
    pictures = digits
    chosen = Examples.of(pictures, Inputs.of(pictures))
    assert chosen is not None
    assert np.bincount(chosen.y).tolist() == [6] * 10
    # What the page makes of the bytes is what the network has learned from.
    first = int(np.flatnonzero((pictures.x_train == chosen.x[0] / np.float32(255)).all(axis=(1, 2, 3)))[0])
    assert pictures.y_train[first] == chosen.y[0]


@pytest.mark.parametrize(
    ("loss", "units", "activation", "expected"),
    [
        (losses.SparseCategoricalCrossentropy(), 2, "softmax", ("classes", "linear", True)),
        (losses.SparseCategoricalCrossentropy(from_logits=True), 2, "linear", ("classes", "softmax", True)),
        (losses.BinaryCrossentropy(from_logits=True), 1, "linear", ("one_output", "sigmoid", True)),
        (losses.BinaryCrossentropy(), 1, "sigmoid", ("one_output", "linear", True)),
        (losses.Hinge(), 1, "tanh", ("one_output", "linear", False)),
    ],
)
def test_how_outputs_are_read(
    loss: losses.Loss, units: int, activation: str, expected: tuple[str, str, bool]
) -> None:
    reading = reading_of(Inputs.of(load("circle")), small(units, activation), loss)
    assert (reading["kind"], reading["activation"], reading["probabilities"]) == expected
    assert reading["no"] == (-1 if isinstance(loss, losses.Hinge) else 0)


def test_optimizers_that_tensorflowjs_has_are_kept_and_others_are_named() -> None:
    loss = losses.Huber(2.0)
    made = training_of(loss, optimizers.SGD(0.1, momentum=0.9, nesterov=True), 8)
    assert made["optimizer"] == {"name": "momentum", "settings": [0.9, True]}
    assert made["loss"] == {"name": "huber", "from_logits": False, "label_smoothing": 0.0, "delta": 2.0}
    assert (made["learning_rate"], made["note"]) == (0.1, "")
    made = training_of(loss, optimizers.AdamW(0.1), 8)
    assert made["optimizer"]["name"] == "adam"
    assert made["learning_rate"] == 0.001
    assert "AdamW" in made["note"]
    made = training_of(loss, optimizers.Adam(0.02, clipnorm=1.0), 8)
    assert made["learning_rate"] == 0.02
    assert "clipped" in made["note"]
    for name in optimizers.OPTIMIZERS.names:
        assert training_of(loss, optimizers.get(name), 8)["optimizer"]["settings"] is not None
