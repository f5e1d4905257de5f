"""Experiments that are closed after each test."""

from __future__ import annotations

from tests.session.conftest import make

__all__ = ["make"]
