"""Networks that several benchmarks train."""

from __future__ import annotations

from mlwidgets import layers


def lenet() -> list[layers.Layer | layers.Input]:
    """LeNet-5 with ReLU and max pooling."""
    return [
        layers.Input((28, 28, 1)),
        layers.Conv2D(6, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 5, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="relu"),
        layers.Dense(84, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]


def cnn() -> list[layers.Layer | layers.Input]:
    """Two convolutions with pooling after each, and a dense layer."""
    return [
        layers.Input((28, 28, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
