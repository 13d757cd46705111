from flatchr_clean._kernel_py import (
    CHANGES as CHANGES,
)
from flatchr_clean._kernel_py import (
    COMMENT as COMMENT,
)
from flatchr_clean._kernel_py import (
    COMPOSES as COMPOSES,
)
from flatchr_clean._kernel_py import (
    CUT as CUT,
)
from flatchr_clean._kernel_py import (
    END as END,
)
from flatchr_clean._kernel_py import (
    RAW as RAW,
)
from flatchr_clean._kernel_py import (
    START as START,
)
from flatchr_clean._kernel_py import (
    SUSPICIOUS as SUSPICIOUS,
)
from flatchr_clean._kernel_py import (
    TEXT as TEXT,
)
from flatchr_clean._kernel_py import (
    Sequences as Sequences,
)
from flatchr_clean._kernel_py import (
    Table as Table,
)
from flatchr_clean._kernel_py import (
    find_content_end as find_content_end,
)
from flatchr_clean._kernel_py import (
    find_tokens as find_tokens,
)
from flatchr_clean._kernel_py import (
    join_text as join_text,
)

SOURCE_CRC32: int
CHECKED: bool
