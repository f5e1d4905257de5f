"""Controls that any lab may use."""
