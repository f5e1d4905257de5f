"""What differs between the settings of two runs, in a few words."""

from __future__ import annotations

from mlwidgets.session import Experiment
from mlwidgets.session.stack.penalty import Penalty
from mlwidgets.widgets.training.run_labels import difference
from tests.session.support import table


def test_class_weights_are_told() -> None:
    experiment = Experiment(table())
    plain = experiment.settings
    balanced, own = plain.with_(class_weight="balanced"), plain.with_(class_weight={0: 0.5, 2: 3})
    assert difference(plain, balanced) == "class weights off → balanced"
    assert difference(balanced, own) == "class weights balanced → 0: 0.5 2: 3"
    assert difference(own, plain) == "class weights 0: 0.5 2: 3 → off"
    assert difference(own, own) == ""
    experiment.close()


def test_a_penalty_is_told_without_the_stack_and_in_the_notes() -> None:
    experiment = Experiment(table())
    experiment.step_batch()
    assert experiment.wait()
    plain = experiment.settings
    experiment.layers = Penalty("l2", 0.01).put_into(experiment.layers)
    penalised = experiment.settings
    assert experiment.note.startswith("Changed penalty on weights to L2 0.01: press Run")
    assert experiment.undo() == "Undone: Changed penalty on weights to L2 0.01."
    experiment.layers = Penalty("l1", 0.5).put_into(experiment.layers)
    other = experiment.settings
    experiment.layers = [experiment.layers[-1]]
    shorter = experiment.settings
    experiment.close()
    assert difference(plain, penalised) == "L2 0 → 0.01"
    assert difference(penalised, plain) == "L2 0.01 → 0"
    assert difference(penalised, other) == "L2 0.01 → L1 0.5"
    assert difference(plain, shorter) == "Dense 3"  # more than the penalty has changed
