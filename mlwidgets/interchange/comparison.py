"""A comparison of models as one CSV table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mlwidgets.interchange.spreadsheet import harmless
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.explain.rows.figures import Figures
    from mlwidgets.explain.rows.importance import Importance

DROP = _("drop of {score}")


def comparison_csv(
    figures: Mapping[str, Mapping[str, Figures]],
    names: tuple[str, str],
    importance: Mapping[str, Importance],
    score: str,
) -> str:
    """Return what is known of some models, a line for each number.

    Parameters
    ----------
    figures : mapping of str to mapping of str to Figures
        For each model those of each part of the rows: "train", "validation", "test".
    names : tuple of str
        What the score and the second figure are called.
    importance : mapping of str to Importance
        What matters to each model.
    score : str
        What falls when a column is shuffled.

    Examples
    --------
    >>> from mlwidgets.explain.rows.figures import Figures
    >>> print(comparison_csv({"Mean": {"train": Figures(10, 0.0, 2.5)}}, ("R²", "mean error"), {}, "R²"))
    model,quantity,part,column,rows,value,spread
    Mean,R²,train,,10,0.0,
    Mean,mean error,train,,10,2.5,
    <BLANKLINE>
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["model", "quantity", "part", "column", "rows", "value", "spread"])
    for model, parts in figures.items():
        for part, found in parts.items():
            for name, value in zip(names, (found.score, found.second), strict=True):
                writer.writerow([model, name, part, "", found.rows, value, ""])
    for model, matters in importance.items():
        for column, drop, spread in zip(matters.columns, matters.drops, matters.spreads, strict=True):
            numbers = [matters.rows, float(drop), float(spread)]
            writer.writerow([model, DROP.format(score=score), "validation", harmless(column), *numbers])
    return out.getvalue()
