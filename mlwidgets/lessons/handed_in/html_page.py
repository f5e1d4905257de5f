"""An HTML page in one file, for paper as much as for a screen: no script, nothing from elsewhere.

Its pictures stand in the page itself. A picture of that kind runs nothing, whatever is in it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from mlwidgets.language import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.lessons.lesson import Lesson

_NOT_FOR_PAGES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_STYLE = """
@page { size: A4; margin: 18mm 16mm }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 46rem;
  margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.7em; margin: 0 0 .3em } h2 { font-size: 1.3em; margin: 1.6em 0 .3em;
  border-bottom: 2px solid #0072b2; padding-bottom: .15em } h3 { font-size: 1.05em; margin: 0 0 .4em }
h1, h2, h3 { break-after: avoid } p { margin: .4em 0 } svg, img { max-width: 100% }
article { border: 1px solid #ccc; border-radius: 4px; padding: .7em .9em; margin: .8em 0 }
article, tr { break-inside: avoid } article.long { break-inside: auto }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; margin: .6em 0 0 }
dt { color: #555 } dd { margin: 0 } dd > :first-child { margin-top: 0 } dd > :last-child { margin-bottom: 0 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: .6em 0 }
caption { text-align: left; font-weight: 600; padding-bottom: .3em }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-top: 1px solid #ddd }
th { font-weight: 400 } thead th { color: #555 } th > *, td > * { margin: 0 }
td.bar { width: 11rem } .wide { overflow-x: auto } .wide th { min-width: 7rem }
.wide th.name { min-width: 0; text-align: right; font-size: .75em; hyphens: auto; overflow-wrap: normal }
td.number, th.number { text-align: right; white-space: nowrap }
.words { white-space: pre-wrap } .solved { color: #00674b } .not-solved { color: #a34700 }
.solved, .not-solved { font-weight: 600 } .small { color: #555; font-size: .9em }
blockquote { margin: .4em 0; padding-left: .8em; border-left: 3px solid #ccc }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10pt } a { color: inherit } }
"""

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{style}</style></head>
<body><main>
{body}
</main></body></html>
"""


def page(title: str, parts: Iterable[str]) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        Plain text.
    parts : iterable of str
        What is on it, as safe HTML: the page's policy would not run a script, but could not hide one.
    """
    return _PAGE.format(title=plain(title), language=current(), style=_STYLE.strip(), body="\n".join(parts))


def plain(text: str) -> str:
    r"""Return a text as HTML, of which nothing is markup.

    Examples
    --------
    >>> plain("<b>5 & 6</b>\x00")
    '&lt;b&gt;5 &amp; 6&lt;/b&gt;�'
    """
    return escape(_NOT_FOR_PAGES.sub("\N{REPLACEMENT CHARACTER}", str(text)))


def language(lesson: Lesson) -> str:
    """Return an attribute for the texts of a lesson that is not in the page's language."""
    return "" if lesson.language == current() else f' lang="{escape(lesson.language)}"'


def foreign(text: str) -> str:
    """Return a text of a learner as HTML; its lines stay, and its direction is its own."""
    return f'<bdi class="words">{plain(text)}</bdi>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names, plain, with their values, safe HTML."""
    return (
        "<dl>"
        + "".join(f"<dt>{plain(name)}</dt><dd>{value}</dd>" for name, value in pairs if value)
        + "</dl>"
    )


def bar(part: int, whole: int, colour: str, told: str) -> str:
    """Return a bar as a picture with a name: so many of so many."""
    width = 100 * part / max(whole, 1)
    return (
        f'<svg viewBox="0 0 100 10" width="160" height="16" preserveAspectRatio="none" role="img" '
        f'aria-label="{plain(told)}"><rect width="100" height="10" fill="#eee"/>'
        f'<rect width="{width:.1f}" height="10" fill="{colour}"/></svg>'
    )
