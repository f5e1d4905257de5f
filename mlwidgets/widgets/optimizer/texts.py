"""Every sentence of the optimizer lab's frame and of the race on surfaces."""

from __future__ import annotations

from mlwidgets.language import _

TEXT = _(
    "Back-propagation finds the gradient: for each weight, which way the loss rises, and how steeply. The "
    "optimizer decides what to do with it: how far to step, what to remember of earlier gradients, and "
    "whether each weight gets a step size of its own. On a surface over two weights you can see every step."
)
PANES = _("What optimizers do")
DESCENT_TITLE = _("One weight")
DESCENT_TASK = _(
    "Press Play, then make the learning rate larger, step by step, until the ball flies out of the bowl."
)
RACE_TITLE = _("Race on a surface")
RACE_TASK = _("Press Play, then drag the start and see which optimizer reaches the minimum first.")
FAIR_RACE_TITLE = _("Race on your network")
FAIR_RACE_TASK = _(
    "Press Start race: which optimizer learns your data fastest, and does another seed change that?"
)
OWN_LOSS_TITLE = _("Your own loss")
OWN_LOSS_TASK = _(
    "Find the lowest point near your network, then press Race here. After some training (Run, in Train), "
    "choose the path of training."
)
RANGE_TEST_TITLE = _("Learning-rate test")
RANGE_TEST_TASK = _("Press Run range test, and look for the rates where the loss falls most steeply.")

SURFACE = _("Surface")
FORMULA = _("Your formula")
FORMULA_FIELD = _("Formula")
FORMULA_LABEL = _("z =")
FORMULA_HELP = _(
    "A formula of x and y, such as x^2 + 3sin(y). It may have + − * / ^, brackets, numbers, pi, e, and sin, "
    "cos, tan, exp, log, sqrt, abs, tanh, min, max. Press Enter to use it."
)
STEPS = _("Updates")
STEPS_HELP = _("How many updates each optimizer makes, 1,000 at most.")

OPTIMIZER = _("Optimizer")
MORE_SETTINGS = _("More settings")
SCHEDULE = _("Schedule")
SCHEDULE_HELP = _("How the learning rate changes during the race.")
NO_SCHEDULE = _("none")
RATE_SCHEDULED = _("The schedule under More settings sets it: {schedule}.")

SOLID_ALT = _("{title} in three dimensions, with the paths of the optimizers. {results}")
