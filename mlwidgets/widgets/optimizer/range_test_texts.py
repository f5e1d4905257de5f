"""Every sentence of the learning-rate range test."""

from __future__ import annotations

from mlwidgets.language import _

START, START_TIP = _("Run range test"), _("Try 120 learning rates on a copy of your network")
STOP, STOP_TIP = _("Stop"), _("Stop the test")
USE, USE_TIP = _("Use {rate}"), _("Make this the learning rate of your optimizer")

LOOK = _(
    "A copy of your network, with its initial weights, makes {steps} updates with {optimizer} while the "
    "learning rate grows from {lowest} to {highest}. Look for the rates where the loss falls most steeply. "
    "To the left of them training crawls; where the curve turns upward, the rate is too large."
)
READY = _("Press Run range test. It takes a few seconds, and your own training stays as it is.")
RUNNING = _("Update {done} of {steps}: learning rate {rate}")
STOPPED = _("Stopped after update {done} of {steps}.")
FOUND = _("The loss falls most steeply at the learning rate {rate}.")
NONE = _(
    "No suggestion: the smoothed loss never fell. Check that the data are scaled to numbers near 1 and that "
    "the loss fits the last layer, or try a larger batch."
)
EXPLODED = _("The test ended at {rate}, where the loss had exploded.")
CHANGED = _("Settings have changed since this test.")
USED = _("The learning rate is {rate} now. Press Run in Train.")
USED_SCHEDULE = _("The learning rate is {rate} now, without a schedule. Press Run in Train.")
ALT = _(
    "Smoothed loss against the learning rate: {first} at {lowest}, lowest {least} at {at}, "
    "{last} at {highest}."
)
