"""One update of the weights in numbers: forward, loss, gradient, update; and whether a gradient is right."""
