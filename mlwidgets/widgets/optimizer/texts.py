"""Every sentence of the optimizer lab's frame and of the race on surfaces."""

from __future__ import annotations

TEXT = (
    "Back-propagation finds the gradient: for each weight, which way the loss rises, and how steeply. The "
    "optimizer decides what to do with it: how far to step, what to remember of earlier gradients, and "
    "whether each weight gets a step size of its own. On a surface over two weights you can see every step."
)
PANES = "What optimizers do"
DESCENT_TITLE = "One weight"
DESCENT_TASK = (
    "Press Play, then make the learning rate larger, step by step, until the ball flies out of the bowl."
)
RACE_TITLE = "Race on a surface"
RACE_TASK = "Press Play, then drag the start and see which optimizer reaches the minimum first."
FAIR_RACE_TITLE = "Race on your network"
FAIR_RACE_TASK = (
    "Press Start race: which optimizer learns your data fastest, and does another seed change that?"
)
OWN_LOSS_TITLE = "Your own loss"
OWN_LOSS_TASK = (
    "Find the lowest point near your network, then press Race here. After some training (Run, in Train), "
    "choose the path of training."
)
RANGE_TEST_TITLE = "Learning-rate test"
RANGE_TEST_TASK = "Press Run range test, and look for the rates where the loss falls most steeply."

SURFACE = "Surface"
FORMULA = "Your formula"
FORMULA_LABEL = "z ="
FORMULA_HELP = (
    "A formula of x and y, such as x^2 + 3sin(y). It may have + − * / ^, brackets, numbers, pi, e, and sin, "
    "cos, tan, exp, log, sqrt, abs, tanh, min, max. Press Enter to use it."
)
STEPS = "Updates"
STEPS_HELP = "How many updates each optimizer makes, 1,000 at most."

OPTIMIZER = "Optimizer"
MORE_SETTINGS = "More settings"
SCHEDULE = "Schedule"
SCHEDULE_HELP = "How the learning rate changes during the race."
NO_SCHEDULE = "none"
RATE_SCHEDULED = "The schedule under More settings sets it: {schedule}."

SOLID_ALT = "{title} in three dimensions, with the paths of the optimizers. {results}"
