"""Every sentence of the doctor's view that is not a finding."""

from __future__ import annotations

WAITING = "Press Run: the doctor looks at every layer while the network trains."
WELL = "Nothing is wrong so far."
MOMENT = "After {updates}, on {probes} training examples"
SHARPNESS = (
    "Largest curvature of the loss: at least {value}. Beyond {limit} ({formula}) steps swing out instead "
    "of settling."
)
LIMIT = "2 ÷ learning rate"
LIMIT_MOMENTUM = "2 (1 + momentum) ÷ learning rate"
GONE = "This finding has changed meanwhile. Look at the list again."
