"""Every sentence of the predict lab."""

from __future__ import annotations

PREDICT_TEXT = (
    "The network gives each of the ten digits a share, and the shares sum to 100 %. A share is how the "
    "network weighs the digits against each other; nothing guarantees that it is right in that share of "
    "cases."
)
PREDICT_UNSUITED = (
    "PredictLab draws and shows grey pictures of 28 × 28 pixels in classes, as the digits of MNIST are; got "
    'other data. {dataset} Use Experiment("mnist"), or experiment.predict(x) in Python.'
)
PREDICT_TRY = "Draw a 7, large; then give it a bar across and watch the shares move."
PAD_LABEL = "Drawing pad for a digit"
TEST_INDEX = "Test digit"
TEST_INDEX_HELP = "Any digit that the network has never been trained on."
NEXT_MISTAKE = "Next mistake"
NEXT_MISTAKE_HELP = "The next test digit that the network gets wrong"
NO_MISTAKE = "The network gets every test digit right."
SEEN_TITLE = "What the network sees"
SEEN_EMPTY = "Draw a digit or choose a test digit."
SEEN_ALT = "{title}, as {height} by {width} grey pixels"
DRAWN = "Your drawing, centred and scaled as MNIST digits are"
UNTRAINED = " It has not been trained yet, so this is a guess."
TEST_NUMBER = "test example"
