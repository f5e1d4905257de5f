"""Train the digits network that ships with the package: ``python -m mlwidgets.session.learned.build_stages``.

It is the default network on the bundled digits with the default settings and seed 0, so anybody can check it:
the same NumPy and the same processor give the same numbers, others very nearly so.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.engine.training.moment import Position
from mlwidgets.session.experiment import Experiment
from mlwidgets.session.learned.stages import BUNDLED, STAGE, LearnedNetwork, Stage, write
from mlwidgets.session.run.build_trainer import build_trainer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential, Trainer


def build(epochs: int) -> LearnedNetwork:
    """Train for so many epochs and keep the weights at each stage.

    Parameters
    ----------
    epochs : int
        Passes over the training digits until "all".
    """
    experiment = Experiment("mnist", epochs=epochs)
    trainer = build_trainer(experiment.settings, experiment.split)
    stages = {}
    for name in STAGE.options:
        last = None if name == "all" else int(name)
        while not trainer.finished and (last is None or trainer.iteration < last):
            next(trainer)
        stages[name] = _stage(name, trainer, experiment)
    settings, layers = experiment.settings, experiment.layers
    kept = {
        "loss": settings.loss.name,
        "optimizer": settings.optimizer.name,
        "learning_rate": settings.learning_rate,
        "batch_size": settings.batch_size,
        "seed": settings.seed,
    }
    experiment.close()
    return LearnedNetwork(kept | {"epochs": epochs}, layers, len(trainer.x), stages)


def _stage(name: str, trainer: Trainer[Sequential], experiment: Experiment) -> Stage:
    data = experiment.dataset
    measured = trainer.model.measure(data.x_test, data.y_test)
    seen = round((trainer.progress - trainer.epoch) * len(trainer.x))
    position = Position(trainer.epoch, seen, trainer.iteration)
    return Stage(name, position, trainer.model.vector.copy(), round(float(measured.logs["accuracy"]), 6))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; by default that of the process.

    Returns
    -------
    int
        Exit status: 0.
    """
    parser = argparse.ArgumentParser(
        prog="python -m mlwidgets.session.learned.build_stages", description=__doc__
    )
    parser.add_argument("--output", type=Path, default=BUNDLED, help="file to write (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=20, help="passes over the data (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    network = build(chosen.epochs)
    write(chosen.output, network)
    shares = ", ".join(f"{name}: {stage.test_accuracy:.1%}" for name, stage in network.stages.items())
    sys.stdout.write(f"Wrote {chosen.output} ({chosen.output.stat().st_size:,} bytes). {shares}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
