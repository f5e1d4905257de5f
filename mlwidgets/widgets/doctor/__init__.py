"""What the page shows of the doctor: findings with their remedies, and the health of each layer."""
