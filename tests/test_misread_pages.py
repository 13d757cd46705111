"""French of one single-byte encoding that was read as another."""

import pytest

from flatchr_clean import clean
from tests.encoding_damage import characters_of, repair

FRENCH = "L’équipe « Été » est là, prête dès août : où naître… – œuvre, 45 €"


@pytest.mark.parametrize(
    ("shown", "meant"),
    [("cp1252", "mac_roman"), ("mac_roman", "cp1252"), ("latin-1", "mac_roman"), ("cp850", "cp1252")],
)
def test_a_text_of_another_page_comes_back(shown, meant):
    """What a page leaves undefined is a control."""
    shown_by = characters_of(shown)
    damaged = "".join(shown_by[byte] for byte in FRENCH.encode(meant))
    assert repair(damaged) == FRENCH


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("lÕŽquipe est lˆ", "l’équipe est là"),
        ("d\x82veloppeur, tr\x8as, r\x93le", "développeur, très, rôle"),
        (
            "Une offre crÚÚe, prÛte Ó Ûtre nÚgociÚe dÞs fÚvrier",
            "Une offre créée, prête à être négociée dès février",
        ),
        ("dÈveloppeur, trËs ‡ l’aise, ÍtÈ", "dÈveloppeur, trËs ‡ l’aise, ÍtÈ"),
    ],
)
def test_all_that_is_odd_becomes_french(damaged, good):
    """Or nothing of it: one good quotation mark says that the text was read as it should be."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text",
    [
        "\x8atefanija \x8aurina",
        "un “mot”, une ‚citation‘…",
        "Jos tŠmŠ kohta on valittu",
        "‚¿ELIMINAR?‘",
        "\x81ke Eriksson",
        "ÉTÉ² PRÉCITÉ§ SALARIÉ¹",
        "Anglais : ████░, Excel:██░░░",
    ],
)
def test_other_texts_are_left(text):
    """Controls count as what windows-1252 shows there, and one character may be anything."""
    assert repair(text) == text


def test_a_misread_page_is_cleaned_like_any_text():
    """The repair comes before the quotes."""
    assert clean("lÕŽquipe est lˆ") == "l'équipe est là"


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("chargŽ d'Žtudes ˆ Lyon", "chargé d'études à Lyon"),
        ("Fran‡ois LefŠvre, n‚ … Angoulˆme", "François Lefèvre, né à Angoulême"),
        ("Dr. M‚sz\xa0ros Adrienn", "Dr. M‚sz\xa0ros Adrienn"),
        ("Fˆr att anv‰nda filter", "Fˆr att anv‰nda filter"),
    ],
)
def test_ordinary_sentences_come_back_and_no_other_language_becomes_french(damaged, good):
    """In French à ends its word, and no capital follows a small letter."""
    assert repair(damaged) == good
