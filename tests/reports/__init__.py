"""The verdict as text and as JSON."""
