"""Six hundred PNG files through the session: opened in the background, stopped, and trained on."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.pictures.own import uniform
from mlwidgets.errors import DataError
from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.data import opening
from tests.data.own_pictures import as_file, digits, zipped

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

PATIENT = 60
COUNT = 600


@pytest.fixture(scope="module")
def archive() -> bytes:
    x, y = digits(COUNT)
    return zipped({f"png/{label}/{at}.png": as_file(x[at]) for at, label in enumerate(y.tolist())})


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment("circle", batch_size=32)
    yield made
    made.close()


def test_a_zip_is_opened_trained_on_and_found_again(
    experiment: Experiment, archive: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The progress is told on the way, the settings fit, and a link finds the pictures by their content."""
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(uniform, "_TELL_SECONDS", 0.0)
    draft = experiment.data_draft
    seen = []
    draft.observe(lambda change: seen.append((change["new"].done, change["new"].total)), "work")
    draft.open_file("png.zip", archive)
    assert draft.wait(PATIENT)
    assert draft.work.status is WorkStatus.FINISHED
    steps = [done for done, total in seen if total == COUNT]
    assert len(steps) > 100
    assert steps == sorted(steps)
    data = experiment.dataset
    assert (len(data.x_train), len(data.x_test), data.n_classes) == (480, 120, 10)
    experiment.change(epochs=4)
    experiment.run()
    assert experiment.wait(PATIENT)
    assert experiment.ledger.measure_test().logs["accuracy"] > 0.4  # chance is 0.1
    assert load(experiment.to_dict()["dataset"]) is data
    experiment.undo()
    experiment.undo()
    assert experiment.dataset.name == "circle"


def test_a_reading_is_stopped_and_nothing_is_lost(
    experiment: Experiment, archive: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays, and the same file can be opened anew."""
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(uniform, "_TELL_SECONDS", 0.0)
    draft = experiment.data_draft

    def stop(_: object) -> None:
        if draft.work.status is WorkStatus.RUNNING and draft.work.done > 50:
            draft.stop()

    draft.observe(stop, "work")
    draft.open_file("png.zip", archive)
    assert draft.wait(PATIENT)
    assert draft.work.status is WorkStatus.STOPPED
    assert 50 < draft.work.done < COUNT
    assert experiment.dataset.name == "circle"
    assert not experiment.can_undo
    draft.unobserve(stop, "work")
    draft.open_file("png.zip", archive)
    assert draft.wait(PATIENT)
    assert experiment.dataset.name == "png"


def test_a_folder_is_read_in_the_background_and_its_settings_change(
    experiment: Experiment, archive: bytes, tmp_path: Path
) -> None:
    """However small the folder itself is."""
    with zipfile.ZipFile(BytesIO(archive)) as packed:
        packed.extractall(tmp_path / "digits")
    draft = experiment.data_draft
    draft.open_file(tmp_path / "digits")
    assert draft.wait(PATIENT)
    assert draft.read is not None
    first = experiment.dataset
    assert first.input_shape == (28, 28, 1)
    draft.change_reading(draft.read.settings.with_(side=14, colour="rgb"))
    assert draft.wait(PATIENT)
    assert experiment.dataset.input_shape == (14, 14, 3)
    experiment.undo()
    assert experiment.dataset is first
    with pytest.raises(DataError, match="cannot be opened as a zip archive"):
        draft.open_file("broken.zip", archive[:5000])
    assert np.array_equal(experiment.dataset.x_train, first.x_train)
