"""A module of the front end in a page of a test: its functions become names that `evaluate` can use."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from deno import find_deno_bin

from mlwidgets.widgets.base.static_files import WIDGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page


def load_modules(page: Page, *scripts: str) -> None:
    """Load modules such as "convolution/convolution_terms", and give the page what they export."""
    for script in scripts:
        done = subprocess.run(  # noqa: S603 - our own command
            [
                find_deno_bin(),
                "bundle",
                "--quiet",
                "--no-lock",
                "--platform",
                "browser",
                f"{WIDGETS / script}.ts",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        text = re.sub(r"export \{(.*?)\};", r"Object.assign(globalThis, {\1});", done.stdout, flags=re.DOTALL)
        page.add_script_tag(content=f"{{{text}}}")
