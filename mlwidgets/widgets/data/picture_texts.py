"""Every sentence of the panes that show pictures; those of their scripts stand there."""

from __future__ import annotations

PART = "Part"
PART_HELP = (
    "Training pictures are learned from, validation pictures are for tuning; save the test for the end."
)
PARTS = {"train": "training", "validation": "validation", "test": "test"}
KINDS = {"train": "Training picture", "validation": "Validation picture", "test": "Test picture"}
CLASS = "Class"
CLASS_HELP = "All classes in rows, or one class alone."
ALL = "all classes"
NO_CLASS = "pictures"
EXAMPLE = "{kind} {number}"

SUMMARY = "{kinds}: {count} of {height} × {width} pixels in {colours}; {rows}."
PLURALS = {"train": "Training pictures", "validation": "Validation pictures", "test": "Test pictures"}
GREY, RGB = "grey", "RGB"
SHOWN_ALL = "page {page} of {pages}"

NOT_PICTURES = "These examples are not pictures: there is nothing to show here. Choose pictures on the left."
UNKNOWN = "its class is not known"

MEANS_HINT = (
    "The mean of all training pictures of a class, pixel by pixel: sharp where they agree, blurred where "
    "they vary."
)
NO_CLASSES = (
    "These pictures have no classes but numbers to predict, so there are no mean pictures of classes."
)
