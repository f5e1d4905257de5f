"""The other layers in NumPy, as classes of a program that a student reads."""

from __future__ import annotations

LAYER = '''
class Layer:
    """A step of the network. Going forward it keeps what it needs on the way back."""

    def __init__(self, *weights):
        self.weights, self.gradients = list(weights), []
        self.kept = []  #? kept
'''

DENSE = '''
class Dense(Layer):
    """Every unit sees every input: x W + b."""

    def forward(self, x, training):
        self.x = x
        kernel, bias = self.weights  #? simple
        return x @ kernel + bias  #? simple
        kernel, *bias = self.weights  #? !simple
        return x @ kernel + sum(bias)  #? !simple

    def backward(self, g):
        self.gradients = [self.x.T @ g, g.sum(axis=0)]  #? simple
        self.gradients = [self.x.T @ g, g.sum(axis=0)][: len(self.weights)]  #? !simple
        return g @ self.weights[0].T
'''

FLATTEN = '''
class Flatten(Layer):
    """All numbers of an example in one row."""

    def forward(self, x, training):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, g):
        return g.reshape(self.shape)
'''

RESHAPE = '''
class Reshape(Layer):
    """The numbers of an example in another shape, in the same order."""

    def __init__(self, *shape):
        super().__init__()
        self.target = shape

    def forward(self, x, training):
        self.shape = x.shape
        return x.reshape(len(x), *self.target)

    def backward(self, g):
        return g.reshape(self.shape)
'''

DROPOUT = '''
class Dropout(Layer):
    """In training, drop numbers at random."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x, training):
        self.mask = 1
        if training:
            self.mask = (rng.random(x.shape, np.float32) >= self.rate) / np.float32(1 - self.rate)
        return x * self.mask

    def backward(self, g):
        return g * self.mask
'''

SPATIAL_DROPOUT = '''
class SpatialDropout2D(Layer):
    """In training, drop whole channels at random."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x, training):
        self.mask = 1
        if training:
            n, _, _, channels = x.shape
            kept = rng.random((n, 1, 1, channels), np.float32) >= self.rate
            self.mask = kept / np.float32(1 - self.rate)
        return x * self.mask

    def backward(self, g):
        return g * self.mask
'''

GAUSSIAN_NOISE = '''
class GaussianNoise(Layer):
    """In training, add normally distributed numbers."""

    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x, training):
        return x + self.stddev * rng.standard_normal(x.shape, np.float32) if training else x

    def backward(self, g):
        return g
'''

UP_SAMPLING = '''
class UpSampling2D(Layer):
    """Every cell becomes a block of equal cells."""

    def __init__(self, *size):
        super().__init__()
        self.size = size

    def forward(self, x, training):
        return x.repeat(self.size[0], axis=1).repeat(self.size[1], axis=2)

    def backward(self, g):
        n, height, width, channels = g.shape
        down, right = self.size
        blocks = g.reshape(n, height // down, down, width // right, right, channels)
        return blocks.sum(axis=(2, 4))
'''

ZERO_PADDING = '''
class ZeroPadding2D(Layer):
    """Zeros around the picture."""

    def __init__(self, *padding):
        super().__init__()
        self.padding = padding

    def forward(self, x, training):
        return np.pad(x, ((0, 0), *self.padding, (0, 0)))

    def backward(self, g):
        (top, bottom), (left, right) = self.padding
        return g[:, top : g.shape[1] - bottom, left : g.shape[2] - right]
'''

GLOBAL_AVERAGE = '''
class GlobalAveragePooling2D(Layer):
    """The mean of each channel."""

    def forward(self, x, training):
        self.shape = x.shape
        return x.mean(axis=(1, 2))

    def backward(self, g):
        _, height, width, _ = self.shape
        return np.broadcast_to(g[:, np.newaxis, np.newaxis] / (height * width), self.shape)
'''

GLOBAL_MAX = '''
class GlobalMaxPooling2D(Layer):
    """The largest number of each channel, which alone gets the gradient."""

    def forward(self, x, training):
        self.shape = x.shape
        cells = x.reshape(len(x), -1, x.shape[3])
        self.winner = cells.argmax(axis=1)[:, np.newaxis]
        return cells.max(axis=1)

    def backward(self, g):
        dx = np.zeros(self.shape, np.float32).reshape(len(g), -1, g.shape[1])
        np.put_along_axis(dx, self.winner, g[:, np.newaxis], axis=1)
        return dx.reshape(self.shape)
'''

BATCH_NORMALIZATION = '''
class BatchNormalization(Layer):
    """Mean 0 and variance 1 for each channel over the batch, then a learned scale and shift."""

    def __init__(self, *weights, kept, momentum, epsilonSETTINGS):
        super().__init__(*weights)
        self.kept, self.momentum, self.epsilon = kept, momentum, epsilon
        self.axis = axis  #? axis
        self.scale, self.center = scale, center  #? partly

    def forward(self, x, training):
        x = np.moveaxis(x, self.axis, -1)  #? axis
        self.over = tuple(range(x.ndim - 1))
        mean, variance = self.kept
        if training:
            mean, variance = x.mean(axis=self.over), x.var(axis=self.over)
            for old, new in zip(self.kept, (mean, variance)):
                old[...] = self.momentum * old + (1 - self.momentum) * new
        self.inverse = 1 / np.sqrt(variance + self.epsilon)
        self.normal = (x - mean) * self.inverse
        gamma, beta = self.weights  #? !partly
        gamma = self.weights[0] if self.scale else 1  #? partly
        beta = self.weights[-1] if self.center else 0  #? partly
        return gamma * self.normal + beta  #? !axis
        return np.moveaxis(gamma * self.normal + beta, -1, self.axis)  #? axis

    def backward(self, g):
        g = np.moveaxis(g, self.axis, -1)  #? axis
        self.gradients = [(g * self.normal).sum(axis=self.over), g.sum(axis=self.over)]  #? !partly
        slopes = (g * self.normal).sum(axis=self.over), g.sum(axis=self.over)  #? partly
        self.gradients = [slope for slope, used in zip(slopes, (self.scale, self.center)) if used]  #? partly
        g = g * self.weights[0]  #? !partly
        g = g * (self.weights[0] if self.scale else 1)  #? partly
        along = (g * self.normal).mean(axis=self.over)
        dx = (g - g.mean(axis=self.over) - self.normal * along) * self.inverse
        return dx  #? !axis
        return np.moveaxis(dx, -1, self.axis)  #? axis
'''

LAYER_NORMALIZATION = '''
class LayerNormalization(Layer):
    """Mean 0 and variance 1 for each example along some axes, then a learned scale and shift."""

    def __init__(self, *weights, axes, epsilonSETTINGS):
        super().__init__(*weights)
        self.axes, self.epsilon = axes, epsilon
        self.scale, self.center = scale, center  #? partly

    def fitted(self, weights, x):
        """Return weights in a shape that can be multiplied with x."""
        return weights.reshape([side if i in self.axes else 1 for i, side in enumerate(x.shape)])

    def forward(self, x, training):
        mean = x.mean(axis=self.axes, keepdims=True)
        self.inverse = 1 / np.sqrt(x.var(axis=self.axes, keepdims=True) + self.epsilon)
        self.normal = (x - mean) * self.inverse
        gamma, beta = (self.fitted(w, x) for w in self.weights)  #? !partly
        gamma = self.fitted(self.weights[0], x) if self.scale else 1  #? partly
        beta = self.fitted(self.weights[-1], x) if self.center else 0  #? partly
        return gamma * self.normal + beta

    def backward(self, g):
        others = tuple(i for i in range(g.ndim) if i not in self.axes)
        self.gradients = [(g * self.normal).sum(axis=others), g.sum(axis=others)]  #? !partly
        slopes = (g * self.normal).sum(axis=others), g.sum(axis=others)  #? partly
        self.gradients = [slope for slope, used in zip(slopes, (self.scale, self.center)) if used]  #? partly
        g = g * self.fitted(self.weights[0], g)  #? !partly
        g = g * (self.fitted(self.weights[0], g) if self.scale else 1)  #? partly
        along = (g * self.normal).mean(axis=self.axes, keepdims=True)
        return (g - g.mean(axis=self.axes, keepdims=True) - self.normal * along) * self.inverse
'''

LEAKY_RELU = '''
class LeakyReLU(Layer):
    """x above 0, and a slope below."""

    def __init__(self, negative_slope):
        super().__init__()
        self.negative_slope = np.float32(negative_slope)

    def forward(self, x, training):
        self.slope = np.where(x > 0, np.float32(1), self.negative_slope)
        return x * self.slope

    def backward(self, g):
        return g * self.slope
'''

PRELU = '''
class PReLU(Layer):
    """x above 0, and a learned slope below."""

    def forward(self, x, training):
        self.x = x
        return np.maximum(x, 0) + self.weights[0] * np.minimum(x, 0)

    def backward(self, g):
        alpha = self.weights[0]
        shared = tuple(i for i, side in enumerate(alpha.shape, 1) if side == 1)
        slope = (g * np.minimum(self.x, 0)).sum(axis=(0, *shared), keepdims=True)
        self.gradients = [slope[0]]
        return g * np.where(self.x > 0, np.float32(1), alpha)
'''

CLASSES = {
    "Dense": DENSE,
    "Flatten": FLATTEN,
    "Reshape": RESHAPE,
    "Dropout": DROPOUT,
    "SpatialDropout2D": SPATIAL_DROPOUT,
    "GaussianNoise": GAUSSIAN_NOISE,
    "UpSampling2D": UP_SAMPLING,
    "ZeroPadding2D": ZERO_PADDING,
    "GlobalAveragePooling2D": GLOBAL_AVERAGE,
    "GlobalMaxPooling2D": GLOBAL_MAX,
    "BatchNormalization": BATCH_NORMALIZATION,
    "LayerNormalization": LAYER_NORMALIZATION,
    "LeakyReLU": LEAKY_RELU,
    "PReLU": PRELU,
}
"""By the name under which the stack asks for them."""
