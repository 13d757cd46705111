"""What the page draws, read strictly, as a browser, and as a person."""

from html.parser import HTMLParser

import html5lib

from flatchr_clean.page.layout import HIDDEN

VOID = {"br", "hr"}

NAMES = {
    "p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "b", "strong", "i", "em", "u", "s",
    "sub", "sup", "small", "code", "pre", "blockquote", "table", "tr", "td", "th", "caption", "a",
    "ins", "mark", "data", "span",
}  # fmt: skip
"""The elements that may be drawn."""

ATTRIBUTES = {
    "div": {"class"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    "ins": {"class", "data-note"}, "mark": {"class", "data-note"}, "data": {"value"}, "span": {"lang"},
}  # fmt: skip


class Drawn(HTMLParser):
    """What was drawn, taken apart; elements must nest.

    Attributes:
        events: the starts of elements with their attributes, their ends, and texts.
        text: the characters that are shown, those that can't be seen too, without what the page says itself.
        marks: for each mark its element, its note and its text, in their order.
    """

    def __init__(self, drawn):
        super().__init__()
        self.open, self.events, self.text, self.marks = [], [], "", []
        self.feed(drawn)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        """Open an element."""
        self.events.append((tag, sorted(attributes)))
        attributes = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "data":
            self._read(chr(int(attributes["value"], 16)))
        elif tag in {"ins", "mark"}:
            self.marks.append([tag, int(attributes["data-note"]), ""])

    def handle_endtag(self, tag):
        """Close the last one."""
        assert self.open.pop() == tag
        self.events.append(f"/{tag}")

    def handle_data(self, data):
        """Read a text."""
        _add_text(self.events, data)
        if not {"data", "span"} & set(self.open):
            self._read(data)

    def _read(self, text):
        self.text += text
        if {"ins", "mark"} & set(self.open):
            self.marks[-1][2] += text


def _add_text(events, text):
    """Add a text to those before it; a browser drops the line break that a ``<pre>`` begins with."""
    if events and events[-1] == ("pre", []):
        text = text.removeprefix("\n")
    if events and events[-1][0] == "text":
        text = events.pop()[1] + text
    if text:
        events.append(("text", text))


def read_as_browser(drawn):
    """Give the events of what a browser makes of what was drawn, put into a ``<div>``."""
    events = []

    def walk(element):
        _add_text(events, element.text or "")
        for child in element:
            is_put_in = child.tag == "tbody"  # by the parser
            if not is_put_in:
                events.append((child.tag, sorted(child.attrib.items())))
            walk(child)
            if not is_put_in and child.tag not in VOID:
                events.append(f"/{child.tag}")
            _add_text(events, child.tail or "")

    walk(html5lib.parseFragment(drawn, namespaceHTMLElements=False))
    return events


def read_seen(source):
    """Give the text that a browser shows of HTML."""

    def walk(element):
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in HIDDEN:
            return ""
        return (element.text or "") + "".join(walk(child) + (child.tail or "") for child in element)

    return walk(html5lib.parseFragment(source, namespaceHTMLElements=False))


def check_drawn(drawn):
    """Assert that what was drawn is of the allow-list, and that a browser reads it as it was written."""
    read = Drawn(drawn)
    for event in read.events:
        if isinstance(event, tuple) and event[0] != "text":
            name, attributes = event
            assert name in NAMES
            assert {attribute for attribute, _ in attributes} <= ATTRIBUTES.get(name, set())
    assert read_as_browser(drawn) == read.events
    return read
