"""The modules of the exported page, run by Deno."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from deno import find_deno_bin

from tests.packaging.test_floors import ROOT

if TYPE_CHECKING:
    from mlwidgets.interchange.web.inputs import Inputs


def in_the_page(inputs: Inputs, **question: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return what the page makes of rows, points, drawings, pictures and outputs."""
    done = subprocess.run(  # noqa: S603 - our own command
        [str(find_deno_bin()), "run", "--quiet", "--no-lock", "tests/interchange/web/page_preparation.ts"],
        input=json.dumps({"inputs": inputs.to_dict(), **question}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
