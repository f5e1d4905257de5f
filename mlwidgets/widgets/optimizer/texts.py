"""Every sentence of the optimizer lab's frame and of the race on surfaces."""

from __future__ import annotations

TEXT = (
    "Back-propagation finds the gradient: for each weight, which way the loss rises, and how steeply. The "
    "optimizer decides what to do with it: how far to step, what to remember of earlier gradients, and "
    "whether each weight gets a step size of its own. On a surface over two weights you can see every step."
)
TASK = "Press Play, then drag the start and see which optimizer reaches the minimum first."
PANES = "What optimizers do"
RACE_TITLE = "Race on a surface"
