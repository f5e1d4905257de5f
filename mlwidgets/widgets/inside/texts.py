"""Every sentence of the view inside a network."""

from __future__ import annotations

from mlwidgets.language import _

TRAINING_EXAMPLE = _("Training example {number}")
INSIDE_EMPTY = _("Choose a map, a filter or a unit to see how one of its numbers is computed.")
INSIDE_NO_MISTAKE = _("The network gets every validation example right.")
INSIDE_LOSS = _(" Loss {loss}.")
INSIDE_TINY_LOSS = _(" Loss below 0.000001.")
INSIDE_NUMBERS = _("The network says {output} after {updates}")
INSIDE_ROW = _(" The row: {row}.")
INSIDE_TARGET = _("; the right answer is {truth}.")
INSIDE_NO_TRUTH = _(" The true answer is unknown, so there is no loss and no gradient.")
INSIDE_MAP = _("{layer}, map {number}")
INSIDE_UNIT = _("{layer}, unit {number}")
INSIDE_WEIGHTS = "{layer}, {name} {number}"
INSIDE_GAP = _("A gap between two kernels.")
INSIDE_PYTHON = _("In Python: experiment.model.layers[{layer}].{name}[{index}]")
INSIDE_WEIGHT, INSIDE_WEIGHT_GRADIENT = _("weight"), _("∂L/∂weight")
