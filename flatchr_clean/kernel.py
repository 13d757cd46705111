"""Which kernel runs: the compiled one where it was built, else the same functions by `re`."""

from __future__ import annotations

import os

if os.environ.get("FLATCHR_CLEAN_PURE") == "1":
    from flatchr_clean import _kernel_py as _chosen
else:
    try:
        from flatchr_clean import _kernel as _chosen  # type: ignore[no-redef]
    except ImportError:
        from flatchr_clean import _kernel_py as _chosen

BUILD = "compiled" if _chosen.__name__.endswith("._kernel") else "pure"

CHANGES = _chosen.CHANGES
COMPOSES = _chosen.COMPOSES
SUSPICIOUS = _chosen.SUSPICIOUS
TEXT = _chosen.TEXT
START = _chosen.START
END = _chosen.END
COMMENT = _chosen.COMMENT
RAW = _chosen.RAW
CUT = _chosen.CUT
Sequences = _chosen.Sequences
Table = _chosen.Table
find_content_end = _chosen.find_content_end
find_tokens = _chosen.find_tokens
join_text = _chosen.join_text
