// What the page uses of TensorFlow.js, which a script of its own has put on the page before: see .ci/tensorflow.js.

export interface Tensor {
  shape: number[];
  data(): Promise<Float32Array>;
  dataSync(): Float32Array;
  dispose(): void;
  mul(by: number | Tensor): Tensor;
  add(more: number | Tensor): Tensor;
  maximum(least: number): Tensor;
  neg(): Tensor;
  log(): Tensor;
  sum(axis: number): Tensor;
  mean(axis: number): Tensor;
}
export interface Optimizer {
  dispose(): void;
}
type LossFunction = (truth: Tensor, said: Tensor) => Tensor;
export interface LayersModel {
  predict(x: Tensor): Tensor;
  predictOnBatch(x: Tensor): Tensor;
  compile(options: { optimizer: Optimizer; loss: string | LossFunction }): void;
  trainOnBatch(x: Tensor, y: Tensor): Promise<number | number[]>;
  getWeights(): Tensor[];
  setWeights(weights: Tensor[]): void;
  countParams(): number;
}
export interface Artifacts {
  modelTopology: unknown;
  weightSpecs: unknown;
  weightData: ArrayBuffer;
}
export interface TensorFlow {
  tensor(values: Float32Array | number[], shape: number[]): Tensor;
  tidy<Made>(call: () => Made): Made;
  clone(tensor: Tensor): Tensor;
  dispose(things: Tensor[]): void;
  nextFrame(): Promise<void>;
  loadLayersModel(from: { load(): Promise<Artifacts> }): Promise<LayersModel>;
  train: Record<string, (...settings: (number | boolean)[]) => Optimizer>;
  losses: {
    huberLoss(truth: Tensor, said: Tensor, weights: undefined, delta: number): Tensor;
    sigmoidCrossEntropy(truth: Tensor, said: Tensor, weights: undefined, smoothing: number): Tensor;
    softmaxCrossEntropy(truth: Tensor, said: Tensor, weights: undefined, smoothing: number): Tensor;
  };
  memory(): { numTensors: number };
}

export type { LossFunction };
