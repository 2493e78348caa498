"""The benchmarks, each in small: that they measure what they say."""
