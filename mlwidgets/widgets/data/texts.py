"""Every sentence of the data lab's own parts; each pane has its own."""

from __future__ import annotations

DATA_TEXT = (
    "A network learns what its data show it, and nothing else. Look at the rows and columns first: what is "
    "missing, what is rare, what is to be predicted. What you choose here is what every other lab uses."
)
DATA_TRY = "Choose penguins, look at a column, choose what to predict, then press Run in Train."

PANES = "The data from several sides"
TABLE, COLUMNS, PAIRS, PREPARE, CARD = "Table", "Columns", "Pairs", "Prepare", "Card"
GALLERY, CLASSES, PIXELS = "Gallery", "Classes", "Pixels"
POINTS = "Points"

CHOOSE = "Data set"
OWN = "Your own: {name}"
"""The menu's words for data that none of its names stands for."""
