"""What files are called: by the same names that tell them apart."""

from __future__ import annotations

from mlwidgets.data.pictures.kinds import SIGNATURES, TEXT, UNKNOWN
from mlwidgets.widgets.controls import texts


def test_every_kind_of_file_has_words() -> None:
    assert set(texts.FILE_KINDS) == {kind for kind, _, _ in SIGNATURES} | {TEXT, UNKNOWN}
