"""What settings are called whose rows do not say it: their names in plain letters."""

from __future__ import annotations

from mlwidgets.language import _

LABELS = {
    "activation": _("Activation"),
    "alpha": _("Alpha"),
    "alpha_constraint": _("Alpha constraint"),
    "alpha_initializer": _("Alpha initializer"),
    "alpha_regularizer": _("Alpha regularizer"),
    "approximate": _("Approximate"),
    "axis": _("Axis"),
    "batch_size": _("Batch size"),
    "beta_constraint": _("Beta constraint"),
    "beta_initializer": _("Beta initializer"),
    "beta_regularizer": _("Beta regularizer"),
    "bias_constraint": _("Bias constraint"),
    "bias_initializer": _("Bias initializer"),
    "bias_regularizer": _("Bias regularizer"),
    "boundaries": _("Boundaries"),
    "center": _("Center"),
    "centered": _("Centered"),
    "cycle": _("Cycle"),
    "decay_rate": _("Decay rate"),
    "decay_steps": _("Decay steps"),
    "delta": _("Delta"),
    "depth_multiplier": _("Depth multiplier"),
    "depthwise_constraint": _("Depthwise constraint"),
    "depthwise_initializer": _("Depthwise initializer"),
    "depthwise_regularizer": _("Depthwise regularizer"),
    "dilation_rate": _("Dilation rate"),
    "distribution": _("Distribution"),
    "end_learning_rate": _("End learning rate"),
    "epochs": _("Epochs"),
    "epsilon": _("Epsilon"),
    "filters": _("Filters"),
    "gain": _("Gain"),
    "gamma_constraint": _("Gamma constraint"),
    "gamma_initializer": _("Gamma initializer"),
    "gamma_regularizer": _("Gamma regularizer"),
    "groups": _("Groups"),
    "initial_learning_rate": _("Initial learning rate"),
    "kernel_constraint": _("Kernel constraint"),
    "kernel_initializer": _("Kernel initializer"),
    "kernel_regularizer": _("Kernel regularizer"),
    "kernel_size": _("Kernel size"),
    "l1": _("L1"),
    "l2": _("L2"),
    "label_smoothing": _("Label smoothing"),
    "learning_rate": _("Learning rate"),
    "max_value": _("Max value"),
    "maximal_learning_rate": _("Maximal learning rate"),
    "maxval": _("Maxval"),
    "mean": _("Mean"),
    "minval": _("Minval"),
    "mode": _("Mode"),
    "momentum": _("Momentum"),
    "moving_mean_initializer": _("Moving mean initializer"),
    "moving_variance_initializer": _("Moving variance initializer"),
    "negative_slope": _("Negative slope"),
    "numbers": _("Numbers"),
    "others": _("Others"),
    "padding": _("Padding"),
    "pointwise_constraint": _("Pointwise constraint"),
    "pointwise_initializer": _("Pointwise initializer"),
    "pointwise_regularizer": _("Pointwise regularizer"),
    "pool_size": _("Pool size"),
    "power": _("Power"),
    "rate": _("Rate"),
    "scale": _("Scale"),
    "seed": _("Seed"),
    "shared_axes": _("Shared axes"),
    "size": _("Size"),
    "staircase": _("Staircase"),
    "stddev": _("Stddev"),
    "strides": _("Strides"),
    "target_shape": _("Target shape"),
    "total_steps": _("Total steps"),
    "units": _("Units"),
    "use_bias": _("Use bias"),
    "validation_split": _("Validation split"),
    "value": _("Value"),
    "values": _("Values"),
    "weight_decay": _("Weight decay"),
}
"""By the name of the constructor's argument. A test compares them with the settings of all rows."""


def label_of(name: str) -> str:
    """Return what a setting is called.

    Examples
    --------
    >>> label_of("kernel_size")
    'Kernel size'
    """
    return LABELS.get(name, name.replace("_", " ").capitalize())
