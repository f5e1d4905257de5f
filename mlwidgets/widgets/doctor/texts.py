"""Every sentence of the doctor's view that is not a finding."""

from __future__ import annotations

from mlwidgets.language import _

WAITING = _("Press Run: the doctor looks at every layer while the network trains.")
WELL = _("Nothing is wrong so far.")
MOMENT = _("After {updates}, on {probes} training examples")
SHARPNESS = _(
    "Largest curvature of the loss: at least {value}. Beyond {limit} ({formula}) steps swing out instead "
    "of settling."
)
LIMIT = _("2 ÷ learning rate")
LIMIT_MOMENTUM = _("2 (1 + momentum) ÷ learning rate")
GONE = _("This finding has changed meanwhile. Look at the list again.")
