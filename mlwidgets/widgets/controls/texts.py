"""Every sentence of controls that any lab may use."""

from __future__ import annotations

from mlwidgets.language import _

PLAY_FEATURES = _("Features")
PLAY_FEATURES_HELP = _("What the network receives for each point.")
PLAY_HIDDEN = _("Hidden layers")
PLAY_HIDDEN_OTHER = _(
    "This network has layers that the playground does not use; a change here replaces it with a plain one."
)
PLAY_ACTIVATION = _("Activation")
PLAY_ACTIVATION_HELP = _(
    "The nonlinearity after each hidden neuron's weighted sum; without it extra layers add no power."
)
CHOICES, CHOICE, CODE = _("Choices"), _("Choice"), _("The code")
VALUE, NUMBERS, TEXT = _("Value"), _("Numbers"), _("Text")

TEXT_LONG = _("{label} may have {most} characters; got {got:,}. Type fewer.")
NUMBERS_NONE = _("{label} is empty. Type numbers with commas between them, such as 100, 200.")
NUMBERS_WRONG = _("{label} must be numbers with commas between them, such as 100, 200; got {got}.")
NUMBER_WRONG = _("{label} must be {rule}; got {typed}.")
NUMBER_RULE = _("a number from {low} to {high}")
WHOLE_NUMBER_RULE = _("a whole number from {low} to {high}")
UPLOAD_BROKEN = _("“{name}” did not arrive in full, so nothing was changed. Choose the file again.")

FILE_KINDS = (
    _("a PNG picture"),
    _("a JPEG picture"),
    _("a TIFF picture"),
    _("a GIF picture"),
    _("a WebP picture"),
    _("an AVIF picture"),
    _("a HEIC picture"),
    _("a video"),
    _("a JPEG 2000 picture"),
    _("a JPEG XL picture"),
    _("a Photoshop file"),
    _("an icon"),
    _("a PDF document"),
    _("an SVG drawing"),
    _("an XML or SVG file"),
    _("a ZIP archive or an office document"),
    _("a gzip file"),
    _("a BMP picture"),
    _("a text file"),
    _("of an unknown kind"),
)
"""What `data.pictures.kinds` calls files, which tells them apart by these names."""
