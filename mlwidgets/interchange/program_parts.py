"""The lines that several programs of a convolution share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.array_code import PICTURE_MODES, array_code, number_code, picture_code
from mlwidgets.ranges import LAB_INPUT_SIDE

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.convolution.geometry import OutputSize
    from mlwidgets.explain.convolution.settings import ConvolutionSettings


def imports(x: Array, *wanted: str) -> list[str]:
    """Return the lines that import what is wanted, and Pillow if x comes from a picture file."""
    picture = is_picture(x) and x.shape[-1] in PICTURE_MODES
    lines = [*wanted, "from PIL import Image"] if picture else wanted
    return [*sorted(lines, key=lambda line: (line.startswith("from"), line.casefold())), ""]


def numbers(x: Array, kernel: Array) -> list[str]:
    """Return the lines that say what x and the kernel are."""
    of_x = picture_code("x", x) if is_picture(x) else array_code("x", x)
    return [*of_x, *array_code("kernel", kernel), ""]


def is_picture(x: Array) -> bool:
    """Return whether an input is too large for a grid of numbers."""
    return max(x.shape[:2]) > LAB_INPUT_SIDE.high


def padding(size: OutputSize, settings: ConvolutionSettings) -> list[str]:
    """Return the line that pads x, if there is anything to pad."""
    (top, left), (bottom, right) = size.before, size.after
    if not (top or left or bottom or right):
        return []
    mode = "" if settings.padding_mode == "zero" else f', mode="{settings.padding_mode}"'
    return [f"x = np.pad(x, (({top}, {bottom}), ({left}, {right}), (0, 0)){mode})"]


def holes(kernel: Array, size: OutputSize, settings: ConvolutionSettings) -> list[str]:
    """Return the lines that write a dilation into the kernel itself."""
    shape, apart = (*size.span, kernel.shape[-1]), settings.dilation_rate
    return [
        f"holes = np.zeros({shape}, dtype=kernel.dtype)  # dilation_rate {apart}",
        f"holes[::{apart}, ::{apart}] = kernel",
        "kernel = holes",
    ]


def what_follows(x: Array, settings: ConvolutionSettings) -> list[str]:
    """Return the lines from the sums of products to the printed result."""
    lines = []
    if settings.divisor != 1:
        lines.append(f"output = output / {number_code(settings.divisor)}")
    if settings.bias:
        sign = "-" if settings.bias < 0 else "+"
        lines.append(f"output = output {sign} {number_code(abs(settings.bias))}")
    if settings.activation == "relu":
        lines.append("output = np.maximum(output, 0)  # ReLU")
    if settings.pooling != "none":
        side, take = settings.pool_size, {"max": "max", "average": "mean"}[settings.pooling]
        lines += [
            f"rows, columns = output.shape[0] // {side}, output.shape[1] // {side}",
            f"blocks = output[: rows * {side}, : columns * {side}]",
            f"blocks = blocks.reshape(rows, {side}, columns, {side}, -1)",
            f"output = blocks.{take}(axis=(1, 3))  # {settings.pooling} pooling",
        ]
    return [*lines, printed(x, settings)]


def printed(x: Array, settings: ConvolutionSettings) -> str:
    """Return the line that prints the output, without the axis of a single channel."""
    single = settings.channels == "sum" or x.shape[-1] == 1
    return "print(output[:, :, 0])" if single else "print(output)"


def program(lines: list[str]) -> str:
    """Return the text of a program."""
    return "\n".join(lines) + "\n"
