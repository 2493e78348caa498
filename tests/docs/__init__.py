"""The pages of ``docs/`` that a newcomer follows, followed."""
