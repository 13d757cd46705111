"""The page's HTML, in both languages, of which it shows one.

Knows the page's controls and the names by which its script finds them; must not know the server, nor how a
text is drawn. The page loads its style and its scripts from beside it; its own address is all it may ask.
"""

from __future__ import annotations

from html import escape

from flatchr_clean.check.reports.marked_text import draw_phrase
from flatchr_clean.check.reports.phrases import COPIED, LANGUAGE, Phrase
from flatchr_clean.page import phrases
from flatchr_clean.text.profile import PRESETS

READ_NOWHERE_ELSE = (
    "autocomplete=off autocorrect=off autocapitalize=off spellcheck=false writingsuggestions=false "
    "translate=no data-gramm=false data-enable-grammarly=false"
)
"""Keeps browsers, and what people add to them, from sending what is typed to a service that checks it."""

FILES = ".txt,.html,.htm,.docx,.csv,.tsv,.xlsx,.json,.ndjson,.jsonl"

EXAMPLE_TEXT = (
    "Vendeur\N{EN DASH}conseil H/F \N{DIRECT HIT}\n\n"
    "L\N{RIGHT SINGLE QUOTATION MARK}enseigne \N{LEFT DOUBLE QUOTATION MARK}Le Verger"
    "\N{RIGHT DOUBLE QUOTATION MARK} recrute pour son magasin de Nantes\N{HORIZONTAL ELLIPSIS}\n\n"
    "\N{BULLET}\tAccueil des client\N{MIDDLE DOT}es\n"
    "\uf0a7\tTenue de la caisse\n\n"
    "Salaire\N{NO-BREAK SPACE}: 1\N{NARROW NO-BREAK SPACE}900\N{NARROW NO-BREAK SPACE}\N{EURO SIGN}, "
    "prime d\N{RIGHT SINGLE QUOTATION MARK}e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} \u2460\n"
)
"""An ad as it comes from a program that knows no formatting."""

_ITEM = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
    "style='font-family:Symbol;mso-list:Ignore'>\N{MIDDLE DOT}&nbsp;&nbsp; </span><![endif]>"
)
EXAMPLE_HTML = (
    "<meta name=Generator content='Microsoft Word 15'><!--[if gte mso 9]><xml></xml><![endif]-->"
    "<h2>Vendeur\N{EN DASH}conseil H/F \N{DIRECT HIT}<o:p></o:p></h2>\n"
    "<p class=MsoNormal>L\N{RIGHT SINGLE QUOTATION MARK}enseigne <b>\N{LEFT DOUBLE QUOTATION MARK}Le Verger"
    "\N{RIGHT DOUBLE QUOTATION MARK}</b> recrute pour son magasin de Nantes\N{HORIZONTAL ELLIPSIS}"
    f"<o:p></o:p></p>\n{_ITEM}Accueil des client\N{MIDDLE DOT}es</p>\n{_ITEM}Tenue de la caisse</p>\n"
    "<p class=MsoNormal>Salaire&nbsp;: 1\N{NARROW NO-BREAK SPACE}900\N{NARROW NO-BREAK SPACE}\N{EURO SIGN}, "
    "prime d&rsquo;e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} \u2460</p>\n"
)
"""The same ad as Word puts it on the clipboard."""


def draw_page() -> str:
    """Write the page; no part of it depends on who asks, or on what for."""
    return (
        '<!doctype html>\n<html lang="fr" translate="no">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f'<title>{phrases.TITLE.french}</title>\n<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="style.css">\n'
        '<script src="report.js"></script>\n<script src="page.js" type="module"></script>\n</head>\n'
        f'<body class="desk">\n<a class="skip" href="#texts">{draw_phrase(phrases.SKIP)}</a>\n'
        f"{_draw_head()}<main id=texts tabindex=-1>\n{_draw_options()}"
        '<div id=problems class="unread" role=alert></div>\n'
        f"<div class=sides>\n{_draw_source()}{_draw_result()}</div>\n"
        f"<div id=name role=tooltip hidden></div>\n</main>\n{_draw_templates()}</body>\n</html>\n"
    )


def _draw_head() -> str:
    language = (
        f"<span lang=fr><b lang=en>{LANGUAGE.french}</b></span>"
        f"<span lang=en><b lang=fr>{LANGUAGE.english}</b></span>"
    )
    return (
        f"<header>\n<div class=top><h1>{draw_phrase(phrases.TITLE)}</h1>\n"
        f"<button id=language class=scripted type=button>{language}</button></div>\n"
        f"<p>{draw_phrase(phrases.PURPOSE)} <strong>{draw_phrase(phrases.KEPT_NOWHERE)}</strong></p>\n"
        f"<noscript><p class=unread>{draw_phrase(phrases.NO_SCRIPT)}</p></noscript>\n</header>\n"
    )


def _draw_options() -> str:
    """Draw the profiles, with what each chooses of the options, and the options folded away."""
    profiles = "".join(
        f"<option value={name} data-letters={preset.letters} data-emoji={preset.emoji} "
        f"{_say_twice(phrases.PROFILES[name])}></option>"
        for name, preset in PRESETS.items()
    )
    choices = "".join(
        f"{_label(name, label)}<select {_name_control(name)}>"
        + "".join(f"<option value={value} {_say_twice(said)}></option>" for value, said in values.items())
        + "</select></p>\n"
        for name, (label, values) in phrases.CHOICES.items()
    )
    switches = "".join(
        f'<p><input type=checkbox {_name_control(name)} value={on} data-off="{off}"'
        f"{' checked' * (name in phrases.ON)}> "
        f"<label for={_identify(name)}>{draw_phrase(label)}</label></p>\n"
        for name, (label, on, off) in phrases.SWITCHES.items()
    )
    return (
        "<form class=choices autocomplete=off>\n"
        f"<p><label for=profile>{draw_phrase(phrases.PROFILE)}</label> "
        f"<select id=profile name=profile>{profiles}</select></p>\n"
        f"<details id=options><summary>{draw_phrase(phrases.OPTIONS)}</summary>\n"
        f"<div class=options>\n{choices}"
        f"{_label('keep', phrases.KEPT_CHARACTERS)}<input {_name_control('keep')} spellcheck=false></p>\n"
        f"{switches}</div>\n</details>\n</form>\n"
    )


def _label(name: str, said: Phrase) -> str:
    return f"<p><label for={_identify(name)}>{draw_phrase(said)}</label> "


def _name_control(name: str) -> str:
    return f"id={_identify(name)} name={name}"


def _identify(name: str) -> str:
    return f"option-{name.replace('_', '-')}"


def _say_twice(said: Phrase) -> str:
    """Give an element that can't hold both languages what the script says by it in either."""
    french, english = (escape(each) for each in said)
    return f'data-fr="{french}" data-en="{english}"'


def _draw_source() -> str:
    views = {"look": phrases.LOOK, "code": phrases.CODE}
    flavours = {"formatted": phrases.FORMATTED, "plain": phrases.PLAIN}
    return (
        "<section aria-labelledby=source-name>\n"
        f"<div class=tools><h2><span id=source-name>{draw_phrase(phrases.SOURCE)}</span> "
        "<b id=file-name></b></h2>\n"
        f"<label class=button>{draw_phrase(phrases.CHOOSE_FILE)}"
        f'<input id=file class=unseen type=file accept="{FILES}"></label>\n'
        f"{_draw_button('example', phrases.EXAMPLE)}{_draw_button('undo', phrases.UNDO, ' disabled')}"
        f"{_draw_button('clear', phrases.CLEAR, ' disabled')}</div>\n"
        "<form class=tools autocomplete=off>\n"
        f"{_draw_radios('view', phrases.VIEW, views)}{_draw_radios('flavour', phrases.FLAVOUR, flavours)}"
        "</form>\n"
        f"<textarea id=source class=pane lang=fr aria-labelledby=source-name {READ_NOWHERE_ELSE} "
        f"{_say_twice(phrases.PLACEHOLDER)}></textarea>\n"
        '<div id=before class="pane look" lang=fr role=group aria-labelledby=source-name tabindex=0 hidden>'
        "</div>\n"
        "</section>\n"
    )


def _draw_radios(name: str, legend: Phrase, choices: dict[str, Phrase]) -> str:
    radios = "".join(
        f"<label><input type=radio name={name} id={choice} value={choice}> {draw_phrase(said)}</label> "
        for choice, said in choices.items()
    )
    named = f"<legend class=unseen>{draw_phrase(legend)}</legend>"
    return f"<fieldset id={name} class=off>{named}{radios}</fieldset>\n"


def _draw_result() -> str:
    copies = {"text": phrases.COPY_TEXT, "html": phrases.COPY_HTML, "json": phrases.COPY_JSON}
    return (
        "<section aria-labelledby=result-name>\n"
        f"<div class=tools><h2 id=result-name>{draw_phrase(phrases.RESULT)}</h2>\n"
        + "".join(_draw_button(f"copy-{name}", said, " disabled") for name, said in copies.items())
        + f"{_draw_button('download', phrases.DOWNLOAD, ' hidden')}</div>\n"
        "<div class=tools><div id=summary role=status><p id=sum></p>\n"
        + "".join(f"<button id={name} type=button></button>\n" for name in ("lost", "left", "unseen"))
        + "</div>\n"
        + _draw_step("previous", phrases.PREVIOUS, "&larr;")
        + _draw_step("next", phrases.NEXT, "&rarr;")
        + "</div>\n"
        "<div id=after class=pane lang=fr role=group aria-labelledby=result-name tabindex=0></div>\n"
        f"<h3 id=counts-name class=unseen>{draw_phrase(phrases.COUNTS)}</h3>\n"
        "<ul id=counts aria-labelledby=counts-name></ul>\n<div id=passages hidden></div>\n"
        "<output id=said></output>\n"
        f"<div class=printed><h3>{draw_phrase(phrases.NOTES)}</h3><ul id=notes class=notes></ul></div>\n"
        "</section>\n"
    )


def _draw_button(name: str, said: Phrase, state: str = "") -> str:
    return f"<button id={name} type=button{state}>{draw_phrase(said)}</button>\n"


def _draw_step(name: str, said: Phrase, sign: str) -> str:
    return (
        f"<button id={name} type=button disabled><span aria-hidden=true>{sign}</span>"
        f"<b class=unseen>{draw_phrase(said)}</b></button>\n"
    )


def _draw_templates() -> str:
    """Draw what the script says, and the example that it pastes."""
    said = "".join(
        f"<template id=say-{name} {_say_twice(phrase)}></template>\n" for name, phrase in phrases.SAID.items()
    )
    return (
        f"<template id=copied>{draw_phrase(COPIED)}</template>\n{said}"
        f"<template id=example-html>{escape(EXAMPLE_HTML, quote=False)}</template>\n"
        f"<template id=example-text>{escape(EXAMPLE_TEXT, quote=False)}</template>\n"
    )
