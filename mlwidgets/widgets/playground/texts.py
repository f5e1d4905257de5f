"""Every sentence of the playground."""

from __future__ import annotations

from mlwidgets.language import _

PLAY_TEXT = _(
    "A small network learns to sort points in the plane into classes, or to predict a number at each of "
    "them. Every neuron shows what it computes across the plane. The thicker a link, the larger its "
    "weight; click it to "
    "change it."
)
PLAY_TRY = _("Press Run; then remove a neuron, or choose other features, and run again.")
PLAY_MORE = _("More settings: points and loss")
PLAY_CURVES = _("Learning curves")
PLAY_RUN = _("More about the run: step by step, health, earlier runs")
PLAY_UNSUITED = _(
    'Playground shows points in the plane, such as Playground("spiral"); got other data. {dataset}'
)
PLAY_DATA = _("Data")
PLAY_OWN_POINTS = _("Your own points")
PLAY_CLASSES = _("Classes")
PLAY_NOISE, PLAY_NOISE_HELP = _("Noise"), _("How far points stray from their places.")
PLAY_SAMPLES, PLAY_SAMPLES_HELP = _("Points"), _("For training, validation and test together.")
PLAY_TRAINING = _("Share for training")
PLAY_TRAINING_HELP = _("The rest are test points, which training never sees.")
PLAY_VALIDATION = _("Of these for validation")
PLAY_VALIDATION_HELP = _("Held out for tuning settings.")
PLAY_SEED = _("Seed")
PLAY_SEED_HELP = _(
    "Determines the points, the initial weights and the order of the examples: the same "
    "seed gives the same run."
)

MAP_CLASSES = _(
    "Decision map: {classes} classes; {share} of {count:,} training points are classified correctly."
)
MAP_NUMBERS = _("Map of the predicted number: off by {error} on average at {count:,} training points.")
