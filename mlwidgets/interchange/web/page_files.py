"""The files of a page that are the same for every model: its scripts, its style, and TensorFlow.js.

The scripts are those of the export lab, bundled when the package is built; they are taken as files, since
this floor stands below the widgets.
"""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

WIDGETS = Path(__file__).resolve().parents[2] / "widgets"
BUILT = WIDGETS / "bundles" / "export" / "page"

STYLES = ("base/shared", "predict/digit_pad", "predict/row_board", "export/page/page")
LICENCE = Path(__file__).with_name("LICENSE-tensorflowjs.txt")


@cache
def fixed_files() -> dict[str, bytes]:
    """Return the files that every page has, by their names.

    Returns
    -------
    dict of str to bytes
        ``page.js``, ``style.css``, ``tensorflow.js`` with its licence, and ``prepare.mjs`` for Node.

    Raises
    ------
    FileNotFoundError
        They have not been built.
    """
    if not (BUILT / "tensorflow.js.xz").is_file():
        raise FileNotFoundError(
            f"The scripts of the web page are missing: {BUILT} is built with the package. In a checkout run "
            "`make bundles`; else install mlwidgets again."
        )
    return {
        "page.js": lzma.decompress((BUILT / "page.js.xz").read_bytes()),
        "prepare.mjs": (BUILT / "prepare.mjs").read_bytes(),
        "style.css": b"\n".join((WIDGETS / f"{sheet}.css").read_bytes() for sheet in STYLES),
        "tensorflow.js": lzma.decompress((BUILT / "tensorflow.js.xz").read_bytes()),
        "LICENSE-tensorflowjs.txt": LICENCE.read_bytes(),
    }
