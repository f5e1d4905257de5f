"""How many of the cases each language refuses, and what of them: these, and no others."""

from __future__ import annotations

REFUSED: dict[str, dict[str, int]] = {
    "keras": {
        "Conv1D has strides or a dilation_rate above 1 in Keras, not both": 16,
        "Conv2D has strides or a dilation_rate above 1 in Keras, not both": 24,
        "DepthwiseConv2D has strides or a dilation_rate above 1 in Keras, not both": 16,
        "Keras 3 normalizes a layer over axes with the last one among them": 10,
        "SeparableConv2D has strides or a dilation_rate above 1 in Keras, not both": 16,
    },
    "tensorflowjs": {
        "A schedule of the learning rate": 5,
        "Adagrad with epsilon 0.001": 2,
        "Adagrad with epsilon 1e-05": 2,
        "Adam with amsgrad True": 2,
        "AdamW with amsgrad True": 2,
        'AveragePooling1D with padding "same" and windows that hang over the edge': 10,
        'AveragePooling2D with padding "same" and windows that hang over the edge': 30,
        "BatchNormalization with an axis other than the last": 6,
        "BatchNormalization with scale or center False": 18,
        "Conv1D with a dilation_rate above 1": 24,
        "Conv1D with groups": 12,
        "Conv2D with a dilation_rate above 1": 48,
        "Conv2D with groups": 16,
        "DepthwiseConv2D with a dilation_rate above 1": 24,
        "LayerNormalization with a gamma_constraint or beta_constraint": 4,
        "LayerNormalization with scale or center False": 18,
        "RMSprop with centered True": 4,
        "SeparableConv2D with a dilation_rate above 1": 24,
        "Training with class weights": 3,
    },
    "pytorch": {
        'AveragePooling1D with an even window, strides of 1 and padding "same"': 2,
        'AveragePooling2D with an even window, strides of 1 and padding "same"': 6,
        "BatchNormalization with only one of scale and center": 12,
        "LayerNormalization over some of several axes": 12,
        "LayerNormalization with center, but not scale,": 6,
        "PyTorch's Adagrad adds epsilon after the root": 4,
        "Training with class weights": 1,
    },
    "numpy": {
        "Training with class weights": 3,
    },
}
