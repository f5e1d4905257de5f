"""The network that ships with the package: it is what it says, and a file that is not is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, DataError, SessionStateError
from mlwidgets.session import Experiment, Status
from mlwidgets.session.learned.build_stages import build
from mlwidgets.session.learned.opening import is_shipped, learned_experiment, load_stage
from mlwidgets.session.learned.stages import BUNDLED, STAGE, learned_network, read, write
from tests.session.support import settled

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_small_and_every_stage_is_as_good_as_it_says() -> None:
    assert BUNDLED.stat().st_size < 100_000
    network = learned_network()
    assert network.learned_from == 4_000
    accuracies = [stage.test_accuracy for stage in network.stages.values()]
    assert accuracies == sorted(accuracies)
    assert accuracies[-1] > 0.97
    experiment = learned_experiment()
    for name, stage in network.stages.items():
        load_stage(experiment, name)
        assert experiment.measure_test().logs["accuracy"] == pytest.approx(stage.test_accuracy, abs=1e-6)
    experiment.close()


def test_the_script_makes_these_very_stages(tmp_path: Path) -> None:
    made = build(epochs=1)
    for name in ("0", "10", "100"):
        kept = learned_network().stages[name]
        # Another processor may round another way: a few updates later that is still next to nothing.
        np.testing.assert_allclose(made.stages[name].vector, kept.vector, atol=2e-3)
        assert made.stages[name].position == kept.position
    assert made.stages["all"].position.iteration == 125
    write(tmp_path / "made.npz", made)
    again = read(tmp_path / "made.npz")
    assert again.layers == made.layers
    assert again.settings == made.settings
    for name in STAGE.options:
        np.testing.assert_array_equal(again.stages[name].vector, made.stages[name].vector)


def test_the_run_stands_where_the_weights_were_kept_and_goes_on() -> None:
    experiment = learned_experiment("100")
    settled(experiment)
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert (snapshot.iteration, snapshot.epoch, snapshot.status) == (100, 0.8, Status.PAUSED)
    experiment.step_epoch()
    settled(experiment)
    assert experiment.snapshot is not None
    assert (experiment.snapshot.iteration, experiment.snapshot.epoch) == (125, 1.0)
    load_stage(experiment, "all")
    settled(experiment)
    assert str(experiment.status) == "finished"
    experiment.reset()
    settled(experiment)
    assert str(experiment.status) == "ready"
    np.testing.assert_array_equal(experiment.model.vector, learned_network().stages["0"].vector)
    experiment.close()


def test_run_after_the_last_stage_begins_with_random_weights() -> None:
    experiment = learned_experiment()
    experiment.step_batch()
    settled(experiment)
    assert experiment.stage is None
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration == 1
    experiment.close()


def test_a_change_of_the_network_leaves_the_stage() -> None:
    experiment = learned_experiment()
    assert is_shipped(experiment)
    experiment.seed = 1
    settled(experiment)
    assert experiment.stage is None
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration == 0
    with pytest.raises(SessionStateError, match="fit the default digits network only"):
        load_stage(experiment, "all")
    experiment.close()


def test_other_data_have_no_stages_and_an_unknown_stage_is_refused() -> None:
    other = Experiment("spiral")
    assert not is_shipped(other)
    with pytest.raises(ConfigurationError, match="stage"):
        load_stage(other, "1000")
    other.close()


@pytest.mark.parametrize("kept", [0, 10, 1_000, 40_000, -1])
def test_a_file_that_is_cut_off_is_refused_in_a_sentence(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "cut.npz"
    path.write_bytes(BUNDLED.read_bytes()[:kept])
    with pytest.raises(DataError, match=r"must hold the learned network .* Install mlwidgets again\."):
        read(path)


@pytest.mark.parametrize(
    "vector", [np.full(3, np.nan, np.float32), np.zeros(3), np.zeros((1, 3), np.float32)]
)
def test_numbers_that_are_no_weights_are_refused(tmp_path: Path, vector: np.ndarray) -> None:
    path = tmp_path / "odd.npz"
    with np.load(BUNDLED) as archive:
        np.savez(path, **{**archive, "after_100": vector})
    with pytest.raises(DataError, match="after_100 is no list of finite float32 numbers"):
        read(path)


def test_one_byte_changed_is_noticed(tmp_path: Path) -> None:
    data = bytearray(BUNDLED.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "changed.npz"
    path.write_bytes(data)
    with pytest.raises(DataError):
        read(path)


def test_training_of_ones_own_that_a_stage_replaces_comes_back() -> None:
    experiment = learned_experiment("10")
    settled(experiment)
    assert experiment.at_stage
    assert experiment.note == ""
    experiment.step_batch()
    settled(experiment)
    own = experiment.model.vector.copy()
    assert not experiment.at_stage
    load_stage(experiment, "100")
    assert experiment.note == "Loaded the weights after 100 updates."
    experiment.undo()
    np.testing.assert_array_equal(experiment.model.vector, own)
    experiment.close()
