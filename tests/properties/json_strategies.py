"""JSON texts, written in every way that the grammar allows, and a plain reading of them to compare with."""

import json
import re
from random import Random

from hypothesis import strategies as st

from flatchr_clean.text.tables import bullets
from tests.properties.strategies import EMOJI_SEQUENCES, FRENCH_WORDS, HTML_BITS, MOJIBAKE, WORDS_OF_OTHERS

PIECES = (
    *FRENCH_WORDS, *WORDS_OF_OTHERS, *HTML_BITS, *MOJIBAKE, *EMOJI_SEQUENCES,
    *bullets.LOST_BULLETS,
    *"’‘“”–—…•→™½⅓´·\xa0\u202f\u200b\xad\u0301\uf0b7\uf0a7\ufffd\ufeff\x85\x92\x7f\x07\0\b\f\v",
    *" \t\n\r/\\\"'&<>", "e\u0301", "\ud83d", "\ude80", "\ud83d\u200b\ude80", "\U0001d400", "aA0",
    "\\u2019", "u00e9", "\n·\t", "·\xa0\xa0", "\t·", "Ã Paris", "4 Ã 5", "éé", "Î ",
)  # fmt: skip
SHORT_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
}  # fmt: skip
SCALARS = (
    "[]", "{ }", "0", "-0", "1e400", "-1E+2", "1.10", "123456789012345678901234567890", "0.1e-7",
    "true", "false", "null",
)  # fmt: skip
KEYS = ("title", "description", "data", "contentType", "answers", "", "a/b", "c~d", "0", "clé", "l’été", "•")
SPACES = ("", "", "", " ", "\n  ", "\r\n\t")

STRING = re.compile(r'("(?:[^"\\]|\\.)*")', re.DOTALL)


def write_escape(character, random):
    """Write a character as one or two escapes."""
    units = character.encode("utf-16-be", "surrogatepass")
    pairs = (units[i : i + 2].hex() for i in range(0, len(units), 2))
    return "".join(f"\\u{pair.upper() if random.random() < 0.3 else pair}" for pair in pairs)


def write_string(text, random):
    """Write a JSON string in a style: raw, escaped beyond ASCII, escaped throughout, or all of them mixed."""
    styles = random.choice((("raw",), ("escaped",), ("all",), ("raw", "escaped", "all")))
    written = []
    for character in text:
        style = random.choice(styles)
        if style == "all" or (style == "escaped" and character > "~"):
            written.append(write_escape(character, random))
        elif character in SHORT_ESCAPES and (character != "/" or random.random() < 0.5):
            written.append(SHORT_ESCAPES[character])
        else:
            written.append(character if character >= " " else write_escape(character, random))
    return f'"{"".join(written)}"'


def write_value(texts, random, depth=0):
    """Write a JSON value that holds some texts, among numbers, names and white space of all kinds."""
    if len(texts) == 1 and random.random() < 0.2:
        return write_string(texts[0], random)
    is_array = random.random() < 0.4
    items = []
    while texts:
        if len(texts) > 1 and depth < 4 and random.random() < 0.5:
            cut = random.randint(1, len(texts))
            value, texts = write_value(texts[:cut], random, depth + 1), texts[cut:]
        elif random.random() < 0.2:
            value = random.choice(SCALARS)
        else:
            value, texts = write_string(texts[0], random), texts[1:]
        if not is_array:
            name = texts[0] if texts and random.random() < 0.2 else random.choice(KEYS)
            value = f"{write_string(name, random)}{random.choice(SPACES)}:{random.choice(SPACES)}{value}"
        items.append(f"{random.choice(SPACES)}{value}{random.choice(SPACES)}")
    return f"[{','.join(items)}]" if is_array else f"{{{','.join(items)}}}"


def write_document(texts, seed):
    """Write a JSON text that holds some texts; the seed decides about structure and style."""
    random = Random(seed)
    value = write_value(texts, random)
    return random.choice(("", "", " ", "\ufeff")) + value + random.choice(("", "\n"))


texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), st.characters()), max_size=6
).map("".join)
# Hypothesis draws the texts and shrinks them. What stands around them comes from a seed, which is far faster.
documents = st.builds(write_document, st.lists(texts, max_size=6), st.integers(0, 2**32))


class Pairs(list):
    """An object's members, in their order, duplicates included."""


def loads(document):
    """Read a JSON text without losing a number's spelling, a duplicate key or the order of keys."""
    text = document.decode() if isinstance(document, bytes) else document
    return json.loads(
        text.removeprefix("\ufeff"), object_pairs_hook=Pairs, parse_int=str.encode, parse_float=str.encode
    )


def map_strings(function, value, path=(), around=()):
    """Give a value with a function applied to every string in it but keys.

    The function is given the string, its path, and for each step of it the keys of the object stepped into.
    """
    if isinstance(value, str):
        return function(value, path, around)
    if isinstance(value, Pairs):
        around = (*around, {key for key, _ in value})
        return Pairs((key, map_strings(function, item, (*path, key), around)) for key, item in value)
    if isinstance(value, list):
        around = (*around, set())
        return [map_strings(function, item, (*path, index), around) for index, item in enumerate(value)]
    return value


def find_treatment(policy, path, around):
    """Read a policy as it is documented: the last rule that matches the value, or what is above it, wins."""
    for rule in reversed(policy.rules):
        pattern = rule.pattern.replace("/**", "(?:/[^/]*)*").replace("/*", "/[^/]*")
        for depth in range(len(path) + 1):
            pointer = "".join(f"/{str(step).replace('/', '~1')}" for step in path[:depth])
            beside = rule.beside is None or (depth and rule.beside in around[depth - 1])
            if beside and re.fullmatch(pattern, pointer, re.DOTALL):
                return rule.treatment
    return policy.default
