"""Build the front end: one ES module for each widget, from its TypeScript.

Hatch runs this when it makes a wheel, a source distribution or an editable install; ``make bundles`` and the
tests run it after a change. Every script with an ``export default`` is a widget's, and gets a bundle.
Only Deno is needed, which comes from PyPI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WIDGETS = ROOT / "mlwidgets" / "widgets"
BUNDLES = WIDGETS / "bundles"
STAMP = BUNDLES / ".built"

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # a checkout that only bundles
    BuildHookInterface = object


class BundleHook(BuildHookInterface):  # type: ignore[misc, valid-type] - hatchling may be absent
    """Builds the bundles before hatch collects the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's signature
        """Build, unless a source distribution has brought the bundles along.

        Parameters
        ----------
        version : str
            "standard" or "editable".
        build_data : dict
            What hatch knows of this build.
        """
        if stale():
            build()


def sources() -> list[Path]:
    """Return every script of the front end, tests left out."""
    return sorted(path for path in WIDGETS.rglob("*.ts") if not path.name.endswith("_test.ts"))


def stale() -> bool:
    """Return whether a script is newer than the bundles, or gone."""
    if not STAMP.is_file():
        return True
    known = STAMP.read_text(encoding="utf-8").splitlines()
    paths = [path.relative_to(ROOT).as_posix() for path in sources()]
    return known != paths or any(path.stat().st_mtime > STAMP.stat().st_mtime for path in sources())


def deno() -> str:
    """Return the path of Deno: that of this Python's environment, or else the first on PATH.

    The second is where pip puts it while it builds the package in an environment of its own.
    """
    try:
        from deno import find_deno_bin  # noqa: PLC0415 - the package, if it is there

        found: str | None = str(find_deno_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("deno")
    if found is None:
        raise SystemExit("Deno builds the front end, and is not here. Install it with: pip install deno")
    return found


def build() -> None:
    """Bundle every widget's script anew."""
    widgets = [path for path in sources() if "\nexport default " in path.read_text(encoding="utf-8")]
    shutil.rmtree(BUNDLES, ignore_errors=True)
    command = [deno(), "bundle", "--quiet", "--no-lock", "--platform", "browser", "--outdir", str(BUNDLES)]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, *map(str, widgets)],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"The front end could not be bundled:\n{done.stdout}{done.stderr}")
    names = [path.relative_to(ROOT).as_posix() for path in sources()]
    STAMP.write_text("\n".join(names) + "\n", encoding="utf-8")


if __name__ == "__main__" and stale():
    build()
