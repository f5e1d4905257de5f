"""Every sentence of the pane Link that Python says."""

from __future__ import annotations

DATA = "Data"
TRAINING = "Training"
DETAILS = "Optimizer and schedule in detail"
NETWORK = "Playground's network"
CONVOLUTION = "Convolution"
"""What the controls are grouped under."""

POINTS = "Points"
INPUT_SIZE = "Size and channels of the input"
KERNEL_SIZE = "Size of the kernel"
OPENED = "Opened."
