"""How good predictions are: thresholds and their curves, calibration, residuals, and baselines to beat."""
