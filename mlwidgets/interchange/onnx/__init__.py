"""Models as ONNX files, which ONNX Runtime and many other programs run.

Needs the package ``onnx``: ``pip install "mlwidgets[onnx]"``.
"""

from __future__ import annotations

from mlwidgets.interchange.onnx.files import load_onnx, onnx_bytes, open_onnx, save_onnx
from mlwidgets.interchange.onnx.reading.model import Opened

__all__ = ["Opened", "load_onnx", "onnx_bytes", "open_onnx", "save_onnx"]
