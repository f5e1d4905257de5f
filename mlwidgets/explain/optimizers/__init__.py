"""What optimizers do on surfaces of two weights, in numbers."""
