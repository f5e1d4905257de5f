"""Tables from files and data frames: how they are written is found, shown and correctable."""

from __future__ import annotations

from mlwidgets.data.tables.reading.frames import read_frame
from mlwidgets.data.tables.reading.options import READ_OPTIONS, ReadOption
from mlwidgets.data.tables.reading.reader import read_csv
from mlwidgets.data.tables.reading.result import ReadTable, RejectedRow
from mlwidgets.data.tables.reading.settings import ReadSettings

__all__ = ["READ_OPTIONS", "ReadOption", "ReadSettings", "ReadTable", "RejectedRow", "read_csv", "read_frame"]
