"""What is drawn, looked at with decoders and detectors, and what Hypothesis makes of it."""
