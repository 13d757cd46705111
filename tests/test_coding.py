"""Content codings and transfer codings, undone and redone."""

import base64
import gzip
import tracemalloc
import zlib
from urllib.parse import unquote_to_bytes

import pytest

from flatchr_clean.payload.coding import CHUNK, GZIP, RAW, ZLIB, decode_field, encode_field, pack, unpack
from flatchr_clean.payload.refusals import BodyTooLarge, CorruptCoding, UnknownCoding

TEXT = "Développeur confirmé à Lyon\n".encode() * 3000
LIMIT = len(TEXT)


def deflate(raw, wbits):
    """Pack with the standard library, in any of zlib's formats."""
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(raw) + packer.flush()


BOMBS = {
    "gzip": deflate(bytes(10_000_000), GZIP),
    "deflate": deflate(bytes(10_000_000), ZLIB),
    "bare deflate": deflate(bytes(10_000_000), RAW),
    "gzip of many members": deflate(bytes(1_000_000), GZIP) * 10,
}


@pytest.mark.parametrize("codings", ["", "identity", "Identity, identity", " , "])
def test_what_is_not_packed_comes_back_as_it_is(codings):
    """Without a coding, or with the coding that is none, the very same bytes are the content."""
    raw, wbits = unpack(TEXT, codings, LIMIT)
    assert raw is TEXT
    assert wbits is None
    assert pack(TEXT, wbits) is TEXT


@pytest.mark.parametrize(
    ("packed", "codings", "wbits"),
    [
        (gzip.compress(TEXT, mtime=0), "gzip", GZIP),
        (gzip.compress(TEXT, mtime=0), "X-GZIP, identity", GZIP),
        (gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0), "gzip", GZIP),
        (zlib.compress(TEXT), "deflate", ZLIB),
        (deflate(TEXT, RAW), "deflate", RAW),
        (gzip.compress(TEXT, compresslevel=0, mtime=0), "gzip", GZIP),
    ],
)
def test_what_is_packed_is_unpacked_and_can_be_packed_alike(packed, codings, wbits):
    """What gzip and deflate pack, in one member or several, is undone and redone in its format."""
    assert unpack(packed, codings, LIMIT) == (TEXT, wbits)
    assert zlib.decompress(pack(b"[]", wbits), wbits) == b"[]"


def test_packing_is_repeatable():
    """The same content packs to the same bytes: no clock stands in the gzip header."""
    assert pack(TEXT, GZIP)[4:8] == bytes(4)
    assert pack(TEXT, GZIP) == pack(TEXT, GZIP)


@pytest.mark.parametrize(
    ("packed", "codings"),
    [(gzip.compress(TEXT, mtime=0), "gzip"), (zlib.compress(TEXT), "deflate")],
)
def test_the_limit_is_the_last_length_that_passes(packed, codings):
    """As many bytes as the limit come out; one more is refused, and the limit is told."""
    assert unpack(TEXT, "", 0)[0] is TEXT  # there was nothing to unpack
    assert unpack(packed, codings, LIMIT)[0] == TEXT
    with pytest.raises(BodyTooLarge, match=rf"more than max_body_bytes \({LIMIT - 1} bytes\)"):
        unpack(packed, codings, LIMIT - 1)


@pytest.mark.parametrize("limit", [0, 1, 100_000])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_while_it_is_unpacked(bomb, limit):
    """What packs ten megabytes of nothing is refused after the limit, not after the megabytes."""
    tracemalloc.start()
    with pytest.raises(BodyTooLarge):
        unpack(BOMBS[bomb], "gzip" if "gzip" in bomb else "deflate", limit)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < limit * 3 + 300_000


def test_many_small_members_are_unpacked_in_linear_time():
    """A gzip of many members is read once, not once a member."""
    member = gzip.compress(b"x", mtime=0)
    assert unpack(member * 20_000, "gzip", LIMIT)[0] == b"x" * 20_000


@pytest.mark.parametrize(
    ("packed", "codings", "reason"),
    [
        (b"not packed at all", "gzip", "is not packed as its Content-Encoding says"),
        (b"not packed at all", "deflate", "is not packed as its Content-Encoding says"),
        (b"x", "deflate", "is cut short"),
        (zlib.compress(TEXT), "gzip", "is not packed as its Content-Encoding says"),
        (gzip.compress(TEXT, mtime=0)[:-1], "gzip", "is cut short"),
        (gzip.compress(TEXT, mtime=0)[:5], "gzip", "is cut short"),
        (gzip.compress(TEXT, mtime=0)[:-8] + bytes(8), "gzip", "is not packed as its Content-Encoding says"),
        (gzip.compress(TEXT, mtime=0) + b"more", "gzip", "is not packed as its Content-Encoding says"),
        (zlib.compress(TEXT) + b"more", "deflate", "bytes follow the end"),
        (zlib.compress(TEXT) + zlib.compress(TEXT), "deflate", "bytes follow the end"),
        (gzip.compress(bytes(CHUNK * 3), compresslevel=0, mtime=0)[:CHUNK], "gzip", "is cut short"),
    ],
)
def test_what_is_not_packed_as_announced_is_refused(packed, codings, reason):
    """Bytes that are not in their coding, are cut short, or go on after its end, are refused."""
    with pytest.raises(CorruptCoding, match=reason):
        unpack(packed, codings, LIMIT)


@pytest.mark.parametrize(
    "codings", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "aws-chunked", "gzip;q=1", "é"]
)
def test_other_codings_are_refused(codings):
    """A coding that can't be undone here is refused, and so are two at once."""
    with pytest.raises(
        UnknownCoding, match=r"^the body's Content-Encoding is not one that can be undone here"
    ):
        unpack(TEXT, codings, LIMIT)


@pytest.mark.parametrize("coding", ["", "7bit", "8BIT", " binary "])
def test_a_part_that_is_not_coded_comes_back_as_it_is(coding):
    """The transfer codings that are none leave the very same bytes."""
    assert decode_field(TEXT, coding) is TEXT
    assert encode_field(TEXT, coding, b"") is TEXT


@pytest.mark.parametrize(
    ("written", "coding", "raw"),
    [
        (b"TOKAmcOpdMOp", "base64", "L’été".encode()),
        (b"TOKA\r\nmcOp\r\ndMOp\r\n", "BASE64", "L’été".encode()),
        (b"", "base64", b""),
        (b"L=E2=80=99=C3=A9t=C3=A9", "quoted-printable", "L’été".encode()),
        (b"L=E2=80=99=\r\n=C3=A9t=C3=A9\r\nfini", "Quoted-Printable", "L’été\r\nfini".encode()),
    ],
)
def test_coded_parts_are_decoded(written, coding, raw):
    """base64, broken into lines or not, and quoted-printable are undone."""
    assert decode_field(written, coding) == raw


def test_a_part_is_coded_as_it_was():
    """base64 keeps to one line or to lines with their break, quoted-printable decodes to the same bytes."""
    one_line = base64.b64encode(TEXT)
    lines = base64.encodebytes(TEXT)
    assert encode_field(TEXT, "base64", b"eA==") == one_line
    assert encode_field(TEXT, "base64", b"eA==\n") == lines
    assert encode_field(TEXT, "base64", b"eA==\r\neA==") == lines.replace(b"\n", b"\r\n").removesuffix(
        b"\r\n"
    )
    raw = b"fin de ligne \r\nseul \r ou \n\t= et .\r\n"
    coded = encode_field(raw, "quoted-printable", b"")
    assert decode_field(coded, "quoted-printable") == raw
    assert max(map(len, coded.split(b"\n"))) <= 76


@pytest.mark.parametrize("written", [b"TOKAmcOpdMO", b"TOKA=mcOpdMOp", b"\xff\xff\xff\xff", b"L'ete"])
def test_a_part_that_is_not_base64_is_refused(written):
    """Base64 is read strictly: what a lenient reader would skip could be what was meant."""
    with pytest.raises(CorruptCoding, match="a part is not base64"):
        decode_field(written, "base64")


def test_other_transfer_codings_are_refused():
    """A transfer coding outside RFC 2045 is refused."""
    with pytest.raises(UnknownCoding, match="Content-Transfer-Encoding is none of"):
        decode_field(TEXT, "x-uuencode")


def test_urlencoded_fields_are_decoded_and_encoded():
    """A plus is a space, a percent sign an escape; what is encoded keeps the way a space was written."""
    assert decode_field(b"L%E2%80%99offre+n%C2%B0+2%2B3 %zz", None) == "L’offre n° 2+3 %zz".encode()
    assert encode_field("n° 2+3 & ~/*".encode(), None, b"a+b") == b"n%C2%B0+2%2B3+%26+~%2F%2A"
    assert encode_field("n° 2+3 & ~/*".encode(), None, b"a%20b") == b"n%C2%B0%202%2B3%20%26%20~%2F%2A"


def test_what_stood_bare_stays_bare():
    """Byte for byte what need not change: brackets, semicolons, an equals sign, as the client wrote them."""
    assert encode_field(b"{a:[1;2]}='/", None, b"{a:[1;2]}=%E2%80%99/") == b"{a:[1;2]}=%27/"
    bare = bytes(set(range(0x21, 0x7F)) - set(b"%&+"))
    assert encode_field(bare, None, bare) == bare
    every = bytes(range(256)) * 99
    assert decode_field(encode_field(every, None, every), None) == every


@pytest.mark.parametrize(
    "written",
    [
        b"%",
        b"%%",
        b"%%41",
        b"%4",
        b"%\n%41",
        b"%=41",
        b"=41",
        b"%3D41",
        b"%C3%A9=%zz%",
        b"a=\r\n b",
        b"%E2%80",
        b"%00",
    ],
)
def test_what_is_no_escape_stays(written):
    """As the standard library decodes it, which is slower."""
    assert decode_field(written, None) == unquote_to_bytes(written)
