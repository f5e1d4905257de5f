"""A widget in another language: its texts and its script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mlwidgets import language
from mlwidgets.widgets.base import texts
from mlwidgets.widgets.base.localized import localized
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


def page_of(script: str) -> dict[str, object]:
    """Return what stands before a bundle."""
    first = script.partition("\n")[0]
    page: dict[str, object] = json.loads(first.removeprefix("const mlwPage=").removesuffix(";"))
    return page


def test_in_english_a_widget_is_as_it_was() -> None:
    script = NumberControl._esm
    assert localized(script) is script
    control = NumberControl(1)
    assert control.get_state("_esm")["_esm"] == script


@pytest.mark.usefixtures("german")
def test_a_widget_sends_its_texts_and_its_script_in_the_pages_language() -> None:
    header = LabHeader(texts.TRAIN_TITLE, task="", text="")
    assert header.title == "Train"
    sent = header.get_state()
    assert sent["title"] == "Trainieren"
    page = page_of(sent["_esm"])
    assert page["language"] == "de"
    found = page["texts"]
    assert isinstance(found, dict)
    assert found["Why?"] == "Warum?"
    assert "Reading “{name}” …" not in found  # another widget's
    header.close()
