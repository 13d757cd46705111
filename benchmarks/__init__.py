"""Speed, memory and growth of flatchr_clean beside its peers, in one run: ``python -m benchmarks``."""
