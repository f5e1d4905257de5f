"""What the convolution lab works on."""
