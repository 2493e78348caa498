"""The plugin from outside: pytest is run in a folder of its own, and what it prints, writes and ends with is read."""
