"""Every sentence of the frame around the labs."""

from __future__ import annotations

TITLE = "mlwidgets"
SUBTITLE = "Learn machine learning by touching it."
