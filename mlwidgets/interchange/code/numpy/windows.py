"""Convolution and pooling in NumPy, as classes of a program that a student reads."""

from __future__ import annotations

WINDOWED = '''
class Windowed(Layer):
    """A layer whose window slides over pictures (n, height, width, channels)."""

    def __init__(self, *weights, size, strides=(1, 1)DILATION PADDING):
        super().__init__(*weights)
        self.size, self.strides = size, strides
        self.dilation = dilation  #? dilated
        self.padding = padding  #? padded

    def windows(self, x):
        """Return what the window sees at each place: a view (n, row, column, channel, i, j)."""
        down, right = self.strides
        apart_i, apart_j = self.dilation  #? dilated
        span = [(side - 1) * apart + 1 for side, apart in zip(self.size, self.dilation)]  #? dilated
        seen = np.lib.stride_tricks.sliding_window_view(x, span, (1, 2), writeable=True)  #? dilated
        seen = np.lib.stride_tricks.sliding_window_view(x, self.size, (1, 2), writeable=True)  #? !dilated
        return seen[:, ::down, ::right, :, ::apart_i, ::apart_j]  #? dilated
        return seen[:, ::down, ::right]  #? !dilated
    #? padded
    def padded(self, x, value=0):  #? padded
        """Return pictures with padding around them."""  #? padded
        return np.pad(x, ((0, 0), *self.padding, (0, 0)), constant_values=value)  #? padded

    def spread(self, piece, shape):
        """Return the gradient of the input: each cell (i, j) of a window sends its piece back."""
        dx = np.zeros(shape, np.float32)  #? !padded
        dx = self.padded(np.zeros(shape, np.float32))  #? padded
        into = self.windows(dx)  # a view: what is added to it lands in dx
        for i, j in np.ndindex(*self.size):
            into[..., i, j] += piece(i, j)
        return dx  #? !padded
        (top, _), (left, _) = self.padding  #? padded
        return dx[:, top : top + shape[1], left : left + shape[2]]  #? padded
'''

CONV2D = '''
class Conv2D(Windowed):
    """A weighted sum of what the kernel sees at each place."""

    def forward(self, x, training):
        self.shape = x.shape
        self.seen = self.windows(self.padded(x))  #? padded
        self.seen = self.windows(x)  #? !padded
        kernel, bias = self.weights  #? simple
        kernel, *bias = self.weights  #? !simple
        kernel = kernel.reshape(*self.size, *kernel.shape[-2:])  #? sequences
        return np.tensordot(self.seen, kernel, ((4, 5, 3), (0, 1, 2))) + bias  #? simple
        return np.tensordot(self.seen, kernel, ((4, 5, 3), (0, 1, 2))) + sum(bias)  #? !simple

    def backward(self, g):
        kernel = self.weights[0]
        slope = np.tensordot(self.seen, g, ((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
        slope = slope.reshape(kernel.shape)  #? sequences
        kernel = kernel.reshape(*self.size, *kernel.shape[-2:])  #? sequences
        self.gradients = [slope, g.sum(axis=(0, 1, 2))]  #? simple
        self.gradients = [slope, g.sum(axis=(0, 1, 2))][: len(self.weights)]  #? !simple
        return self.spread(lambda i, j: g @ kernel[i, j].T, self.shape)
'''

GROUPED = '''
class Conv2D(Windowed):
    """A weighted sum of what the kernel sees; each filter sees the channels of its group."""

    def __init__(self, *weights, groups=1, **settings):
        super().__init__(*weights, **settings)
        self.groups = groups

    def split(self, array):
        """Divide the channels of an array among the groups."""
        return np.split(array, self.groups, axis=3)

    def kernels(self):
        kernel = self.weights[0]
        return self.split(kernel.reshape(*self.size, *kernel.shape[-2:]))

    def forward(self, x, training):
        self.shape = x.shape
        self.seen = self.windows(self.padded(x))  #? padded
        self.seen = self.windows(x)  #? !padded
        groups = zip(self.split(self.seen), self.kernels())
        z = [np.tensordot(seen, kernel, ((4, 5, 3), (0, 1, 2))) for seen, kernel in groups]
        return np.concatenate(z, axis=3) + sum(self.weights[1:])

    def backward(self, g):
        parts = self.split(g)
        slopes = [
            np.tensordot(seen, part, ((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
            for seen, part in zip(self.split(self.seen), parts)
        ]
        slope = np.concatenate(slopes, axis=3).reshape(self.weights[0].shape)
        self.gradients = [slope, g.sum(axis=(0, 1, 2))][: len(self.weights)]

        def piece(i, j):
            back = [part @ kernel[i, j].T for part, kernel in zip(parts, self.kernels())]
            return np.concatenate(back, axis=3)

        return self.spread(piece, self.shape)
'''

ON_SEQUENCES = '''
class NAME1D(NAME2D):
    """The same for sequences (n, steps, channels): pictures one column wide."""

    def forward(self, x, training):
        return super().forward(x[:, :, np.newaxis], training)[:, :, 0]

    def backward(self, g):
        return super().backward(g[:, :, np.newaxis])[:, :, 0]
'''

DEPTHWISE = '''
class DepthwiseConv2D(Windowed):
    """A convolution of each channel by itself, with kernels of its own."""

    def forward(self, x, training):
        self.shape = x.shape
        self.seen = self.windows(self.padded(x))  #? padded
        self.seen = self.windows(x)  #? !padded
        kernel, *bias = self.weights
        z = np.einsum("nyxcij,ijcm->nyxcm", self.seen, kernel, optimize=True)
        return z.reshape(*z.shape[:3], -1) + sum(bias)

    def backward(self, g):
        kernel = self.weights[0]
        apart = g.reshape(*g.shape[:3], *kernel.shape[2:])
        slope = np.einsum("nyxcij,nyxcm->ijcm", self.seen, apart, optimize=True)
        self.gradients = [slope, g.sum(axis=(0, 1, 2))][: len(self.weights)]
        return self.spread(lambda i, j: (apart * kernel[i, j]).sum(axis=4), self.shape)
'''

TRANSPOSED = '''
class Conv2DTranspose(Windowed):
    """Stamps the kernel into the result at each place, as strong as the input is there."""

    def __init__(self, *weights, result, **settings):
        super().__init__(*weights, **settings)
        self.result = result

    def forward(self, x, training):
        self.x = x
        kernel, *bias = self.weights
        return self.spread(lambda i, j: x @ kernel[i, j].T, (len(x), *self.result)) + sum(bias)

    def backward(self, g):
        seen = self.windows(self.padded(g))  #? padded
        seen = self.windows(g)  #? !padded
        slope = np.tensordot(seen, self.x, ((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
        self.gradients = [slope, g.sum(axis=(0, 1, 2))][: len(self.weights)]
        return np.tensordot(seen, self.weights[0], ((4, 5, 3), (0, 1, 2)))
'''

MAX_POOLING = '''
class MaxPooling2D(Windowed):
    """The largest number in each window, which alone gets the gradient."""

    def forward(self, x, training):
        self.shape = x.shape
        seen = self.windows(self.padded(x, -np.inf))  #? padded
        seen = self.windows(x)  #? !padded
        cells = seen.reshape(*seen.shape[:4], -1)
        self.winner = cells.argmax(axis=4)
        return cells.max(axis=4)

    def backward(self, g):
        columns = self.size[1]
        return self.spread(lambda i, j: g * (self.winner == i * columns + j), self.shape)
'''

AVERAGE_POOLING = '''
class AveragePooling2D(Windowed):
    """The mean of each window, of the cells inside the picture."""  #? padded
    """The mean of each window."""  #? !padded

    def forward(self, x, training):
        self.shape = x.shape
        inside = self.windows(self.padded(np.ones_like(x[:1, :, :, :1])))  #? padded
        self.share = 1 / inside.sum(axis=(4, 5))  #? padded
        self.share = 1 / np.prod(self.size, dtype=np.float32)  #? !padded
        return self.windows(self.padded(x)).sum(axis=(4, 5)) * self.share  #? padded
        return self.windows(x).sum(axis=(4, 5)) * self.share  #? !padded

    def backward(self, g):
        return self.spread(lambda i, j: g * self.share, self.shape)
'''
