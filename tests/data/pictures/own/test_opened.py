"""Own pictures are known again as long as Python runs."""

from __future__ import annotations

import pytest

from mlwidgets.data import load, opened, read_pictures
from mlwidgets.errors import DataError
from tests.data.own_pictures import two_classes, zipped


def test_opened_pictures_are_found_by_their_content() -> None:
    """Under another name, too; with other settings they are other pictures."""
    data = read_pictures(zipped(two_classes()), "a.zip").dataset
    assert data.config is not None
    assert load(data.config) is data
    changed = {**data.config, "pictures": {**data.config["pictures"], "sha256": "0" * 64}}
    with pytest.raises(DataError, match=r"'a.zip' are not open: open their file again"):
        load(changed)
    hostile: object
    for hostile in (None, 3, "x", [], {"sha256": None}):
        with pytest.raises(DataError, match="are not open"):
            load({"name": "a", "pictures": hostile})


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one always is."""
    monkeypatch.setattr(opened, "KEPT_BYTES", 1)
    first = read_pictures(zipped(two_classes(4)), "a.zip").dataset
    last = read_pictures(zipped(two_classes(5)), "b.zip").dataset
    assert load(last.config or {}) is last
    with pytest.raises(DataError):
        load(first.config or {})
