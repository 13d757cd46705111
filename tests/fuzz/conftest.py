"""The fuzz targets run by themselves, for as long as one likes: they are no part of the test run."""

collect_ignore_glob = ["fuzz_*.py"]
