"""The fair race: several optimizers train the learner's own network from the same starts."""
