"""Tables: columns of numbers, categories, texts and dates, bundled or read from files."""
