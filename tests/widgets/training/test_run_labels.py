"""What differs between the settings of two runs, in a few words."""

from __future__ import annotations

from mlwidgets.session import Experiment
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
