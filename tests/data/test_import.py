"""Importing the data floor is cheap."""

from __future__ import annotations

import subprocess
import sys


def test_importing_loads_neither_pillow_nor_plotly() -> None:
    code = (
        "import sys, mlwidgets.data\n"
        "print(*[name for name in ('PIL', 'plotly', 'voila') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == ""


def test_the_public_names_are_there() -> None:
    import mlwidgets.data as floor  # noqa: PLC0415 - the import is what is tested

    assert floor.__all__ == [
        "DataCard",
        "Dataset",
        "Plan",
        "Split",
        "Table",
        "bundled_table",
        "drawn_points",
        "from_kaggle",
        "load",
        "load_fashion_mnist",
        "load_mnist",
        "normalize_digit",
        "points",
        "prepared_dataset",
        "read_csv",
        "read_frame",
        "read_idx",
        "read_pictures",
    ]
    assert all(getattr(floor, name) for name in floor.__all__)
