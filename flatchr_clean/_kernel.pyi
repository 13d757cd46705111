SOURCE_CRC32: int
CHECKED: bool

def is_plain_ascii(text: str) -> bool: ...
