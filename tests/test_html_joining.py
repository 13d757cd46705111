"""The joined text of HTML, and its places in the source."""

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.html.joining import join_nodes
from flatchr_clean.text.html.references import IN_TEXT
from flatchr_clean.text.html.tokens import tokenize


def test_an_edit_from_a_line_break_on_takes_what_stands_in_the_source():
    """The line feed that stands for a block has no place in the source; what follows it has."""
    source = "<p>a</p>b"
    flow = join_nodes(source, tokenize(source))
    assert flow.text == "a\nb"
    edit = Edit(1, 3, "x", Rule.CUSTOM, lossy=False)
    assert flow.locate([edit], IN_TEXT) == [edit._replace(start=8, end=9)]


def test_an_edit_over_a_tag_is_split():
    """Its replacement stands in the first part, the others are deleted."""
    source = "a<b>b</b>c"
    flow = join_nodes(source, tokenize(source))
    edit = Edit(0, 3, "x", Rule.CUSTOM, lossy=False)
    assert flow.locate([edit], IN_TEXT) == [
        edit._replace(end=1),
        edit._replace(start=4, end=5, replacement=""),
        edit._replace(start=9, end=10, replacement=""),
    ]
