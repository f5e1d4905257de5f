"""The packages: here and fitting, too old, missing."""

from __future__ import annotations

import importlib.metadata

import pytest
from packaging.requirements import Requirement

from mlwidgets.server.doctor import packages
from mlwidgets.server.doctor.finding import State


def states() -> list[tuple[State, str]]:
    return [(found.state, found.text) for found in packages.check_packages()]


def asks_for(monkeypatch: pytest.MonkeyPatch, *requirements: str) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: ["what starts pages"])
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: list(requirements))


def test_all_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, "numpy>=2.0", "pytest>=8; extra == 'voila'", "packaging>=20; extra == 'keras'")
    found = states()
    assert {state for state, _ in found} == {State.GOOD}
    assert any("numpy 2" in text and "pytest" in text for _, text in found)
    assert ("Extras that are here: keras.") in [text for _, text in found]


def test_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, "numpy>=2.0", "nothing-of-this-name>=1; extra == 'voila'")
    assert (
        State.FAULT,
        "nothing-of-this-name is not installed. Install it: pip install 'nothing-of-this-name>=1'",
    ) in states()


def test_one_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, "numpy>=1000")
    (problem,) = (text for state, text in states() if state is State.FAULT)
    assert problem.startswith("numpy must be >=1000; here is 2.")


def test_an_installation_from_before_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, "numpy>=2.0")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: [])
    (problem,) = (text for state, text in states() if state is State.FAULT)
    assert problem.startswith("mlwidgets was installed before it had the part that starts pages.")


def test_an_extra_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, "numpy>=2", "nothing-of-this-name; extra == 'onnx'", "pytest<1; extra == 'keras'")
    found = states()
    assert State.FAULT not in {state for state, _ in found}
    assert any(state is State.NOTE and text.startswith("pytest must be <1") for state, text in found)
    assert any("pip install 'mlwidgets[onnx]'" in text for _, text in found)


def test_a_folder_that_nobody_installed_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "requires", absent)
    assert [state for state, _ in states()] == [State.GOOD, State.NOTE]


@pytest.mark.parametrize("text", ["numpy", "numpy>=1.0", "NumPy!=1.0"])
def test_what_fits(text: str) -> None:
    assert packages.wrong(Requirement(text)) == ""
