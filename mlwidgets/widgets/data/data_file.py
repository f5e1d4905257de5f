"""Which files the data lab takes."""

from __future__ import annotations

from mlwidgets.data.pictures.kinds import PNG, TEXT, UNKNOWN
from mlwidgets.widgets.controls.file_rules import FileRules
from mlwidgets.widgets.data import texts

MOST_BYTES = 64 * 2**20
"""The largest file that is sent through a page: with its table it takes a third of a kernel's 1 GB."""

DATA_FILES = FileRules(
    # What nobody knows by its first bytes may be a text in an old encoding, or numbers in the IDX format.
    good=(TEXT, UNKNOWN, PNG, "a ZIP archive or an office document", "a gzip file"),
    limit=MOST_BYTES,
    accept=".csv,.tsv,.txt,.tab,.dat,.zip,.npz,.npy,.gz,.png,.idx,text/*",
    hint=texts.FILE_HINT,
    empty=texts.FILE_EMPTY,
    large=texts.FILE_LARGE,
    kind=texts.FILE_KIND,
    several=texts.FILE_SEVERAL,
    progress=texts.FILE_PROGRESS,
    pastes=True,
)
