"""Programs for TensorFlow.js."""
