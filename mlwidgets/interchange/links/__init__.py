"""An experiment's configuration in the address of a page, and TensorFlow Playground's addresses read."""

from __future__ import annotations

from mlwidgets.interchange.links.content import LinkContent
from mlwidgets.interchange.links.lesson_link import lesson_in
from mlwidgets.interchange.links.link import binder_page, read_link, write_link

__all__ = ["LinkContent", "binder_page", "lesson_in", "read_link", "write_link"]
