"""Own pictures that were opened, found again by what is in their file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.data.opened import Opened
from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data.dataset import Dataset

PICTURES = "pictures"
"""What tells in a data set's `config` that they are own pictures."""


def remember_pictures(dataset: Dataset) -> None:
    """Keep a data set, so that `opened_pictures` finds it again as long as Python runs."""
    assert dataset.config is not None  # noqa: S101 - own pictures have one
    _OPENED.keep(_key(dataset.config), dataset)


def opened_pictures(config: Mapping[str, Any]) -> Dataset:
    """Return the pictures of this `config` that were opened since Python was started.

    Raises
    ------
    DataError
        There are none: their file has to be opened again.
    """
    dataset = _OPENED.find(_key(config))
    if dataset is None:
        told = config.get(PICTURES)
        file = told.get("file") if isinstance(told, dict) else None
        raise DataError(
            f"The pictures {shown(file or config.get('name', 'asked for'))} are not open: open their file "
            "again, then everything else can be restored."
        )
    return dataset


def _size(dataset: Dataset) -> int:
    return dataset.x_train.nbytes + dataset.x_test.nbytes


_OPENED: Opened[Dataset] = Opened(_size)


def _key(config: Mapping[str, Any]) -> str:
    told = config.get(PICTURES)
    plain = {key: value for key, value in told.items() if key != "file"} if isinstance(told, dict) else told
    return json.dumps(plain, sort_keys=True, default=str)
