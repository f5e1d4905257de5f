"""What is wrong with a training, from numbers measured on the way: evidence in, findings out."""
