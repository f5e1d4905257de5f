"""Models as Keras 3's own files: `.keras`, a zip of JSON and HDF5. Keras itself is not needed."""

from __future__ import annotations

from mlwidgets.interchange.keras.reading import load_keras, model_from_bytes
from mlwidgets.interchange.keras.writing import keras_bytes, keras_remarks, save_keras

__all__ = ["keras_bytes", "keras_remarks", "load_keras", "model_from_bytes", "save_keras"]
