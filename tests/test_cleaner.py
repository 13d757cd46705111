"""The pipeline's order and its end: what does not settle is left, and said."""

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.cleaner import Cleaner

WORDS_LIST = "<p style='mso-list:l0'>d’é</p>"


class NeverSettling(Cleaner):
    """A cleaner one of whose stages turns what the one before it did: no profile makes such a one."""

    def _stages(self):
        def turn(text):
            following = {"é": "è", "è": "ê", "ê": "é"}
            return [
                Edit(place, place + 1, following[letter], Rule.CUSTOM, lossy=False)
                for place, letter in enumerate(text)
                if letter in following
            ]

        return (turn,)

    def _is_clean_plain(self, _text):
        return False


def test_what_never_settles_ends_and_says_so():
    """After sixteen passes the text is as the last whole pass made it, in each way of cleaning."""
    cleaner = NeverSettling()
    cleaning = cleaner.explain("d’é\u200b")
    assert cleaning.text == cleaner.clean("d’é\u200b") == "d'è"
    assert not cleaning.settled


def test_html_that_never_settles_ends_and_says_so():
    """The same of HTML, whose texts never settle."""
    cleaner = NeverSettling()
    cleaning = cleaner.explain(WORDS_LIST)
    assert cleaning.text == cleaner.clean(WORDS_LIST)
    assert not cleaning.settled


def test_a_text_that_settles_says_so():
    """What people write settles."""
    assert Cleaner().explain("<p>l’été</p>").settled
    assert Cleaner().explain("l’été").settled
