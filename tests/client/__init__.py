"""Asking: what is sent, what is made of the answer, and what never shows."""
