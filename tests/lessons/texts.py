"""Lessons as their authors write them, whole or with something wrong in them."""

from __future__ import annotations

from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import read_text

HEAD = """\
---
title: Gradient descent
goal: Say what one step does.
minutes: 15
---
"""

CHOOSE = """\
name: first-step
kind: choose
question: What does the *optimizer* compute?
answers:
  - text: The gradient
    reply: Back-propagation computes the gradient.
  - text: How far each weight moves, $\\eta g$
    right: true
    reply: Yes. It multiplies the gradient by the learning rate.
  - text: The loss
    reply: The loss comes out of the forward pass.
hints: [Look at the rule., 'Which number is multiplied?']
"""

PREDICT = """\
name: what-comes
kind: predict
question: How far does this run come?
do: Press Run.
ready: {check: updates, with: {at_least: 1}}
answers:
  - text: One epoch
    when: {check: epochs, with: {below: 2}}
    reply: One epoch is what was set.
  - text: Two epochs or more
    when: {check: epochs, with: {at_least: 2}}
    reply: It would have to be set to more epochs.
model: [{run: true}]
"""

REACH = """\
name: train-it
kind: reach
question: Train for three updates.
check: updates
with: {at_least: 3}
model: [{train: {steps: 3}}]
"""

COMPUTE = """\
name: next
kind: compute
question: One step by hand.
compute: next_weight
"""

EXPLAIN = """\
name: why
kind: explain
question: Why?
least: 20
model: Because the gradient points uphill, and a step goes against it.
"""

TASKS = {
    "choose": CHOOSE,
    "predict": PREDICT,
    "reach": REACH,
    "compute": COMPUTE,
    "explain": EXPLAIN,
}
"""A task of each kind."""

SETUP = """\
lab: TrainLab
experiment: {dataset: {name: spiral, samples: 60}, epochs: 1}
"""


def block(kind: str, yaml: str) -> str:
    """Put YAML between fences."""
    return f"```{kind}\n{yaml.rstrip()}\n```\n"


def with_task(yaml: str, setup: str = SETUP) -> str:
    """Return a lesson of one step with a task; the task's first line is line 16."""
    return f"{HEAD}\n## One step\n\nText.\n\n{block('setup', setup)}\n{block('task', yaml)}"


def faults(text: str) -> list[tuple[int, str]]:
    """Return what is wrong with a lesson, each with its line; empty if nothing is."""
    try:
        read_text(text, "some-lesson")
    except LessonError as error:
        return [(fault.line, fault.message) for fault in error.faults]
    return []
