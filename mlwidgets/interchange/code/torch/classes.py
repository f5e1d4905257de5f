"""Classes that a PyTorch program has to bring along."""

from __future__ import annotations

MOVE_AXIS = '''
class MoveAxis(nn.Module):
    """Move an axis to another place."""

    def __init__(self, source, target):
        super().__init__()
        self.source, self.target = source, target

    def forward(self, x):
        return x.movedim(self.source, self.target)
'''

GAUSSIAN_NOISE = '''
class GaussianNoise(nn.Module):
    """In training, add normally distributed numbers."""

    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x):
        return x + self.stddev * torch.randn_like(x) if self.training else x
'''

PADDED_MEAN = '''
class PaddedMean(nn.Module):
    """Pool with padding at both ends; the mean is that of the cells inside."""

    def __init__(self, padding, pool):
        super().__init__()
        self.padding, self.pool = padding, pool

    def forward(self, x):
        inside = nn.functional.pad(torch.ones_like(x), self.padding)
        return self.pool(nn.functional.pad(x, self.padding)) / self.pool(inside)
'''

PRELU = '''
class PReLU(nn.Module):
    """A slope below 0 for each place; nn.PReLU has one for each channel."""

    def __init__(self, shape):
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        return x.clamp(min=0) + self.alpha * x.clamp(max=0)
'''

LAYER_NORM = '''
class LayerNorm(nn.Module):
    """Normalize along any axes, those of shape that are not 1; nn.LayerNorm takes the last ones."""

    def __init__(self, shape, eps):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(shape)), nn.Parameter(torch.zeros(shape))
        self.axes, self.eps = [i for i, side in enumerate(shape, 1) if side > 1], eps

    def forward(self, x):
        variance, mean = torch.var_mean(x, self.axes, correction=0, keepdim=True)
        return (x - mean) / (variance + self.eps).sqrt() * self.weight + self.bias
'''

CLASSES = {
    "MoveAxis": MOVE_AXIS,
    "GaussianNoise": GAUSSIAN_NOISE,
    "PaddedMean": PADDED_MEAN,
    "PReLU": PRELU,
    "LayerNorm": LAYER_NORM,
}
"""By the name under which the stack asks for them."""
