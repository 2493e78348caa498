"""The shipped suite, held against servers that know nothing of it."""
