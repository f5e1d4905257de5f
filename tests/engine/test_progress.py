"""The progress bar of `fit`."""

from __future__ import annotations

import io
import re

import pytest

from mlwidgets.engine import Trainer
from mlwidgets.engine.progress import ProgressBar, verbosity
from mlwidgets.engine.training.loop import fit
from mlwidgets.errors import ConfigurationError
from tests.engine.support import blobs, classifier


def test_one_line_stays_for_each_epoch_with_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    x, y = blobs(40)
    history = classifier().fit(x, y, batch_size=10, epochs=3, validation_data=(x, y))
    written = capsys.readouterr().out
    assert written.count("\n") == 3
    lines = [line.split("\x1b[K")[-1] for line in written[:-1].split("\n")]
    assert len(lines) == 3
    for number, line in enumerate(lines):
        assert re.match(rf"Epoch {number + 1}/3 █{{20}} \d+ s  loss ", line)
        for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
            assert f"  {name} {history.history[name][number]:.4g}" in line


def test_verbose_off_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    x, y = blobs(20)
    classifier().fit(x, y, verbose=False)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("value", ["yes", 3, -1, 1.0, None, [1]])
@pytest.mark.parametrize("method", ["fit", "evaluate", "predict"])
def test_verbose_is_one_of_those_of_keras(method: str, value: object) -> None:
    x, y = blobs(20)
    arguments = (x,) if method == "predict" else (x, y)
    with pytest.raises(ConfigurationError, match="verbose must be True, False, 0"):
        getattr(classifier(), method)(*arguments, verbose=value)


def test_the_ways_to_say_verbose() -> None:
    assert [verbosity(value) for value in (False, True, 0, 1, 2, "auto")] == [0, 1, 0, 1, 2, 1]


def test_verbose_two_is_one_plain_line_an_epoch(capsys: pytest.CaptureFixture[str]) -> None:
    x, y = blobs(40)
    classifier().fit(x, y, batch_size=10, epochs=2, verbose=2)
    lines = capsys.readouterr().out.splitlines()
    assert [bool(re.fullmatch(r"Epoch [12]/2 \d+ s  loss \S+  accuracy \S+", line)) for line in lines] == [
        True,
        True,
    ]


@pytest.mark.parametrize("verbose", [0, 1, 2])
def test_evaluate_and_predict_show_what_fit_shows(capsys: pytest.CaptureFixture[str], verbose: int) -> None:
    x, y = blobs(40)
    model = classifier()
    logs = model.evaluate(x, y, batch_size=16, verbose=verbose)
    model.predict(x, batch_size=16, verbose=verbose)
    written = capsys.readouterr().out
    lines = [line.split("\x1b[K")[-1] for line in written[:-1].split("\n")] if written else []
    bar = " " + "█" * 20 if verbose == 1 else ""
    wanted = [f"Evaluating{bar} 0 s  loss {logs['loss']:.4g}  accuracy {logs['accuracy']:.4g}"]
    assert lines == [*wanted, f"Predicting{bar} 0 s"][: 2 * bool(verbose)]
    assert ("\r" in written) is (verbose == 1)


@pytest.mark.parametrize(
    ("epoch", "number", "filled"),
    [(0.0, 0, 20), (0.05, 1, 1), (0.5, 1, 10), (1.0, 1, 20), (1.25, 2, 5), (2.0, 2, 20)],
)
def test_the_bar_fills_once_an_epoch(epoch: float, number: int, filled: int) -> None:
    stream = io.StringIO()
    ProgressBar(2, stream).show(epoch, {"loss": 1.23456789})
    line = stream.getvalue()
    if epoch > 0:
        assert f"Epoch {number}/2 " in line
        assert line.count("█") == filled
    assert line.count("█") + line.count("░") == 20
    assert line.endswith("loss 1.235")


def test_at_most_ten_lines_a_second_and_the_last_is_never_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr("mlwidgets.engine.progress.time.monotonic", lambda: next(clock) / 1000)
    stream = io.StringIO()
    bar = ProgressBar(1, stream)
    for update in range(1000):
        bar.show((update + 1) / 1000, {"loss": float(update)})
    assert 9 <= stream.getvalue().count("\r") <= 11
    bar.end_line()
    assert stream.getvalue().endswith("loss 999\n")


def test_the_bar_never_shows_a_slice_of_the_validation_data_as_the_loss(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[dict[str, float]] = []
    monkeypatch.setattr(ProgressBar, "show", lambda _self, _epoch, logs: shown.append(logs))
    x, y = blobs(40)
    many, labels = blobs(600, seed=4)
    run = Trainer(classifier(), x, y, batch_size=40, validation_data=(many, labels))
    history = fit(run, verbose=1)
    assert len(shown) == 2
    assert shown[0]["loss"] == history.batch_logs["loss"][0]
    assert shown[1]["val_loss"] == history.history["val_loss"][0]
