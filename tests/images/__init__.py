"""Pictures as bytes, looked at with decoders and detectors that know nothing of how they were made."""
