"""Collect every marked text of Python and TypeScript, and bring the catalogues of all languages up to date.

``make messages`` runs this. A text that is new gets an empty line for its translation, one that has gone is
removed. Given a language, such as ``fr``, an empty catalogue of it is begun.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "mlwidgets" / "locales"

FILES = [
    ("widgets/bundles/**", "ignore"),
    ("**_test.ts", "ignore"),
    ("**.py", "python"),
    ("**.ts", "javascript"),
]
KEYWORDS = {"_": None, "n_": (1, 2), "t": None, "counted": (2, 3)}
"""How texts are marked: ``_`` and ``n_`` in Python, ``t`` and ``counted`` in TypeScript."""

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""A catalogue without new texts stays as it is, its date too."""


def collected() -> Catalog:
    """Return all marked texts, each with the files it stands in."""
    found = Catalog(project="mlwidgets", fuzzy=False)
    for file, _line, text, comments, context in extract_from_dir(
        ROOT / "mlwidgets", FILES, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        # Without line numbers: a line added to a module changes no catalogue.
        found.add(text, None, [(f"mlwidgets/{file}", None)], auto_comments=comments, context=context)
    return found


def update(path: Path, texts: Catalog) -> None:
    """Bring one catalogue up to date, keeping its translations."""
    if path.is_file():
        with path.open("rb") as file:
            catalogue = pofile.read_po(file, locale=path.stem)
    else:
        catalogue = Catalog(locale=path.stem)
    assert catalogue.locale is not None  # noqa: S101 - as given
    catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = (
        f"# Texts of mlwidgets in {catalogue.locale.english_name}; see docs/translating.md."
    )
    catalogue.project, catalogue.version = "mlwidgets", "1"
    catalogue.creation_date = catalogue.revision_date = NEVER
    catalogue.fuzzy = False
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=110, sort_by_file=True, ignore_obsolete=True)
    print(f"{path.name}: {missing(catalogue)} of {len(catalogue)} texts are not translated.")  # noqa: T201 - says so


def missing(catalogue: Catalog) -> int:
    """Return how many texts have no translation."""
    return sum(not all(forms(message.string)) for message in catalogue if message.id)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the forms of a translation: one, or those of a plural."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    LOCALES.mkdir(exist_ok=True)
    collection = collected()
    for language in sorted({*sys.argv[1:], *(path.stem for path in LOCALES.glob("*.po"))}):
        update(LOCALES / f"{language}.po", collection)
