"""Texts of lessons: Markdown and formulas have an effect, and nothing else has."""

from __future__ import annotations

import html.parser

import pytest

from mlwidgets.errors import DataError
from mlwidgets.lessons.format.faults import Faults
from mlwidgets.lessons.format.formulas import mathml
from mlwidgets.lessons.format.markdown import fragment, without_html

ELEMENTS = {
    *("a", "blockquote", "br", "code", "em", "h3", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody"),
    *("td", "th", "thead", "tr", "ul", "math", "mfrac", "mi", "mn", "mo", "mrow", "mtext", "mtable", "mtr"),
    *("mtd", "msup", "msub", "mstyle", "msqrt", "mspace", "mover", "munder", "munderover", "msubsup"),
}


class Seen(html.parser.HTMLParser):
    """Collects what a browser would make of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(attrs)


def shown(text: str) -> str:
    faults = Faults()
    made = fragment(text, 1, faults)
    assert faults.found == ()
    return made


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
    "text <img src=x onerror=alert(1)> text",
    "<svg/onload=alert(1)>",
    "<div onclick='x'>\n\ntext\n\n</div>",
    "<!-- a comment --><iframe src='https://example.org'></iframe>",
    "<style>*{display:none}</style>",
    "`<b>` and <b>",
    "    <script>indented</script>",
    "```html\n<script>listed</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    '[a](https://example.org/"onmouseover="alert\\(1\\))',
    '[a](https://example.org "a title\\" onclick=x")',
    "<https://example.org/<script>>",
    "| <b>a</b> | b |\n|---|---|\n| <i>c</i> | d |",
    "> <script>quoted</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "$a < b$ and $\\text{a}$",
    "[x]: javascript:alert(1)\n\n[x]",
    "a\x00b<script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_is_shown_and_not_obeyed(text: str) -> None:
    seen = Seen(shown(text))
    assert seen.elements <= ELEMENTS
    for name, value in seen.attributes:
        assert not name.startswith("on")
        assert name in {"href", "target", "rel", "class", "display", "style", "fence", "form", "stretchy"}
        assert name != "href" or str(value).startswith("https://")
        assert name != "style" or str(value).startswith("text-align:")


def test_a_bad_link_or_picture_does_not_come_through_even_if_nobody_looks_at_the_faults() -> None:
    ignored = Faults()
    made = fragment(
        "[a](javascript:alert(1)) ![alt](https://example.org/x.png) [b](data:text/html,x)", 1, ignored
    )
    assert len(ignored.found) == 3
    assert Seen(made).elements == {"a"}
    assert Seen(made).attributes == set()
    assert "alt" in made


def test_links_of_the_web_open_elsewhere() -> None:
    assert shown("[a](HTTPS://example.org/?a=1&b=2)") == (
        '<a href="HTTPS://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">a</a>'
    )


def test_formulas_become_mathml() -> None:
    assert shown("so $w^2$") == (
        'so <math display="inline"><mrow><msup><mi>w</mi><mn>2</mn></msup></mrow></math>'
    )
    assert '<math display="block">' in shown("$$\n\\frac{1}{2}\n$$")
    assert shown("it costs $5, or $6") == "it costs $5, or $6"


@pytest.mark.parametrize(
    "source",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\text{<mi href='x'>a</mi><script/>}",
        r"\text{<!DOCTYPE x [<!ENTITY a 'b'>]>&a;}",
        r"\text{<?xml version='1.0'?>}",
        r"\href{javascript:alert(1)}{x}",
        r"\def\a{\b\b}\def\b{\a\a}\a",
        r"\newcommand{\a}{\a}\a",
        r"\unknowncommand{x}",
        r"\frac{1}",
        r"\left( x",
        "^",
        "{" * 900,
        "x" * 1_001,
        "",
    ],
)
def test_a_formula_that_is_none_is_refused_in_a_sentence(source: str) -> None:
    with pytest.raises(DataError) as caught:
        mathml(source)
    assert "ormula" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("source", [r"\style{color:red}{x}", r"\class{a}{x}"])
def test_a_formula_reaches_no_style_sheet(source: str) -> None:
    with pytest.raises(DataError, match="which lessons do not"):
        mathml(source)


def test_only_known_attributes_are_kept() -> None:
    made = mathml(r"\color{red}x + \mathbf{A} + \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}")
    assert Seen(made).elements <= ELEMENTS
    assert {"style", "href", "class", "onclick"}.isdisjoint(name for name, _ in Seen(made).attributes)


def test_formulas_of_the_course_are_known() -> None:
    for source in (
        r"w \leftarrow w - \eta \frac{\partial L}{\partial w}",
        r"\hat{y}_i = \sigma\left(\sum_{j=1}^{n} w_{ij} x_j + b\right)",
        r"-\frac{1}{N}\sum_i \log p_{i}",
        r"\nabla L(\mathbf{w})",
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2",
        r"\sqrt{\hat v} + \epsilon",
        r"5 \cdot 60 - 113 - 73 + 0 \times 121 = 114",
        r"\lfloor (n + 2p - k) / s \rfloor + 1",
        r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\mathrm{softmax}(z)_i",
        r"a \approx b \le c \ne d \in \mathbb{R}^n",
    ):
        assert mathml(source).startswith("<math")


def test_html_is_text_for_other_readers_of_markdown_too() -> None:
    text = "<script>x</script>\n\n`<b>` $a<b$\n\n```html\n<i>\n```\n\n    <u>\n\nx <b> </b> <!-- --> 1 < 2\n"
    assert without_html(text) == (
        "&lt;script>x&lt;/script>\n\n`<b>` $a<b$\n\n```html\n<i>\n```\n\n    <u>\n\n"
        "x &lt;b> &lt;/b> &lt;!-- --> 1 < 2\n"
    )
