"""Style sheets and bundles are found, and use only colours that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mlwidgets.widgets.base.static_files import BUNDLES, WIDGETS, bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPTS = [path for path in sorted(WIDGETS.rglob("*.ts")) if not path.name.endswith("_test.ts")]


def sheet(name: str) -> str:
    """Read a style sheet."""
    return (WIDGETS / f"{name}.css").read_text(encoding="utf-8")


def test_a_style_is_the_shared_sheet_and_then_its_own() -> None:
    sheets = ("predict/digit_pad", "shell/session_banner")
    assert style(*sheets) == "\n".join(sheet(name) for name in ("base/shared", *sheets))


@pytest.mark.parametrize("take", [bundle, style])
def test_a_missing_file_is_named(take: Callable[..., str]) -> None:
    with pytest.raises(FileNotFoundError, match=r"predict/nothing"):
        take("predict/nothing")


def test_every_widget_has_a_bundle_that_imports_nothing() -> None:
    widgets = {
        path.relative_to(WIDGETS).with_suffix("").as_posix()
        for path in SCRIPTS
        if "\nexport default " in path.read_text(encoding="utf-8")
    }
    assert "controls/number_control" in widgets
    built = {path.relative_to(BUNDLES).with_suffix("").as_posix() for path in BUNDLES.rglob("*.js")}
    assert built == widgets
    for name in sorted(widgets):
        assert not re.search(r"^import ", bundle(name), re.MULTILINE), name


def test_every_colour_that_is_used_is_defined() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in WIDGETS.rglob("*.css"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    used = set(re.findall(r"var\((--mlw-[\w-]+)", sheets))
    defined = set(re.findall(r"(--mlw-[\w-]+):", sheets))
    set_by_scripts = set(re.findall(r"setProperty\(\s*\"(--mlw-[\w-]+)\"", scripts))
    assert used <= defined | set_by_scripts
    assert "--mlw-ink" in used
