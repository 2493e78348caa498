"""Judging answers that were made by hand."""
