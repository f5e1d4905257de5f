"""The lines that the three programs in Python share."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.inputs import python_features
from mlwidgets.interchange.code.common.source import WIDTH, definitions, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.interchange.code.common.description import ModelDescription

TITLES = {"mnist": "MNIST"}
"""Names of data sets as they are written in a sentence."""

LONGEST_NAME = 60


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
    # A name may come from a file: nothing in it may end the comment.
    words = " ".join(re.findall(r"[\w.,()-]+", description.dataset))[:LONGEST_NAME]
    name = TITLES.get(words, words[:1].upper() + words[1:])
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


def measured(description: ModelDescription) -> list[str]:
    """Return the lines that print what came out."""
    first = "test loss {loss:.4f}"
    if description.metrics:
        name, *others = description.metrics
        first += f", {words(name)} {{{name}:.4f}}"
        more = [f'print(f"{words(other)} {{{other}:.4f}}")' for other in others]
        return [f'print(f"{first}")', *more]
    return [f'print(f"{first}")']


def words(metric: str) -> str:
    """Return the name of a metric as it is printed."""
    return metric.replace("_", " ")
