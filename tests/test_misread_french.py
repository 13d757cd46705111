"""French: what is repaired, and where good text would be harmed."""

import pytest

from tests.encoding_damage import misread, repair


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("voilÃ…", "voilà…"),
        ("intermÃ©diaire", "intermédiaire"),
        ("FAÃ‡ADES", "FAÇADES"),
        ("DÃ©jÃ\xa0", "Déjà"),
        ("LÃ\xa0 oÃ¹", "Là où"),
        ("NÃ©e, DÃ© et TÃ©", "Née, Dé et Té"),
        ("le mot Ã© seul", "le mot é seul"),
        ("(7 %)] Ã— revenu", "(7 %)] × revenu"),
        ("4 Ã— 5", "4 × 5"),
        ("Sar-Ã© Pol", "Sar-é Pol"),
        ("Bremer – DrÃ¥ber", "Bremer – Dråber"),
    ],
)
def test_letters(damaged, good):
    """Ã and a continuation are a letter of Latin-1, beside other letters or where no Ã stands."""
    assert repair(damaged) == good


@pytest.mark.parametrize("text", ["MANHÃ»", "LÃ®", "OS Ã’s"])
def test_doubtful_letters(text):
    """A word in capitals may end in Ã before a sign."""
    assert repair(text) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("Â\xa0Installer", "\xa0Installer"),
        ("fin\nÂ\xa0Installer", "fin\n\xa0Installer"),
        ("Â«Â\xa0mot", "«\xa0mot"),
        ("«Â\xa0mot", "«\xa0mot"),
        ("mot Â» et", "mot » et"),
        ("NÂ°\xa05", "N°\xa05"),
        ("25 Â°C", "25 °C"),
        ("DIRECTEURÂ·RICE", "DIRECTEUR·RICE"),
        ("le Â© 2024, Â± 2, Â§ 3 Â· 4", "le © 2024, ± 2, § 3 · 4"),
        ("Chapitre IVÂ\xa0: suite", "Chapitre IV\xa0: suite"),
        ("RTTÂ\xa0; RHÂ\xa0: oui", "RTT\xa0; RH\xa0: oui"),
        ("Permis BÂ\xa0: oui", "Permis B\xa0: oui"),
        ("PostgreSQLÂ\xa09.6 et 2AÂ\xa0: non", "PostgreSQL\xa09.6 et 2A\xa0: non"),
        ("PROFIL RECHERCHÉÂ\xa0: oui", "PROFIL RECHERCHÉ\xa0: oui"),
        ("CHAMPÂ\xa0Â»", "CHAMP\xa0»"),
        ("BACÂ\xa0+\xa05, CACESÂ\xa0R489", "BAC\xa0+\xa05, CACES\xa0R489"),
    ],
)
def test_symbols(damaged, good):
    """Â and a continuation are a sign or a no-break space, unless they end a word in capitals."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text",
    [
        "MUDRÂ\xa0: un",
        "HALVÂ\xa0! oui",
        "MIRZÂ\xa05",
        "NÂÂ\xa0NUMÈÈ",
        "la Â\xa0: rare",
        "«Â»",
        "(Â»)",
        "À·Â·Ç",
        "Â\x80",
    ],
)
def test_words_in_circumflex(text):
    """Words of India and Persia end in Â, and lists of letters hold it."""
    assert repair(text) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("Å“uvre", "œuvre"),
        ("cÅ“ur", "cœur"),
        ("MAÃŽTRE D'Å’UVRE", "MAÎTRE D'ŒUVRE"),
        ("NikÅ¡iÄ‡", "Nikšić"),
        ("Å½iÅ¾ek", "Žižek"),
        ("Å\xa0umava", "Šumava"),
        ("iÅŸ baÅŸarÄ±lÄ±", "iş başarılı"),
    ],
)
def test_ligatures(damaged, good):
    """Å and a continuation are œ and the Czech letters of Latin-9."""
    assert repair(damaged) == good


@pytest.mark.parametrize("text", ["5 Å\xa0de", "un Å” de long", "10 Å’ PLUS"])
def test_angstroms(text):
    """An ångström may stand before a quote or a no-break space."""
    assert repair(text) == text


@pytest.mark.parametrize("name", ["cp1252", "mac_roman", "cp850"])
def test_decomposed_accents(name):
    """A Mac writes an accent after its letter; what is composed elsewhere is left to the composition."""
    text = "e\u0301te\u0301 a\u0300 ou\u0300 c\u0327a"
    assert repair(misread(text, name)) == text


def test_accents_need_a_letter_that_takes_them():
    """No accent begins a word, and none that a letter does not take is believed for itself."""
    assert repair("un bÌ» bÌ»") == "un bÌ» bÌ»"
    assert repair("un BÌ» et") == "un BÌ» et"


@pytest.mark.parametrize("text", ["¬Ä", "┬Ç", "É¿", "MÊ³", "√∞", "┼┐a", "È", "ÔÇÉ ÔÉÉ", "Ô«»"])
def test_what_french_has_not_is_refused(text):
    """Controls, letters of the phonetic alphabet, formulas, drawings, lists of capitals."""
    assert repair(text) == text


@pytest.mark.parametrize("name", ["cp1252", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize(
    "text",
    [
        "M. Noël, 1ᵉʳ étage, Mᵐᵉ Éluard",
        "→ ✔ ★ ☎ ■ ▪ ● ½ ⅓ № ™",
        "😀 🇫🇷 👩\u200d💻 ❤️ 🚀",
        "\uf0b7 \uf0a7 ﬁn ﬂeur",
        "(«\xa0à\xa0»)",
    ],
)
def test_signs_and_pictographs(text, name):
    """Superscripts, arrows, pictographs, Word's bullets and ligatures."""
    text = f"Élève à l’école\xa0: {text} déjà"
    assert repair(misread(text, name)) == text


def test_latin_9_is_told_by_its_controls_and_by_the_case_of_letters():
    """`Ãš` is è between small letters; `Åž` is Ÿ where the text holds Latin-9's controls."""
    assert repair(misread("un 🤝 ici", "iso8859_15")) == "un 🤝 ici"
    assert repair("premiÃšre et cÃŽtÃ©") == "première et côté"
    assert repair(misread("L’HAŸ – « été »", "iso8859_15")) == "L’HAŸ – « été »"
    assert repair(misread("À l’ÎLE, l’été… œuvre", "iso8859_15")) == "À l’ÎLE, l’été… œuvre"
