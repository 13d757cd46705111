from flatchr_clean._kernel_py import (
    Sequences as Sequences,
)
from flatchr_clean._kernel_py import (
    Table as Table,
)
from flatchr_clean._kernel_py import (
    find_tokens as find_tokens,
)
from flatchr_clean._kernel_py import (
    join_text as join_text,
)

SOURCE_CRC32: int
CHECKED: bool
