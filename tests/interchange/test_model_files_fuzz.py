"""Files of models, damaged by the thousand: whatever comes, it is a model or a sentence."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.formats.format import NotInFormatError
from mlwidgets.interchange.keras import keras_bytes, model_from_bytes
from mlwidgets.interchange.tfjs import model_from_files, tfjs_files
from tests.interchange.random_stacks import random_stacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.engine import Sequential

TIMES = 1000
LONGEST = 1500
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1, 2**31, 10**30, 0.5, -1e308, "", "relu", "../x", "\0", [], {}, [[]], [None]),
    *([1, 2, 3], {"class_name": "Dense", "config": {}}, {"class_name": "L2"}, {"config": 3}, "x" * 10_000),
)


def places(plain: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    """Yield every container of a JSON value with each of its keys."""
    keys = list(plain) if isinstance(plain, dict) else range(len(plain)) if isinstance(plain, list) else ()
    for key in keys:
        yield plain, key
        yield from places(plain[key])


def damaged_json(plain: Any, rng: np.random.Generator) -> bytes:  # noqa: ANN401
    """Return JSON with one to three values replaced, removed, doubled or exchanged."""
    plain = copy.deepcopy(plain)
    for _ in range(int(rng.integers(1, 4))):
        found = list(places(plain))
        if not found:
            break
        holder, key = found[rng.integers(len(found))]
        match rng.integers(4):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case 2:
                other, there = found[rng.integers(len(found))]
                holder[key] = copy.deepcopy(other[there])
            case _:
                holder[key] = copy.deepcopy(ODD[rng.integers(len(ODD))])
    return json.dumps(plain).encode()


def damaged_bytes(content: bytes, rng: np.random.Generator) -> bytes:
    """Return bytes with some changed, cut off or put in."""
    damaged = bytearray(content)
    for _ in range(int(rng.integers(1, 4))):
        at = int(rng.integers(len(damaged) + 1))
        match rng.integers(4):
            case 0:
                del damaged[at : at + int(rng.integers(1, 40))]
            case 1:
                damaged[at:at] = rng.bytes(int(rng.integers(1, 9)))
            case _:
                for place in rng.integers(len(damaged), size=int(rng.integers(1, 6))) if damaged else ():
                    damaged[place] = int(rng.integers(256))
    return bytes(damaged)


def outcome(read: Callable[[], Sequential]) -> str:
    """Return what came of it; anything but a model or a sentence ends the test."""
    try:
        read().get_weights()
    except MLWidgetsError as error:
        return "sentence" if 0 < len(str(error)) < LONGEST else "novel"
    return "model"


def stacks(write: Callable[[Sequential], Any]) -> list[Any]:
    """Return the files of some random stacks."""
    found = []
    for stack in random_stacks(60, seed=7):
        try:
            found.append(write(stack.model))
        except NotInFormatError:
            continue
    return found


def test_tensorflow_js() -> None:
    rng, tally = np.random.default_rng(1), Counter[str]()
    every = stacks(tfjs_files)
    for number in range(TIMES):
        files = dict(every[number % len(every)])
        name = list(files)[rng.integers(len(files))]
        if number % 3:
            name, content = "model.json", damaged_json(json.loads(files["model.json"]), rng)
        else:
            content = damaged_bytes(files[name], rng)
        tally[outcome(lambda: model_from_files({**files, name: content}))] += 1  # noqa: B023 - called at once
    assert min(tally["model"], tally["sentence"]) > TIMES // 20, tally
    assert not tally["novel"]


def test_keras() -> None:
    rng, tally = np.random.default_rng(2), Counter[str]()
    every = stacks(keras_bytes)
    for number in range(TIMES):
        content = every[number % len(every)]
        if number % 4:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
            if number % 4 == 3:
                files["model.weights.h5"] = damaged_bytes(files["model.weights.h5"], rng)
            else:
                files["config.json"] = damaged_json(json.loads(files["config.json"]), rng)
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w") as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
            content = held.getvalue()
        else:
            content = damaged_bytes(content, rng)
        tally[outcome(lambda: model_from_bytes(content))] += 1  # noqa: B023 - called at once
    assert min(tally["model"], tally["sentence"]) > TIMES // 20, tally
    assert not tally["novel"]
