"""Weights of the default digits network at four moments of its training, read from a bundled file."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.training.moment import Position
from mlwidgets.errors import DataError
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.arrays import Array
    from mlwidgets.spec.settings import Settings

BUNDLED = Path(__file__).parent / "digits_network.npz"

STAGE = OneOf(name="stage", options=("0", "10", "100", "all"))
"""After how many updates."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One moment of the training that the package ships.

    Attributes
    ----------
    name : {"0", "10", "100", "all"}
        After how many updates.
    position : Position
        How far the run had come.
    vector : ndarray of float32
        All weights, in the order of `Sequential.vector`.
    test_accuracy : float
        Share of the test digits that the network gets right with these very weights.
    """

    name: str
    position: Position
    vector: Array
    test_accuracy: float

    def put_into(self, trainer: Trainer[Sequential]) -> None:
        """Give a new trainer these weights and this position; its optimizer and history begin here."""
        trainer.restore(replace(trainer.moment(), weights=self.vector, position=self.position))


@dataclass(frozen=True, eq=False)
class LearnedNetwork:
    """A network with the stages of its training.

    Attributes
    ----------
    settings : dict
        What `Experiment` has to be given for the same training.
    layers : list of dict
        The stack.
    learned_from : int
        How many digits it was trained on.
    stages : dict of str to Stage
        By name, from random weights to the last update.
    """

    settings: dict[str, Any]
    layers: list[dict[str, Any]]
    learned_from: int
    stages: dict[str, Stage]

    def suits(self, settings: Settings) -> bool:
        """Return whether the weights are for these data, this stack and these settings of the training."""
        return (
            settings.dataset.name == "mnist"
            and [layer.to_dict() for layer in settings.layers] == self.layers
            and settings.loss.name == self.settings["loss"]
            and settings.seed == self.settings["seed"]
            and settings.class_weight is None
        )


def write(path: Path, network: LearnedNetwork) -> None:
    """Write a network as an ``.npz`` file without dates, so that the same numbers give the same arrays."""
    about = {
        "settings": network.settings,
        "layers": network.layers,
        "learned_from": network.learned_from,
        "stages": {
            name: {
                "epoch": stage.position.epoch,
                "start": stage.position.start,
                "iteration": stage.position.iteration,
                "test_accuracy": stage.test_accuracy,
            }
            for name, stage in network.stages.items()
        },
    }
    vectors: dict[str, Any] = {f"after_{name}": stage.vector for name, stage in network.stages.items()}
    text = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez_compressed(path, about=text, **vectors)


def read(path: Path) -> LearnedNetwork:
    """Read what `write` has written.

    Raises
    ------
    mlwidgets.errors.DataError
        The file is missing, cut off, or does not hold what it says.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            about = json.loads(archive["about"].tobytes())
            stages = {name: _stage(name, about["stages"][name], archive) for name in STAGE.options}
            return LearnedNetwork(about["settings"], about["layers"], about["learned_from"], stages)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            f"{path} must hold the learned network that ships with mlwidgets; it cannot be read ({error}). "
            "Install mlwidgets again."
        ) from error


@cache
def learned_network() -> LearnedNetwork:
    """Return the bundled network, read when it is first asked for."""
    return read(BUNDLED)


def _stage(name: str, facts: dict[str, Any], archive: Any) -> Stage:  # noqa: ANN401 - NumPy's NpzFile
    vector = archive[f"after_{name}"]
    if vector.dtype != np.float32 or vector.ndim != 1 or not np.isfinite(vector).all():
        raise ValueError(f"after_{name} is no list of finite float32 numbers")
    vector.setflags(write=False)
    position = Position(int(facts["epoch"]), int(facts["start"]), int(facts["iteration"]))
    return Stage(name, position, vector, float(facts["test_accuracy"]))
