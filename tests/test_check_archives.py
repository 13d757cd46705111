"""Archives: read within limits, refused in words, and written anew with no byte of other members touched."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.check import archives
from flatchr_clean.check.archives import Archive, UnreadableArchive
from tests.office_files import describe_members, pack, read_members

PARTS = {"a.xml": b"<a/>" * 50, "dir/b.bin": random.Random(1).randbytes(300), "c.xml": "<c>é</c>".encode()}


def stream_archive(parts):
    """Make an archive as programs do that can't go back: sizes follow what is packed."""

    class Forwards(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    stream = Forwards()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            with archive.open(name, "w", force_zip64=name == "a.xml") as member:
                member.write(data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [pack(PARTS), pack(PARTS, zipfile.ZIP_STORED), stream_archive(PARTS)],
    ids=["deflated", "stored", "streamed"],
)
@pytest.mark.parametrize("name", PARTS)
def test_what_is_replaced_is_all_that_changes(data, name):
    """Order, names, dates, attributes, comments stay; another member stays as it was packed."""
    new = Archive(data).replace({name.upper(): b"new content"})
    assert describe_members(new) == describe_members(data)
    assert read_members(new) == {**PARTS, name: b"new content"}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        for info in before.infolist():
            if info.filename != name:
                old = archives.Archive(data).members[info.filename.lower()]
                now = archives.Archive(new).members[info.filename.lower()]
                assert data[old.offset : old.end] == new[now.offset : now.end]
        assert after.testzip() is None


@pytest.mark.parametrize("name", PARTS)
def test_what_was_written_forwards_says_its_sizes_before_it(name):
    """Nothing follows it then, and no size is said twice."""
    data = stream_archive(PARTS)
    assert data.count(b"PK\7\x08") == len(PARTS)
    new = Archive(data).replace({name: b"new"})
    assert new.count(b"PK\7\x08") == len(PARTS) - 1
    member = Archive(new).members[name]
    header = struct.unpack_from("<4s5H3L2H", new, member.offset)
    assert header[2:3] + header[6:9] + header[10:] == (0, member.checksum, member.packed, 3, 0)
    assert new[member.end :].startswith(b"PK")


def test_without_a_replacement_it_is_the_same_archive():
    """To the byte."""
    data = pack(PARTS)
    assert Archive(data).replace({}) == data
    assert [Archive(data).read(name) for name in PARTS] == list(PARTS.values())


def test_names_differ_in_more_than_capitals():
    """As packages have it."""
    assert Archive(pack({"A.xml": b"a"})).read("a.XML") == b"a"
    with pytest.raises(UnreadableArchive, match="two parts of the same name"):
        Archive(pack({"A.xml": b"a", "a.xml": b"b"}))


def patch(data, mark, offset, form, value):
    """Write a number into the first record with that mark."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(mark) + offset, value)
    return bytes(changed)


SMALL = pack({"a.xml": b"<a/>" * 50})
BROKEN = {
    "cut": SMALL[:-30],
    "cut in a member": SMALL[:60],
    "cut in the last record": SMALL[:-15],
    "only its end": SMALL[:4],
    "more behind it": SMALL + b"x",
    "on two disks": patch(SMALL, b"PK\5\6", 4, "<H", 1),
    "an entry too many": patch(patch(SMALL, b"PK\5\6", 10, "<H", 2), b"PK\5\6", 8, "<H", 2),
    "a directory elsewhere": patch(SMALL, b"PK\5\6", 16, "<L", 10),
    "a directory beyond": patch(SMALL, b"PK\5\6", 16, "<L", 0xFFFFFFFF),
    "a member elsewhere": patch(SMALL, b"PK\1\2", 42, "<L", 1),
    "a member beyond": patch(SMALL, b"PK\1\2", 42, "<L", 1 << 30),
    "a member into the directory": patch(SMALL, b"PK\1\2", 20, "<L", 1000),
    "a size in another place": patch(SMALL, b"PK\1\2", 24, "<L", 0xFFFFFFFF),
    "another name in the header": SMALL.replace(b"a.xml", b"b.xml", 1),
    "a name that is no text": patch(SMALL, b"PK\1\2", 8, "<H", 0x800).replace(b"a.xml", b"a\xff.ml"),
    "a name that goes on": patch(SMALL, b"PK\1\2", 28, "<H", 5000),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_refused(data):
    """With what to do."""
    with pytest.raises(UnreadableArchive, match="get it again"):
        Archive(data)


BROKEN_MEMBERS = {
    "another checksum": patch(SMALL, b"PK\1\2", 16, "<L", 7),
    "less than it says": patch(SMALL, b"PK\1\2", 24, "<L", 500),
    "more than it says": patch(SMALL, b"PK\1\2", 24, "<L", 20),
    "another method": patch(SMALL, b"PK\1\2", 10, "<H", 12),
    "no deflate": patch(SMALL, b"PK\3\4", 30 + 5 + 6, "<H", 0xFFFF),
}


@pytest.mark.parametrize("data", BROKEN_MEMBERS.values(), ids=BROKEN_MEMBERS)
def test_a_broken_member_is_refused(data):
    """When it is read."""
    with pytest.raises(UnreadableArchive, match="get it again"):
        Archive(data).read("a.xml")


def test_two_members_can_not_share_bytes():
    """So that no archive means more than it holds."""
    data = pack({"a.xml": b"<a/>" * 50, "b.xml": b"x"})
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    first = bytearray(data)
    struct.pack_into("<L", first, data.index(b"PK\1\2") + 20, struct.unpack_from("<L", data, second + 42)[0])
    with pytest.raises(UnreadableArchive, match="get it again"):
        Archive(bytes(first))


@pytest.mark.parametrize("mark", [1, 0x40])
def test_an_encrypted_member_is_said_to_be(mark):
    """Before anything of it is read."""
    with pytest.raises(UnreadableArchive, match="is protected by a password"):
        Archive(patch(SMALL, b"PK\1\2", 8, "<H", mark)).read("a.xml")


def test_what_office_encrypts_is_no_archive():
    """Nor are the old formats; both begin alike."""
    with pytest.raises(UnreadableArchive, match=r"password, or in an old format: .* as \.xlsx or \.docx"):
        Archive(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    with pytest.raises(UnreadableArchive, match="is no file of Office"):
        Archive(b"Titre;Texte\n")


def test_bombs_are_not_unpacked(monkeypatch):
    """What a member says is believed to refuse it; what it says too little is cut off there."""
    zeros = pack({"a.xml": bytes(6 << 20)})
    with pytest.raises(UnreadableArchive, match=r"more than 100 times its size, at a\.xml: save it as \.csv"):
        Archive(zeros).read("a.xml")
    with pytest.raises(UnreadableArchive, match="get it again"):
        Archive(patch(zeros, b"PK\1\2", 24, "<L", 100)).read("a.xml")
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1 << 20)
    monkeypatch.setattr(archives, "LARGEST_TOGETHER", 3 << 19)
    large = pack({"a.xml": random.Random(2).randbytes(1 + (1 << 20))})
    with pytest.raises(UnreadableArchive, match=r"unpacks to more than 1 MB, at a\.xml: save it in several"):
        Archive(large).read("a.xml")
    two = Archive(pack({name: random.Random(3).randbytes(1 << 20) for name in ("a", "b")}))
    two.read("a")
    two.read("a")
    with pytest.raises(UnreadableArchive, match="at b: save it in several"):
        two.read("b")
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 1 << 20)
    with pytest.raises(UnreadableArchive, match="is larger than 1 MB"):
        Archive(large)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    with pytest.raises(UnreadableArchive, match="holds 2 parts, and 1 part at most"):
        Archive(pack({"a": b"", "b": b""}))


def test_a_part_that_is_missing_is_named():
    """As a document names it."""
    with pytest.raises(UnreadableArchive, match=r"lacks its part word/document.xml: open it and save"):
        Archive(SMALL).read("word/document.xml")


@given(st.data())
def test_any_bytes_give_members_or_a_refusal(data):
    """Changed anywhere, an archive is read as it is meant or refused, and no other error is raised."""
    changed = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(SMALL) - 1))] = data.draw(st.integers(0, 255))
    try:
        archive = Archive(bytes(changed))
        read = [archive.read(name) for name in archive.members]
    except UnreadableArchive:
        return
    assert read in ([b"<a/>" * 50], [])
