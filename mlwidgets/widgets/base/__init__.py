"""What all widgets stand on."""
