"""Every sentence of controls that any lab may use."""

from __future__ import annotations

PLAY_FEATURES = "Features"
PLAY_FEATURES_HELP = "What the network is given of each point."
PLAY_HIDDEN = "Hidden layers"
PLAY_HIDDEN_OTHER = (
    "This network has other layers than the playground's; a change here puts a plain one in its place."
)
PLAY_ACTIVATION = "Activation"
PLAY_ACTIVATION_HELP = "The bend after each hidden neuron's weighted sum; without one, layers add nothing."
PLAY_PENALTY = "Penalty on weights"
PLAY_PENALTIES = {"none": "none", "l1": "L1: towards exactly 0", "l2": "L2: towards small ones"}
PLAY_PENALTY_RATE = "Penalty rate"
PLAY_PENALTY_HELP = "How much the penalty counts in the loss; it has a line of its own in the chart."
