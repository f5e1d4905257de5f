"""What makes a page's HTML, without compiling its templates anew for every page.

Voilà makes an exporter for each page, and each exporter a Jinja environment of its own, which compiles the
same fourteen templates: two thirds of what a page costs the server, which does one thing at a time. Voilà
0.5.13 and older need this; it may go when Voilà keeps an environment, or nbconvert what it has compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import voila.notebook_renderer
from jinja2 import BytecodeCache, Environment
from traitlets import default
from voila.exporter import VoilaExporter

from mlwidgets.language import current

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Compiled templates, in memory, by their files and by what stands in them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of a template in its place, if it is known.

        Parameters
        ----------
        bucket : jinja2.bccache.Bucket
            Jinja's place for it.
        """
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template.

        Parameters
        ----------
        bucket : jinja2.bccache.Bucket
            Jinja's place for it.
        """
        self._codes[bucket.key, bucket.checksum] = bucket.code


_compiled = CompiledTemplates()


class PageExporter(VoilaExporter):
    """Voilà's exporter, with what the exporters before it have compiled, and with the page's language."""

    @default("language_code")
    def _page_language(self) -> str:
        return current()

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.bytecode_cache = _compiled
        return environment


def use_for_all_pages() -> None:
    """Have Voilà make every page with it; Voilà has no setting for that."""
    voila.notebook_renderer.VoilaExporter = PageExporter
