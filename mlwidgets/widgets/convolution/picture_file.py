"""Which files the convolution lab takes as a picture."""

from __future__ import annotations

from mlwidgets.data.pictures.kinds import (
    EMPTY_PICTURE,
    JPEG,
    LARGE_PICTURE,
    MAX_BYTES,
    PNG,
    WRONG_PICTURE,
)
from mlwidgets.widgets.controls.file_rules import FileRules
from mlwidgets.widgets.convolution import texts

PICTURE_FILES = FileRules(
    good=(PNG, JPEG),
    limit=MAX_BYTES,
    accept="image/png,image/jpeg,.png,.jpg,.jpeg",
    hint=texts.PICTURE_HINT,
    empty=EMPTY_PICTURE,
    large=LARGE_PICTURE,
    kind=WRONG_PICTURE,
    several=texts.PICTURE_SEVERAL,
    progress=texts.PICTURE_PROGRESS,
)
