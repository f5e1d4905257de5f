"""An experiment's network, taken away."""

from __future__ import annotations
