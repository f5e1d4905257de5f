"""Quick, light kernels: one warm parent has imported everything, and a page's kernel is a fork of it."""
