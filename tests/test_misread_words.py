"""Sequences that lost a byte."""

import pytest

from tests.encoding_damage import misread, repair


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("4 Ã 5 mois", "4 à 5 mois"),
        ("Ã pourvoir", "à pourvoir"),
        ("il est Ã \nParis", "il est à\nParis"),
        ("un, Ã\nParis", "un, à\nParis"),
        ("jusqu'Ã demain", "jusqu'à demain"),
        ("prêt-Ã -porter", "prêt-à-porter"),
        ("par Ã -coups", "par à-coups"),
        ("c.-Ã -d. tout", "c.-à-d. tout"),
        ("voilÃ , oui", "voilà, oui"),
        ("LÃ  où, LÃ -bas", "Là où, Là-bas"),
        ("erreur Ã Â : non", "erreur à\xa0: non"),
        ("com atenÃ§Ã£o Ã s crianÃ§as", "com atenção às crianças"),
        ("Ãƒ\xa0 pied", "à pied"),
        ("de A Ã Z", "de A à Z"),
    ],
)
def test_a_grave_without_its_no_break_space(damaged, good):
    """Ã is à where a word ends or stands alone, and takes the space that was part of it."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text",
    ["À Ã Â", "Â, Ã, Ä", "A E Ã O", "C O N C L U S Ã O", "Ã", "\nÃ\n", "SÃO", "MANHÃ, OUI", "l'Ã_b"],
)
def test_an_a_with_tilde_stays(text):
    """Lists of letters, and words of Portuguese in capitals."""
    assert repair(text) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("PrixÂ : 5Â !", "Prix\xa0: 5\xa0!"),
        ("MISSIONSÂ : CDIÂ ; ISOÂ 9001", "MISSIONS\xa0: CDI\xa0; ISO\xa09001"),
        ("motÂ\nfin", "mot\xa0\nfin"),
        ("déjÃ , Ã©tÃ©, Â : oui", "déjà, été, \xa0: oui"),
    ],
)
def test_no_break_spaces_that_became_spaces(damaged, good):
    """Â alone at the end of a word was a no-break space."""
    assert repair(damaged) == good


@pytest.mark.parametrize(
    "text", ["MUDRÂ : geste", "À-Â-Ç", "À/Â /Ç", "JUSQU'Â", "Âge", "(Â )", "-Â-", "la Â : rare"]
)
def test_a_circumflex_stays(text):
    """Â is a letter of words in capitals, and of lists."""
    assert repair(text) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ('CDI â€" Paris', "CDI – Paris"),
        ("lâ€'offre", "l’offre"),
        ('HÃ"TEL', "HÔTEL"),
        ("lã©quipe â€“ dã¨s l’ã©tã©", "léquipe – dès l’été"),
    ],
)
def test_what_was_changed_after_it_was_misread(damaged, good):
    """Quotes among the bytes may have been made straight, and capitals small."""
    assert repair(damaged) == good


@pytest.mark.parametrize("handler", ["replace", "ignore"])
@pytest.mark.parametrize(
    "text",
    [
        "« Été », “à demain” ici",
        "→ cœur ➡ Mᵐᵉ Éluard",
        "• 📍 Nîmes 🏆 déjà ❌ non",
        "MAÎTRE ET NOËL À PARIS",
        "⚠ é ■ à",
    ],
)
def test_bytes_that_windows_1252_does_not_define(text, handler):
    """What was marked or dropped is restored as the most used character that it can be."""
    damaged = text.encode().decode("cp1252", handler)
    assert repair(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("âš  attention Ã©tÃ©", "⚠ attention été"),
        ("un â€œmotâ€? ici", "un “mot” ici"),
        ("dâ€™Ãƒ", "d’à"),
        ("ðŸ‘© ", "👩 "),
        ("Ã\ufffd suivre, Ã©tÃ©", "\ufffd suivre, été"),
        ("nââ– num", "nââ– num"),
        ("mahâ” fin", "mahâ” fin"),
        ("ï»¿Titre", "\ufeffTitre"),
        ("ï»¿TitÃ©", "\ufeffTité"),
        ("Jean â€ 2001", "Jean â€ 2001"),
        ("dit Â« oui â€ et", "dit « oui ” et"),
    ],
)
def test_incomplete_sequences(damaged, good):
    """A space or a question mark may stand for the byte; after a letter, â is a letter."""
    assert repair(damaged) == good


def test_emoji_joined_by_a_lost_joiner():
    """Between pictographs, what looks like a quote was a joiner."""
    text = "équipe 👩\u200d💻 ici"
    assert repair(text.encode().decode("cp1252", "replace")) == text


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("CDI Ã Paris", "CDI à Paris"),
        ("À, Ã, Â", "À, Ã, Â"),
        ("É Ã", "É Ã"),
        ("Ã, Õ", "Ã, Õ"),
        ("dÃ©jÃ  , oui", "déjà , oui"),
        ("dÃ©jÃ  oui", "déjà oui"),
        ("dÃ©jÃ ", "déjà"),
        ("dÃ©jÃ oui", "déjà oui"),
    ],
)
def test_what_stands_around_an_a_with_tilde_decides(damaged, good):
    """A list of letters holds one; the space behind it goes where what follows needs none before it."""
    assert repair(damaged) == good


def test_the_lost_variants_of_a_paragraph():
    """A whole paragraph comes back from windows-1252 that marks what it does not define."""
    text = "À l’écoute, « prêt·e » à œuvrer ? “Déjà” 3 000 € – ½ kg"
    assert repair(text.encode().decode("cp1252", "replace")) == text
    assert repair(misread(text, "cp1252").replace("\xa0", " ")) == text
