"""The HTML report in a browser: it needs Chromium, so it is not part of the test run.

`python -m pytest tests/browser/try_page.py` needs `chromium` on the path.
"""
