"""Losses, metrics and predictions gathered over several batches: the means of an epoch so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mlwidgets.engine.training.objective import Seen, dataset_metrics, needs_all_examples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.metrics import Metric


@dataclass(frozen=True, eq=False)
class Totals:
    """What had been gathered at one moment.

    Attributes
    ----------
    count : int
        Examples so far.
    sums : mapping of str to float
        Loss and metrics, each added up over the examples.
    seen : tuple of (targets, outputs)
        Of each batch, if a metric needs all examples at once. Nobody writes to these arrays.
    outputs : tuple of ndarray
        The predictions, where they are wanted.
    """

    count: int = 0
    sums: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    seen: tuple[Seen, ...] = ()
    outputs: tuple[AnyArray, ...] = ()


class Sums:
    """Losses, metrics and predictions gathered over several batches.

    Parameters
    ----------
    metrics : sequence of Metric
        Those of the model. If one of them needs all examples at once, targets and outputs are kept for it.
    totals : Totals, optional
        What has been gathered already.
    """

    def __init__(self, metrics: Sequence[Metric] = (), totals: Totals | None = None) -> None:
        totals = Totals() if totals is None else totals
        self._metrics = metrics
        self._seen = list(totals.seen)
        self.count = totals.count
        self.totals = dict(totals.sums)
        self.outputs = list(totals.outputs)

    def add(self, logs: dict[str, float], count: int, seen: Sequence[Seen] = ()) -> None:
        """Add the means of a batch of `count` examples, and its targets and outputs."""
        self.count += count
        for name, value in logs.items():
            self.totals[name] = self.totals.get(name, 0.0) + value * count
        if needs_all_examples(self._metrics):
            # Copies: the next batch is computed in the same memory.
            self._seen += [(_kept(y), _kept(output)) for y, output in seen]

    def add_output(self, output: AnyArray) -> None:
        """Add the predictions of a batch; the array is kept."""
        output.flags.writeable = False
        self.outputs.append(output)

    def means(self) -> dict[str, float]:
        """Return the means over all examples so far, and the metrics that are no means."""
        logs = {name: total / self.count for name, total in self.totals.items()}
        return logs | dataset_metrics(self._metrics, self._seen)

    def mark(self) -> SumsMark:
        """Return how far it has come; quick, however much has been gathered."""
        return SumsMark(self, self.count, self.totals.copy(), len(self._seen), len(self.outputs))

    def at(self, mark: SumsMark) -> Totals:
        """Return what had been gathered then: more has only been added behind it."""
        return Totals(
            mark.examples,
            MappingProxyType(mark.totals),
            tuple(self._seen[: mark.seen]),
            tuple(self.outputs[: mark.outputs]),
        )


class SumsMark(NamedTuple):
    """How far `sums` had come at one moment."""

    sums: Sums
    examples: int
    totals: dict[str, float]
    seen: int
    outputs: int

    def whole(self) -> Totals:
        """Return everything that had been gathered."""
        return self.sums.at(self)


def _kept(array: AnyArray) -> AnyArray:
    kept = array.copy()
    kept.flags.writeable = False
    return kept
