"""Every sentence of the pane Link that Python says."""

from __future__ import annotations

from mlwidgets.language import _

DATA = _("Data")
TRAINING = _("Training")
DETAILS = _("Optimizer and schedule in detail")
NETWORK = _("Playground's network")
CONVOLUTION = _("Convolution")
"""What the controls are grouped under."""

POINTS = _("Points")
INPUT_SIZE = _("Size and channels of the input")
KERNEL_SIZE = _("Size of the kernel")
OPENED = _("Opened.")
