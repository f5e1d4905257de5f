"""Every sentence of the data lab's own parts; each pane has its own."""

from __future__ import annotations

DATA_TEXT = (
    "A network learns what its data show it, and nothing else. Look at the rows and columns first: what is "
    "missing, what is rare, what is to be predicted. The labs of the network use what you choose here."
)
DATA_TRY = "Choose penguins, look at a column, choose what to predict, then press Run in Train."

DRAWER = "Choose data"
"""The button of a narrow page, where the column with the choice is folded away."""

PANES = "Views of the data"
TABLE, COLUMNS, PAIRS, PREPARE, CARD = "Table", "Columns", "Pairs", "Prepare", "Card"
GALLERY, CLASSES, PIXELS = "Gallery", "Classes", "Pixels"
POINTS = "Points"

CHOOSE = "Data set"
OWN = "Your own: {name}"
"""The menu's words for data that none of its names stands for."""
TABLES_GROUP, PICTURES_GROUP, POINTS_GROUP = "Tables", "Pictures", "Points in the plane"
PICTURES = {"mnist": "Digits (MNIST)", "fashion_mnist": "Clothes (Fashion-MNIST)"}

TARGET = "Predict"
TARGET_HELP = "The target: the column that the network learns to predict from the others."
NO_TARGET = "choose a column"

YOUR_FILE = "Your file"
FILE_HINT = (
    "Or drop or paste it here: a table (CSV, TSV), or pictures (zip, npz, IDX, a sheet as PNG), up to "
    "{limit}\u00a0MB."
)
FILE_EMPTY = "“{name}” is empty: it has 0 bytes. Choose another file."
FILE_LARGE = (
    "“{name}” has {size} MB; through this page a file may have at most {limit} MB, so nothing was sent. Use "
    'a part of it, or open it in a notebook by its path: DataLab("…/{name}").'
)
FILE_KIND = (
    "“{name}” is {kind}, judging by its content; the data lab reads tables as text (CSV, TSV) and pictures "
    "in a zip, npz, IDX or PNG file. Save it as one of these and choose that."
)
FILE_SEVERAL = (
    "These are {count} files, but one is opened at a time. Choose one of them; put pictures into a zip."
)
FILE_PROGRESS = "Opening the file"

CORRECT = "Correct how it was read"
LINE = "Line {number:,}"
ROW, PICTURE = "row", "picture"

SIDE, SIDE_HELP = "Side", "Height and width in pixels that all pictures get."
COLOUR = "Colour"
FIT, FIT_HELP = "Fit", "What is done to a picture that is not square."
TILE = "Tile"
LABELS = "Labels"
LABELS_HELP = "The labels of the tiles, row by row, with commas between them. If empty, each row is a class."
SIDE_WORD, COLOUR_WORD, LAYOUT_WORD, TILE_WORD = "Size", "Colour", "Classes from", "Tile"
COLOURS = {"grey": "grey", "rgb": "colour (RGB)"}
FITS = {"stretch": "stretched", "crop": "edges cropped", "pad": "padded"}
LAYOUTS = {
    "folders": "the names of the folders",
    "table": "a table of labels",
    "sheet": "places on the sheet",
    "arrays": "an array of labels",
}

POINTS_CLASSES = "{count:,} points in the plane, in {classes} classes: {parts}."
POINTS_NUMBERS = "{count:,} points in the plane, each with a number to predict: {parts}."
POINTS_PART = {
    "train": "{count:,} to train",
    "validation": "{count:,} to validate",
    "test": "{count:,} to test",
}
