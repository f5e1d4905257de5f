// TensorFlow.js as a web page of an exported model carries it: the core, the layers, and the back end that computes in
// plain JavaScript. That one gives the same float32 numbers in every browser; WebGL computes with 16 bits on some
// phones, and would double the size. The names are those of the whole package: tf.sequential, tf.tensor, tf.train.

import "npm:@tensorflow/tfjs-core@4.22.0/dist/public/chained_ops/register_all_chained_ops.js";
import * as core from "npm:@tensorflow/tfjs-core@4.22.0";
import * as layers from "npm:@tensorflow/tfjs-layers@4.22.0";
import { version_cpu } from "npm:@tensorflow/tfjs-backend-cpu@4.22.0";

const version = { tfjs: layers.version_layers, "tfjs-core": core.version_core, "tfjs-backend-cpu": version_cpu };
globalThis.tf = { ...core, ...layers, version };
