"""Type-checked, never run."""

collect_ignore_glob = ["*.py"]
