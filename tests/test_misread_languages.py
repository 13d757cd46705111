"""Other languages."""

import pytest

from tests.encoding_damage import misread, repair


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Привет, он в Москве и я о нём", "cp1252"),
        ("немає елементів, ні як і де", "cp1251"),
        ("η ενημέρωση ολοκληρώθηκε", "cp1253"),
        ("Şekil: iş ve başarılı büyü", "cp1254"),
        ("Příliš žluťoučký kůň", "cp1250"),
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
        ("Ă\ufffdfrica, AmĂ©rica", "\ufffdfrica, América"),
        ("أكثر Ù…Ù† Ù\xa0Ù\xa0Ù¡ Ø¨Ù„Ø¯", "أكثر من ٠٠١ بلد"),
        ("Hi guys í\xa0½í¸\x8d", "Hi guys 😍"),
        ("l’humanitÃ©, bonne fÃªte Ø¹ÙŠØ¯ Ø³Ø¹ÙŠØ¯", "l’humanité, bonne fête عيد سعيد"),
        ("bigger Г‚ВЈ5.8bn", "bigger £5.8bn"),
        ("Ø¨Ù„Ø¯ mot Ë› fin", "بلد mot Ë› fin"),
    ],
)
def test_parts_of_texts(damaged, good):
    """Greek in a scientific word, lost bytes, digits, strokes, surrogates, two languages in a line."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("BÃ\xa0 Mai LÃª, chargée", "Bà Mai Lê, chargée"),
        ("Ä\x90á»— et Nguyá»…n à Évry", "Đỗ et Nguyễn à Évry"),
        ("Mme NemeÈ™ (née à Besançon)", "Mme Nemeș (née à Besançon)"),
        ("Ã–zgÃ¼r Ã\x87elik", "Özgür Çelik"),
        ("Å½elimir BabiÄ‡, réservé", "Želimir Babić, réservé"),
        ("VANDA BÄ’RZIÅ…A – ÉVRY", "VANDA BĒRZIŅA – ÉVRY"),
    ],
)
def test_names_beside_good_accents(damaged, good):
    """A name of any language comes back, whatever stands around it."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text",
    [
        "un Ë› mot",
        "ÀÉÈÉÉ",
        "’É’Ç’É’É",
        "MARQUÉ…",
        "SELKÄ\xa0EDELLÄ",
        "«Î»",
        "Θ³",
        "ğ²",
        "Ğ™ et",
    ],
)
def test_what_may_be_good_is_left(text):
    """One lonely letter or sign that may hang on another one, and lists of capitals."""
    assert repair(text) == text
