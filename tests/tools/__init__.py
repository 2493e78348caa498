"""The developers' commands, each in small."""
