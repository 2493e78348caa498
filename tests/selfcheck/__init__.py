"""The suite against mutants and controls of our own emulator."""
