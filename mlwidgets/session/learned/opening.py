"""Open an experiment on the network that ships with the package, at any stage of its training."""

from __future__ import annotations

from mlwidgets.errors import SessionStateError
from mlwidgets.session.experiment import Experiment
from mlwidgets.session.learned.stages import STAGE, learned_network


def learned_experiment(stage: str = "all") -> Experiment:
    """Return an experiment whose network has learned to read digits already.

    Parameters
    ----------
    stage : {"0", "10", "100", "all"}
        After how many updates; see `load_stage`.

    Examples
    --------
    >>> experiment = learned_experiment()
    >>> round(experiment.measure_test().logs["accuracy"], 2)
    0.97
    >>> experiment.close()
    """
    experiment = Experiment("mnist")
    load_stage(experiment, stage)
    return experiment


def load_stage(experiment: Experiment, stage: str) -> None:
    """Give an experiment the shipped weights after "0", "10", "100" or "all" updates.

    The run then stands where the weights were kept and can go on from there; `Experiment.reset` goes back to
    random weights.

    Raises
    ------
    mlwidgets.errors.SessionStateError
        The experiment has another network or other data.
    """
    chosen = learned_network().stages[STAGE.check(stage)]
    if not is_shipped(experiment):
        raise SessionStateError(
            "The weights that ship with mlwidgets fit the default digits network only; this experiment has "
            "another network, other data or other settings of its training. Use learned_experiment()."
        )
    experiment.reset(chosen)


def is_shipped(experiment: Experiment) -> bool:
    """Return whether `load_stage` has weights for the data, the stack and the settings of an experiment."""
    return learned_network().suits(experiment.settings)
