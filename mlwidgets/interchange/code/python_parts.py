"""The lines that the three programs in Python share."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mlwidgets.interchange.code.inputs import python_features
from mlwidgets.interchange.code.source import WIDTH, definitions, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.interchange.code.description import ModelDescription

TITLES = {"mnist": "MNIST"}
"""Names of data sets as they are written in a sentence."""


def heading(description: ModelDescription, language: str, needs: str) -> list[str]:
    """Return the docstring at the top of a program."""
    return [
        f'"""{title(description)} with {language}: layers, loss and optimizer as in mlwidgets.',
        "",
        *textwrap.wrap(f"Needs {needs}, and data.npz in the same folder.", WIDTH),
        '"""',
    ]


def title(description: ModelDescription) -> str:
    """Return what a program is about, as the beginning of a sentence."""
    name = TITLES.get(description.dataset, description.dataset)
    verb = "learned" if description.epochs else "predicted"
    return f"{name} {verb}" if name else "A network"


def assembled(
    top: Sequence[str], imports: Sequence[str], own: Sequence[Sequence[str]], body: Sequence[str]
) -> str:
    """Return a whole program: docstring, imports, functions and classes of its own, and what it does."""
    apart = ["", ""] if any(own) else [""]
    return "\n".join(
        [*top, "", *imports, *apart, *(definitions(*own) + apart if any(own) else []), *body, ""]
    )


def examples(description: ModelDescription) -> list[str]:
    """Return the lines that read the examples as NumPy arrays."""
    divisor = description.divisor
    x = 'data["x_{part}"]'
    if divisor != 1:
        scale = literal(int(divisor) if divisor == int(divisor) else divisor)
        x = f'{x}.astype("float32") / {scale}'
    if python_features(tuple(description.features)):
        x = f"features({x})"
    lines = ['data = np.load("data.npz")']
    return lines + [
        f'x_{part}, y_{part} = {x.format(part=part)}, data["y_{part}"]' for part in ("train", "test")
    ]


def measured(description: ModelDescription) -> str:
    """Return the line that prints what came out."""
    words = {"accuracy": "accuracy", "mean_absolute_error": "mean absolute error"}
    words["mean_squared_error"] = "mean squared error"
    others = "".join(f", {words[name]} {{{name}:.4f}}" for name in description.metrics)
    return f'print(f"test loss {{loss:.4f}}{others}")'
