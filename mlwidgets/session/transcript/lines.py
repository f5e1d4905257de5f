"""The Python for one step: told from the state before it and the state after it."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import MLWidgetsError
from mlwidgets.session.consistent import changed_settings, differences
from mlwidgets.session.convolution.setup import Setup, bundled_name
from mlwidgets.session.run.array_edit import ArrayEdit
from mlwidgets.session.stack.text import written_short
from mlwidgets.session.transcript.file_lines import run_line
from mlwidgets.session.transcript.source import dataset_source, is_short, source, spec_source
from mlwidgets.session.transcript.stack_lines import stack_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.session.run.weight_edit import WeightEdit
    from mlwidgets.session.undo import State
    from mlwidgets.spec.settings import Settings

    Edit = WeightEdit | ArrayEdit

_DRIVERS = ("dataset", "features", "loss", "optimizer")
"""Settings that others hang on: if one of them alone leads to all that has changed, it alone is written."""


def step_lines(before: State, after: State, edits: Sequence[Edit]) -> list[str]:
    """Return the lines that lead from one state to another; what no line can do is a comment.

    Parameters
    ----------
    before, after : State
        The states.
    edits : sequence of WeightEdit or ArrayEdit
        The weights that were set by hand in between.
    """
    if after.file and after.run != before.run:
        return [run_line(after.file)]
    lines = [*_data_lines(before, after), *_network_lines(before, after)]
    lines += _convolution_lines(before.convolution, after.convolution)
    if not before.page.same_controls(after.page):
        changed = {
            name: value
            for name, value in asdict(after.page).items()
            if name not in ("tab", "point", "teaching") and value != getattr(before.page, name)
        }
        lines.append(f"experiment.change_page({_arguments(changed)})")
    lines += [_edit_line(edit) for edit in edits]
    loaded = after.stage is not None and after.stage is not before.stage
    if after.run != before.run and (loaded or not lines):
        lines.append(_reset_line(after))
    return lines


def _arguments(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={source(value)}" for name, value in values.items())


def _reset_line(after: State) -> str:
    if after.stage is None:
        return "experiment.reset()"
    where = "from mlwidgets.session.learned.opening import load_stage"
    return f"{where}; load_stage(experiment, {after.stage.name!r})"


# ---- data ----


def _data_lines(before: State, after: State) -> list[str]:
    """Return what was done on the data bench beyond the data set that came of it."""
    bench, was = after.data, before.data
    if bench is None or bench is was:
        return []
    if bench.source is not None and (was is None or bench.source is not was.source):
        return [f"experiment.data_draft.open_file({bench.source.name!r})"]
    if before.settings.dataset is after.settings.dataset and bench.problem and bench.plan is not None:
        return [f"experiment.data_draft.change_plan({source(bench.plan.to_dict())})"]
    return []


# ---- network and training ----


def _network_lines(before: State, after: State) -> list[str]:
    names = [name for name in differences(before.settings, after.settings) if name != "learning_rate"]
    opened = bool(_data_lines(before, after))
    if opened and "dataset" in names:
        names = []  # they have come with the file
    old, new = before.draft, after.draft
    drafted = old is not None and new is not None and (old.layers, old.ids) != (new.layers, new.ids)
    if drafted and set(names) <= {"layers"}:
        return [stack_line(old, new)]  # type: ignore[arg-type]  # both are there
    return [] if not names else [_settings_line(before.settings, after.settings, names)]


def _settings_line(before: Settings, after: Settings, names: list[str]) -> str:
    for name in (*(one for one in _DRIVERS if one in names), *names):
        if len(names) == 1 or _leads(before, {name: getattr(after, name)}, after):
            return _assignment(before, after, name)
    values = [f"{name}={_value(after, name)}" for name in names]
    if any(value.endswith("=None") and value.startswith("dataset") for value in values):
        return _no_data(after)
    return f"experiment.change({', '.join(values)})"


def _leads(before: Settings, changes: dict[str, Any], after: Settings) -> bool:
    try:
        return changed_settings(before, changes) == after
    except MLWidgetsError:
        return False


def _assignment(before: Settings, after: Settings, name: str) -> str:
    old, new = before.optimizer, after.optimizer
    if name == "optimizer" and old.class_name == new.class_name:
        changed = {key: value for key, value in new.config.items() if value != old.config[key]}
        if old.with_(**changed) == new:
            return f"experiment.optimizer = experiment.optimizer.with_({_arguments(changed)})"
    value = _value(after, name)
    return _no_data(after) if value == "None" and name == "dataset" else f"experiment.{name} = {value}"


def _value(settings: Settings, name: str) -> str:
    if name == "dataset":
        return dataset_source(settings.dataset) or "None"
    if name in ("loss", "optimizer"):
        return spec_source(getattr(settings, name))
    if name == "layers":
        return source(written_short([layer.to_dict() for layer in settings.layers]))
    return source(getattr(settings, name))


def _no_data(after: Settings) -> str:
    return f"# experiment.dataset = … (the data set {after.dataset.name} was made in Python)"


# ---- convolution ----


def _convolution_lines(before: Setup, after: Setup) -> list[str]:
    pairs = {one.name: (getattr(before, one.name), getattr(after, one.name)) for one in fields(Setup)}
    changed = [name for name, (old, new) in pairs.items() if not _same(old, new)]
    if changed == ["settings"]:
        old, new = asdict(before.settings), asdict(after.settings)
        return [f"experiment.convolution.set({_arguments({k: v for k, v in new.items() if v != old[k]})})"]
    return [_setup_line(after, changed)] if changed else []


def _setup_line(after: Setup, changed: list[str]) -> str:
    picture = None if after.picture is None else bundled_name(after.picture)
    whole = {one.name: _plain(getattr(after, one.name)) for one in fields(Setup)}
    whole |= {"picture": picture, "settings": asdict(after.settings)}
    shown = {name: whole[name] for name in changed} if len(changed) == 1 else whole
    if picture is None and after.picture is not None:
        return "# experiment.convolution.take(…)  (a picture of your own)"
    if not all(is_short(one) for one in shown.values() if isinstance(one, np.ndarray)):
        return "# experiment.convolution.change(…)  (more numbers than fit in a line)"
    if len(changed) == 1:
        return f"experiment.convolution.change({_arguments(shown)})"
    return f"experiment.convolution = {source(whole)}"


def _plain(value: object) -> object:
    """Return a grid of one channel as rows of numbers, anything else as it is."""
    if isinstance(value, np.ndarray) and value.shape[2] == 1:
        return value[:, :, 0]
    return value


def _same(old: object, new: object) -> bool:
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        return old is not None and new is not None and np.array_equal(old, new)  # type: ignore[arg-type]
    return old is new or (old == new and type(old) is type(new))


# ---- weights ----


def _edit_line(edit: Edit) -> str:
    if isinstance(edit, ArrayEdit):
        place = f"experiment.model.layers[{edit.layer}].{edit.name}"
        if is_short(edit.value):
            return f"{place} = {source(edit.value)}"
        return f"# {place} = …  ({edit.value.size:,} numbers)"
    return f"experiment.set_weight({edit.layer}, {edit.name!r}, {source(edit.index)}, {edit.value!r})"
