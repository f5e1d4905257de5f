"""Style sheets and scripts are found, and use only colours that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mlwidgets.widgets.base.static_files import STATIC, script, static_path, style
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from mlwidgets.widgets.convolution.kernel_grid import KernelGrid

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.widgets.base.base_widget import BaseWidget


def test_a_style_is_the_shared_sheet_and_then_its_own() -> None:
    both = style("progress_line")
    assert both.startswith(static_path("shared.css").read_text(encoding="utf-8"))
    assert both.endswith(static_path("progress_line.css").read_text(encoding="utf-8"))


def test_several_parts_are_joined_in_order() -> None:
    texts = [static_path(name).read_text(encoding="utf-8") for name in ("session_banner.js", "digit_pad.js")]
    assert script("session_banner", "digit_pad") == "\n".join(texts)
    sheets = [static_path(name).read_text(encoding="utf-8") for name in ("shared.css", "digit_pad.css")]
    assert style("digit_pad") == "\n".join(sheets)
    third = static_path("session_banner.css").read_text(encoding="utf-8")
    assert style("digit_pad", "session_banner") == "\n".join([*sheets, third])


@pytest.mark.parametrize("take", [script, style])
def test_a_missing_file_is_named(take: Callable[..., str]) -> None:
    with pytest.raises(FileNotFoundError, match=r"no static file 'nothing\.(js|css)'"):
        take("nothing")
    with pytest.raises(FileNotFoundError, match=r"no static file 'nothing\.(js|css)'"):
        take("digit_pad", "nothing")


@pytest.mark.parametrize("widget", [ConvolutionBoard, KernelGrid])
def test_joined_parts_make_one_module(widget: type[BaseWidget]) -> None:
    text = widget._esm
    assert not re.search(r"^import ", text, re.MULTILINE)
    exports = re.findall(r"^export .*", text, re.MULTILINE)
    assert exports == ["export default { render };"]
    # Two parts that declare the same name would be a syntax error, and the widget would stay empty.
    names = re.findall(r"^(?:const|let|class|function|async function) (\w+)", text, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
    assert "element" in names


def test_every_colour_that_is_used_is_defined() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.css")}
    scripts = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    used = set(re.findall(r"var\((--mlw-[\w-]+)", "".join(sheets.values())))
    defined = set(re.findall(r"(--mlw-[\w-]+):", "".join(sheets.values())))
    set_by_scripts = set(re.findall(r"setProperty\(\s*\"(--mlw-[\w-]+)\"", scripts))
    assert used <= defined | set_by_scripts
    assert "--mlw-ink" in used
