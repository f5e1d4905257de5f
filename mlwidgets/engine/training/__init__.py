"""How a network learns: objective, batches, the trainer and what it remembers; the face is `Sequential`."""
