"""Texts that hold what the rules hunt, side by side with what they must leave alone."""

from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from random import Random

from hypothesis import strategies as st

from flatchr_clean.code_points import Ranges, parse_ranges
from flatchr_clean.errors import InvalidProfile
from flatchr_clean.text.profile import PRESETS, Profile
from flatchr_clean.text.repertoire import ARTEFACTS, EMOJI
from flatchr_clean.text.tables import (
    bullets,
    compatibility,
    invisibles,
    marks,
    spaces,
    symbol_fonts,
    symbols,
    typography,
)

FRENCH_WORDS = (
    "été", "À", "où", "l'œuvre", "Œuvre", "cœur", "ŒUVRE", "naïve", "Noël", "aiguë", "français", "ÇA", "maïs",
    "ÉQUIPÉ",
    "salarié·e", "10", "000", "€", "«", "»", "n°", "m²", "CDI", "H/F", "d'Île-de-France", "?", "!",
)  # fmt: skip

WORDS_OF_OTHERS = (
    "Nguyễn", "Łukasz", "Жанна", "北京", "سعید", "נועה", "हिन्दी", "Žižek", "Αθήνα", "ỉ", "ﻼ", "ǆ", "ㅎ",
    "한글",
)  # fmt: skip

EMOJI_SEQUENCES = (
    "👩\u200d💻",
    "🇫🇷",
    "1️⃣",
    "❤️",
    "👍🏽",
    "🏴\U000e0067\U000e0062\U000e007f",
    "🏳️\u200d🌈",
    "#⃣",
    "🚀",
)

MOJIBAKE = (
    "Ã©",
    "â€™",
    "Â ",
    "Ã\xa0",
    "Å“",
    "Ã",
    "â€",
    "ÃƒÂ©",
    "├®",
    "√©",
    "Ã\x89",
    "Ãš",
    "ðŸš€",
    "ï‚·",
    "É²",
    "MUDRÂ»",
)

HTML_BITS = (
    "<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "&rsquo;", "&#8217;", "&nbsp;", "&amp;", "&lt;", "<", ">",
    "&", '<a href="/x?a=1&amp;b=2" title="l’offre">', "</a>", "<!--", "-->", "&bull", "&#146;", "<script>",
    '"', "'", "&eacute;",
)  # fmt: skip


def _characters_of(ranges: Ranges) -> st.SearchStrategy[str]:
    return st.sampled_from(ranges).flatmap(lambda pair: st.integers(*pair)).map(chr)


_TABLED = sorted(
    {
        character
        for module in (typography, bullets, compatibility, spaces, invisibles, symbol_fonts, symbols)
        for table in vars(module).values()
        if isinstance(table, dict)
        for character in table
    }
)

artefacts = st.one_of(
    st.sampled_from(_TABLED),
    st.sampled_from(bullets.BULLETS + bullets.CHECK_MARKS + bullets.LOST_BULLETS),
    st.sampled_from(sorted(symbol_fonts.GLYPHS)),
    st.sampled_from(sorted(marks.KIND_OF)),
    st.sampled_from(
        typography.PDF_HYPHENS + bullets.LETTER_DOTS + marks.CLOSING_ANGLES + marks.OPENING_ANGLES
    ),
    _characters_of(parse_ranges(f"{compatibility.UNDERLINES} {compatibility.STRIKES}")),
    _characters_of(ARTEFACTS),
    _characters_of(EMOJI),
    st.sampled_from(EMOJI_SEQUENCES),
)
combining = _characters_of(parse_ranges("300-36F 338 20D0-20DC 5B0-5BC 93C 1161-1175 11A8-11C2"))
joiners = st.sampled_from("\u200c\u200d")
blanks = st.sampled_from((" ", "  ", "\t", "\n", "\r\n", "\r", "\xa0", "\xa0\xa0", "\u202f"))
words = st.sampled_from(FRENCH_WORDS + WORDS_OF_OTHERS)

pieces = st.one_of(
    words,
    blanks,
    artefacts,
    st.sampled_from(MOJIBAKE),
    combining,
    joiners,
    st.sampled_from(HTML_BITS),
    st.characters(),
    st.characters(codec="ascii"),
)

texts = st.lists(pieces, max_size=12).map("".join)
plain_texts = st.one_of(texts, st.text(max_size=30), st.text(st.characters(codec="iso8859-1"), max_size=30))

# What a tag, a reference or a wrong decoding is made of, whole and in halves.
SOUP = (
    "<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "<o:p>", "</o:p>", "<", "</", ">", "&", "&#", "=", "&&",
    "'", '"', "/", "!", "-", "--", "<!--", "-->", "<!", "<?", "<a href=", "<a title=", "<a style='", "<B>",
    "class=", "xmlns:o=", "x", "b", "<p class=MsoNormal ", "mso-x:y;", "<span style='mso-list:Ignore'>",
    "</span>", "[if", "<![endif]>", "script", "<span style='font:7pt \"Times New Roman\"'>", "<script>",
    "</script>", "<style>", "</style>", "<title>", "</title>", "<xmp>", "</xmp>", "<xml>", "</xml>",
    "title", "&rsquo;", "&rsquo", "&#146;", "&#x2019", "&nbsp;", "&amp;", "&amp", "&lt", "&copy", "&shy",
    "&not", "in;", "&fjlig;", "&NotEqualTilde;", "&nvlt;", "am", "p;", "lt;", "1", "\u200b", "\xad",
    "\xa0", "’", "“", "→", "•", "…", "\u0338", "Ã", "©", "é", "🚀", "\x0c", "\n", " ", "＜", "＆", "；",
    "①", "ⓑ", "o", "·", "\ud800", "</\U000e0078", '<i title="l’é “a”">', "&eacute", "&#769;", "&zwj;",
    "=“", "”>", "=«", "»", "=‘", "’ x=", "&ldquo;", "&#8221;>", '="', "\uf0a8", "\uf0fe", "\uf0fc", "\uf081",
)  # fmt: skip
_HALVES_OF_MOJIBAKE = sorted(
    {
        half
        for letter in "éèàœÉÀ’“–…•€«°²®Ññßłșя中🚀✓\xa0"
        for charset in ("cp1252", "latin-1", "iso8859-15", "mac_roman", "cp850", "cp437", "cp1251", "cp1250")
        for half in letter.encode().decode(charset, "ignore")
    }
)
soup_pieces = st.one_of(
    st.sampled_from(SOUP),
    st.sampled_from(_HALVES_OF_MOJIBAKE),
    st.sampled_from(MOJIBAKE),
    st.sampled_from("\u200b\xad\u200d\ufeff\u202e\U000e0061\ufe0f\x00\x01\x07\x0b\x85\u2028\x92\ufffe\ufffd"),
    artefacts,
    blanks,
    words,
    combining,
)
# All of it together, for the laws that hold of any text.
soup = st.lists(soup_pieces, max_size=14).map("".join)
any_texts = st.one_of(soup, soup, plain_texts)

clean_french = st.lists(st.sampled_from(FRENCH_WORDS), min_size=1, max_size=30).map(" ".join)


OPTIONS = {
    "letters": ["keep", "transliterate"],
    "emoji": ["drop", "keep", "name"],
    "emoji_names": ["fr", "en"],
    "no_break_spaces": ["space", "keep"],
    "markup": ["text", "auto", "html"],
    "word_markup": ["keep", "strip"],
    "repair_encoding": [True, False],
    "lost_bullets": [False, True],
    "unmappable": ["drop", "?", "raise"],
    "keep": ["", "—", "•’", "\u200b", "🚀", "\ufe0f", "\u20e3", "œ☐"],
    "replace": [{}, {"★": "(etoile)"}, {"’": "", "&": "et"}, {"•": "*", "é": "e"}, {"🚀": "", "\xa0": "_"}],
}


def _make_profiles(count: int) -> list[Profile]:
    """Derive profiles from the presets; what contradicts itself is drawn again.

    Compiling a profile takes longer than an example, so these are drawn once, from a fixed seed.
    """
    chance = Random(2026)
    made: list[Profile] = []
    presets = cycle(PRESETS.values())
    while len(made) < count:
        drawn = {option: chance.choice(values) for option, values in OPTIONS.items()}
        with suppress(InvalidProfile):
            made.append(replace(next(presets), **drawn))
    return made


# From the simplest on, as Hypothesis shrinks.
PROFILES = [*PRESETS.values(), *_make_profiles(90)]
profiles = st.sampled_from(PROFILES)
