"""Every sentence of the playground."""

from __future__ import annotations

PLAY_TEXT = (
    "A small network learns to sort points in the plane into classes, or to predict a number at each of "
    "them. Every neuron shows what it computes across the plane. The thicker a link, the larger its "
    "weight; click it to "
    "change it."
)
PLAY_TRY = "Press Run; then remove a neuron, or choose other features, and run again."
PLAY_MORE = "More settings: points and loss"
PLAY_CURVES = "Learning curves"
PLAY_RUN = "More about the run: step by step, health, earlier runs"
PLAY_UNSUITED = (
    'Playground shows points in the plane, such as Playground("spiral"); got other data. {dataset}'
)
PLAY_DATA = "Data"
PLAY_OWN_POINTS = "Your own points"
PLAY_CLASSES = "Classes"
PLAY_NOISE, PLAY_NOISE_HELP = "Noise", "How far points stray from their places."
PLAY_SAMPLES, PLAY_SAMPLES_HELP = "Points", "For training, validation and test together."
PLAY_TRAINING = "Share for training"
PLAY_TRAINING_HELP = "The rest are test points, which training never sees."
PLAY_VALIDATION = "Of these for validation"
PLAY_VALIDATION_HELP = "Held out for tuning settings."
PLAY_SEED = "Seed"
PLAY_SEED_HELP = (
    "Determines the points, the initial weights and the order of the examples: the same "
    "seed gives the same run."
)

MAP_CLASSES = (
    "Decision map: {classes} classes; {share} of {count:,} training points are classified correctly."
)
MAP_NUMBERS = "Map of the predicted number: off by {error} on average at {count:,} training points."
