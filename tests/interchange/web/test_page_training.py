"""The exported page's network, with its own TensorFlow.js: the engine's predictions, losses and updates."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
from deno import find_deno_bin

from mlwidgets.data import Dataset, load
from mlwidgets.engine import Sequential, layers, losses, optimizers
from mlwidgets.interchange.web.inputs import Inputs
from mlwidgets.interchange.web.page import web_app_files
from mlwidgets.interchange.web.page_files import fixed_files
from tests.packaging.test_floors import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray

COUNT = 4  # examples: what the page takes for its first batch
RATE = 0.05


class Trained:
    """A network and examples, with what the engine says before and after one update."""

    def __init__(self, dataset: Dataset, loss: losses.Loss, optimizer: Any, end: str, units: int) -> None:  # noqa: ANN401 - a class
        rng = np.random.default_rng(7)
        width = dataset.input_shape[0]
        self.model = Sequential(
            [layers.Input((width,)), layers.Dense(5, activation="tanh"), layers.Dense(units, activation=end)],
            seed=3,
        )
        self.dataset, self.loss = dataset, loss
        self.x = rng.normal(0, 1, (COUNT, width)).astype(np.float32)
        self.labels: AnyArray = (
            np.array([0, 1, 1, 0]) if dataset.n_classes else rng.uniform(1, 3, COUNT).astype(np.float32)
        )
        self.optimizer = type(optimizer).from_config(optimizer.get_config())  # it remembers its model

    def page(self) -> dict[str, Any]:
        """Return what the page is given."""
        inputs = Inputs.of(self.dataset)
        files = web_app_files(self.model, inputs, loss=self.loss, optimizer=self.optimizer, title="t")
        data = json.loads(files["data.js"].decode().removeprefix("window.mlwidgetsPage = ").rstrip(";\n"))
        return {"data": data, "x": self.x.tolist(), "y": self.labels.tolist()}

    def update(self, reading: dict[str, Any]) -> tuple[AnyArray, float, AnyArray]:
        """Return outputs, the loss, and outputs after one update, as the engine has them."""
        y: AnyArray = self.labels
        if reading["kind"] == "one_output":
            y = np.where(y == 1, reading["yes"], reading["no"]).astype(np.float32)
        elif self.dataset.n_classes and not isinstance(self.loss, losses.SparseCategoricalCrossentropy):
            y = np.eye(2, dtype=np.float32)[y]
        self.model.compile(self.optimizer, self.loss)
        before = self.model.predict(self.x)
        loss = self.model.train_on_batch(self.x, y)["loss"]
        return before, loss, self.model.predict(self.x)


def cases() -> list[Trained]:
    """Return a network for each loss and each optimizer that the page has."""
    classes, x = load("circle"), np.linspace(1, 2, 20).reshape(10, 2)
    number = Dataset(
        name="n", x_train=x, y_train=x[:, 0], x_test=x, y_test=x[:, 0], class_names=(), source="", licence=""
    )
    sgd = optimizers.SGD(RATE)
    plain = losses.SparseCategoricalCrossentropy
    made = [
        Trained(classes, plain(), sgd, "softmax", 2),
        Trained(classes, plain(from_logits=True), sgd, "linear", 2),
        Trained(classes, losses.CategoricalCrossentropy(label_smoothing=0.2), sgd, "softmax", 2),
        Trained(
            classes, losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1), sgd, "linear", 2
        ),
        Trained(classes, losses.BinaryCrossentropy(), sgd, "sigmoid", 1),
        Trained(classes, losses.BinaryCrossentropy(label_smoothing=0.2), sgd, "sigmoid", 1),
        Trained(classes, losses.BinaryCrossentropy(from_logits=True), sgd, "linear", 1),
        Trained(classes, losses.Hinge(), sgd, "linear", 1),
        Trained(classes, losses.SquaredHinge(), sgd, "tanh", 1),
        Trained(classes, losses.MeanSquaredError(), sgd, "tanh", 1),
        Trained(classes, losses.CategoricalHinge(), sgd, "softmax", 2),
        Trained(classes, losses.KLDivergence(), sgd, "softmax", 2),
    ]
    regression = (
        *(losses.MeanSquaredError(), losses.MeanAbsoluteError(), losses.MeanAbsolutePercentageError()),
        *(losses.Huber(), losses.Huber(0.3), losses.LogCosh()),
    )
    positive = (losses.MeanSquaredLogarithmicError(), losses.Poisson())
    others = (
        *(optimizers.SGD(RATE, momentum=0.9), optimizers.SGD(RATE, momentum=0.9, nesterov=True)),
        *(optimizers.Adam(RATE), optimizers.Adamax(RATE), optimizers.RMSprop(RATE), optimizers.Adagrad(RATE)),
    )
    return [
        *made,
        *(Trained(number, loss, sgd, "linear", 1) for loss in regression),
        *(Trained(number, loss, sgd, "softplus", 1) for loss in positive),
        *(Trained(classes, plain(), optimizer, "softmax", 2) for optimizer in others),
    ]


def test_every_loss_and_optimizer_of_the_page_gives_the_engines_numbers(tmp_path: Path) -> None:
    script = tmp_path / "tensorflow.js"
    script.write_bytes(fixed_files()["tensorflow.js"])
    networks = cases()
    pages = [one.page() for one in networks]
    command = [str(find_deno_bin()), "run", "--quiet", "--no-lock", "--allow-read"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "tests/interchange/web/page_training.ts", str(script)],
        input=json.dumps({"pages": pages}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    for one, page, said in zip(networks, pages, json.loads(done.stdout), strict=True):
        reading = page["data"]["reading"]
        before, loss, after = one.update(reading)
        name = f"{one.loss} {one.optimizer}"
        shown = [[*answer["shares"], *answer["numbers"]] for answer in (*said["before"], *said["after"])]
        wanted = np.concatenate([as_shown(before, reading), as_shown(after, reading)])
        np.testing.assert_allclose(said["loss"], loss, rtol=2e-5, err_msg=name)
        # TensorFlow.js adds Adam's epsilon in another place than Keras: a little in the first step.
        np.testing.assert_allclose(shown, wanted, atol=2e-5, rtol=2e-5, err_msg=name)
        assert said["back"] == said["before"]
        assert not said["broken"]


def as_shown(output: AnyArray, reading: dict[str, Any]) -> AnyArray:
    """Return outputs as the page shows them."""
    values = np.asarray(output, np.float64)
    if reading["activation"] == "sigmoid":
        values = 1 / (1 + np.exp(-values))
    if reading["activation"] == "softmax":
        values = np.exp(values) / np.exp(values).sum(axis=1, keepdims=True)
    if reading["kind"] != "one_output":
        return values
    yes = np.clip((values - reading["no"]) / (reading["yes"] - reading["no"]), 0, 1)
    return np.concatenate([1 - yes, yes], axis=1)
