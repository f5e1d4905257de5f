"""Models as TensorFlow.js' own files: `model.json`, and the weights in binary shards."""

from __future__ import annotations

from mlwidgets.interchange.tfjs.reading import load_tfjs, model_from_files
from mlwidgets.interchange.tfjs.writing import save_tfjs, tfjs_files, tfjs_remarks

__all__ = ["load_tfjs", "model_from_files", "save_tfjs", "tfjs_files", "tfjs_remarks"]
