"""The corpus, read by somebody who has nothing but its folder."""
