"""The pre-commit hooks, tried for real: they install the project, so they are not part of the test run.

`python -m pytest tests/hooks/try_hooks.py` needs pre-commit and a package index.
"""
