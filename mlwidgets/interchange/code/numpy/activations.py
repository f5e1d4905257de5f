"""Activation functions in NumPy, as classes of a program that a student reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import ELU, GELU, Linear
from mlwidgets.interchange.code.common.settings import name_of
from mlwidgets.interchange.code.common.source import Call, piece

if TYPE_CHECKING:
    from mlwidgets.engine.activations import ActivationFunction

FORMULAS: dict[str, tuple[str, str, str]] = {
    "relu": ("ReLU", "self.a = np.maximum(x, 0)", "g * (self.a > 0)"),
    "relu6": ("ReLU6", "self.a = np.clip(x, 0, 6)", "g * ((self.a > 0) & (self.a < 6))"),
    "hard_sigmoid": (
        "HardSigmoid",
        "self.a = np.clip(x / 6 + 0.5, 0, 1)",
        "g * ((self.a > 0) & (self.a < 1)) / 6",
    ),
    "sigmoid": ("Sigmoid", "self.a = (1 + np.tanh(x / 2)) / 2", "g * self.a * (1 - self.a)"),
    "tanh": ("Tanh", "self.a = np.tanh(x)", "g * (1 - self.a**2)"),
    "softplus": ("Softplus", "self.a = np.logaddexp(0, x)", "g * -np.expm1(-self.a)"),
}
"""By Keras name: the class, its output a, and the gradient of its input by a."""

SHORT = """
class NAME(Layer):
    def forward(self, x, training):
        FORWARD
        return self.a

    def backward(self, g):
        return BACKWARD
"""

LONG = {
    "elu": """
        class ELU(Layer):
            def __init__(self, alpha=1.0):
                super().__init__()
                self.alpha = alpha

            def forward(self, x, training):
                self.a = np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))
                return self.a

            def backward(self, g):
                return g * np.where(self.a > 0, 1, self.a + self.alpha)
    """,
    "selu": """
        class SELU(Layer):
            alpha, scale = 1.6732632423543772, 1.0507009873554805

            def forward(self, x, training):
                self.a = self.scale * np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))
                return self.a

            def backward(self, g):
                return g * np.where(self.a > 0, self.scale, self.a + self.scale * self.alpha)
    """,
    "softsign": """
        class Softsign(Layer):
            def forward(self, x, training):
                self.below = 1 + np.abs(x)
                return x / self.below

            def backward(self, g):
                return g / self.below**2
    """,
    "swish": """
        class Swish(Layer):
            def forward(self, x, training):
                self.s = (1 + np.tanh(x / 2)) / 2
                self.a = x * self.s
                return self.a

            def backward(self, g):
                return g * (self.s + self.a * (1 - self.s))
    """,
    "mish": """
        class Mish(Layer):
            def forward(self, x, training):
                self.x, self.t = x, np.tanh(np.logaddexp(0, x))
                return x * self.t

            def backward(self, g):
                sigmoid = (1 + np.tanh(self.x / 2)) / 2
                return g * (self.t + self.x * (1 - self.t**2) * sigmoid)
    """,
    "gelu": '''
        class GELU(Layer):
            """x · Φ(x), where Φ is the share of a normal distribution below x."""

            def forward(self, x, training):
                self.x = x
                self.share = (1 + np.vectorize(math.erf)(x / math.sqrt(2)).astype(np.float32)) / 2
                return x * self.share

            def backward(self, g):
                bell = np.exp(-(self.x**2) / 2) / math.sqrt(2 * math.pi)
                return g * (self.share + self.x * bell)
    ''',
    "gelu_tanh": '''
        class GELUTanh(Layer):
            """GELU by its approximation with tanh."""

            def forward(self, x, training):
                self.x = x
                self.t = np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
                return x * (1 + self.t) / 2

            def backward(self, g):
                slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * self.x**2)
                return g * ((1 + self.t) / 2 + self.x * (1 - self.t**2) * slope / 2)
    ''',
    "softmax": """
        class Softmax(Layer):
            def forward(self, x, training):
                e = np.exp(x - x.max(axis=-1, keepdims=True))
                self.a = e / e.sum(axis=-1, keepdims=True)
                return self.a

            def backward(self, g):
                return self.a * (g - (g * self.a).sum(axis=-1, keepdims=True))
    """,
}
NAMES = {
    "elu": "ELU",
    "selu": "SELU",
    "softsign": "Softsign",
    "swish": "Swish",
    "mish": "Mish",
    "gelu": "GELU",
    "gelu_tanh": "GELUTanh",
    "softmax": "Softmax",
}
NEED_MATH = ("gelu", "gelu_tanh")


def activation_key(function: ActivationFunction) -> str:
    """Return the key of an activation in the tables above; "" for a linear one."""
    if isinstance(function, Linear):
        return ""
    if isinstance(function, GELU) and function.approximate:
        return "gelu_tanh"
    return name_of(function)


def activation_call(function: ActivationFunction) -> list[Call]:
    """Return what makes the layer of an activation; a linear one needs none."""
    key = activation_key(function)
    if not key:
        return []
    name = FORMULAS[key][0] if key in FORMULAS else NAMES[key]
    settings = {"alpha": function.alpha} if isinstance(function, ELU) and function.alpha != 1 else {}
    return [Call(name, named=settings)]


def activation_class(key: str) -> list[str]:
    """Return the class of an activation."""
    if key in LONG:
        return piece(LONG[key])
    name, forward, backward = FORMULAS[key]
    filled = SHORT.replace("NAME", name).replace("FORWARD", forward).replace("BACKWARD", backward)
    return piece(filled)
