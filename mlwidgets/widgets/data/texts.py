"""Every sentence of the data lab's own parts; each pane has its own."""

from __future__ import annotations

from mlwidgets.language import _

DATA_TEXT = _(
    "A network learns what its data show it, and nothing else. Look at the rows and columns first: what is "
    "missing, what is rare, what is to be predicted. The labs of the network use what you choose here."
)
DATA_TRY = _("Choose penguins, look at a column, choose what to predict, then press Run in Train.")

DRAWER = _("Choose data")
"""The button of a narrow page, where the column with the choice is folded away."""

PANES = _("Views of the data")
TABLE, COLUMNS, PAIRS, PREPARE, CARD = _("Table"), _("Columns"), _("Pairs"), _("Prepare"), _("Card")
GALLERY, CLASSES, PIXELS = _("Gallery"), _("Classes"), _("Pixels")
POINTS = _("Points")

CHOOSE = _("Data set")
OWN = _("Your own: {name}")
"""The menu's words for data that none of its names stands for."""
TABLES_GROUP, PICTURES_GROUP, POINTS_GROUP = _("Tables"), _("Pictures"), _("Points in the plane")
PICTURES = {"mnist": _("Digits (MNIST)"), "fashion_mnist": _("Clothes (Fashion-MNIST)")}

TARGET = _("Predict")
TARGET_HELP = _("The target: the column that the network learns to predict from the others.")
NO_TARGET = _("choose a column")

YOUR_FILE = _("Your file")
FILE_HINT = _(
    "Or drop or paste it here: a table (CSV, TSV), or pictures (zip, npz, IDX, a sheet as PNG), up to "
    "{limit}\u00a0MB."
)
FILE_EMPTY = _("“{name}” is empty: it has 0 bytes. Choose another file.")
FILE_LARGE = _(
    "“{name}” has {size} MB; through this page a file may have at most {limit} MB, so nothing was sent. Use "
    'a part of it, or open it in a notebook by its path: DataLab("…/{name}").'
)
FILE_KIND = _(
    "“{name}” is {kind}, judging by its content; the data lab reads tables as text (CSV, TSV) and pictures "
    "in a zip, npz, IDX or PNG file. Save it as one of these and choose that."
)
FILE_SEVERAL = _(
    "These are {count} files, but one is opened at a time. Choose one of them; put pictures into a zip."
)
FILE_PROGRESS = _("Opening the file")

CORRECT = _("Correct how it was read")
LINE = _("Line {number:,}")
ROW, PICTURE = "row", "picture"
"""What could not be read, as the page knows it; it has the sentences."""

SIDE, SIDE_HELP = _("Side"), _("Height and width in pixels that all pictures get.")
COLOUR = _("Colour")
FIT, FIT_HELP = _("Fit"), _("What is done to a picture that is not square.")
TILE = _("Tile")
LABELS = _("Labels")
LABELS_HELP = _(
    "The labels of the tiles, row by row, with commas between them. If empty, each row is a class."
)
SIDE_WORD, COLOUR_WORD, LAYOUT_WORD, TILE_WORD = _("Size"), _("Colour"), _("Classes from"), _("Tile")
COLOURS = {"grey": _("grey"), "rgb": _("colour (RGB)")}
FITS = {"stretch": _("stretched"), "crop": _("edges cropped"), "pad": _("padded")}
LAYOUTS = {
    "folders": _("the names of the folders"),
    "table": _("a table of labels"),
    "sheet": _("places on the sheet"),
    "arrays": _("an array of labels"),
}

POINTS_CLASSES = _("{count:,} points in the plane, in {classes} classes: {parts}.")
POINTS_NUMBERS = _("{count:,} points in the plane, each with a number to predict: {parts}.")
POINTS_PART = {
    "train": _("{count:,} to train"),
    "validation": _("{count:,} to validate"),
    "test": _("{count:,} to test"),
}
