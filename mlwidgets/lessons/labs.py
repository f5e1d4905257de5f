"""Names of the labs, as lessons use them.

The labs themselves stand on a floor above; a test there compares the two lists.
"""

from __future__ import annotations

LABS = (
    "DataLab",
    "KernelLab",
    "NetworkLab",
    "LossLab",
    "OptimizerLab",
    "TrainLab",
    "PredictLab",
    "Playground",
    "ExportLab",
)
"""Class names, in the order of the dashboard's tabs."""
