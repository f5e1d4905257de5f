// The network in the page: it predicts, is trained on, and goes back to what it was.

import { type Answer, answerOf } from "./answer.ts";
import type { Inputs } from "./inputs.ts";
import { bytesFrom, type PageData } from "./page_data.ts";
import type { LayersModel, LossFunction, TensorFlow } from "./tensorflow.ts";

const LONGEST_STEP = 50; // ms of one piece of work: the page answers within a tenth of a second
const TINY = 1e-37; // nearly the least float32: no probability is 0 to a logarithm
const FIRST_PIECE = 16; // examples, before it is known how long one takes

export interface Example {
  x: Float32Array; // the network's input
  y: number[]; // its target
}
export interface TrainingSettings {
  epochs: number;
  rate: number;
}

/**
 * A cross-entropy of probabilities. TensorFlow.js' own takes none below 1e-7, and from there on its gradient is 0: a
 * network that is sure of a wrong answer would never learn the right one.
 */
function crossEntropy(binary: boolean, smoothing: number): LossFunction {
  return (truth, said) => {
    const classes = binary ? 2 : truth.shape[truth.shape.length - 1];
    const wanted = truth.mul(1 - smoothing).add(smoothing / classes);
    const yes = wanted.mul(said.add(TINY).log());
    if (!binary) return yes.sum(-1).neg();
    return yes.add(wanted.neg().add(1).mul(said.neg().add(1 + TINY).maximum(TINY).log())).mean(-1).neg();
  };
}

function lossOf(tf: TensorFlow, { loss }: PageData["training"]): string | LossFunction {
  const { name, from_logits: logits, label_smoothing: smoothing, delta } = loss;
  if (name === "huber") return (truth, said) => tf.losses.huberLoss(truth, said, undefined, delta);
  const binary = name === "binaryCrossentropy";
  if (!binary && name !== "categoricalCrossentropy") return name;
  if (!logits) return crossEntropy(binary, smoothing);
  const kind = binary ? "sigmoidCrossEntropy" : "softmaxCrossEntropy";
  return (truth, said) => tf.losses[kind](truth, said, undefined, smoothing);
}

/** Mix the places of a list; the same seed gives the same order. */
export function shuffled(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  let state = seed >>> 0;
  for (let at = count - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

export class Network {
  private piece = FIRST_PIECE; // examples that are computed without a pause
  private readonly first;
  private epochs = 0;
  /** Whether its weights are no longer those that it came with. */
  changed = false;

  private constructor(
    private readonly tf: TensorFlow,
    private readonly model: LayersModel,
    private readonly data: PageData,
  ) {
    this.first = model.getWeights().map((weight) => tf.clone(weight));
  }

  static async load(tf: TensorFlow, data: PageData): Promise<Network> {
    const { modelTopology, weightsManifest } = data.model;
    const model = await tf.loadLayersModel({
      load: () =>
        Promise.resolve({
          modelTopology,
          weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
          weightData: bytesFrom(data.weights).buffer,
        }),
    });
    return new Network(tf, model, data);
  }

  get weights(): number {
    return this.model.countParams();
  }

  private get inputs(): Inputs {
    return this.data.inputs;
  }

  private get width(): number {
    return this.inputs.shape.reduce((all, side) => all * side, 1);
  }

  private outputs(x: Float32Array, count: number): Float32Array {
    const { tf } = this;
    return tf.tidy(() => this.model.predict(tf.tensor(x, [count, ...this.inputs.shape])).dataSync());
  }

  /** What it says of one example. */
  predict(x: Float32Array): Answer {
    return answerOf(this.inputs, this.data.reading, this.outputs(x, 1));
  }

  /** What it says of many examples, with pauses in which the page lives; null if `stopped` says so meanwhile. */
  async predictMany(x: Float32Array, stopped: () => boolean): Promise<Answer[] | null> {
    const { width } = this;
    const count = x.length / width;
    const answers: Answer[] = [];
    while (answers.length < count) {
      const [from, to] = [answers.length, Math.min(answers.length + this.piece, count)];
      const began = performance.now();
      const said = this.outputs(x.slice(from * width, to * width), to - from);
      this.pace(performance.now() - began, to - from);
      const each = said.length / (to - from);
      for (let at = 0; at < to - from; at += 1) {
        answers.push(answerOf(this.inputs, this.data.reading, said.subarray(at * each, (at + 1) * each)));
      }
      await this.tf.nextFrame();
      if (stopped()) return null;
    }
    return answers;
  }

  private pace(took: number, examples: number): void {
    if (examples < this.piece && took < LONGEST_STEP) return;
    const fits = Math.floor((examples * LONGEST_STEP) / Math.max(took, 0.1));
    this.piece = Math.max(1, Math.min(fits, 2 * this.piece, 4096));
  }

  /**
   * Train on examples; `told` is called with the number of each epoch, from 1, and its mean loss. The weights stay as
   * they are when `stopped` says so.
   */
  async train(
    examples: Example[],
    { epochs, rate }: TrainingSettings,
    told: (epoch: number, loss: number) => void,
    stopped: () => boolean,
  ): Promise<void> {
    const { tf, model, data } = this;
    const { optimizer: { name, settings }, batch_size } = data.training;
    const optimizer = tf.train[name](rate, ...settings);
    model.compile({ optimizer, loss: lossOf(tf, data.training) });
    let size = Math.min(batch_size, 4); // until it is known how long a batch takes
    try {
      for (let epoch = 1; epoch <= epochs; epoch += 1) {
        const order = shuffled(examples.length, this.epochs += 1);
        let sum = 0;
        for (let from = 0; from < order.length;) {
          const batch = order.slice(from, from + size).map((at) => examples[at]);
          const began = performance.now();
          sum += (await this.step(batch)) * batch.length;
          const fits = Math.floor((batch.length * LONGEST_STEP) / Math.max(performance.now() - began, 0.1));
          from += batch.length;
          size = Math.max(1, Math.min(fits, 2 * size, batch_size));
          await tf.nextFrame();
          if (stopped()) return;
        }
        told(epoch, sum / examples.length);
      }
    } finally {
      optimizer.dispose();
    }
  }

  private async step(batch: Example[]): Promise<number> {
    const { tf, model, width } = this;
    const x = new Float32Array(batch.length * width);
    batch.forEach((example, at) => x.set(example.x, at * width));
    const [xs, ys] = [
      tf.tensor(x, [batch.length, ...this.inputs.shape]),
      tf.tensor(batch.flatMap(({ y }) => y), [batch.length, batch[0].y.length]),
    ];
    const loss = await model.trainOnBatch(xs, ys);
    tf.dispose([xs, ys]);
    this.changed = true;
    return Array.isArray(loss) ? loss[0] : loss;
  }

  /** Whether a weight is no number any more. */
  get broken(): boolean {
    return this.model.getWeights().some((weight) => weight.dataSync().some((value) => !Number.isFinite(value)));
  }

  /** Go back to the weights that it came with. */
  restore(): void {
    this.model.setWeights(this.first);
    this.changed = false;
  }
}
