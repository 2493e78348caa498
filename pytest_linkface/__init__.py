"""Contract tests for Linkface's face comparison; import the part that you need, this door opens nothing."""
