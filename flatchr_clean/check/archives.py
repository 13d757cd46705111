"""Zip archives: read within limits, and written anew with some members replaced.

Only what is asked for is unpacked, in memory; nothing is ever written to a name that an archive gives. An
archive is read strictly, as Office writes it, so that it can be written anew without a byte of another
member being touched: each stays as it was packed, with its name, its date and its attributes, in its place.
Knows zip; knows no document.

Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.4.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.wording import count
from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_ARCHIVE = 1 << 28
MOST_MEMBERS = 10_000
LARGEST_MEMBER = 1 << 27
LARGEST_TOGETHER = 1 << 28
"""Bytes of an archive, and of the members that are read of it: they are held in memory."""

MOST_TIMES = 100
TIMES_COUNT_FROM = 1 << 22
"""How many times larger than packed a member may be, and from which size that matters: sheets of equal rows
reach 40 times, deflate can reach 1,032 times."""

OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
"""What .xls and .doc begin with, and what Office wraps around a document that has a password."""

END = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
HEADER = struct.Struct("<4s5H3L2H")
END_MARK, ENTRY_MARK, HEADER_MARK = b"PK\5\6", b"PK\1\2", b"PK\3\4"
LONGEST_COMMENT = 0xFFFF

ENCRYPTED = 0x1 | 0x40
HAS_DESCRIPTOR = 0x8
IS_UTF8 = 0x800
STORED, DEFLATED = 0, 8

ZIP64 = 0x0001
ZIP64_MARKS = (0xFFFF, 0xFFFFFFFF)
"""The tag of an extra field, and what stands in the place of the numbers that it holds."""

BROKEN = "is broken, or was cut off on its way: get it again, or open it and save it anew"

PROTECTED = "is protected by a password, or in an old format: save it without a password, as .xlsx or .docx"


class UnreadableArchive(CleaningError, ValueError):
    """An archive, or a part of it, can't be read; says why and what to do."""


class Member(NamedTuple):
    """A file of an archive.

    Attributes:
        name: its name.
        flags: as its entry has them.
        method: how it is packed.
        checksum: CRC-32 of what it holds.
        packed: bytes that it takes.
        size: bytes that it holds.
        offset: where its header stands.
        start: where what is packed begins.
        end: where that ends.
        entry: where its entry stands in the directory.
    """

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    start: int
    end: int
    entry: int


class Archive:
    """The members of an archive.

    Args:
        data: the archive.

    Raises:
        UnreadableArchive: it is broken, protected, or has too many members.

    Attributes:
        members: by their names in lower case, since names differ in more than that.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end, self._directory, number = _find_directory(data)
        self.members: dict[str, Member] = {}
        entry = self._directory
        for _ in range(number):
            member, following = _read_entry(data, entry, self._end)
            if self.members.setdefault(member.name.lower(), member) is not member:
                raise UnreadableArchive("holds two parts of the same name: open it and save it anew")
            entry = following
        self._in_order = sorted(self.members.values(), key=lambda member: member.offset)
        ends = [0, *(member.end for member in self._in_order)]
        starts = [*(member.offset for member in self._in_order), self._directory]
        if any(end > start for end, start in zip(ends, starts, strict=True)):
            raise UnreadableArchive(BROKEN)
        self._read: dict[str, int] = {}

    def read(self, name: str) -> bytes:
        """Unpack a member.

        Raises:
            UnreadableArchive: there is none of that name, it is too large, encrypted or broken.
        """
        member = self.members.get(name.lower())
        if member is None:
            raise UnreadableArchive(f"lacks its part {name}: open it and save it anew")
        if member.flags & ENCRYPTED:
            raise UnreadableArchive(PROTECTED)
        self._read[name] = member.size
        if member.size > LARGEST_MEMBER or sum(self._read.values()) > LARGEST_TOGETHER:
            limit = LARGEST_MEMBER if member.size > LARGEST_MEMBER else LARGEST_TOGETHER
            raise UnreadableArchive(
                f"unpacks to more than {limit >> 20:,} MB, at {name}: save it in several files"
            )
        if member.size > max(TIMES_COUNT_FROM, MOST_TIMES * member.packed):
            raise UnreadableArchive(
                f"unpacks to more than {MOST_TIMES} times its size, at {name}: save it as .csv"
            )
        packed = self._data[member.start : member.end]
        data = packed if member.method == STORED else _inflate(packed, member.size)
        if member.method not in (STORED, DEFLATED) or len(data) != member.size:
            raise UnreadableArchive(BROKEN)
        if zlib.crc32(data) != member.checksum:
            raise UnreadableArchive(BROKEN)
        return data

    def replace(self, contents: Mapping[str, bytes]) -> bytes:
        """Write the archive anew.

        Args:
            contents: what some of the members hold from now on, by name.

        Returns:
            The archive; all else is as it was, to the byte.
        """
        new = {name.lower(): data for name, data in contents.items()}
        directory = bytearray(self._data[self._directory : self._end])
        parts: list[bytes] = []
        written = position = 0
        following = [*(member.offset for member in self._in_order[1:]), self._directory]
        for member, next_start in zip(self._in_order, following, strict=True):
            parts.append(self._data[position : member.offset])
            written += len(parts[-1])
            entry = member.entry - self._directory
            struct.pack_into("<L", directory, entry + 42, written)
            position = member.offset
            if member.name.lower() in new:
                data = new[member.name.lower()]
                packed = data if member.method == STORED else _deflate(data)
                numbers = zlib.crc32(data), len(packed), len(data)
                struct.pack_into("<H", directory, entry + 8, member.flags & ~HAS_DESCRIPTOR)
                struct.pack_into("<3L", directory, entry + 16, *numbers)
                parts += self._write_header(member, numbers), packed
                written += len(parts[-1]) + len(parts[-2])
                # A descriptor may follow what is packed; the header has its numbers now.
                position = next_start if member.flags & HAS_DESCRIPTOR else member.end
        parts.append(self._data[position : self._directory])
        end = bytearray(self._data[self._end :])
        struct.pack_into("<L", end, 16, written + len(parts[-1]))
        return b"".join((*parts, directory, end))

    def _write_header(self, member: Member, numbers: tuple[int, int, int]) -> bytes:
        mark, version, flags, method, at, on, _, _, _, named, extra = HEADER.unpack_from(
            self._data, member.offset
        )
        name_end = member.offset + HEADER.size + named
        kept = _drop_zip64(self._data[name_end : name_end + extra])
        fields = mark, version, flags & ~HAS_DESCRIPTOR, method, at, on, *numbers, named, len(kept)
        return HEADER.pack(*fields) + self._data[member.offset + HEADER.size : name_end] + kept


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """Give where the record at the end stands, where the directory does, and how many entries it has."""
    if data.startswith(OLE2):
        raise UnreadableArchive(PROTECTED)
    if len(data) > LARGEST_ARCHIVE:
        raise UnreadableArchive(f"is larger than {LARGEST_ARCHIVE >> 20} MB: save it in several files")
    if data[:4] not in (HEADER_MARK, END_MARK):
        raise UnreadableArchive("is no file of Office, which are archives: pass --type with what it is")
    end = data.rfind(END_MARK, max(0, len(data) - END.size - LONGEST_COMMENT))
    if end < 0 or len(data) < end + END.size:
        raise UnreadableArchive(BROKEN)
    _, disk, first_disk, here, number, size, start, comment = END.unpack_from(data, end)
    if end + END.size + comment != len(data) or disk or first_disk or here != number:
        raise UnreadableArchive(BROKEN)
    if number > MOST_MEMBERS:
        raise UnreadableArchive(
            f"holds {number:,} parts, and {count(MOST_MEMBERS, 'part')} at most are read: save it anew"
        )
    if start + size > end:
        raise UnreadableArchive(BROKEN)
    return end, start, number


def _read_entry(data: bytes, entry: int, directory_end: int) -> tuple[Member, int]:
    """Give a member, and where the next one's entry stands."""
    if entry + ENTRY.size > directory_end:
        raise UnreadableArchive(BROKEN)
    fields = ENTRY.unpack_from(data, entry)
    _, _, _, flags, method, _, _, checksum, packed, size, named, extra, comment, _, _, _, offset = fields
    following = entry + ENTRY.size + named + extra + comment
    name = data[entry + ENTRY.size : entry + ENTRY.size + named]
    is_entry = fields[0] == ENTRY_MARK and following <= directory_end
    if not is_entry or offset + HEADER.size > entry or {packed, size, offset} & {*ZIP64_MARKS[1:]}:
        raise UnreadableArchive(BROKEN)
    mark, _, _, _, _, _, _, _, _, named_there, extra_there = HEADER.unpack_from(data, offset)
    start = offset + HEADER.size + named_there + extra_there
    if mark != HEADER_MARK or data[offset + HEADER.size : offset + HEADER.size + named_there] != name:
        raise UnreadableArchive(BROKEN)
    try:
        decoded = name.decode("utf-8" if flags & IS_UTF8 else "cp437")
    except UnicodeDecodeError:
        raise UnreadableArchive(BROKEN) from None
    member = Member(decoded, flags, method, checksum, packed, size, offset, start, start + packed, entry)
    return member, following


def _inflate(packed: bytes, size: int) -> bytes:
    """Unpack, and no more than one byte beyond what there should be."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = unpacking.decompress(packed, size + 1)
    except zlib.error:
        raise UnreadableArchive(BROKEN) from None
    return data


def _deflate(data: bytes) -> bytes:
    packing = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush()


def _drop_zip64(extra: bytes) -> bytes:
    """Leave out the sizes that a header may have twice."""
    kept = []
    position = 0
    while position + 4 <= len(extra):
        tag, size = struct.unpack_from("<2H", extra, position)
        if tag != ZIP64:
            kept.append(extra[position : position + 4 + size])
        position += 4 + size
    return b"".join((*kept, extra[position:]))
