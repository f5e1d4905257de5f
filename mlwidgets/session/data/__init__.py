"""Data on the bench: what someone has opened, prepares and may train on."""
