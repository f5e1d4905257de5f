"""Every sentence of the panes that show pictures; those of their scripts stand there."""

from __future__ import annotations

from mlwidgets.language import _

PART = _("Part")
PART_HELP = _(
    "Training pictures are learned from, validation pictures are for tuning; save the test for the end."
)
PARTS = {"train": _("training"), "validation": _("validation"), "test": _("test")}
KINDS = {"train": _("Training picture"), "validation": _("Validation picture"), "test": _("Test picture")}
CLASS = _("Class")
CLASS_HELP = _("All classes in rows, or one class alone.")
ALL = _("all classes")
NO_CLASS = _("pictures")
EXAMPLE = "{kind} {number}"

SUMMARY = _("{kinds}: {count} of {height} × {width} pixels in {colours}; {rows}.")
PLURALS = {
    "train": _("Training pictures"),
    "validation": _("Validation pictures"),
    "test": _("Test pictures"),
}
GREY, RGB = _("grey"), _("RGB")
SHOWN_ALL = _("page {page} of {pages}")

NOT_PICTURES = _(
    "These examples are not pictures: there is nothing to show here. Choose pictures on the left."
)
UNKNOWN = _("its class is not known")

MEANS_HINT = _(
    "The mean of all training pictures of a class, pixel by pixel: sharp where they agree, blurred where "
    "they vary."
)
NO_CLASSES = _(
    "These pictures have no classes but numbers to predict, so there are no mean pictures of classes."
)
