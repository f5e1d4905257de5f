"""From a table to a data set: which column does what, which rows train, and the steps fitted on them."""
