"""The laws of encoding repair."""

from itertools import pairwise

import ftfy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean.text import misread as module
from flatchr_clean.text.cleaner import clean
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.misread.suspicion import find_suspicious
from tests.encoding_damage import ENCODINGS, misread, repair
from tests.test_growth import count_calls

WORDS = (
    "été", "à", "À", "où", "œuvre", "Œuvre", "cœur", "naïf", "Noël", "aiguë", "français", "ÇA", "déjà",
    "forêt", "MAÎTRISE", "L’ÉQUIPE", "l’été", "« voilà »", "salarié·e", "10\xa0000\xa0€", "CDI", "H/F",
    "25\xa0°C", "m²", "Île-de-France", "prêt-à-porter", "–", "“oui”", "fin…", "Évry", "poste\xa0:",
    "aujourd’hui", "de", "la",
)  # fmt: skip
FRENCH = st.lists(st.sampled_from(WORDS), min_size=4, max_size=25).map(" ".join)
CAPITALS = "ÀÂÇÈÉÊËÎÏÔŒÙÛÜŸÆ"
FOLLOWERS = "¹²³°§½¼ºª‰»”®™…’–\xa0"
BITS = st.sampled_from(
    [
        *"ÃÂÅâéàÉÊÔÇïðŸ€™œŒ«»°²\xa0\x80\x9d’”–√©┬├®┤≈¬‚Äôß╨Рѓ ?aZ\n\r\ufffd",
        "Ã©",
        "â€™",
        "Ø§",
        "Ð¿",
        "ðŸ",
        "ã‚",
        "í°€",
        "í\xa0½",
        "'",
        '"',
    ]
)
ANY = st.one_of(st.lists(BITS, max_size=14).map("".join), st.text(max_size=12), FRENCH)

# Misread words and good ones that look like it, written in the spirit of ftfy's own examples.
EXAMPLES = (
    "lâ€™Ã©tÃ©",
    "He said â€œnoâ€\x9d",
    "r√©gime √©quilibr√©",
    "Le Ã©tÃ© et lâ\x80\x99hiver",
    "Р”Р° Рё РЅРµС‚",
    "LiĂ¨ge",
    "╨┤╨░ ╨╕ ╨╜╨╡╤é",
    "ðŸ˜€ oui",
    "wei√ü",
    "ÃƒÂ©tÃƒÂ©",
    "HÄ±z",
    "Ù†Ø¹Ù…",
    "ã\x81\x82ã\x82\x8a",
    "nâ€“m",
    "í\xa0½í¸\x80",
    "Ã\xa0 pied",
    "Â£5",
    "ï¬\x81n",
)


@given(ANY)
@example("Ô\xa0Ã")
@example("\ufffdã‚°")
@example("É²")
def test_the_gate_opens_where_ftfy_would_change_the_text(text):
    """Where ftfy finds something misread, apart from lone controls and line breaks, the gate opens."""
    assert find_suspicious(text) or ftfy.fix_encoding(text) == text


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_ftfy_repairs_is_repaired_the_same_way(text):
    """Other languages and encodings come out as ftfy wants them."""
    assert find_suspicious(text)
    assert repair(text) == ftfy.fix_encoding(text)


@given(ANY)
def test_repair_is_idempotent(text):
    """What was repaired needs no repair."""
    repaired = repair(text)
    assert repair(repaired) is repaired


@given(ANY)
def test_where_the_gate_stays_shut_nothing_would_change(text):
    """The gate spares the closer look, and nothing else."""
    assert find_suspicious(text) or repair(text) is text


@given(ANY)
def test_edits_are_sorted_apart_and_hold_no_letter_that_stays(text):
    """One edit for each damaged run: all beyond ASCII, but for a lost byte's space, mark or quote."""

    def check(text, edits):
        assert all(left.end <= right.start for left, right in pairwise(edits))
        for edit in edits:
            shown = text[edit.start : edit.end]
            assert shown != edit.replacement
            assert not [character for character in shown if character.isascii() and character not in " ?'\""]
        return apply_edits(text, edits)

    repair_misread(text, check)


@given(FRENCH, st.sampled_from(ENCODINGS))
def test_misread_french_comes_back(text, name):
    """Reading UTF-8 as another encoding is undone, to the last character that clean sees."""
    assert clean(misread(text, name)) == clean(text)


@given(FRENCH, st.sampled_from(ENCODINGS[:2]), st.sampled_from(ENCODINGS[:2]))
def test_french_misread_twice_comes_back(text, first, second):
    """So is doing it twice."""
    assert clean(misread(text, first, second)) == clean(text)


@given(FRENCH)
def test_good_french_stays(text):
    """French is left alone, in small letters, in capitals and in title case."""
    for good in (text, text.upper(), text.title()):
        assert repair(good) == good


@given(
    st.lists(
        st.tuples(st.sampled_from([*WORDS, "SATÎ", "MUDRÂ", "NAÏVETÉ"]), st.sampled_from(FOLLOWERS)),
        max_size=6,
    )
)
def test_capitals_before_signs_stay(pairs):
    """A capital accented letter at the end of a word before a sign is French."""
    text = " ".join(word.upper() + follower for word, follower in pairs)
    assert repair(text) == text


@given(st.lists(st.sampled_from(CAPITALS), max_size=9), st.sampled_from(["", " ", ", ", "/", "-", " - "]))
@example(list("ÔÂŒÀ"), "")
def test_lists_of_capitals_stay(capitals, separator):
    """Accented letters are listed in any order."""
    text = separator.join(capitals)
    assert repair(text) == text


@pytest.mark.parametrize(
    "piece", ["Ã", "â€", "\r", "Ã ", "Ã©", "√©", "├®", "ÃƒÂ©", "Ø§", "x Ã©\n", "Â\xa0", "ðŸ", "€É"]
)
def test_repair_is_linear(piece):
    """Eight times the text takes at most some eight times the calls: what is quadratic takes sixty-four."""
    short, long = (piece * (size // len(piece)) for size in (2_000, 16_000))
    repair(short)  # what is compiled is compiled now
    assert count_calls(repair, long) < 12 * count_calls(repair, short) + 1_000


@given(ANY)
@example("Ã Ã Ã©")
@example("a€ Ãé\né")
def test_runs_are_found_from_their_places(text):
    """Those that hold a suspicious place, as they are found from the text's start."""
    places = find_suspicious(text)
    runs = [run.span() for run in module._RUN.finditer(text)]
    wanted = [(start, end) for start, end in runs if any(start <= place < end for place in places)]
    found = module._find_runs(module._RUN, text, places, module._TEARS)
    assert [run.span() for run in found] == wanted
