"""What is said of the parts of a TensorFlow Playground link that are not, or not so, carried over."""

from __future__ import annotations

SEED = "Its seed {seed} is for another random number generator; seed 0 is used here."
RATE = "Its loss has a factor ½, ours has not: learning rate {half} makes the steps of {rate} there."
FEATURE = "Its input {feature} does not exist here and is left out."
HIDDEN = "These controls that it hides have no counterpart here: {names}."
