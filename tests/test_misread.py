"""Repair of wrongly decoded text: French to the last character, good text left alone, exact spans."""

import random
import subprocess
import sys

import pytest

from flatchr_clean.text import misread as module
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.cleaner import clean, explain
from flatchr_clean.text.misread import paths
from flatchr_clean.text.misread.suspicion import find_suspicious
from tests.encoding_damage import ENCODINGS, misread, repair
from tests.test_growth import count_calls

SENTENCES = (
    "Rattaché(e) au maître d’œuvre, vous gérez l’équipe « études » : 12 personnes à Nîmes.",
    "Salaire\xa0: de 28\xa0000\xa0€ à 32\xa0000\xa0€, 13ᵉ\xa0mois, 39\u202fh – dès le 3\xa0août\xa0!",
    "MAÎTRISE D’ŒUVRE\xa0: RÉNOVATION, ÉLECTRICITÉ, FAÇADES. OÙ QUE VOUS SOYEZ, ÇA COMMENCE À NOËL.",
    "• Être à l’écoute ➢ “gérer” → 25\xa0°C ± 2, 1,5\xa0m², ½\xa0kg, n°\xa04 © 2024 ™ 🎯 ✔ 15,6″",
    "L’été, le cœur, naïve, aiguë, Noël, maïs, forêt, bœuf, ÀÂÇÉÈÊËÎÏÔÙÛÜŸŒ, çàéèêëîïôùûüÿœ",
    "salarié·e·s motivé·e·s, prêt·e à œuvrer… « voilà »",
)

GOOD = (
    "SALARIÉ¹", "PRÉCITÉ§", "EMPLOYÉ²", "ÉÈÀÇŒÆŸ", "«SATÎ»", "«MUDRÂ»", "“MUDRÂ”",
    "MUDRÂ\xa0: geste", "MUDRÂ : geste", "NESTLÉ®", "CANAPÉ™", "À 5 ‰ PRÈS", "COTÉ°", "MARCHÉ½",
    "CAFÉª", "CONGÉ‰", "ANNÉE » À", "ÉTÉ\xa0", "ÉTÉ\xa0: ÇÀ", "À Â Ã Ä Å", "À, Â, Ç, É", "À/Â/Ç",
    "À-Â-Ç", "ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸÆ", "ÔÉÉ", "ÀÉÈÉÉ", "È«È»", "ÔÇÉ", "ÂŒÈ", "ÎÂ’", "«Â»",
    "la lettre Â : rare", "C O N C L U S Ã O", "SÃO PAULO", "MANHÃ", "accepté\xa0».", "«\xa0à\xa0»",
    "jusqu'Â", "2012—∞", "“Mahâ”\xa0; suite", "Karnâ– et", "4288×…", "∆°", "√∞ et √π", "┼───┼",
    "├── src", "de 5 Å\xa0", "Å ou nm", "ß²", "Ôôô", "L’épisode", "Brontë…”", "É¿", "É’s", "SÓ…",
    "aí´´", "[x]\xa0©", "ВІКІ", "5×£35", "SELKÄ\xa0EDELLÄ", "AHÅ™", "voilà…", "²³", "© 2024 ® ™",
    "œuvre, Œdème, ŒUVRE", "123 456,78 €", "Łukasz, Žižek, Nguyễn", "Ã",
)  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_read_in_another_encoding_comes_back(sentence, name):
    """UTF-8 that was taken for another encoding becomes what was written, to the last character."""
    assert repair(misread(sentence, name)) == sentence


@pytest.mark.parametrize(
    "names", [("cp1252", "cp1252"), ("latin-1", "cp1252"), ("latin-1", "latin-1"), ("cp1252",) * 3]
)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_misread_several_times_comes_back(sentence, names):
    """What was misread twice or three times is undone at once."""
    assert repair(misread(sentence, *names)) == sentence


@pytest.mark.parametrize("text", GOOD)
def test_good_text_stays(text):
    """Capitals before signs, lists of letters, formulas and drawings are what someone wrote."""
    assert repair(text) == text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_damaged_word_is_repaired_in_a_good_line(sentence):
    """Good characters around a damaged word do not protect it, and stay."""
    damaged = f"déjà œuvré {misread('intermédiaire', 'cp1252')} {sentence}"
    assert repair(damaged) == f"déjà œuvré intermédiaire {sentence}"


@pytest.mark.parametrize(
    ("damaged", "good"),
    [
        ("de 4 Ã 5 mois", "de 4 à 5 mois"),
        ("CDI Ã Paris", "CDI à Paris"),
        ("S.Ã r.l.", "S.à r.l."),
        ("voilÃ  !", "voilà !"),
        ("prêt-Ã -porter", "prêt-à-porter"),
        ("de A Ã Z", "de A à Z"),
        ("LÃ où", "Là où"),
        ("Å“uvre", "œuvre"),
        ("cÅ“ur", "cœur"),
        ("MAÃŽTRISE", "MAÎTRISE"),
        ("MISSIONSÂ\xa0: gérer", "MISSIONS\xa0: gérer"),
        ("CDIÂ : gérer", "CDI\xa0: gérer"),
        ("ISOÂ\xa09001", "ISO\xa09001"),
        ("art. 2 Â§ 2", "art. 2 § 2"),
        ("Index 4Ã—6", "Index 4×6"),
        ("rÃ©guliÃšres", "régulières"),
        ("D├®veloppeur", "Développeur"),
        ("g√¢teau", "gâteau"),
        ("NÃ© le 3 mai", "Né le 3 mai"),
    ],
)
def test_what_ftfy_misses_is_repaired(damaged, good):
    """Sequences that lost their no-break space, ligatures, and the encodings that French meets."""
    assert repair(damaged) == good


def test_each_damaged_run_is_one_change_with_its_exact_span():
    """A repair covers the damaged characters and no letter beside them."""
    text = "un rÃ©gime rÃ©guliÃšre Â« l'Ã©tÃ© Â»"
    changes = explain(text).changes
    assert [(change.original, change.replacement) for change in changes] == [
        ("Ã©", "é"),
        ("Ã©", "é"),
        ("Ãš", "è"),
        ("Â«", "«"),
        ("Ã©", "é"),
        ("Ã©", "é"),
        ("Â»", "»"),
    ]
    assert all(change.rule is Rule.ENCODING and not change.lossy for change in changes)
    assert all(text[change.start : change.end] == change.original for change in changes)


def test_what_most_of_a_text_was_taken_for_decides_about_its_doubtful_places():
    """A word in capitals before a misread guillemet is repaired where the rest of the text is misread too."""
    assert repair("«MUDRÂ»") == "«MUDRÂ»"
    assert repair("Les Ã©tÃ©s passÃ©s, Â«MUDRÂ»") == "Les étés passés, «MUDR»"
    assert repair("Les étés passés, un Ã©tÃ©, MUDRÂ»") == "Les étés passés, un été, MUDRÂ»"


def test_a_doubtful_run_is_read_like_the_one_before_it_in_its_word():
    """A word that is misread in one place is misread in the others."""
    assert repair("déjà, à l’été. rÃ©pÃ¥tÃ©") == "déjà, à l’été. répåté"


def test_lines_are_judged_apart():
    """Two lines may have been misread differently, and a third one not at all."""
    text = "UnÃ© Ã©tÃ©\nun √©t√©\nun été"
    assert repair(text) == "Uné été\nun été\nun été"


def test_of_several_encodings_in_one_line_the_most_frequent_one_is_believed_first():
    """What reads a run in two ways is read as the rest of the line is."""
    assert repair("été, lâ€™Ã©tÃ© Ã  Paris, √©tabli") == "été, l’été à Paris, établi"


def test_a_good_word_before_a_guillemet_is_no_sequence_in_a_damaged_line():
    """é, a no-break space and » are three bytes of a Chinese character only for those who look for them."""
    assert repair("Ãªtre accepté\xa0».") == "être accepté\xa0»."


def test_other_languages_are_repaired_as_ftfy_does():
    """Cyrillic, Greek, Arabic, Turkish, Chinese in the encodings that they meet."""
    for text, names in (
        ("Привет, как дела? Это о том же.", ("cp1252", "cp1251", "cp437")),
        ("Καλημέρα, η ενημέρωση", ("cp1252", "cp1253")),
        ("قائمة المحتويات", ("cp1252",)),
        ("Büyü, iş ve başarılı", ("cp1252", "cp1254")),
        ("已经在 文件", ("cp1252",)),
        ("błędna wartość", ("cp1252",)),
    ):
        for name in names:
            assert repair(misread(text, name)) == text


def test_clean_gives_the_repaired_text_cleaned():
    """The repair comes before the quotes, which are its evidence."""
    assert clean(misread("L’œuvre “à finir”…", "cp1252")) == 'L\'œuvre "à finir"...'


def test_the_looks_at_a_text_are_counted(monkeypatch):
    """What the last one finds is repaired, and the text is not looked at again."""
    monkeypatch.setattr(module, "_MOST_LOOKS", 1)
    assert repair("Ã©tÃ©") == "été"


def test_a_suspicious_place_costs_no_look_at_the_rest_of_its_text():
    """What follows in a line is passed over, however long it is."""
    short, long = ("Confirmé\xa0œuvre" + " dans un hôtel à Paris" * times for times in (1, 1000))
    assert find_suspicious(long)
    repair(short)
    assert count_calls(repair, long) == count_calls(repair, short)


def test_good_french_never_imports_ftfy():
    """Not even where the gate opens for a capital before a footnote: its import takes 70 ms."""
    code = (
        "import sys; from flatchr_clean import clean; "
        f"[clean(text) for text in {SENTENCES!r}]; clean('SALARIÉ² « MUDRÂ »'); "
        "assert 'ftfy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_gate_says_no_for_ascii_and_french():
    """Nothing is looked at twice that is surely right."""
    assert not find_suspicious("plain")
    assert not find_suspicious(SENTENCES[0])


def test_what_is_clearly_cheaper_is_found_however_few_ways_are_followed(monkeypatch):
    """The work that one place costs is bounded by that."""
    monkeypatch.setattr(paths, "_WIDTH", 1)
    found = paths.Look({}).read_run(("d", "j"), "Ã©Ã¨", {})
    assert [one.meant for one in found] == ["é", "è"]


def test_a_text_that_would_cost_too_much_is_read_in_a_hurry():
    """What is no sequence in long runs that are never the same is not looked at, however long it is."""
    draw = random.Random(7)
    characters = bytes(range(0x80, 0x100)).decode("latin-1")
    text = "".join(draw.choices(characters, k=6000))
    assert repair(text) is text
    words = ["".join(draw.choices("абвгдежзиклмнопрстуфхцчшэюя", k=draw.randint(2, 9))) for _ in range(2000)]
    text = " ".join(words)
    assert repair(misread(text, "cp1252")) == text
    assert repair(misread("été\n", "cp1252") * 3000) == "été\n" * 3000


@pytest.mark.parametrize(
    "good",
    ["JOÃO, SÃO PAULO", "CONCEIÇÃO, JOÃO, SEBASTIÃO", "Åse, Åke, Åsa", "L’âne, le château"],
)
def test_good_letters_that_may_be_leads_hinder_no_repair(good):
    """However many stand beside what was misread."""
    damaged = misread("développeur, chef d’œuvre, Želimir", "cp1252")
    assert repair(f"{good} : {damaged}") == f"{good} : développeur, chef d’œuvre, Želimir"


@pytest.mark.parametrize("text", ["í°€", "rÃ©sumÃ©í°€í°€í°€", "í\xa0½é", "Ã©í\xa0½"])
def test_half_a_pair_of_surrogates_takes_no_letter_with_it(text):
    """What stands for none by itself stays."""
    assert repair(text) == text.replace("Ã©", "é")


def test_what_was_lost_is_told():
    """A sequence of which a byte was lost stands for no character, and that is lossy."""
    changes = explain("SlovenÄ\ufffdina, jeÅ¡tÄ›").changes
    assert any(change.lossy and "\ufffd" in change.original for change in changes)
