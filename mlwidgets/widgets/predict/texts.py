"""Every sentence of the predict lab."""

from __future__ import annotations

from mlwidgets.language import _

PREDICT_TEXT = _(
    "The network has learned ten digits and nothing else. Softmax divides 100% among them whatever it sees: "
    "a high probability means that the picture is more like this digit than like the other nine, not that "
    "the answer is right."
)
PREDICT_UNSUITED = _(
    "PredictLab needs grey pictures of 28 × 28 pixels that belong to classes, such as MNIST digits, or the "
    'rows of a table; got other data. {dataset} Use Experiment("mnist"), or experiment.predict(x) in Python.'
)
PREDICT_TRY = _("Clear the pad and draw a house: the network still names a digit, and is often sure of it.")
NO_MISTAKE = _("The network gets every test digit right.")
DRAWN = _("Your drawing, centred and scaled as MNIST digits are")
TEST_NUMBER = _("test example")
DRAWING_PAD = _("Drawing pad")

FLOW_CLOSED = _("Choose a map, a unit or a bar to see how its numbers are computed.")
FLOW_LEARNED = _(
    "This network has learned from {count:,} digits already ({updates}): it reads {accuracy} of the test "
    "digits correctly."
)
FLOW_LEARNING = _("After {updates} the network reads {accuracy} of the test digits correctly.")
FLOW_RANDOM = _(
    "Random weights, nothing learned yet: {accuracy} of the test digits right, no better than guessing."
)
FLOW_UNTRAINED = _("The network is untrained, so this is a guess.")
FLOW_GIVEN = _("These weights were opened from a file or set by hand.")
FLOW_AFTER = _("Your training: {updates}")
FLOW_VALIDATION = _(", {accuracy} of the validation digits right")
STAGES = [["0", _("Untrained")], ["10", _("10 updates")], ["100", "100"], ["all", _("2,500")]]
