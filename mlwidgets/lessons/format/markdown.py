"""Markdown to HTML that is safe to put into a page: HTML in it is shown as text, and has no effect."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from mlwidgets.errors import DataError
from mlwidgets.lessons.format.formulas import mathml
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from mlwidgets.lessons.format.faults import Faults


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    # A text above a line of dashes would be a heading, and so a step, by accident; and nothing is defined
    # far from where it is used.
    parser.enable("table").disable(["lheading", "reference", "html_block", "html_inline"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - `check` judges it
    for name, display in (
        ("math_inline", "inline"),
        ("math_inline_double", "block"),
        ("math_block", "block"),
        ("math_block_label", "block"),
    ):
        parser.add_render_rule(name, _formula(display))
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    return parser


def _image(_: object, tokens: Sequence[Token], at: int, *_more: object) -> str:
    return html.escape(tokens[at].content)  # `check` has noted it


def _link(_: object, tokens: Sequence[Token], at: int, *_more: object) -> str:
    address = str(tokens[at].attrGet("href"))
    if not _is_of_the_web(address):
        return "<a>"  # the same
    return f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">'


def _is_of_the_web(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _formula(display: Any) -> Any:  # noqa: ANN401 - a rule of the renderer
    def render(_: object, tokens: Sequence[Token], at: int, *_more: object) -> str:
        try:
            return mathml(tokens[at].content.strip(), display)
        except DataError:
            return ""  # `check` has noted it, and the lesson is not used

    return render


PARSER = _parser()

_TAG = re.compile(r"(?P<kept>(`+)[^`].*?\2|\$[^$]*\$|<https?://[^\s<>]*>)|<(?=[A-Za-z/!?])")


def parse(text: str) -> list[Token]:
    """Return the tokens of a text."""
    return PARSER.parse(text)


def render(tokens: list[Token]) -> str:
    """Return tokens as HTML; `check` has been called for them."""
    return str(PARSER.renderer.render(tokens, PARSER.options, {})).strip()


def check(tokens: list[Token], first_line: int, faults: Faults) -> None:
    """Note what must not be in a text: pictures, links to anything but the web, broken formulas."""
    for token, line in _all(tokens, first_line):
        if token.type == "image":
            faults.add(
                line,
                f"A lesson holds no pictures; got {shown(token.attrGet('src'))}. The lab beside the text is "
                "the picture.",
            )
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
            if not _is_of_the_web(address):
                faults.add(line, f"A link must begin with https:// or http://; got {shown(address)}.")
        elif token.type.startswith("math_"):
            try:
                mathml(token.content.strip(), "inline" if token.type == "math_inline" else "block")
            except DataError as error:
                faults.add(line, str(error))


def fragment(text: str, line: int, faults: Faults) -> str:
    """Return a short text, such as an answer, as HTML; a single paragraph comes without its tags."""
    tokens = parse(text)
    check(tokens, line, faults)
    for token in tokens:
        if token.type == "heading_open":
            faults.add(line, "A heading begins a step; it cannot stand inside a task.")
    if [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]:
        return render(tokens[1:2])
    return render(tokens)


def without_html(text: str) -> str:
    """Return Markdown in which HTML is text for other readers of Markdown, too, which might obey it.

    Code and formulas stay as they are: there a "<" is a "<" everywhere.

    Examples
    --------
    >>> without_html("<b>bold</b> if `a<b` and $a<b$, see <https://example.org>")
    '&lt;b>bold&lt;/b> if `a<b` and $a<b$, see <https://example.org>'
    """
    kept = {
        line
        for token in parse(text)
        if token.type in ("fence", "code_block") and token.map
        for line in range(*token.map)
    }
    parts = re.split(r"(?m)^", text)
    lines = [part for part in parts if part]
    return "".join(line if at in kept else _TAG.sub(_as_text, line) for at, line in enumerate(lines))


def _as_text(found: re.Match[str]) -> str:
    return found[0] if found["kept"] else f"&lt;{found[0][1:]}"


def plain(token: Token) -> str:
    """Return what a reader sees of an inline token, without markup."""
    return "".join(
        child.content if child.type != "softbreak" else " " for child in token.children or ()
    ).strip()


def _all(tokens: list[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Give every token, also those inside a line, with its line in the file."""
    line = first_line
    for token in tokens:
        if token.map is not None:
            line = first_line + token.map[0]
        yield token, line
        within = line
        for child in token.children or ():
            yield child, within
            within += child.type in ("softbreak", "hardbreak")
