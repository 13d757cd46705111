"""The pipeline's order and its end: what does not settle is left, and said."""

import copy
import pickle

import pytest

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.profile import LATIN_1, Profile
from flatchr_clean.text.repertoire import Repertoire

FOLLOWING = {"’": "‘", "‘": "‛", "‛": "’"}


class NeverSettling(Cleaner):
    """A cleaner that replaces one artefact by another: no profile makes such a one."""

    def _edit_runs(self, text):
        return [
            Edit(place, place + 1, FOLLOWING[character], Rule.CUSTOM, lossy=False)
            for place, character in enumerate(text)
            if character in FOLLOWING
        ]

    def _rewrite(self, text):
        return apply_edits(text, self._edit_runs(text))


def test_what_never_settles_ends_and_says_so():
    """After sixteen passes the text is as the last whole pass made it, in each way of cleaning."""
    cleaner = NeverSettling()
    cleaning = cleaner.explain("d’é\u200b")
    assert cleaning.text == cleaner.clean("d’é\u200b") == "d‘é\u200b"
    assert not cleaning.settled


def test_html_that_never_settles_ends_and_says_so():
    """The same of HTML, whose texts never settle."""
    cleaner = NeverSettling()
    cleaning = cleaner.explain("<p>d’été</p>")
    assert cleaning.text == cleaner.clean("<p>d’été</p>")
    assert not cleaning.settled


class NeverAgreeing(NeverSettling):
    """A cleaner that takes no text for HTML once it is cleaned as such: no profile makes such a one."""

    def takes_for_html(self, _text):
        """Say so each other time that it is asked."""
        self.asked = getattr(self, "asked", 0) + 1
        return self.asked % 2 == 1


def test_a_text_that_is_read_otherwise_each_time_ends_and_says_so():
    """After sixteen readings it is left as the last one made it."""
    assert not NeverAgreeing().explain("d’été <").settled
    assert NeverAgreeing().clean("d’été <") == NeverAgreeing().explain("d’été <").text


def test_a_text_that_settles_says_so():
    """What people write settles."""
    assert Cleaner().explain("<p>l’été</p>").settled
    assert Cleaner().explain("l’été").settled


@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_cleaner_travels_once_it_is_used(travel):
    """To other processes and into copies goes the profile; what was compiled is made there anew."""
    cleaner = Cleaner("latin-1")
    assert cleaner.clean("• l’œuvre") == "- l'oeuvre"
    assert travel(cleaner).clean("• l’œuvre") == "- l'oeuvre"


def test_a_repertoire_of_ones_own_travels_whatever_its_name():
    """One that is called as a preset's is still the one that it was."""
    own = Repertoire("latin-1", (*LATIN_1.repertoire.ranges, (0x2022, 0x2022)))
    assert pickle.loads(pickle.dumps(Profile(repertoire=own, letters="transliterate"))).repertoire == own


@pytest.mark.parametrize(
    "ranges", [((0x41, 0x200000),), ((0x61, 0x7A), (0x41, 0x5A)), ((-1, 5),), ((0x7A, 0x61),)]
)
def test_a_repertoire_lies_within_unicode(ranges):
    """Ranges that no code point has, or in no order, are refused when it is made."""
    with pytest.raises(InvalidProfile):
        Repertoire("own", ranges)


def test_hostile_text_fills_no_memory():
    """What is remembered of characters and their neighbours has a bound."""
    cleaner = Cleaner("ascii")
    cleaner.clean("\n".join(map(chr, range(0x3400, 0x5800))))
    rules = cleaner._line_rules
    remembered = (cleaner._replacements.find, rules._find_remembered, rules._answer_remembered)
    assert all(memory.cache_info().currsize <= 4096 for memory in remembered)


def test_what_hides_a_tag_is_read_anew_once_it_is_gone():
    """Its bracket is escaped, so that it never becomes a tag; what is left is no HTML, and read so."""
    cleaner = Cleaner()
    for text, cleaned in (("<\u200bb>l’été &rsquo;", "&lt;b>l'été '"), ("＜b＞ • a", "&lt;b&gt; - a")):
        assert cleaner.clean(text) == cleaner.explain(text).text == cleaned
        assert cleaner.clean(cleaned) is cleaned
