"""Pictures and digits: bundled, and read from files."""
