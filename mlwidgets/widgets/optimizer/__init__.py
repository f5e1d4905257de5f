"""The optimizer lab: what an optimizer does, on surfaces first and then on the learner's own model."""
