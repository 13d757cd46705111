"""Other languages, which ftfy's heuristic recognises."""

import pytest

from tests.encoding_damage import misread, repair


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Привет, он в Москве и я о нём", "cp1252"),
        ("не є елемент, ні як і де", "cp1251"),
        ("η ενημέρωση ολοκληρώθηκε", "cp1253"),
        ("Şekil: iş ve başarılı büyü", "cp1254"),
        ("Príliš žluťoučký kůň", "iso8859_2"),
        ("Następny początek", "cp1250"),
        ("кот и дом", "cp437"),
        ("Rīgas pilī, ņemt", "cp1257"),
        ("数字の値が異なるcollateとctype", "cp1252"),
        ("한국어 문자열", "cp1252"),
        ("consideraţi utilizarea", "cp1252"),
        ("på, så och få", "cp1252"),
    ],
)
def test_whole_texts(text, name):
    """A text of one language comes back, its lonely letters too."""
    assert repair(misread(text, name)) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("IL2RÎ³cKO", "IL2RγcKO"),
        ("Ă\ufffdfrica, AmĂ©rica", "\ufffdfrica, América"),
        ("أكثر Ù…Ù† Ù\xa0Ù\xa0Ù¡ Ø¨Ù„Ø¯", "أكثر من ٠٠١ بلد"),
        ("hotel $Ì¶6Ì¶3Ì¶ updated", "hotel $̶6̶3̶ updated"),
        ("Hi guys í\xa0½í¸\x8d", "Hi guys 😍"),
        ("l’humanitÃ©, bonne fÃªte Ø¹ÙŠØ¯ Ø³Ø¹ÙŠØ¯", "l’humanité, bonne fête عيد سعيد"),
        ("bigger Г‚ВЈ5.8bn", "bigger £5.8bn"),
        ("Ø¨Ù„Ø¯ Ù Ù¡ Ø¨Ù„Ø¯ Ù mot", "بلد ٠ ١ بلد ٠ mot"),
        ("Ø¨Ù„Ø¯ mot Ë› fin", "بلد mot Ë› fin"),
    ],
)
def test_parts_of_texts(damaged, good):
    """Greek in a scientific word, lost bytes, digits, strokes, surrogates, two languages in a line."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text",
    [
        "un Ë› mot",
        "ÀÉÈÉÉ",
        "’É’Ç’É’É",
        "ì¼¬",
        "MARQUÉ…",
        "SELKÄ\xa0EDELLÄ",
        "caÄŒ et",
        "«Î»",
        "Θ³",
        "ğ²",
        "Ğ™ et",
    ],
)
def test_what_may_be_good_is_left(text):
    """One lonely letter or sign that may hang on another one, and lists of capitals."""
    assert repair(text) == text
