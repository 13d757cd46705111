"""What Word, Outlook, PDF and chat windows leave in a text: the families, where each stands, how often.

The shares of the frequent ones are those met in 758 real French job ads; the others are rare, and there. A
text gets some families, as the shares say, and of those one character in a hundred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from benchmarks.samples.draw import Draw

SHARE: Final = 0.01
"""How many of a text's characters are artefacts."""

Replacement = str | Callable[[str], str]
"""What stands for what was found: a text, or what makes one of it."""


@dataclass(frozen=True, slots=True)
class Family:
    """Artefacts of one kind.

    Attributes:
        name: what they are.
        share: in how many texts they are met, of one.
        weight: how often, where they are met.
        rules: expressions that say where, and what is put there. A text that occurs twice in a rule is twice
            as frequent.
    """

    name: str
    share: float
    weight: float
    rules: tuple[tuple[re.Pattern[str], tuple[Replacement, ...]], ...]


def _family(name: str, share: float, weight: float, **rules: Iterable[Replacement]) -> Family:
    """Make a family; rules are named after places."""
    return Family(name, share, weight, tuple((_PLACES[place], tuple(puts)) for place, puts in rules.items()))


_PLACES: Final = {
    name: re.compile(pattern, re.MULTILINE)
    for name, pattern in {
        "apostrophe": r"'",
        "dots": r"\.\.\.",
        "stop": r"\.(?= [A-ZÀ-Ý])",
        "sentence_end": r"(?<=[.!?]) (?=[A-ZÀ-Ý])",
        "high_sign": r" (?=[:;!?»%€])|(?<=«) ",
        "thousands": r"(?<=\d) (?=\d{3}\b)",
        "space": r" (?=\w)",
        "opening": r"« ",
        "closing": r" »",
        "spaced_dash": r"(?<= )-(?= )",
        "hyphen": r"(?<=\w)-(?=\w)",
        "inside": r"(?<=[a-zé]{3})(?=[a-zé]{3})",
        "after_word": r"(?<=[a-z]{4})(?=[ ,.])",
        "after_digit": r"(?<=\d)(?= )",
        "before_digit": r"(?<= )(?=\d)",
        "break_": r"(?<=\S)\n(?=\S)",
        "line": r"^(?=[A-ZÀ-Ý])",
        "item": r"^- ",
        "accent": r"[àâçéèêëîïôùû]",
        "hat": r"[îï]",
        "acute": r"(?<=[a-z])é(?=[a-z])",
        "ligature": r"ffi|ffl|ff|fi|fl",
        "tie": r"(?<=[a-z])(?:ti|tt)(?=[a-z])",
        "middle_dot": r"(?<=\w)·(?=\w)",
        "raised": r"(?<=\d)(?:er|e)\b",
        "capitals": r"\b[A-Z]{3,}\b",
        "word": r"\b[a-z]{5,9}\b",
        "digit": r"(?<= )\d(?= )",
        "euro": r"€",
        "oe": r"œ",
        "unit": r"(?<=\d )(?:kg|mm)\b",
    }.items()
}


def _shift(capital: int, small: int, digit: int | None = None) -> Callable[[str], str]:
    """Write letters and digits with the alphabet that starts at some code points."""
    moved = {ord("A") + index: capital + index for index in range(26)}
    moved |= {ord("a") + index: small + index for index in range(26)}
    moved |= {ord("0") + index: digit + index for index in range(10)} if digit else {}
    return lambda text: text.translate(moved)


_FULLWIDTH: Final = _shift(0xFF21, 0xFF41, 0xFF10)
_PSEUDO_FONTS: Final = (
    _shift(0x1D400, 0x1D41A, 0x1D7CE),  # bold
    _shift(0x1D468, 0x1D482),  # bold italic
    _shift(0x1D5D4, 0x1D5EE, 0x1D7EC),  # sans-serif bold
    _FULLWIDTH,
)
_TIED: Final = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
_TIED_BY_CALIBRI: Final = {"ti": "\u019f", "tt": "\u01a9"}
_RAISED: Final = str.maketrans("er", "ᵉʳ")
_CIRCLED: Final = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def _decompose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _space_accent(text: str) -> str:
    """Write the accent of a letter before it, as PDFs do."""
    return f"´{_decompose(text)[0]}"


def _lose_dot(text: str) -> str:
    return f"\N{LATIN SMALL LETTER DOTLESS I}{_decompose(text)[1]}"


EMOJI: Final = (
    *("✅", "🎯", "📍", "👉", "💼", "🚀", "⭐", "🤝", "🏡", "🔍", "🌍", "📈", "💡", "📞", "🙌"),
    *("👩\u200d💻", "👨\u200d🔧", "👍🏽", "🇫🇷", "🇧🇪", "1\ufe0f\u20e3", "❤\ufe0f", "☀\ufe0f", "⚠\ufe0f"),
    *("👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "➡\ufe0f", "✈\ufe0f", "🧑🏿\u200d🍳"),
)
_BULLETS: Final = (
    *("• ", "• ", "•\t", "• ", "•\N{NO-BREAK SPACE}", "◦ ", "▪ ", "▫ ", "■ ", "□ ", "● ", "○ ", "◆ ", "◇ "),
    *("❖ ", "❑ ", "➢ ", "➤ ", "► ", "▶ ", "‣ ", "⁍ ", "∙ ", "✓ ", "✔ ", "✗ ", "› "),
)

FAMILIES: Final = (
    _family(
        "apostrophes",
        0.92,
        10,
        apostrophe=("\N{RIGHT SINGLE QUOTATION MARK}",) * 20 + ("‘", "ʼ", "‛", "´", "ʹ", "＇"),
    ),
    _family("ellipses", 0.44, 2, dots=("…",), stop=("…", "…", "⋯", "‥")),
    _family(
        "no-break spaces",
        0.35,
        8,
        high_sign=("\N{NO-BREAK SPACE}",) * 3 + ("\N{NARROW NO-BREAK SPACE}",),
        thousands=("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"),
        space=("\N{NO-BREAK SPACE}",),
    ),
    _family("other spaces", 0.05, 1, space=("\u2009", "\u2002", "\u2003", "\u200a", "\u205f", "\u3000")),
    _family("emoji", 0.32, 2, line=[f"{one} " for one in EMOJI], sentence_end=[f" {one} " for one in EMOJI]),
    _family("double quotes", 0.21, 4, opening=("“", "“", "„", "‟"), closing=("”", "”", "”", "＂")),
    _family("low and angle quotes", 0.02, 1, opening=("‹", "‚"), closing=("›",)),
    _family("dashes", 0.14, 4, spaced_dash=("–", "–", "–", "—", "―", "−")),
    _family("hyphens", 0.06, 2, hyphen=("‐", "\N{NON-BREAKING HYPHEN}", "–", "⁃", "\x1e", "－")),
    _family("optional hyphens", 0.03, 1, inside=("\N{SOFT HYPHEN}", "\N{SOFT HYPHEN}", "\x1f")),
    _family(
        "invisible characters",
        0.08,
        2,
        after_word=("\u200b", "\ufe0f", "\u2060", "\ufeff", "\u200e"),
        line=("\ufeff", "\u200b", "\u200b", "\u202a"),
        inside=("\u200b", "\u2063", "\u180e", "\u2066", "\U000e0061", "\u034f"),
    ),
    _family("joiners", 0.02, 1, inside=("\u200d", "\u200c")),
    _family("bullets", 0.10, 6, item=_BULLETS),
    _family(
        "private use", 0.05, 6, item=("\uf0b7\t", "\uf0b7 ", "\uf0a7\t", "\uf0d8 ", "\uf0fc ", "\uf0a8 ")
    ),
    _family("private use, arrows", 0.01, 1, spaced_dash=("\uf0e0", "\uf0e8"), sentence_end=(" \uf04a ",)),
    _family("lost bullets", 0.03, 6, item=("·\t", "§\t", "Ø\t", "ü\t", "¤\t", "·\N{NO-BREAK SPACE}  ")),
    _family("boxes", 0.02, 4, item=("☐ ", "☑ ", "☒ ")),
    _family("stars", 0.02, 1, after_word=(" ★★★☆☆", " ●●●○○", " ⭐⭐"), line=("★ ", "☆ ")),
    _family("middle dots", 0.12, 3, middle_dot=("•", "•", "‧", "⋅", "∙", "・", "\u2e31", "˙")),
    _family("decomposed accents", 0.02, 8, accent=(_decompose,)),
    _family("spacing accents", 0.01, 3, acute=(_space_accent,), hat=(_lose_dot,)),
    _family("ligatures", 0.03, 3, ligature=(_TIED.__getitem__,)),
    _family("ligatures of Calibri", 0.01, 3, tie=(_TIED_BY_CALIBRI.__getitem__,)),
    _family("breaks", 0.04, 2, break_=("\v", "\v", "\u2028", "\u2029", "\f", "\x85")),
    _family("marks of Word", 0.02, 1, break_=("\x07",), line=("\x13", "\x01"), after_word=("\x15", "\x08")),
    _family(
        "C1 controls",
        0.02,
        2,
        apostrophe=("\x92", "\x91"),
        spaced_dash=("\x96", "\x97"),
        dots=("\x85",),
        euro=("\x80",),
        oe=("\x9c",),
        opening=("\x93",),
        closing=("\x94",),
    ),
    _family("primes", 0.02, 1, after_digit=("′", "″", "‴")),
    _family("legal and commercial", 0.04, 1, after_word=("™", "™", "℠", " †"), before_digit=("№ ",)),
    _family("arrows", 0.06, 2, spaced_dash=("→", "→", "⇒", "➔", "➡", "⟶", "←", "↔"), item=("→ ", "⇒ ")),
    _family("maths", 0.03, 1, before_digit=("≥ ", "≤ ", "≈ ", "≠ ", "∞ "), after_digit=("‰",)),
    _family("units", 0.03, 2, unit=("μm", "kΩ", "kΩ")),
    _family(
        "raised and lowered", 0.03, 3, raised=(lambda text: text.translate(_RAISED),), after_word=(" CO₂",)
    ),
    _family("powers", 0.01, 1, after_digit=("⁶", "⁴", "⁻³")),
    _family("fractions", 0.01, 1, after_digit=("⅓", " ⅔", " 1⁄2")),
    _family("pseudo-fonts", 0.02, 1, capitals=_PSEUDO_FONTS, word=_PSEUDO_FONTS[:3]),
    _family("fullwidth and circled", 0.02, 1, digit=(lambda text: text.translate(_CIRCLED), _FULLWIDTH)),
    _family("lost characters", 0.01, 2, accent=("\N{REPLACEMENT CHARACTER}",)),
    _family("noncharacters and unassigned", 0.005, 1, after_word=("\ufffe", "\uffff", "\u0378", "\ue123")),
    _family("other symbols", 0.02, 1, after_word=(" ☎", " ✉", " ♥", " ⌘", " ㎡", " ₿"), line=("☞ ", "✦ ")),
)
ONE_OF_EACH: Final = " ".join(
    put for family in FAMILIES for _, puts in family.rules[:1] for put in puts[:1] if isinstance(put, str)
)
"""An artefact of each family, but for those that need a place of their own."""
_FILLING: Final = _family("filling", 1, 1, space=("\N{NO-BREAK SPACE}",), apostrophe=("’",))


def spread_artefacts(text: str, draw: Draw, share: float = SHARE) -> str:
    """Put artefacts where they are met, until so many of a text's characters are some.

    Args:
        text: a clean one.
        draw: says which.
        share: of one.
    """
    wanted = int(len(text) * share + draw.random())
    families = [family for family in FAMILIES if draw.happens(family.name, family.share)]
    found: dict[int, tuple[int, str]] = {}
    while families and len(found) < wanted:
        family = draw.choices(families, [family.weight for family in families])[0]
        families.remove(family)
        _put(
            text, family, draw, found, draw.randint(1, max(1, round(2 * family.weight * wanted / 10))), wanted
        )
    _put(text, _FILLING, draw, found, wanted, wanted)
    pieces: list[str] = []
    position = 0
    for start, (end, put) in sorted(found.items()):
        if start >= position:
            pieces += text[position:start], put
            position = end
    return "".join(pieces) + text[position:]


def _put(  # noqa: PLR0913, PLR0917 - a step of its only caller
    text: str, family: Family, draw: Draw, found: dict[int, tuple[int, str]], count: int, wanted: int
) -> None:
    """Add some artefacts of a family to what was found."""
    places = [(match, puts) for where, puts in family.rules for match in where.finditer(text)]
    for match, puts in draw.sample(places, min(count, wanted - len(found), len(places))):
        put = draw.choice(puts)
        found.setdefault(match.start(), (match.end(), put if isinstance(put, str) else put(match[0])))
