"""The traits that a widget has in Python, and those that its script declares and reads: the same names."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
from deno import find_deno_bin

import mlwidgets.widgets
from mlwidgets.widgets.base.static_files import BUNDLES, WIDGETS, bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMON = set(anywidget.AnyWidget.class_traits(sync=True)) | {"_esm", "_css", "_anywidget_id"}
"""What every widget has: layout, tooltip, and what ipywidgets and anywidget keep for themselves."""

# A script is an object with `render`, or a function that makes one.
# Its traits are those of the model that it takes.
TYPES = """
import type { View } from "{base}/model.ts";
type Script<W> = W extends () => infer Made ? Made : W;
type TraitsOf<W> = Script<W> extends { render(view: View<infer Traits>): unknown } ? Traits : never;
"""


def widget_classes() -> dict[str, type[ipywidgets.Widget]]:
    """Return each widget class that has a script of its own, by the script's name."""
    for module in pkgutil.walk_packages(mlwidgets.widgets.__path__, "mlwidgets.widgets."):
        importlib.import_module(module.name)
    scripts = {
        bundle(name): name for name in (p.relative_to(BUNDLES).with_suffix("").as_posix() for p in bundles())
    }
    own = (one for one in descendants(ipywidgets.DOMWidget) if isinstance(vars(one).get("_esm"), str))
    return {scripts[one._esm]: one for one in own}  # what anywidget derives for an instance has a trait there


def bundles() -> list[Path]:
    return sorted(BUNDLES.rglob("*.js"))


def descendants(parent: type[Any]) -> Iterator[type[Any]]:
    """Return our own classes below another."""
    for child in parent.__subclasses__():
        if child.__module__.startswith("mlwidgets."):
            yield child
        yield from descendants(child)


def own_traits(widget_class: type[ipywidgets.Widget]) -> list[str]:
    return sorted(set(widget_class.class_traits(sync=True)) - COMMON)


def complaints(widgets: dict[str, dict[str, bool]], folder: Path) -> str:
    """Return what TypeScript says of records with a key for each trait: one too few, or one too many."""
    lines = [TYPES.replace("{base}", (WIDGETS / "base").as_uri())]
    for number, (script, names) in enumerate(widgets.items()):
        address = (WIDGETS / f"{script}.ts").as_uri()
        lines.append(f'import script{number} from "{address}"; // {script}')
        kind = f"Record<keyof TraitsOf<typeof script{number}>, true>"
        lines.append(f"export const widget{number}: {kind} = {json.dumps(names)};")
    probe = folder / "traits.ts"
    probe.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own command
        [find_deno_bin(), "check", "--quiet", "--config", WIDGETS.parents[1] / "deno.json", probe],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


def test_a_script_declares_the_traits_of_its_class_and_no_others(tmp_path: Path) -> None:
    widgets = {name: dict.fromkeys(own_traits(one), True) for name, one in widget_classes().items()}
    assert len(widgets) > 15
    assert complaints(widgets, tmp_path) == ""


def test_a_missing_name_and_one_too_many_are_found_in_every_script(tmp_path: Path) -> None:
    widgets = {}
    for script, one in widget_classes().items():
        first, *others = own_traits(one)
        widgets[script] = dict.fromkeys([*others, f"not_{first}"], True)
    found = complaints(widgets, tmp_path)
    assert found.count("may only specify known properties") == len(widgets)

    pad = {"predict/digit_pad": {"drawing": True, "label": True}}
    assert "'update_interval' is missing" in complaints(pad, tmp_path)


def test_a_script_uses_every_trait() -> None:
    """A bundle has no types in it: a name that stands there nowhere is read and set by nobody."""
    unused = {
        f"{name}: {trait}"
        for name, one in widget_classes().items()
        for trait in own_traits(one)
        if not re.search(f'"(change:)?{trait}"', bundle(name))
    }
    assert unused == set()
