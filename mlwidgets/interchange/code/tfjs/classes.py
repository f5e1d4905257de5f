"""Classes and functions that a TensorFlow.js program has to bring along."""

from __future__ import annotations

HARD_SIGMOID = """
// TensorFlow.js' own hardSigmoid has the slope 0.2, that of Keras 3 has 1/6.
class HardSigmoid extends tf.layers.Layer {
  static className = 'HardSigmoid';

  call(inputs) {
    return tf.tidy(() => tf.clipByValue([inputs].flat()[0].div(6).add(0.5), 0, 1));
  }
}
tf.serialization.registerClass(HardSigmoid);
"""

ELU = """
// TensorFlow.js' own ELU goes down to -1 only.
class Elu extends tf.layers.Layer {
  static className = 'Elu';

  constructor(args) {
    super(args);
    this.alpha = args.alpha;
  }

  call(inputs) {
    return tf.tidy(() => {
      const x = [inputs].flat()[0];
      return tf.add(tf.relu(x), tf.mul(this.alpha, tf.expm1(tf.minimum(x, 0))));
    });
  }

  getConfig() {
    return {...super.getConfig(), alpha: this.alpha};
  }
}
tf.serialization.registerClass(Elu);
"""

PADDED_MEAN = """
// The mean of the cells inside, for windows that hang over the edge. With padding 'same'
// TensorFlow.js' own layer sends wrong gradients back from there.
class PaddedMean extends tf.layers.Layer {
  static className = 'PaddedMean';

  constructor(args) {
    super(args);
    this.args = args;
  }

  computeOutputShape(inputShape) {
    return [inputShape[0], ...this.args.outputShape];
  }

  call(inputs) {
    return tf.tidy(() => {
      const x = [inputs].flat()[0];
      const pictures = x.rank === 3 ? x.expandDims(2) : x; // a sequence is one column wide
      const {padding, poolSize, strides} = this.args;
      const mean = (y) => tf.avgPool(tf.pad(y, [[0, 0], ...padding, [0, 0]]), poolSize, strides, 'valid');
      const pooled = mean(pictures).div(mean(tf.onesLike(pictures)));
      return x.rank === 3 ? pooled.squeeze([2]) : pooled;
    });
  }

  getConfig() {
    return {...super.getConfig(), ...this.args};
  }
}
tf.serialization.registerClass(PaddedMean);
"""

SPACED_CONV = """
// A convolution with groups, which TensorFlow.js does not have, or with a dilation, which it
// cannot train: the kernel gets zeros between its cells, and each group of filters sees its
// own channels.
class SpacedConv extends tf.layers.Layer {
  static className = 'SpacedConv';

  constructor(args) {
    super(args);
    this.args = args;
  }

  build() {
    const {kernelShape, outputShape, ...args} = this.args;
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', args.kernelInitializer,
      args.kernelRegularizer, true, args.kernelConstraint);
    if (args.biasInitializer) {
      this.bias = this.addWeight('bias', outputShape.slice(-1), 'float32', args.biasInitializer,
        args.biasRegularizer, true, args.biasConstraint);
    }
    this.built = true;
  }

  computeOutputShape(inputShape) {
    return [inputShape[0], ...this.args.outputShape];
  }

  spacedKernel() {
    const {kernelShape, outputShape, groups, dilationRate: [down, right]} = this.args;
    const height = kernelShape[0];
    const width = kernelShape.length > 3 ? kernelShape[1] : 1; // a sequence is one column wide
    const filters = outputShape.at(-1);
    const depth = tf.util.sizeFromShape(kernelShape) / (height * width * filters);
    return this.kernel.read()
      .reshape([height, 1, width * depth * filters])
      .pad([[0, 0], [0, down - 1], [0, 0]])
      .reshape([height * down, width, 1, depth * filters])
      .pad([[0, 0], [0, 0], [0, right - 1], [0, 0]])
      .reshape([height * down, width * right, depth, filters])
      .slice([0, 0, 0, 0], [(height - 1) * down + 1, (width - 1) * right + 1, depth, filters]);
  }

  call(inputs) {
    return tf.tidy(() => {
      const x = [inputs].flat()[0];
      const {strides, padding, groups} = this.args;
      const split = (y) => groups > 1 ? tf.split(y, groups, 3) : [y];
      const pictures = split(x.rank === 3 ? x.expandDims(2) : x);
      const kernels = split(this.spacedKernel());
      let z = tf.concat(pictures.map((part, i) => tf.conv2d(part, kernels[i], strides, padding)), 3);
      if (this.bias) {
        z = z.add(this.bias.read());
      }
      return x.rank === 3 ? z.squeeze([2]) : z;
    });
  }
}
tf.serialization.registerClass(SpacedConv);
"""

UP_SAMPLING = """
// Every cell becomes a block of equal cells. TensorFlow.js' own upSampling2d sends wrong gradients back.
class BlockUpSampling extends tf.layers.Layer {
  static className = 'BlockUpSampling';

  constructor(args) {
    super(args);
    this.size = args.size;
  }

  computeOutputShape([n, height, width, channels]) {
    return [n, height * this.size[0], width * this.size[1], channels];
  }

  call(inputs) {
    return tf.tidy(() => {
      const x = [inputs].flat()[0];
      const [n, height, width, channels] = x.shape;
      const [down, right] = this.size;
      const rows = x.reshape([n * height, 1, width * channels]).mul(tf.ones([1, down, 1]));
      const cells = rows.reshape([n * height * down * width, 1, channels]).mul(tf.ones([1, right, 1]));
      return cells.reshape([n, height * down, width * right, channels]);
    });
  }

  getConfig() {
    return {...super.getConfig(), size: this.size};
  }
}
tf.serialization.registerClass(BlockUpSampling);
"""

CLASSES = {
    "BlockUpSampling": UP_SAMPLING,
    "HardSigmoid": HARD_SIGMOID,
    "Elu": ELU,
    "PaddedMean": PADDED_MEAN,
    "SpacedConv": SPACED_CONV,
}
"""By the name under which the stack asks for them."""

WITH_FILTERS = """
// Weights with some filters, counted from 0, replaced by those made by hand.
function withFilters(weights, filters) {
  const columns = tf.unstack(weights, weights.rank - 1);
  for (const [number, values] of Object.entries(filters)) {
    columns[number] = tf.tensor(values);
  }
  return tf.stack(columns, weights.rank - 1);
}
"""

CONSTRAIN = """
// TensorFlow.js knows the constraints of weights, but never applies them while it trains.
function constrain() {
  tf.tidy(() => {
    for (const weights of model.layers.flatMap((layer) => layer.weights)) {
      if (weights.constraint) {
        weights.write(tf.clone(weights.read()));
      }
    }
  });
}
"""
