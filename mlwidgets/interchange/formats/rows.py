"""One row for each layer: how the two formats write it down, and what they lack of it.

Both have the layers of Keras under the engine's own names and settings, so that a row says only what differs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers as kinds
from mlwidgets.interchange.formats import limits, neutral
from mlwidgets.interchange.formats.format import TFJS, Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.layers import Layer
    from mlwidgets.interchange.formats.limits import Limit
    from mlwidgets.interchange.formats.neutral import Neutral


@dataclass(frozen=True)
class Form:
    """How one format has a layer.

    Attributes
    ----------
    name : str
        The class there; the engine's own name if empty.
    renamed : mapping of str to str
        Settings that are called otherwise there, by our name.
    fixed : mapping of str to object
        Settings that ours has not, with the value that makes the layer ours.
    weights : mapping of str to str
        Arrays of weights that are called otherwise there, by our name.
    told_by : mapping of str to (str, int)
        Settings that the format leaves out, with the array of weights and the axis that tell them.
    lacks : tuple of callable
        Each says what the format lacks of a layer, or "".
    remarks : tuple of callable
        Each says what somebody who opens the file must know, or "".
    """

    name: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)
    told_by: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    lacks: tuple[Limit, ...] = ()
    remarks: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Row:
    """How a layer stands in a file.

    Attributes
    ----------
    kind : type
        The engine's class.
    tfjs, keras : Form
        How the two formats have it.
    also : mapping of str to callable
        Settings that a file may have and ours has not; each says whether a value changes nothing.
    """

    kind: type[Layer]
    tfjs: Form = Form()
    keras: Form = Form()
    also: Mapping[str, Neutral] = field(default_factory=dict)

    def form(self, form: Format) -> Form:
        """Return how a format has the layer."""
        return self.tfjs if form is TFJS else self.keras

    def name(self, form: Format) -> str:
        """Return the class in a format."""
        return self.form(form).name or self.kind.__name__


_SINGLE_STEP = Form(lacks=(limits.strides_or_dilation("Keras"),))
_GROUPED = Form(lacks=(limits.no_groups, limits.strides_or_dilation("TensorFlow.js")))
_AVERAGE = Form(remarks=(limits.uneven_average,))

ROWS = (
    Row(kinds.Dense),
    Row(kinds.Conv1D, _GROUPED, _SINGLE_STEP),
    Row(kinds.Conv2D, _GROUPED, _SINGLE_STEP),
    Row(
        kinds.DepthwiseConv2D,
        Form(weights={"kernel": "depthwise_kernel"}, lacks=(limits.no_depthwise_dilation,)),
        Form(lacks=_SINGLE_STEP.lacks, remarks=(limits.unequal_strides,)),
    ),
    Row(
        kinds.SeparableConv2D,
        Form(
            told_by={"depth_multiplier": ("depthwise_kernel", 3)},
            lacks=(limits.strides_or_dilation("TensorFlow.js"),),
        ),
        Form(lacks=_SINGLE_STEP.lacks, remarks=(limits.unequal_strides,)),
        also={"groups": neutral.equals(1)},
    ),
    Row(
        kinds.Conv2DTranspose,
        also={"dilation_rate": neutral.equals(1, [1, 1]), "groups": neutral.equals(1)},
    ),
    Row(kinds.MaxPooling1D),
    Row(kinds.MaxPooling2D),
    Row(kinds.AveragePooling1D, keras=_AVERAGE),
    Row(kinds.AveragePooling2D, keras=_AVERAGE),
    Row(kinds.GlobalAveragePooling2D),
    Row(kinds.GlobalMaxPooling2D),
    Row(kinds.UpSampling2D, also={"interpolation": neutral.equals("nearest")}),
    Row(kinds.ZeroPadding2D),
    Row(kinds.Flatten),
    Row(kinds.Reshape),
    Row(kinds.Dropout),
    Row(kinds.SpatialDropout2D, Form(name="Dropout", fixed={"noise_shape": [None, 1, 1, None]})),
    Row(kinds.GaussianNoise),
    Row(
        kinds.BatchNormalization,
        Form(lacks=(limits.no_four_axes, limits.no_other_axis)),
        also={
            "fused": neutral.anything,
            "renorm_momentum": neutral.anything,
            "renorm_clipping": neutral.anything,
        },
    ),
    Row(
        kinds.LayerNormalization,
        Form(lacks=(limits.no_four_axes,)),
        Form(lacks=(limits.last_axis_missing,)),
    ),
    Row(kinds.Activation),
    Row(kinds.LeakyReLU, Form(renamed={"negative_slope": "alpha"})),
    Row(kinds.PReLU),
    Row(kinds.ELU, Form(lacks=(limits.no_elu_alpha,))),
    Row(kinds.Softmax, Form(fixed={"axis": -1}), Form(fixed={"axis": -1}), also={"axis": neutral.last_axis}),
)
"""All layers of the engine."""

ROW_OF = {row.kind: row for row in ROWS}

COMMON: Mapping[str, Neutral] = {
    "name": neutral.anything,
    "trainable": neutral.anything,
    "seed": neutral.anything,
    "batch_input_shape": neutral.anything,
    "batch_shape": neutral.anything,
    "input_shape": neutral.anything,
    "build_config": neutral.anything,
    "dtype": neutral.float32,
    "data_format": neutral.equals("channels_last"),
}
"""Settings of every layer in a file that the engine's layers have not."""


def rows_named(name: str, form: Format) -> tuple[Row, ...]:
    """Return the rows of a class of the file: two where a setting decides which layer of ours it is."""
    return tuple(row for row in ROWS if row.name(form) == name)
