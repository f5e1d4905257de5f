"""Every sentence of the view inside a network."""

from __future__ import annotations

TRAINING_EXAMPLE = "Training example {number}"
INSIDE_EMPTY = "Choose a map, a filter or a unit to see how one of its numbers is computed."
INSIDE_NO_MISTAKE = "The network gets every validation example right."
INSIDE_LOSS = " Loss {loss}."
INSIDE_TINY_LOSS = " Loss below 0.000001."
INSIDE_NUMBERS = "The network says {output} after {updates}"
INSIDE_ROW = " The row: {row}."
INSIDE_TARGET = "; the right answer is {truth}."
INSIDE_NO_TRUTH = " The true answer is unknown, so there is no loss and no gradient."
INSIDE_MAP = "{layer}, map {number}"
INSIDE_UNIT = "{layer}, unit {number}"
INSIDE_WEIGHTS = "{layer}, {name} {number}"
INSIDE_GAP = "A gap between two kernels."
INSIDE_PYTHON = "In Python: experiment.model.layers[{layer}].{name}[{index}]"
INSIDE_WEIGHT, INSIDE_WEIGHT_GRADIENT = "weight", "∂L/∂weight"
