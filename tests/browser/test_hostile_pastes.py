"""What would do harm if a page believed it: pasted, shown, copied; nothing runs, loads, hides or breaks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from flatchr_clean import FLATCHR, clean

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")

AS_HTML = replace(FLATCHR, word_markup="strip", markup="html")

ALERT = "onerror=alert(1) onload=alert(1) onfocus=alert(1) onbegin=alert(1)"
ELSEWHERE = "https://elsewhere.example"
IMAGE = f"<img src=x {ALERT}>"

PASTES = {
    "spans": "<table>" + ("<tr>" + "<td colspan=99 rowspan=99>a" * 10) * 100,
    "what ends elsewhere": "<p>x<svg><p>LU</svg><audio><li>LU</ul></audio><math><mtext><p>LU</math>",
    "script": f"<script>alert(1)</script><script src={ELSEWHERE}/a.js></script><p>l’été</p>",
    "handlers": (
        f"{IMAGE}<p {ALERT} onmouseover=alert(1)>l’été</p><details open ontoggle=alert(1)>…</details>"
    ),
    "loads": (
        f"<img src={ELSEWHERE}/a.png><video poster={ELSEWHERE}/b.png><source src={ELSEWHERE}/c></video>"
        f"<link rel=stylesheet href={ELSEWHERE}/d.css><object data={ELSEWHERE}/e></object>"
        f"<iframe src={ELSEWHERE}/f></iframe><embed src={ELSEWHERE}/g>"
        f"<table background={ELSEWHERE}/h><tr><td>l’été</table>"
    ),
    "style": (
        "<style>* { display: none !important; visibility: hidden }</style>"
        f"<p style='position: fixed; inset: 0; z-index: 9; background: red url({ELSEWHERE}/a)' class=unseen>"
        "l’été</p><p hidden>l’hiver"
    ),
    "links": (
        "<a href='javascript:alert(1)'>l’été</a><a href='java\tscript:alert(1)' autofocus>…</a>"
        "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>l’été</button>"
        f"<input autofocus {ALERT}></form><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"
        "<iframe src='javascript:alert(1)'></iframe>"
    ),
    "whole page": (
        f"<base href={ELSEWHERE}/><meta http-equiv=refresh content='0;url={ELSEWHERE}/'><body {ALERT} "
        f"onpageshow=alert(1)><title>l’été</title><frameset onload=alert(1)><frame src={ELSEWHERE}>…"
    ),
    "end of field": (
        "</textarea></div></template></section></main></body></html><script>alert(1)</script>" + IMAGE + "’"
    ),
    "names": (
        "<p id=source>l’été</p><form id=after name=body><input name=innerHTML><input name=children></form>"
        "<a id=said></a><img name=querySelector><a id=trustedTypes><a id=trustedTypes name=createPolicy></a>…"
        "<ins data-note=0 class=lost tabindex=0>…</ins><button id=copy-text>…</button><div id=name>…</div>"
    ),
    "svg": (
        f"<svg {ALERT}><style>{IMAGE}</style><script>alert(1)</script><use href=data:image/svg+xml,x#y />"
        f"<animate attributeName=x {ALERT} /><foreignObject>{IMAGE}</foreignObject>"
        "<a xlink:href='javascript:alert(1)'>…</svg>’"
    ),
    "in noscript": f'<noscript><p title="</noscript>{IMAGE}">…</noscript>’',
    "in title": f'<title><p title="</title>{IMAGE}">…</title>’',
    "in style": f'<svg></p><style><a id="</style>{IMAGE}">’',
    "in math": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;{IMAGE}">’',
    "in forms": f"<form><math><mtext></form><form><mglyph><style></math>{IMAGE}’",
    "in select": f"<select><style></select>{IMAGE}</style><select><option><script></select>{IMAGE}</script>’",
    "in comments": (
        f"<!-->{IMAGE}--><!--->{IMAGE}--><!-- --!>{IMAGE}--><![CDATA[{IMAGE}]]><?x {IMAGE}?></ {IMAGE}>’"
    ),
    "in attributes": f"<p title='\"><{IMAGE[1:]}' alt=\"'>{IMAGE}\" x=`>{IMAGE}`>’</p>",
    "in tables": f"<table><b>l’été<tr><a href=x><td>{IMAGE}<table><caption><svg><desc><td>{IMAGE}’",
    "in raw text": f"<xmp></p>{IMAGE}</xmp><listing>&lt;{IMAGE[1:]}</listing><plaintext>{IMAGE}</plaintext>’",
    "escaped": "&lt;img src=x onerror=alert(1)&gt; &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; ’",
    "NUL": f"l\0’été <scr\0ipt>alert(1)</scr\0ipt><\0img src=x {ALERT}><img\0src=x\0onerror=alert(1)>",
    "surrogates": "<p>l\ud800’été \udfff… \ude80\ud83d</p>",
    "bidi": "<p>\u202el’été\u2066 \u200b\u00ad\ufeff</p>",
    "broken": "<p>l’été <b <<< &#x; &#xFFFFFFFF; &#0; &rsquo <![if x]><p title='l’été><!-- <p>",
    "deep": "<div><b><ul><li>" * 10_000 + "l’été",
    "many attributes": f"<p {' '.join(f'a{n}={n}' for n in range(10_000))}>l’été",
    "large": (
        f"<p>{'Une mission dans un cadre agréable et un service neuf, à l’équipe. ' * 3}</p>\n" * 5_000
    )[: 2**20],
}

PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "l’été");
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
"""Hands on any string at all, which a clipboard of the system does not."""

ELEMENTS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "data", "dd", "div", "dl", "dt", "em", "hr", "i",
    "ins", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul",
})  # fmt: skip
OURS = frozenset({"data-note", "class", "tabindex", "lang", "aria-describedby"})
OF_ELEMENTS = {
    "abbr": {"title"}, "data": {"value"}, "ol": {"start"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}  # fmt: skip
"""What may stand in the panes, said here anew: it is no rendering's to say what is harmless."""

SEE = """() => [...new Set([...document.querySelectorAll("#before *, #after *")].map((one) => [
  one.namespaceURI === document.body.namespaceURI ? one.localName : one.tagName, ...one.getAttributeNames(),
].join()))]"""

FOCUS_FIRST = """() => {
  const marks = document.querySelectorAll("#after [data-note]");
  marks[0]?.focus();
  return marks.length;
}"""

REST = """() => {
  const rest = document.documentElement.cloneNode(true);
  for (const pane of ["#before", "#after", "#counts", "#notes", "#summary", "#name"]) {
    rest.querySelector(pane).replaceChildren();
  }
  return [...rest.querySelectorAll("*")].map((one) => one.localName + (one.id && "#" + one.id)).join(" ");
}"""


def find_foreign(page):
    """List the elements and attributes of the panes that may not stand there."""
    seen = [each.split(",") for each in page.evaluate(SEE)]
    return [
        each
        for each in seen
        if each[0] not in ELEMENTS or not set(each[1:]) <= OURS | OF_ELEMENTS.get(each[0], set())
    ]


@pytest.fixture
def desk(sit_down):
    """The page, opened, with its field in focus."""
    desk = sit_down()
    desk.page.focus("#source")
    return desk


@pytest.mark.parametrize("view", ["look", "code"])
def test_they_are_shown_and_do_nothing(desk, view):
    """One after the other in one page: what one of them broke or left there, the next would find."""
    page = desk.page
    around, place, kept = page.evaluate(REST), page.locator("#copy-text").bounding_box(), {}
    for name, html in PASTES.items():
        if (name, view) == ("large", "code"):
            continue
        page.evaluate(PASTE, html)
        page.check(f"#{view}")
        desk.settle()
        marks = page.evaluate(FOCUS_FIRST)
        kept[name] = [
            find_foreign(page),
            page.evaluate(REST) == around,
            page.locator("#copy-text").bounding_box() == place,
            [page.locator(each).is_visible() for each in ("#after", "#name", "#problems")]
            == [True, marks > 0, False],
        ]
    assert {name: each for name, each in kept.items() if each != [[], True, True, True]} == {}


@pytest.mark.parametrize("name", ["end of field", "NUL", "surrogates", "bidi", "broken"])
def test_it_is_copied_clean(desk, name):
    """To the byte what the library makes of it; no lone surrogate is left that a clipboard could not hold."""
    desk.page.evaluate(PASTE, PASTES[name])
    desk.settle()
    cleaned = clean(PASTES[name], AS_HTML)
    assert json.loads(desk.copy("json")["text/plain"]) == cleaned
    assert desk.copy("html")["text/plain"] == cleaned
