"""Moments of a run, to and from JSON and arrays: one row for each moment."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from mlwidgets.engine.optimizers.clipping import switched_off_first
from mlwidgets.engine.training.frozen import frozen
from mlwidgets.engine.training.history import NOTHING
from mlwidgets.engine.training.keyframe import Keyframe, SettingsChange
from mlwidgets.engine.training.moment import Moment, OptimizerMoment, Position, RunSettings
from mlwidgets.engine.training.sums import Totals
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.interchange.saved.plain import Arrays, Fields, in_range
from mlwidgets.language import _
from mlwidgets.ranges import BATCH_SIZE, EPOCHS, SEED, Interval
from mlwidgets.spec.optimizer_spec import OptimizerSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray

COLUMNS = (
    *("epoch", "start", "iteration", "steps"),  # where the run is, and the steps that its optimizer has made
    *("seed", "shuffle", "batch_size", "epochs", "stop_training"),
    *("gathered", "validating", "optimizer"),  # examples of the epoch so far; which of the settings
    *("history_epochs", "history_updates", "history_marks", "fixed"),
)
"""What the columns of `numbers` are, all whole numbers."""

MOST_BYTES = 256 * 2**20
"""What the moments of a file may take."""

_LARGEST = 2**40
_FLAGS = ("shuffle", "stop_training", "validating", "fixed")
_FLOATS = "f4 f8"


def write_frames(frames: Sequence[Keyframe]) -> tuple[dict[str, Any], dict[str, AnyArray]]:
    """Return moments as plain values and arrays, a row for each moment.

    `numbers` (moments, columns) holds `COLUMNS`; `weights` (moments, weights); `sums` (moments, quantities)
    what has been gathered of the epoch; `memory_of` says which moments have an optimizer's memory, and
    `memory_0` … hold it, (those moments, parameters). What had been measured of validation data in the
    middle of them is not kept: it is measured again, from the same weights.

    Raises
    ------
    DataError
        The moments take too much for a file.
    """
    if sum(frame.moment.nbytes for frame in frames) > MOST_BYTES:
        raise DataError(
            _(
                "What this run can go back to takes more than {most} MB. Save the present moment "
                "only, or lower travel_megabytes first."
            ).format(most=MOST_BYTES // 2**20)
        )
    moments = [frame.moment for frame in frames]
    settings: list[Any] = []
    numbers = []
    for frame in frames:
        written = thawed(frame.moment.optimizer.settings)
        if written not in settings[-1:]:  # most moments have those of the one before
            settings.append(written)
        numbers.append(_row(frame, len(settings) - 1))
    sums = list(dict.fromkeys(name for one in moments for name in one.totals.sums))
    memory = list(dict.fromkeys(name for one in moments for name in one.optimizer.state))
    having = [at for at, moment in enumerate(moments) if moment.optimizer.state]
    plain = {
        "optimizer": moments[0].optimizer.class_name,
        "settings": settings,
        "sums": sums,
        "memory": memory,
    }
    arrays: dict[str, AnyArray] = {
        "numbers": np.array(numbers, np.int64),
        "weights": np.array([moment.weights for moment in moments]),
        "sums": np.array([[one.totals.sums.get(name, 0.0) for name in sums] for one in moments], np.float64),
        "memory_of": np.array(having, np.int64),
    }
    for place, name in enumerate(memory):
        arrays[f"memory_{place}"] = np.array([moments[one].optimizer.state[name] for one in having])
    return plain, arrays


def _row(frame: Keyframe, settings: int) -> tuple[int, ...]:
    moment = frame.moment
    place, run = moment.position, moment.settings
    return (
        *(place.epoch, place.start, place.iteration, moment.optimizer.iterations),
        *(run.seed, int(run.shuffle), run.batch_size, run.epochs, int(run.stop_training)),
        *(moment.totals.count, int(moment.validation is not None), settings),
        *(frame.epochs, frame.updates, frame.marks, int(frame.fixed)),
    )


def read_frames(plain: Fields, arrays: Arrays) -> tuple[Keyframe, ...]:
    """Return moments from what `write_frames` has returned.

    Raises
    ------
    DataError
        They are none.
    """
    numbers = arrays.get("numbers", "i8", (None, len(COLUMNS)))
    count = len(numbers)
    columns = dict(zip(COLUMNS, numbers.T, strict=True))
    for name, values in columns.items():
        most = 1 if name in _FLAGS else _LARGEST
        if count and not (values.min() >= 0 and values.max() <= most):
            raise DataError(
                _("{name} of a moment in the run file is out of its range. Save the run again.").format(
                    name=name
                )
            )
    if not count or (np.diff(columns["iteration"]) <= 0).any():
        raise DataError(_("The moments in the run file are not in order. Save the run again."))
    class_name, settings = plain.text("optimizer"), plain.items("settings")
    optimizers = [optimizer_settings(class_name, one) for one in settings]
    if columns["optimizer"].max() >= len(optimizers):
        raise DataError(_("A moment in the run file has settings that are not there. Save the run again."))
    weights = arrays.finite("weights", _FLOATS, (count, None))
    sums = plain.texts("sums")
    gathered = arrays.get("sums", "f8", (count, len(sums)))
    memory = _memory(plain.texts("memory"), arrays, count, weights)
    made = []
    for at, row in enumerate(numbers.tolist()):
        one = dict(zip(COLUMNS, row, strict=True))
        moment = Moment(
            weights=_own(weights[at]),
            optimizer=OptimizerMoment(class_name, optimizers[one["optimizer"]], memory[at], one["steps"]),
            position=Position(in_range(_EPOCH, one["epoch"]), one["start"], one["iteration"]),
            settings=RunSettings(
                in_range(SEED, one["seed"]),
                bool(one["shuffle"]),
                in_range(BATCH_SIZE, one["batch_size"]),
                in_range(EPOCHS, one["epochs"]),
                bool(one["stop_training"]),
            ),
            totals=_totals(one["gathered"], sums, gathered[at].tolist()),
            validation=Totals() if one["validating"] else None,
            history=NOTHING,
        )
        counts = one["history_epochs"], one["history_updates"], one["history_marks"]
        made.append(Keyframe(moment, *counts, bool(one["fixed"])))
    return tuple(made)


def write_changes(changes: Sequence[SettingsChange]) -> list[dict[str, Any]]:
    """Return changes of settings as plain values."""
    return [
        {"iteration": one.iteration, "optimizer": thawed(one.optimizer), "batch_size": one.batch_size}
        for one in changes
    ]


def read_changes(parts: Sequence[Fields], frame: Keyframe) -> tuple[SettingsChange, ...]:
    """Return changes of settings from what `write_changes` has returned, for a run with such moments."""
    known = frame.moment.optimizer
    made = []
    for part in parts:
        given = part.mapping("optimizer")
        checked = optimizer_settings(known.class_name, {**thawed(known.settings), **given})
        live = switched_off_first({name: checked[name] for name in given})
        optimizer = MappingProxyType(live)
        size = in_range(BATCH_SIZE, part.whole("batch_size"))
        made.append(SettingsChange(part.whole("iteration", _LARGEST), optimizer, size))
    if any(two.iteration < one.iteration for one, two in pairwise(made)):
        raise DataError(_("The changes of settings in the run file are not in order. Save the run again."))
    return tuple(made)


def optimizer_settings(class_name: str, settings: object) -> Mapping[str, Any]:
    """Return an optimizer's settings, checked, as a moment holds them."""
    try:
        made = OptimizerSpec.of({"class_name": class_name, "config": settings}).make()
    except MLWidgetsError as error:
        raise DataError(
            _("The optimizer of a moment in the run file is not possible: {error}").format(error=error)
        ) from None
    return cast("Mapping[str, Any]", frozen(made.get_config()))


def thawed(value: Any) -> Any:  # noqa: ANN401 - plain values of every kind
    """Return frozen plain values as JSON knows them."""
    if isinstance(value, Mapping):
        return {name: thawed(one) for name, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple | list) else value


_EPOCH = Interval(name="epoch", low=0, high=EPOCHS.high, integer=True)


def _totals(count: int, names: tuple[str, ...], sums: list[float]) -> Totals:
    if not count:
        return Totals()
    found = dict(zip(names, sums, strict=True))
    if "loss" not in found or not np.isfinite(found["loss"]):
        raise DataError(_("The sums of an epoch in the run file have no loss. Save the run again."))
    return Totals(count, MappingProxyType(found))


def _memory(
    names: tuple[str, ...], arrays: Arrays, count: int, weights: AnyArray
) -> list[Mapping[str, AnyArray]]:
    """Return the memory of each moment's optimizer."""
    having = arrays.get("memory_of", "i8", (None,))
    if len(having) and not (having.min() >= 0 and having.max() < count and (np.diff(having) > 0).all()):
        raise DataError(_("The optimizer's memory in the run file belongs to no moment. Save the run again."))
    kind = weights.dtype.str[1:]
    rows = [arrays.finite(f"memory_{at}", kind, (len(having), None)) for at in range(len(names))]
    found: list[Mapping[str, AnyArray]] = [MappingProxyType({})] * count
    for at, place in enumerate(having.tolist()):
        found[place] = MappingProxyType({name: _own(row[at]) for name, row in zip(names, rows, strict=True)})
    return found


def _own(row: AnyArray) -> AnyArray:
    """Return a row as memory of its own, which can be freed without the others."""
    copy = row.copy()
    copy.flags.writeable = False
    return copy
