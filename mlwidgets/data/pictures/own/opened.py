"""Own pictures that were opened, found again by what is in their file."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data.dataset import Dataset

PICTURES = "pictures"
"""What tells in a data set's `config` that they are own pictures."""

KEPT_BYTES = 256 * 2**20
"""So many bytes of opened pictures are remembered, the latest ones; the very last always."""

_opened: OrderedDict[str, Dataset] = OrderedDict()
_lock = Lock()


def remember_pictures(dataset: Dataset) -> None:
    """Keep a data set, so that `opened_pictures` finds it again as long as Python runs."""
    assert dataset.config is not None  # noqa: S101 - own pictures have one
    with _lock:
        _opened[_key(dataset.config)] = dataset
        _opened.move_to_end(_key(dataset.config))
        while len(_opened) > 1 and sum(map(_size, _opened.values())) > KEPT_BYTES:
            _opened.popitem(last=False)


def opened_pictures(config: Mapping[str, Any]) -> Dataset:
    """Return the pictures of this `config` that were opened since Python was started.

    Raises
    ------
    DataError
        There are none: their file has to be opened again.
    """
    with _lock:
        dataset = _opened.get(_key(config))
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


def _key(config: Mapping[str, Any]) -> str:
    told = config.get(PICTURES)
    plain = {key: value for key, value in told.items() if key != "file"} if isinstance(told, dict) else told
    return json.dumps(plain, sort_keys=True, default=str)
