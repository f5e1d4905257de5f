"""Runs as files: the form of a `.mlw`, written from plain values and read into them; nothing is believed."""

from __future__ import annotations
