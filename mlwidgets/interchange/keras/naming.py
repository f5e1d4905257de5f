"""The names of the files in a `.keras` archive, and of the groups in its weights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

METADATA, CONFIG, WEIGHTS = "metadata.json", "config.json", "model.weights.h5"


def group_name(class_name: str, taken: Counter[str]) -> str:
    """Return the group of one more layer of a class, and count it.

    Examples
    --------
    >>> from collections import Counter
    >>> taken = Counter()
    >>> [group_name(name, taken) for name in ("PReLU", "Conv2D", "Conv2D")]
    ['p_re_lu', 'conv2d', 'conv2d_1']
    """
    # A word begins at a capital that a small letter follows, and after a small letter.
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}_{taken[name] - 1}"
