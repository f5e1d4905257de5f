"""Programs of random stacks beside the engine: the same predictions, the same loss, the same learning.

    python -m tests.oracles.code_fuzz --count 400 --seed 7 --language keras

prints for each language how many programs are equal, refused with which reason, or different, and each
difference with the smallest stack that still shows it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential, metrics
from mlwidgets.engine.arrays import AnyArray, to_public
from mlwidgets.engine.configurable import serialize
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.code import LANGUAGES, ModelDescription, data_file, model_code, weights_file
from mlwidgets.spec import LAYER_ROWS
from tests.interchange.random_stacks import RandomStack, build, random_stacks
from tests.oracles.nodejs import javascript_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.interchange.random_values import Config

TOLERANCE = 2e-5
"""Relative to the largest number; where float32 itself has less to give, ten times what the engine loses."""

PROGRAM_METRICS = ("accuracy", "mean_absolute_error", "mean_squared_error")

RUNNER = """
import contextlib, io, os, runpy, sys, traceback
import numpy as np
for name in sorted(os.listdir(sys.argv[1])):
    os.chdir(os.path.join(sys.argv[1], name))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            left = runpy.run_path("program.py")
        made = left["predictions"]
        if not isinstance(made, np.ndarray):  # PyTorch's, with the channels first
            made = (made.movedim(1, -1) if made.ndim > 2 else made).numpy()
        model = left["model"]
        if hasattr(model, "get_weights"):  # Keras
            state = model.get_weights()
        elif hasattr(model, "state_dict"):
            state = [array.numpy() for array in model.state_dict().values()]
        else:
            state = [array for layer in model for array in [*layer.weights, *getattr(layer, "kept", [])]]
        measured = [left[metric] for metric in open("metrics.txt").read().split()]
        weights = {f"w{number:04d}": array for number, array in enumerate(state)}
        np.savez("out.npz", predictions=made, measured=measured, **weights)
    except Exception:
        with open("error.txt", "w") as file:
            traceback.print_exc(file=file)
"""


@dataclass(frozen=True, eq=False)
class Wanted:
    """A program, and what it should leave.

    Attributes
    ----------
    stack : RandomStack
        What it is of.
    description : ModelDescription
        With 0 epochs it measures; with more it trains first.
    start : list of ndarray
        The weights that it starts from.
    predictions : ndarray
        Of the examples, at the end.
    measured : dict of str to float
        Loss and metrics, at the end.
    weights : list of ndarray
        At the end.
    rounding : float
        What float32 loses in the engine, relative to the largest prediction.
    """

    stack: RandomStack
    description: ModelDescription
    start: list[AnyArray]
    predictions: AnyArray
    measured: dict[str, float]
    weights: list[AnyArray]
    rounding: float

    def __str__(self) -> str:
        """Say which program of which stack it is."""
        return f"{'trained ' if self.description.epochs else ''}{self.stack}"


@dataclass
class Tally:
    """What has become of the programs in one language.

    Attributes
    ----------
    equal : int
        Programs that give the engine's numbers.
    refused : Counter
        The reasons for which there are none, and how often.
    different : list of (Wanted, str)
        Programs that fail, or give other numbers; and what they do.
    """

    language: str
    equal: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    different: list[tuple[Wanted, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """Write the tally in a few lines."""
        title = LANGUAGES[self.language].title
        refusals = sum(self.refused.values())
        lines = [f"{title}: {self.equal} equal, {refusals} refused, {len(self.different)} different"]
        lines += [f"    refused {count:3d} × {reason}" for reason, count in self.refused.most_common()]
        lines += [f"    different: {wanted}\n        {what}" for wanted, what in self.different]
        return "\n".join(lines)


def wanted_of(stack: RandomStack) -> list[Wanted]:
    """Return the program that measures, and the one that trains first if nothing is drawn in training."""
    model, loss, optimizer = stack.model, stack.model.loss, stack.model.optimizer
    assert loss is not None
    assert optimizer is not None
    settings = {"learning_rate": 0.02}
    if type(optimizer).__name__ == "SGD":
        settings = {
            name: value for name, value in optimizer.get_config().items() if value is not None
        } | settings
    description = ModelDescription(
        input_shape=stack.input_shape,
        layers=stack.specs,
        loss=serialize(loss),
        optimizer="sgd",
        settings=settings,
        batch_size=-(-len(stack.x) // 2),
        epochs=0,
        shuffle=False,
        metrics=_metrics(stack),
        seed=model.seed,
    )
    trained = [] if stack.draws_at_random else [replace(description, epochs=1)]
    return [found for each in [description, *trained] if (found := _outcome(stack, each)) is not None]


def _metrics(stack: RandomStack) -> list[str]:
    """Return what of the stack's metrics a program can measure."""
    loss = stack.model.loss
    assert loss is not None
    shape = stack.model.output_shape
    prepared = loss.prepare(stack.y, shape, np.float32)
    # The engine measures errors from the targets as the loss takes them, Keras as they were given.
    alike = prepared.shape[:-1] != () and np.array_equal(to_public(prepared), stack.y.reshape(-1, *shape))
    kinds = {}
    for name in PROGRAM_METRICS if alike else PROGRAM_METRICS[:1]:
        try:
            kinds[type(metrics.get(name, loss))] = name
        except MLWidgetsError:  # accuracy needs classes
            continue
    return [kinds[type(metric)] for metric in stack.model.metrics if type(metric) in kinds]


def _on_a_kink(model: Sequential) -> bool:
    """Return whether training has brought a scale to exactly 0, as NonNeg does.

    All that it scales is then equal. A LayerNormalization makes zeros of it, or whatever rounding leaves, and
    so rounding decides on which side of the kink of a PReLU the gradient is taken.
    """
    gammas = [layer.weights["gamma"] for layer in model.layers if "gamma" in layer.weights]
    return not all(gamma.all() for gamma in gammas)


def _outcome(stack: RandomStack, description: ModelDescription) -> Wanted | None:
    """Let the engine do what the program should; None if they explode, or hang on rounding."""
    start = stack.model.get_weights()
    runs = []
    for dtype in ("float32", "float64"):
        model = Sequential.from_config(stack.model.get_config() | {"dtype": dtype})
        model.set_weights(start)
        kind = type(description.engine_optimizer)
        model.compile(
            kind.from_config(description.engine_optimizer.get_config()),
            description.engine_loss,
            list(description.metrics),
        )
        try:
            if description.epochs:
                model.fit(
                    stack.x,
                    stack.y,
                    batch_size=description.batch_size,
                    epochs=description.epochs,
                    shuffle=False,
                    verbose=False,
                )
            runs.append((model.predict(stack.x), model.evaluate(stack.x, stack.y), model.get_weights()))
        except MLWidgetsError:
            return None
        if description.epochs and _on_a_kink(model):
            return None
    (predictions, logs, weights), (exact, _, _) = runs
    if not np.isfinite(exact).all() or np.abs(exact).max() > 1e4:
        return None
    rounding = float(np.abs(predictions - exact).max()) / max(float(np.abs(exact).max()), 1e-3)
    return Wanted(stack, description, start, predictions, logs, weights, rounding)


def tally(language: str, programs: Sequence[Wanted], folder: Path) -> Tally:
    """Write all programs in one language, run them in one process, and compare."""
    found = Tally(language)
    written: list[Wanted] = []
    for wanted in programs:
        try:
            _write(wanted, folder / f"{len(written):05d}", language)
        except MLWidgetsError as refusal:
            found.refused[_reason(str(refusal))] += 1
        else:
            written.append(wanted)
    left = _left(language, written, folder) if written else []
    for wanted, theirs in zip(written, left, strict=True):
        fault = theirs if isinstance(theirs, str) else _fault(wanted, language, *theirs)
        if fault:
            found.different.append((wanted, fault))
        else:
            found.equal += 1
    return found


def _reason(text: str) -> str:
    """Return a refusal without the numbers, so that like ones are counted together."""
    return re.sub(r"-?\d+(\.\d+)?", "…", text)


def _write(wanted: Wanted, folder: Path, language: str) -> None:
    names, description, stack = LANGUAGES[language], wanted.description, wanted.stack
    code = model_code(description, language)
    folder.mkdir(parents=True)
    (folder / names.program).write_text(code, encoding="utf-8")
    parts = dict.fromkeys(("train", "validation", "test"), (stack.x, stack.y))
    data = data_file(description, parts, language=language)
    (folder / names.data).write_bytes(data)
    (folder / names.weights).write_bytes(weights_file(description, wanted.start, language=language))
    (folder / "metrics.txt").write_text(" ".join(["loss", *description.metrics]), encoding="utf-8")


Outcome = tuple[AnyArray, dict[str, float], list[AnyArray]]
"""Predictions, what was measured, and weights."""


def _left(language: str, written: Sequence[Wanted], folder: Path) -> list[Outcome | str]:
    """Run all programs of a folder, and return what each leaves, or what went wrong."""
    if language == "tensorflowjs":
        measured = {f"{number:05d}": tuple(one.description.metrics) for number, one in enumerate(written)}
        return [
            left
            if isinstance(left, str)
            else (
                left.outcome.predictions,
                left.outcome.measured,
                [array for layer in left.weights for array in layer],
            )
            for left in javascript_left(folder, measured)
        ]
    home = folder.parent / f"{folder.name}-home"  # Keras writes its settings there
    environment = {"KERAS_BACKEND": "torch", "KERAS_HOME": str(home), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-W", "ignore", "-c", RUNNER, str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [_of_python(each) for each in sorted(folder.iterdir())]


def _of_python(folder: Path) -> Outcome | str:
    if (folder / "error.txt").exists():
        lines = (folder / "error.txt").read_text(encoding="utf-8").strip().splitlines()
        return next(
            (line for line in reversed(lines) if re.match(r"[\w.]+(Error|Exception)\b", line)), lines[-1]
        )
    with np.load(folder / "out.npz") as out:
        names = (folder / "metrics.txt").read_text(encoding="utf-8").split()
        measured = dict(zip(names, out["measured"].tolist(), strict=True))
        return out["predictions"], measured, [out[name] for name in out.files if name.startswith("w0")]


def _fault(
    wanted: Wanted, language: str, predictions: AnyArray, measured: dict[str, float], weights: list[AnyArray]
) -> str:
    """Return in what a program's numbers are others than the engine's; empty if in nothing."""
    tolerance = max(TOLERANCE, 10 * wanted.rounding) * (5 if wanted.description.epochs else 1)
    faults = [_apart("predictions", predictions, wanted.predictions, tolerance)]
    # PyTorch keeps the unbiased variance of a batch, and its program says so.
    otherwise = language == "pytorch" and wanted.description.epochs and _couples(wanted.stack)
    if otherwise:
        faults, measured = [], {}
    for name, value in measured.items():
        ours = wanted.measured[_engine_name(wanted, name)]
        if name == "loss" and language == "tensorflowjs":
            ours -= wanted.measured.get("penalty", 0.0)  # it leaves the penalty out of what it measures
        if not abs(value - ours) <= 10 * tolerance * max(abs(ours), 1e-2):
            faults.append(f"{name} {value:.7g}, not {ours:.7g}")
    if wanted.description.epochs:
        ours_all = _named_weights(wanted, language)
        if len(ours_all) != len(weights):
            faults.append(f"{len(weights)} arrays of weights, not {len(ours_all)}")
        else:
            faults += [
                _apart(name, theirs, ours, tolerance)
                for (name, ours), theirs in zip(ours_all.items(), weights, strict=True)
                if not name.endswith(("running_var", "num_batches_tracked"))
            ]
    return "; ".join(filter(None, faults))


def _couples(stack: RandomStack) -> bool:
    return any(layer.couples_examples for layer in stack.layers)


def _engine_name(wanted: Wanted, name: str) -> str:
    if name != "accuracy":
        return name
    return next(key for key in wanted.measured if key.endswith("accuracy"))


def _apart(name: str, theirs: AnyArray, ours: AnyArray, tolerance: float) -> str:
    if theirs.shape != ours.shape:
        return f"{name} of shape {theirs.shape}, not {ours.shape}"
    if not ours.size:
        return ""
    apart = float(np.abs(theirs - ours).max()) / max(float(np.abs(ours).max()), 1e-2)
    return "" if apart <= tolerance else f"{name} {apart:.1e} apart"


def _named_weights(wanted: Wanted, language: str) -> dict[str, AnyArray]:
    """Return the engine's weights at the end as the language has them."""
    file = weights_file(wanted.description, wanted.weights, language=language)
    if language == "tensorflowjs":
        arrays = [array for layer in json.loads(file) for array in layer]
        return {
            f"weights {number}": np.array(array["values"]).reshape(array["shape"])
            for number, array in enumerate(arrays)
        }
    with np.load(io.BytesIO(file)) as named:
        return {name: named[name] for name in named.files}


def fuzz(languages: Sequence[str], stacks: Sequence[RandomStack], folder: Path) -> list[Tally]:
    """Return the tally of each language; they run side by side."""
    programs = [wanted for stack in stacks for wanted in wanted_of(stack)]
    with ThreadPoolExecutor(len(languages)) as pool:
        return list(pool.map(lambda name: tally(name, programs, folder / name), languages))


def signature(what: str) -> str:
    """Return a fault without its numbers and names: what is alike is shown once."""
    return re.sub(r"'[^']*'|[-+\d.e]*\d[-+\d.e]*", "…", what)[:80]


def smallest(found: Tally, folder: Path, rounds: int = 8) -> list[tuple[Wanted, str]]:
    """Return one difference of each kind, with a stack that has been made as small as shows it still."""
    kinds: dict[str, tuple[Wanted, str]] = {}
    for wanted, what in found.different:
        kind = signature(what)
        if kind not in kinds or len(str(wanted)) < len(str(kinds[kind][0])):
            kinds[kind] = (wanted, what)
    for number in range(rounds):
        tried = {kind: list(simpler(wanted)) for kind, (wanted, _) in kinds.items()}
        flat = [wanted for each in tried.values() for wanted in each]
        faults = {
            id(wanted): what for wanted, what in tally(found.language, flat, folder / str(number)).different
        }
        changed = False
        for kind, each in tried.items():
            failing = [one for one in each if signature(faults.get(id(one), "")) == kind]
            if failing:
                one = min(failing, key=lambda wanted: len(str(wanted)))
                kinds[kind] = (one, faults[id(one)])
                changed = True
        if not changed:
            break
    return list(kinds.values())


def simpler(wanted: Wanted) -> Iterator[Wanted]:
    """Yield the same program with a layer less, or with settings at their defaults."""
    stack, specs = wanted.stack, wanted.stack.specs
    assert stack.model.loss is not None
    assert stack.model.optimizer is not None
    loss, optimizer = serialize(stack.model.loss), serialize(stack.model.optimizer)
    variants: list[tuple[list[Config], Config]] = [(specs, {"class_name": "MeanSquaredError", "config": {}})]
    for number, spec in enumerate(specs):
        rest = [*specs[:number], *specs[number + 1 :]]
        variants.append((rest, loss))
        for option in LAYER_ROWS.of(spec["class_name"]).options:
            value = option.default if not option.required else {"units": 2, "filters": 2}.get(option.name)
            if value is None and not option.optional:
                continue
            changed = {"class_name": spec["class_name"], "config": spec["config"] | {option.name: value}}
            if changed != spec:
                variants.append(([*specs[:number], changed, *specs[number + 1 :]], loss))
    for layers, chosen in variants:
        rng = np.random.default_rng(0)
        small = build(rng, stack.input_shape, layers, chosen, optimizer) if layers else None
        if small is not None and len(str(small)) < len(str(stack)):
            yield from (
                one for one in wanted_of(small) if one.description.epochs == wanted.description.epochs
            )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language", action="append", choices=list(LANGUAGES))
    parser.add_argument(
        "--all", action="store_true", help="show every difference, not the smallest of each kind"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stacks = list(random_stacks(chosen.count, chosen.seed))
        for one in fuzz(chosen.language or list(LANGUAGES), stacks, Path(folder)):
            if not chosen.all:
                one.different = smallest(one, Path(folder) / f"{one.language}-smaller")
            print(one, flush=True)


if __name__ == "__main__":
    main()
