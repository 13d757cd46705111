"""Bodies and headers: right ones, wrong ones, and bytes that are nothing."""

import gzip
import re
import zlib
from functools import partial

from hypothesis import strategies as st

from tests.properties.json_strategies import documents
from tests.properties.strategies import plain_texts, texts

BOUNDARY = "8f1c"

CONTENT_TYPES = (
    "application/json", "application/vnd.api+json", "application/x-ndjson",
    "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}",
    f'multipart/mixed; boundary="{BOUNDARY}"', "multipart/form-data", "text/plain", "text/html",
    "text/csv", "application/octet-stream", "", "json",
)  # fmt: skip
CHARSETS = (
    "", "; charset=utf-8", '; charset="iso-8859-1"', "; charset=windows-1252", "; charset=us-ascii",
    "; charset=gbk", "; charset=utf-16", "; charset=utf-16le", "; charset=utf-7", "; charset=",
    '; charset="',
)  # fmt: skip
CODINGS = (
    "", "identity", "gzip", "deflate", "br", "gzip, gzip",
)  # fmt: skip

# What forms are made of, so that chance puts them together in ways that nobody thought of.
FORM_PIECES = (
    f"--{BOUNDARY}", f"--{BOUNDARY}--", "--", "\r\n", "\n", "\r\n\r\n", "\r", " ", "\t",
    'Content-Disposition: form-data; name="a"', "Content-Disposition: form-data; name=data",
    "Content-Disposition:", '; filename="l’x.txt"', "; filename*=utf-8''x",
    "Content-Type: application/json", "Content-Type: text/html",
    f"Content-Type: multipart/mixed; boundary={BOUNDARY}",
    "Content-Type: multipart/mixed; boundary=dedans", "--dedans", "--dedans--",
    "Content-Type: text/plain; charset=latin-1", "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable", 'form-data; name="_charset_"', "_charset_=latin-1&",
    "a=", "data=", "&", "=", "%", "%92", "%E2%80%99", "+", "contentType", '{"a":"', '"}', "[", "]", "’",
    "“", "\u2028", "=E2=80=99",
)  # fmt: skip

form_bytes = st.lists(
    st.one_of(
        st.sampled_from(FORM_PIECES).map(str.encode),
        plain_texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.binary(max_size=4),
    ),
    max_size=14,
).map(b"".join)

unpacked_bodies = st.one_of(
    st.binary(max_size=60),
    form_bytes,
    documents.map(lambda document: document.encode("utf-8", "surrogatepass")),
    plain_texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    plain_texts.map(lambda text: text.encode("utf-16", "surrogatepass")),
    plain_texts.map(lambda text: text.encode("latin-1", "replace")),
)

bodies = st.one_of(
    unpacked_bodies,
    unpacked_bodies.map(partial(gzip.compress, mtime=0)),
    unpacked_bodies.map(zlib.compress),
    unpacked_bodies.map(partial(gzip.compress, mtime=0)).map(lambda packed: packed[:-3]),
)

headers = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.one_of(
            st.tuples(st.sampled_from(CONTENT_TYPES), st.sampled_from(CHARSETS)).map("".join), st.text()
        ),
        "Content-Encoding": st.one_of(st.sampled_from(CODINGS), st.text(max_size=5)),
    },
)

# White space, and what a reader can't see: JSON may be pasted with it.
BLANKS = re.compile(r"[\s\u180e\u200b-\u200f\u2060-\u2064\u2800\ufeff]*+")
# Values that cannot be taken for JSON, and that every charset of the web's forms can hold.
values = texts.filter(
    lambda text: not BLANKS.sub("", text, 1).startswith(("[", "{", '"')) and is_encodable(text)
)


def is_encodable(text):
    """Tell whether a text holds no lone surrogate."""
    return text == text.encode("utf-8", "ignore").decode()
