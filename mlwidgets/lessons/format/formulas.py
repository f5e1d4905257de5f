"""Formulas: LaTeX to MathML that is safe to put into a page."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

from mlwidgets.errors import DataError
from mlwidgets.language import written
from mlwidgets.ranges import shown

MOST_CHARACTERS = 1_000
DEEPEST = 40

_MATHML = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = frozenset(
    (
        *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom"),
        *("mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup"),
        *("mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display"),
        *("displaystyle", "fence", "form", "frame", "height", "largeop", "linethickness", "lspace"),
        *("mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation"),
        *("rowalign", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy"),
        *("symmetric", "voffset", "width"),
    )
)
_CHILDREN = {
    "mfrac": 2,
    "msub": 2,
    "msup": 2,
    "mover": 2,
    "munder": 2,
    "mroot": 2,
    "msubsup": 3,
    "munderover": 3,
}
_FUNCTIONS = frozenset(("arg", "cos", "exp", "lg", "ln", "log", "sin", "tan", "tanh"))
# Definitions could double themselves without end; the others would reach outside the formula.
_REFUSED = re.compile(
    r"\\(def|gdef|edef|let|(re|provide)?newcommand|renewcommand|href|url|style|class|require)\b"
)


# A decimal comma as LaTeX writes it: without the gap that follows a comma in a list.
_DECIMAL_COMMA = re.compile(r"(?<=\d)\{,\}(?=\d)")
_NUMBER = re.compile(r"<mn>[^<]*</mn>")


def mathml(source: str, display: Literal["inline", "block"] = "inline") -> str:
    r"""Return a formula as MathML, its numbers as the page's language writes them.

    What the converter writes is read again, and only elements and attributes of a short list are kept:
    ``\text{<script>}`` comes out of it as an element otherwise.

    Parameters
    ----------
    source : str
        LaTeX, without the dollar signs.
    display : {"inline", "block"}
        Whether it stands in a line of text or by itself.

    Raises
    ------
    DataError
        It cannot be converted; the message says why.

    Examples
    --------
    >>> mathml("w^2")
    '<math display="inline"><mrow><msup><mi>w</mi><mn>2</mn></msup></mrow></math>'
    >>> mathml("0{,}5")
    '<math display="inline"><mrow><mn>0,5</mn></mrow></math>'
    >>> mathml(r"\ln 2")
    '<math display="inline"><mrow><mi>ln</mi><mspace width="0.17em" /><mn>2</mn></mrow></math>'
    """
    made = _made(source, display)
    if written(".") == "," or _DECIMAL_COMMA.search(source):
        made = _NUMBER.sub(lambda number: number[0].replace(".", ","), made)
    return made


@lru_cache(maxsize=4096)
def _made(source: str, display: Literal["inline", "block"]) -> str:
    if len(source) > MOST_CHARACTERS or _depth(source) > DEEPEST:
        raise DataError(
            f"A formula has at most {MOST_CHARACTERS:,} characters, and braces at most {DEEPEST} deep."
        )
    refused = _REFUSED.search(source)
    if refused:
        raise DataError(f"The formula {_short(source)} uses {refused[0]}, which lessons do not.")
    try:
        root = ET.fromstring(convert(_DECIMAL_COMMA.sub(".", source), display=display))  # noqa: S314 - no document type gets in there
    except Exception as error:  # the converter has errors of many kinds, few with a message
        raise DataError(
            f"The formula {_short(source)} cannot be read as LaTeX. Look for a brace or an argument that is "
            "missing."
        ) from error
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_MATHML}}}")
        if element.tag not in _ELEMENTS:
            raise DataError(f"The formula {_short(source)} has {shown(element.tag)} in it: write \\lt for <.")
        if len(element) != _CHILDREN.get(element.tag, len(element)):
            raise DataError(f"The formula {_short(source)} lacks an argument: \\frac{{1}}{{2}} has two.")
        for name in element.attrib.keys() - _ATTRIBUTES:
            del element.attrib[name]
        unknown = re.match(r"\\[A-Za-z]+", element.text or "")
        if unknown:
            raise DataError(f"The formula {_short(source)} uses {unknown[0]}, which is not known here.")
    for row in list(root.iter("mrow")):
        _space_names(row)
    return ET.tostring(root, encoding="unicode")


def _space_names(row: ET.Element) -> None:
    """Put a thin space between the name of a function and its argument, as LaTeX does: ln 2, not ln2."""
    for at, (one, following) in reversed(list(enumerate(pairwise(list(row))))):
        name = one[0] if one.tag == "msub" else one
        if name.tag == "mi" and (name.text or "") in _FUNCTIONS and following.tag != "mo":
            row.insert(at + 1, ET.Element("mspace", width="0.17em"))


def _depth(source: str) -> int:
    depth = deepest = 0
    for sign in source:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest


def _short(source: str) -> str:
    return f"${source}$" if len(source) <= 60 else f"${source[:59]}…$"  # noqa: PLR2004 - as `shown` does
