"""The tables of what is repaired and what is left alone."""

from collections import Counter

import pytest

from benchmarks.accuracy import (
    FUNCTIONS,
    SUMMARY,
    Tally,
    count_right,
    make_samples,
    make_table,
    make_tables,
    measure,
)
from benchmarks.functions import Measured, clean_value
from benchmarks.samples import damaged, intact
from benchmarks.samples.damaged import make_damaged
from benchmarks.samples.intact import make_intact
from benchmarks.samples.languages import CATALOGUES, LOCALES, draw_names, find_lines, read_catalogues
from benchmarks.samples.material import QUICK, Material, Sizes, draw_material
from benchmarks.samples.misreading import maybe_misread_page, misread
from benchmarks.samples.sample import Sample
from flatchr_clean import clean

CLEAN = FUNCTIONS[:1]
FRENCH = Sizes(paragraphs=150, names=0, catalogues=0, lines=0)
TARGETS = {
    (damaged.FRENCH, "UTF-8 read as windows-1252"): 1,
    (damaged.FRENCH, "as Latin-1"): 1,
    (damaged.FRENCH, "as MacRoman"): 1,
    (damaged.FRENCH, "as windows-1252, twice"): 1,
    (damaged.FRENCH, "as Latin-9"): 0.99,
    (damaged.FRENCH, "as cp850"): 0.95,
    (damaged.FRENCH, "one word of a good paragraph"): 0.99,
    (damaged.FRENCH, "à whose no-break space became a space"): 0.95,
    (damaged.FRENCH, "œ, Œ and Î"): 1,
    (intact.FRENCH, "as it is"): 1,
    (intact.FRENCH, "in capitals"): 1,
    (intact.FRENCH, "With Capitals"): 1,
    (intact.FRENCH, "as it is, with signs behind words"): 1,
    (intact.FRENCH, "in capitals, with signs behind words"): 1,
    (intact.FRENCH, "lists of accented capitals"): 1,
}
OTHER_TARGETS = {
    damaged.NAMES: 0.98,
    damaged.CATALOGUES: 0.965,
    intact.NAMES: 1,
    intact.LINES: 0.999,
    intact.LETTERS: 0.998,
}
"""What names and catalogues of many languages reach, drawn from any seed."""
CHAIN_TARGETS = {
    "UTF-8 read as windows-1252": 0.99,
    "as Latin-1": 0.99,
    "as windows-1252, twice": 0.99,
    "as Latin-1, then as windows-1252": 0.99,
    "as MacRoman": 0.95,
    "as cp850": 0.95,
}
"""What names reach, but for those of Azerbaijan: their ə is the É™ of capitals before a sign."""

MATERIAL = Material(
    seed=1,
    paragraphs=["L’élève paie 5 € – déjà"],
    names={"Czech": ["Jiří Čermák"], "German": ["Jörg Weiß"]},
    catalogues={"Polish": ["Wartość\nZażółć gęślą"], "Greek": ["Τιμή"]},
    lines={"Polish": ["Wartość", "Zażółć gęślą"], "Greek": ["Τιμή"]},
)


def find(samples, heading, label):
    """Give the pairs of a row."""
    return [pair for one in samples if (one.heading, one.label) == (heading, label) for pair in one.pairs]


# What is reached.


@pytest.mark.once
def test_clean_meets_the_targets_on_our_own_paragraphs():
    """Every paragraph comes back from the usual damage, and no good one is touched."""
    material = draw_material(1789, FRENCH)
    samples = [*make_damaged(material), *make_intact(material)]
    french = [one for one in samples if one.heading in {damaged.FRENCH, intact.FRENCH}]
    shares = {row: tally.maybe_share("clean") for row, tally in measure(french, CLEAN).items()}
    assert {row: share for row, share in shares.items() if share < TARGETS.get(row, 0.98)} == {}
    assert TARGETS.keys() <= shares.keys()


@pytest.mark.once
def test_clean_keeps_what_it_reaches_in_other_languages():
    """Names and catalogues are repaired as often as ever, and good ones are left alone."""
    others = [one for one in make_samples(1848, QUICK) if one.heading in OTHER_TARGETS]
    rows = measure(others, CLEAN)
    shares = {heading: rows[SUMMARY, heading].maybe_share("clean") for heading in OTHER_TARGETS}
    assert {name: share for name, share in shares.items() if share < OTHER_TARGETS[name]} == {}
    names = Counter[str](), Counter[str]()
    for sample in others:
        chain = sample.label.rpartition(", ")[0]
        if chain in CHAIN_TARGETS and sample.language != "Azerbaijani":
            names[0][chain] += len(sample.pairs)
            names[1][chain] += count_right(clean, sample)
    shares = {chain: names[1][chain] / count for chain, count in names[0].items()}
    assert {chain: share for chain, share in shares.items() if share < CHAIN_TARGETS[chain]} == {}
    assert names[0].keys() == CHAIN_TARGETS.keys()


# What is right.


def test_a_damaged_text_must_come_out_as_the_good_one_does():
    """What a function does to every text is no fault of its repair."""
    sample = Sample("", "", [("Ã‰", "É"), ("É", "É")])
    assert count_right(str.upper, sample) == 1
    assert count_right(lambda _: "", sample) == 2


def test_the_letters_of_a_good_text_must_stay():
    """Quotes, spaces and signs may be written otherwise; letters beyond ASCII may not."""
    sample = Sample("", "", [("« été »", "« été »"), ("œuvre", "œuvre")], intact=True)
    assert count_right(lambda text: text.replace("«", '"'), sample) == 2
    assert count_right(lambda text: text.replace("œ", "oe"), sample) == 1


def test_a_value_is_cleaned_in_its_document():
    """In JSON the package cleans the document; a peer, which knows none, is given the value."""
    assert clean_value('“JiÅ™Ã\xad” \\ "') == '"Jiří" \\ "'
    value = Sample("names", "in JSON", [("RenÃ©", "René")], value=True)
    rows = measure([value], [*CLEAN, Measured("peer", "", "builtins:len")])
    assert rows["names", "in JSON"] == Tally(1, {"clean": 1, "peer": 0})


# What is drawn.


def test_damage_keeps_undefined_bytes_as_controls():
    """The damage is the one that programs do, with Python's codecs."""
    assert misread("à “", "cp1252") == "Ã\xa0 â€œ"
    assert misread("”", "cp1252") == "â€\x9d"


def test_a_page_is_read_as_another_encoding():
    """Each character stays one; what the first encoding can't write is no page of it."""
    assert maybe_misread_page("l’été", "cp1252", "latin-1") == "l\x92été"
    assert maybe_misread_page("été", "mac_roman", "cp1252") == "ŽtŽ"
    assert maybe_misread_page("œ", "cp850", "cp1252") is None


def test_names_are_damaged_alone_among_accents_in_capitals_and_in_json():
    """In a good sentence the name alone is damaged; capitals are written before they are misread."""
    samples = list(make_damaged(MATERIAL))
    chain = "UTF-8 read as windows-1252"
    alone = [("JiÅ™Ã\xad ÄŒermÃ¡k", "Jiří Čermák"), ("JÃ¶rg WeiÃŸ", "Jörg Weiß")]
    assert find(samples, damaged.NAMES, f"{chain}, alone") == alone
    assert find(samples, damaged.NAMES, f"{chain}, in JSON") == alone
    assert find(samples, damaged.NAMES, f"{chain}, in capitals") == [
        ("JIÅ˜Ã\x8d ÄŒERMÃ\x81K", "JIŘÍ ČERMÁK"),
        ("JÃ–RG WEISS", "JÖRG WEISS"),
    ]
    for (name, good_name), (text, good) in zip(
        alone, find(samples, damaged.NAMES, f"{chain}, in a good French sentence"), strict=True
    ):
        assert text == good.replace(good_name, name)
        assert not good.replace(good_name, "").isascii()


def test_catalogues_are_damaged_whole_and_line_by_line():
    """A whole one is one text; a line stands by itself."""
    samples = list(make_damaged(MATERIAL))
    whole = find(samples, damaged.CATALOGUES, "as cp850, whole")
    assert [good for _, good in whole] == ["Wartość\nZażółć gęślą", "Τιμή"]
    lines = find(samples, damaged.CATALOGUES, "as cp850, line by line")
    assert lines[0] == ("Warto┼ø─ç", "Wartość")


def test_what_was_misread_is_lowered_or_loses_its_curly_quotes():
    """A text that this does not change counts in no row; one to be lowered was small from the beginning."""
    samples = list(make_damaged(MATERIAL))
    chain = "UTF-8 read as windows-1252"
    assert find(samples, damaged.CHANGED, f"paragraphs: {chain}, lowered") == [
        ("lâ€™ã©lã¨ve paie 5 â‚¬ â€“ dã©jã\xa0", "l’élève paie 5 € – déjà")
    ]
    assert find(samples, damaged.CHANGED, f"paragraphs: {chain}, quotes straightened") == [
        ('Lâ€™Ã©lÃ¨ve paie 5 â‚¬ â€" dÃ©jÃ\xa0', "L’élève paie 5 € – déjà")
    ]
    assert find(samples, damaged.CHANGED, f"names: {chain}, quotes straightened") == []


def test_good_texts_are_dressed_and_stay_good():
    """Good names stand in guillemets, in quotes, in capitals and before signs, each as it must come out."""
    samples = list(make_intact(MATERIAL))
    assert all(one.intact and text == good for one in samples for text, good in one.pairs)
    texts = [text for text, _ in find(samples, intact.NAMES, "in capitals, in guillemets")]
    assert [text.strip("«»‹› \xa0") for text in texts] == ["JIŘÍ ČERMÁK", "JÖRG WEISS"]
    assert all(text[0] in "«‹»" and text[-1] in "»›«" for text in texts)
    letters = "".join(text for text, _ in find(samples, intact.LETTERS, "small letters"))
    assert set(letters) - set(" ,/-") <= set("śćżółęąτιμή")


def test_every_kind_is_measured_and_shown_without_packages():
    """Rows are summed up by language and in all; what a package brings is left out where it is missing."""
    rows = measure((*make_damaged(MATERIAL), *make_intact(MATERIAL)), CLEAN)
    names = rows[SUMMARY, damaged.NAMES]
    assert names.texts == 2 * 4 * len(damaged.CHAINS)
    by_language = [rows[f"{damaged.NAMES}, by language", language] for language in MATERIAL.names]
    assert sum(tally.texts for tally in by_language) == names.texts
    assert sum(tally.right["clean"] for tally in by_language) == names.right["clean"]
    summary, *tables = make_tables(rows)
    assert f"| {damaged.NAMES} | 64 | " in summary
    assert tables[0].startswith(f"## {damaged.FRENCH}\n\n|  | texts | `clean` | ")
    alone = measure(make_damaged(Material(1, MATERIAL.paragraphs)), CLEAN)
    assert {heading for heading, _ in alone} == {SUMMARY, damaged.FRENCH, damaged.CHANGED, damaged.PAGES}


def test_the_table_rounds_down_and_names_what_was_not_measured():
    """100 % is all of them."""
    table = make_table({"as Latin-9": Tally(10_000, {"clean": 9_999, "ftfy.fix_text": 0})})
    assert table.splitlines()[-1] == "| as Latin-9 | 10000 | 99.9 % | 0 % | – | – |"


# What packages bring.


def test_names_are_drawn_from_a_seed():
    """The same seed gives the same names, another one others, of each language."""
    names = {language: draw_names(language, 5, 1) for language in LOCALES}
    assert all(len(drawn) == 5 and not any(map(str.isascii, drawn)) for drawn in names.values())
    assert names["French"] == draw_names("French", 5, 1) != draw_names("French", 5, 2)


def test_catalogues_are_read_of_each_language():
    """There are some in each, with lines beyond ASCII, and none tells of itself."""
    for language in CATALOGUES:
        texts = read_catalogues(language)
        assert len(texts) > 5
        assert len(find_lines(texts)) > 50
        assert not any("Content-Type" in text for text in texts)
