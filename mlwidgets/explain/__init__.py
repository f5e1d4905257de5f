"""The numbers behind the pictures: pure functions, no drawing."""

from __future__ import annotations
