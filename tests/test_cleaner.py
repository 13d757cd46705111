"""The pipeline's order and its end: what does not settle is left, and said."""

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.edits import apply_edits

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


def test_a_text_that_settles_says_so():
    """What people write settles."""
    assert Cleaner().explain("<p>l’été</p>").settled
    assert Cleaner().explain("l’été").settled
