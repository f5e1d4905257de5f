"""Models as ONNX files, which ONNX Runtime and many other programs run.

Needs the package ``onnx``: ``pip install "mlwidgets[onnx]"``.
"""

from __future__ import annotations

from mlwidgets.interchange.onnx.files import onnx_bytes, save_onnx

__all__ = ["onnx_bytes", "save_onnx"]
