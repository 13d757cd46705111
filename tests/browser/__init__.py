"""Pages in a browser: run where there is Chromium and `pip install -e '.[browser]'`, skipped elsewhere."""
