"""The curves of many runs in one picture: an SVG that needs no script, alone or inside a page."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.session.gather.runs import Gathered, GatheredRun

TEXT = {
    "title": "{what} of {count} {runs}",
    "val_loss": "Validation loss",
    "loss": "Training loss",
    "epoch": "Epoch",
    "told": "{what} by epoch, one line per run: {runs}.",
    "told_run": "{file} ends at {value} after epoch {epoch}",
}

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#666666")
"""Told apart by colour-blind people, too (Okabe and Ito, 2008); without the yellow, too pale on white."""

DASHES = ("", "8 4", "2 3", "10 3 2 3", "14 5")
"""With another dash for every round of colours, 35 runs can be told apart."""

MOST_SPOKEN = 12
"""So many runs are named in the text for those who do not see the picture."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _RIGHT = 760, 360, 64, 40, 48, 16
_LINE, _COLUMN = 22, 340
"""Of the list of runs below the picture, in pixels."""

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}line{stroke:#bbb}polyline{fill:none;stroke-width:2}"
    ".page{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#eee}line{stroke:#555}"
    ".page{fill:#1b1b1f}polyline{filter:brightness(1.4)}}"
)
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width"><style>:root{{color-scheme:light dark}}'
    "body{{margin:16px}}svg{{max-width:100%;height:auto}}</style></head><body>{svg}</body></html>\n"
)


def curves_svg(gathered: Gathered) -> str:
    """Return the validation curves of all runs as an SVG; the training curves if no run was validated.

    Raises
    ------
    DataError
        No run has a finished epoch.
    """
    quantity = next(
        (name for name in ("val_loss", "loss") if any(_points(run, name) for run in gathered.runs)), None
    )
    if quantity is None:
        raise DataError("None of the runs has a finished epoch, so there is nothing to draw.")
    shown = [run for run in gathered.runs if _points(run, quantity)]
    points = [_points(run, quantity) for run in shown]
    values = [y for one in points for _, y in one]
    epochs = max(x for one in points for x, _ in one)
    low, high = min(0.0, *values), max(values)
    high = high if high > low else low + 1
    columns = max(1, (_WIDTH - _LEFT) // _COLUMN)
    height = _HEIGHT + _LINE * -(-len(shown) // columns) + 8

    def place(x: float, y: float) -> str:
        across = _LEFT + (x - 1) / max(epochs - 1, 1) * (_WIDTH - _LEFT - _RIGHT)
        down = _TOP + (high - y) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)
        return f"{across:.1f},{down:.1f}"

    title = TEXT["title"].format(
        what=TEXT[quantity], count=len(shown), runs="run" if len(shown) == 1 else "runs"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"',
        f' height="{height}" role="img" aria-label="{escape(_told(shown, quantity))}">',
        f'<style>{_STYLE}</style><rect class="page" width="100%" height="100%"/>',
        f'<text x="{_LEFT}" y="22" font-weight="600">{escape(title)}</text>',
        *_axes(low, high, epochs),
    ]
    for number, (run, line) in enumerate(zip(shown, points, strict=True)):
        look = _look(number)
        drawn = [place(*point) for point in line]
        # One epoch is no line: it is drawn as a short one.
        drawn = drawn if len(drawn) > 1 else [drawn[0], place(line[0][0] + 0.03 * epochs, line[0][1])]
        parts.append(
            f'<polyline {look} points="{" ".join(drawn)}"><title>{escape(run.file)}</title></polyline>'
        )
        left = _LEFT + number % columns * _COLUMN
        down = _HEIGHT + number // columns * _LINE + 8
        parts.append(f'<polyline {look} points="{left},{down - 4} {left + 34},{down - 4}"/>')
        parts.append(f'<text x="{left + 42}" y="{down}">{escape(_short(run.file))}</text>')
    return "".join([*parts, "</svg>"])


def plot_file(gathered: Gathered, suffix: str) -> bytes:
    """Return the picture as a file of this kind: ".svg", or ".html", a page that needs nothing else."""
    if suffix.lower() not in (".svg", ".html"):
        raise ConfigurationError(f"The plot is an .svg or an .html file; got one that ends in {suffix!r}.")
    svg = curves_svg(gathered)
    if suffix.lower() == ".html":
        svg = _PAGE.format(title="Runs", svg=svg)
    return svg.encode()


def _points(run: GatheredRun, quantity: str) -> list[tuple[int, float]]:
    """Return the finite values with their epochs, from 1."""
    values: Sequence[float] = run.curves.get(quantity, ())
    return [(epoch, float(value)) for epoch, value in enumerate(values, start=1) if math.isfinite(value)]


def _axes(low: float, high: float, epochs: int) -> list[str]:
    """Return lines across at five heights, and the epochs below."""
    parts = []
    for part in range(5):
        down = _TOP + part / 4 * (_HEIGHT - _TOP - _BOTTOM)
        value = high - part / 4 * (high - low)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{down:.1f}" y2="{down:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{down + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    for epoch in sorted({1, (1 + epochs) // 2, epochs}):
        across = _LEFT + (epoch - 1) / max(epochs - 1, 1) * (_WIDTH - _LEFT - _RIGHT)
        parts.append(f'<text x="{across:.1f}" y="{_HEIGHT - 28}" text-anchor="middle">{epoch}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    return [*parts, f'<text x="{middle}" y="{_HEIGHT - 12}" text-anchor="middle">{TEXT["epoch"]}</text>']


def _look(number: int) -> str:
    dash = DASHES[number // len(COLOURS) % len(DASHES)]
    return f'stroke="{COLOURS[number % len(COLOURS)]}" stroke-dasharray="{dash or "none"}"'


def _told(runs: Sequence[GatheredRun], quantity: str) -> str:
    """Return in words what the picture shows."""
    words = []
    for run in runs[:MOST_SPOKEN]:
        epoch, value = _points(run, quantity)[-1]
        words.append(TEXT["told_run"].format(file=run.file, value=f"{value:.3g}", epoch=epoch))
    return TEXT["told"].format(what=TEXT[quantity], runs="; ".join(words))


def _short(name: str, longest: int = 40) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
