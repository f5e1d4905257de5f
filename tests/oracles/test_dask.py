"""A race on a local Dask cluster gives the same numbers as one in processes of our own, bit by bit.

Run by ``make oracles``, where Dask is installed; without it these tests fail, they do not skip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from distributed import LocalCluster

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.session.race.dask_cluster import dask_executor
from mlwidgets.session.race.race import Race
from mlwidgets.session.race.state import RaceStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 120


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("moons", batch_size=8)
    yield made
    made.close()


def numbers(race: Race, **plan: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - fields of a plan
    race.start(**plan)
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.FINISHED, race.state.error
    return [
        (one.entrant, one.seed, one.learning_rate, one.updates, one.training, one.validation, one.ended)
        for one in race.state.results
    ]


@pytest.mark.filterwarnings("default")  # Dask's own are none of ours
def test_a_dask_cluster_gives_the_same_race(cluster: LocalCluster, experiment: Experiment) -> None:
    executor = dask_executor(cluster.scheduler_address)
    race = Race(experiment, executor=executor, at_once=2)
    plan = {"seeds": 2, "updates": 40, "rates": "tuned"}
    assert numbers(race, **plan) == numbers(experiment.race, **plan)
    assert race.state.where == "ClientExecutor"
    race.start(seeds=10, updates=20_000)
    race.stop()
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.STOPPED
    executor.shutdown(wait=False)
    executor._client.close()  # type: ignore[attr-defined]  # or it would look for its cluster for ever


@pytest.mark.parametrize("address", ["", None, 3, "nonsense://x"])
def test_an_address_that_cannot_be_is_a_sentence(address: Any) -> None:  # noqa: ANN401 - whatever it is
    with pytest.raises(ConfigurationError, match=r"\."):
        dask_executor(address)
