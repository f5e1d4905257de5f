"""Random stacks in all four languages beside the engine.

Run by ``make oracles``. MLWIDGETS_FUZZ=400 makes it 400 stacks instead of 100, MLWIDGETS_FUZZ_SEED=5 others.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mlwidgets.interchange.code import LANGUAGES
from tests.interchange.random_stacks import random_stacks
from tests.oracles.code_fuzz import Tally, fuzz

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNT = int(os.environ.get("MLWIDGETS_FUZZ", "100"))
SEED = int(os.environ.get("MLWIDGETS_FUZZ_SEED", "1"))


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Tally]:
    """Run all programs once, in one process a language."""
    found = fuzz(list(LANGUAGES), list(random_stacks(COUNT, SEED)), tmp_path_factory.mktemp("fuzz"))
    return {one.language: one for one in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_program_of_a_random_stack_differs(
    language: str, tallies: Mapping[str, Tally], capsys: pytest.CaptureFixture[str]
) -> None:
    found = tallies[language]
    with capsys.disabled():
        print(f"\n{found}")
    assert found.different == []
    # Some have to be refused: too many would hide what is wrong.
    floor = 0.4 if language == "tensorflowjs" else 2.0
    assert found.equal > floor * sum(found.refused.values())
