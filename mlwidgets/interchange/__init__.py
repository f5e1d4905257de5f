"""What the labs hold, as something that works elsewhere."""

from __future__ import annotations
