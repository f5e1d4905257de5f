"""The catalogues: they hold every marked text, and translations with the same fields."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages import pofile

from mlwidgets.language import LOCALES, OFFERED

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(LOCALES.glob("*.po"))
FIELD = re.compile(r"\{(\w*)[^{}]*\}")

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)


@cache
def messages() -> Any:  # noqa: ANN401 - a script is no module that mypy knows
    """Return the script behind `make messages`."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / ".ci" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def read(path: Path) -> Catalog:
    """Return a catalogue."""
    with path.open("rb") as file:
        return pofile.read_po(file, locale=path.stem)


@cache
def collected() -> Any:  # noqa: ANN401 - as above
    """Return all marked texts of the package."""
    return messages().collected()


@each_catalogue
def test_a_catalogue_has_every_marked_text(path: Path) -> None:
    known = {message.id for message in read(path)}
    asked = {message.id for message in collected()}
    assert (asked - known, known - asked) == (set(), set()), "run: make messages"


@each_catalogue
def test_a_translation_has_the_fields_of_its_text(path: Path) -> None:
    for message in read(path):
        if not message.id:
            continue
        texts = messages().forms(message.id)
        for form in filter(None, messages().forms(message.string)):
            allowed = {frozenset(FIELD.findall(text)) for text in texts}
            assert frozenset(FIELD.findall(form)) in allowed, (message.id, form)
            assert form[0].isspace() == texts[0][0].isspace(), (message.id, form)
            assert form[-1].isspace() == texts[0][-1].isspace(), (message.id, form)


@pytest.mark.parametrize("code", sorted(OFFERED))
def test_what_is_offered_to_browsers_is_complete(code: str) -> None:
    assert messages().missing(read(LOCALES / f"{code}.po")) == 0


def test_every_mark_in_a_script_is_found() -> None:
    found = {text for message in collected() if message.id for text in messages().forms(message.id)}
    string = r'"(?:[^"\\]|\\.)*"'
    marked = re.compile(rf"(?<![\w.])t\(\s*({string}(?:\s*\+\s*{string})*)")
    for path in sorted((ROOT / "mlwidgets" / "widgets").rglob("*.ts")):
        if "bundles" in path.parts or path.name.endswith("_test.ts"):
            continue
        for strings in marked.findall(path.read_text(encoding="utf-8")):
            text = re.sub(r'"\s*\+\s*"', "", strings)[1:-1]  # a long one is written in parts
            assert text.replace('\\"', '"').replace("\\n", "\n") in found, (path.name, text)
