"""What a page is told of columns: their statistics in words, and the bins or bars of their values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import numeral
from mlwidgets.widgets.data import columns_texts as texts
from mlwidgets.widgets.data.table_pages import LONGEST_NAME

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Column
    from mlwidgets.explain.tables.classes import Classes
    from mlwidgets.explain.tables.histogram import Summary

_DAY = 86_400


def classes_message(classes: Classes | None) -> dict[str, Any]:
    """Return the classes as a page knows them; no names where nothing is to be classified."""
    if classes is None:
        return {"target": "", "names": [], "plain": 0}
    names = [str(name)[:LONGEST_NAME] for name in classes.names]
    return {"target": classes.target[:LONGEST_NAME], "names": names, "plain": classes.plain}


def summary_message(place: int, column: Column, summary: Summary) -> dict[str, Any]:
    """Return a summary as a page knows it.

    Parameters
    ----------
    place : int
        The position of the column in its table.
    column : Column
        What was summarised.
    summary : Summary
        How its values are spread.

    Returns
    -------
    dict
        "kind", "edges", "labels", "rest" and "counts" of the bins; "statistics", pairs of a name and a text;
        "about", all of it in a sentence.
    """
    statistics = _statistics(summary)
    parts = ", ".join(texts.STATISTIC.format(name=name, value=value) for name, value in statistics)
    return {
        "column": place,
        "kind": summary.kind.value,
        "edges": summary.edges.tolist(),
        "labels": [label[:LONGEST_NAME] for label in summary.labels],
        "rest": summary.rest,
        "counts": summary.counts.tolist(),
        "statistics": statistics,
        "about": texts.ABOUT.format(
            name=column.name[:LONGEST_NAME], kind=texts.KINDS[summary.kind.value], parts=parts
        ),
    }


def _statistics(summary: Summary) -> list[tuple[str, str]]:
    told = []
    if summary.kind in (Kind.NUMBER, Kind.DATE):
        for name, value in (
            (texts.LEAST, summary.least),
            (texts.MEAN, summary.mean),
            (texts.MEDIAN, summary.median),
            (texts.GREATEST, summary.greatest),
        ):
            told.append((name, value_text(summary.kind, value)))
    elif summary.labels:
        share = share_text(int(summary.counts[:, 0].sum()) / summary.rows)
        level = texts.LEVEL_SHARE.format(level=summary.labels[0][:LONGEST_NAME], share=share)
        told.append((texts.FREQUENT, level))
    told += [(texts.DISTINCT, numeral(summary.distinct)), (texts.MISSING, _of(summary.missing, summary.rows))]
    if summary.infinite:
        told.append((texts.INFINITE, _of(summary.infinite, summary.rows)))
    return told


def _of(count: int, rows: int) -> str:
    if not count:
        return "0"
    return texts.SHARE.format(count=numeral(count), share=share_text(count / rows))


def value_text(kind: Kind, value: float) -> str:
    """Return a number, or a date from its seconds since 1970; "–" if there is none."""
    if math.isnan(value):
        return "–"
    if kind is Kind.DATE:
        text = str(np.datetime64(int(value), "s"))
        return text[:10] if int(value) % _DAY == 0 else text[:16].replace("T", " ")
    return number_text(value)
