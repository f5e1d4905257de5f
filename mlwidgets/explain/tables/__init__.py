"""What can be seen in a table: its rows in any order, its columns one by one, and two beside each other."""
