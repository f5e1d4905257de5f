"""Build the front end: one ES module for each widget, from its TypeScript.

Hatch runs this when it makes a wheel, a source distribution or an editable install; ``make bundles`` and the
tests run it after a change. Every script with an ``export default`` is a widget's, and gets a bundle.
Only Deno is needed, which comes from PyPI.

The web page that a model is exported as is built here, too: its script, the part of it that runs in Node, and
TensorFlow.js, which Deno fetches from the npm registry once and checks against the hashes in tensorflow.lock.

The catalogues of other languages are compiled here, too, from the texts that translators write.
"""

from __future__ import annotations

import lzma
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WIDGETS = ROOT / "mlwidgets" / "widgets"
BUNDLES = WIDGETS / "bundles"
STAMP = BUNDLES / ".built"

LOCALES = ROOT / "mlwidgets" / "locales"

PAGE = "export/page"
TENSORFLOW = ROOT / ".ci" / "tensorflow.js"
TENSORFLOW_LOCK = ROOT / ".ci" / "tensorflow.lock"

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
        make()


def make() -> None:
    """Build what is older than what it is made from."""
    if stale():
        build()
    for path in LOCALES.glob("*.po"):
        compiled = path.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime < path.stat().st_mtime:
            compile_catalogue(path, compiled)


def compile_catalogue(path: Path, compiled: Path) -> None:
    """Write a catalogue in the form that Python's gettext reads; what is not translated is left out."""
    from babel.messages import mofile, pofile  # noqa: PLC0415 - only where a catalogue has changed

    with path.open("rb") as source:
        catalogue = pofile.read_po(source, locale=path.stem)
    with compiled.open("wb") as target:
        mofile.write_mo(target, catalogue)


def sources() -> list[Path]:
    """Return every script of the front end, tests left out."""
    return sorted(path for path in WIDGETS.rglob("*.ts") if not path.name.endswith("_test.ts"))


def stale() -> bool:
    """Return whether a script is newer than the bundles, or gone."""
    if not STAMP.is_file():
        return True
    known = STAMP.read_text(encoding="utf-8").splitlines()
    paths = [path.relative_to(ROOT).as_posix() for path in sources()]
    newest = max(path.stat().st_mtime for path in (*sources(), TENSORFLOW, TENSORFLOW_LOCK, Path(__file__)))
    return known != paths or newest > STAMP.stat().st_mtime


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
    """Bundle every widget's script anew, and the web page of a model."""
    widgets = [path for path in sources() if "\nexport default " in path.read_text(encoding="utf-8")]
    kept = kept_tensorflow()
    shutil.rmtree(BUNDLES, ignore_errors=True)
    # Without spaces and long names: each widget's script goes over the web socket, and all are in the wheel.
    bundle("--no-lock", "--minify", "--outdir", str(BUNDLES), *map(str, widgets))
    build_page(kept)
    names = [path.relative_to(ROOT).as_posix() for path in sources()]
    STAMP.write_text("\n".join(names) + "\n", encoding="utf-8")


def bundle(*arguments: str) -> None:
    """Let Deno bundle scripts, or stop with what it says."""
    done = subprocess.run(  # noqa: S603 - our own command
        [deno(), "bundle", "--quiet", "--platform", "browser", *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"The front end could not be bundled:\n{done.stdout}{done.stderr}")


def build_page(tensorflow: bytes | None) -> None:
    """Build what stands beside an exported model; TensorFlow.js only if it is not there already."""
    scripts, built = WIDGETS / PAGE, BUNDLES / PAGE
    bundle("--no-lock", "--output", str(built / "prepare.mjs"), str(scripts / "predict_parts.ts"))
    packed(built / "page.js.xz", "--no-lock", scripts / "page.ts")
    if tensorflow is None:
        packed(built / "tensorflow.js.xz", f"--lock={TENSORFLOW_LOCK}", "--frozen", TENSORFLOW)
    else:
        (built / "tensorflow.js.xz").write_bytes(tensorflow)


def packed(place: Path, *arguments: str | Path) -> None:
    """Bundle a classic script, since a page opened by a double click may load no module; compress it."""
    plain = place.with_suffix("")
    bundle("--minify", "--format", "iife", "--output", str(plain), *map(str, arguments))
    place.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    plain.unlink()


def kept_tensorflow() -> bytes | None:
    """Return TensorFlow.js as it was built before, if it still is what is asked for."""
    made = BUNDLES / PAGE / "tensorflow.js.xz"
    asked = max(path.stat().st_mtime for path in (TENSORFLOW, TENSORFLOW_LOCK))
    return made.read_bytes() if made.is_file() and made.stat().st_mtime >= asked else None


if __name__ == "__main__":
    make()
