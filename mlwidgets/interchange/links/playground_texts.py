"""What is said of the parts of a TensorFlow Playground link that are not, or not so, carried over."""

from __future__ import annotations

from mlwidgets.language import _

SEED = _("The seed {seed} belongs to another random number generator; seed 0 is used here.")
RATE = _(
    "TensorFlow Playground halves the loss, mlwidgets does not: learning rate {half} here makes "
    "the same steps as {rate} there."
)
FEATURE = _("The input {feature} does not exist here and is left out.")
HIDDEN = _("The link hides these controls, which have no counterpart here: {names}.")
