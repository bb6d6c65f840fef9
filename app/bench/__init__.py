"""The benchmarks of `orbital-raft bench`: ratios measured in one run, never a verdict."""
