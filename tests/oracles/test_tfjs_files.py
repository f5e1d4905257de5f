"""Files of TensorFlow.js against TensorFlow.js itself: saved here and opened there, and back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.interchange.formats.format import NotInFormatError
from mlwidgets.interchange.tfjs import model_from_files, tfjs_files
from tests.interchange.random_stacks import RandomStack, random_stacks
from tests.oracles.tfjs_models import Visit, visits

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

WANTED = 200
NEAR = 1e-5


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[RandomStack, Visit]]:
    """Return 200 random stacks with what TensorFlow.js did with them; those with a reason are refused."""
    stacks, written, tally = [], [], Counter[str]()
    for stack in random_stacks(10 * WANTED, seed=12):
        try:
            files = tfjs_files(stack.model)
        except NotInFormatError:
            tally["refused with a reason"] += 1
            continue
        stacks.append(stack)
        written.append((files, stack.x))
        if len(stacks) == WANTED:
            break
    print(f"\nTensorFlow.js: {WANTED} written, {dict(tally)}")
    return list(zip(stacks, visits(tmp_path_factory.mktemp("tfjs"), written), strict=True))


def test_the_same_predictions_there(visited: list[tuple[RandomStack, Visit]]) -> None:
    different = [
        f"{stack}: {visit.error or _apart(visit.predictions, stack.model.predict(stack.x))}"
        for stack, visit in visited
        if visit.error or _apart(visit.predictions, stack.model.predict(stack.x)) > NEAR
    ]
    print(f"\nsaved here, opened there: {len(visited) - len(different)} equal, {len(different)} different")
    assert not different, "\n".join(different)


def test_what_it_has_saved_opens_here(visited: list[tuple[RandomStack, Visit]]) -> None:
    finite = [(stack, visit) for stack, visit in visited if np.isfinite(visit.after).all()]
    different = [
        str(stack)
        for stack, visit in finite
        if _apart(model_from_files(visit.saved).predict(stack.x), visit.after) > NEAR
    ]
    trained = sum(not visit.untrained for _, visit in finite)
    print(
        f"\nsaved there, opened here: {len(finite) - len(different)} equal ({trained} trained there), "
        f"{len(different)} different, {len(visited) - len(finite)} whose predictions there are not finite"
    )
    assert len(finite) > 0.9 * WANTED
    assert trained > WANTED // 5
    assert not different, "\n".join(different)


def _apart(a: AnyArray, b: AnyArray) -> float:
    """Return the largest difference, relative to the largest number above 1."""
    assert a.shape == b.shape
    return float(np.abs(a - b).max() / max(1, np.abs(b).max()))
