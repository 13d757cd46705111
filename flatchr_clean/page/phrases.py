"""What the page says, in its two languages. Knows words; knows no HTML and no server.

What the page's script says stands in `SAID`, by the name that it asks for; its counts stand in braces, and
`(s)` where the plural has an s.
"""

from __future__ import annotations

from typing import Final

from flatchr_clean.check.reports.phrases import Phrase

# The head
TITLE = Phrase("Nettoyer un texte avant l’envoi", "Clean a text before sending")
SKIP = Phrase("Aller au texte", "Skip to the text")
PURPOSE = Phrase(
    "Collez un texte de Word, d’Outlook, d’un PDF ou d’une messagerie\N{NO-BREAK SPACE}: les caractères que "
    "le service n’accepte pas sont remplacés, et chaque correction est montrée.",
    "Paste a text from Word, Outlook, a PDF or a chat: the characters that the service does not accept are "
    "replaced, and each correction is shown.",
)
KEPT_NOWHERE = Phrase(
    "Rien n’est conservé, et rien n’est envoyé ailleurs qu’à l’adresse de cette page.",
    "Nothing is kept, and nothing is sent anywhere but to the address of this page.",
)
NO_SCRIPT = Phrase(
    "Cette page a besoin de JavaScript\N{NO-BREAK SPACE}: autorisez-le pour cette adresse.",
    "This page needs JavaScript: allow it for this address.",
)

# The options
PROFILE = Phrase("Profil", "Profile")
OPTIONS = Phrase("Options", "Options")
PROFILES: Final[dict[str, Phrase]] = {
    "flatchr": Phrase(
        "Flatchr (conseillé)\N{NO-BREAK SPACE}: accents, œ, €, «\N{NO-BREAK SPACE}», lettres de toutes les "
        "langues",
        "Flatchr (advised): accents, œ, €, « », letters of every language",
    ),
    "typography": Phrase(
        "Typographie\N{NO-BREAK SPACE}: les artefacts de Word seulement, émojis gardés",
        "Typography: only what Word adds, emoji kept",
    ),
    "cp1252": Phrase(
        "Windows-1252\N{NO-BREAK SPACE}: ce que Windows écrit en Europe de l’Ouest, le reste transcrit",
        "Windows-1252: what Windows writes in Western Europe, the rest transcribed",
    ),
    "latin-9": Phrase(
        "Latin-9\N{NO-BREAK SPACE}: Europe de l’Ouest, avec œ et €, le reste transcrit",
        "Latin-9: Western Europe, with œ and €, the rest transcribed",
    ),
    "latin-1": Phrase(
        "Latin-1\N{NO-BREAK SPACE}: Europe de l’Ouest, sans œ ni €, le reste transcrit",
        "Latin-1: Western Europe, without œ and €, the rest transcribed",
    ),
    "ascii": Phrase("ASCII\N{NO-BREAK SPACE}: sans aucun accent", "ASCII: without any accent"),
}
"""The presets by name, each with what it is for."""

KEEP, REMOVE = Phrase("garder", "keep"), Phrase("enlever", "remove")
CHOICES: Final[dict[str, tuple[Phrase, dict[str, Phrase]]]] = {
    "letters": (
        Phrase("Lettres d’autres alphabets", "Letters of other scripts"),
        {"keep": KEEP, "transliterate": Phrase("transcrire", "transcribe")},
    ),
    "emoji": (
        Phrase("Émojis", "Emoji"),
        {"drop": REMOVE, "keep": KEEP, "name": Phrase("remplacer par leur nom", "replace by their name")},
    ),
    "emoji_names": (
        Phrase("Noms des émojis", "Names of emoji"),
        {"fr": Phrase("en français", "in French"), "en": Phrase("en anglais", "in English")},
    ),
    "no_break_spaces": (
        Phrase("Espaces insécables", "No-break spaces"),
        {"space": Phrase("remplacer par une espace", "replace by a space"), "keep": KEEP},
    ),
    "unmappable": (
        Phrase("Signes sans équivalent", "Signs that nothing stands for"),
        {
            "drop": REMOVE,
            "?": Phrase("remplacer par «\N{NO-BREAK SPACE}?\N{NO-BREAK SPACE}»", "replace by “?”"),
            "raise": Phrase("refuser le texte", "refuse the text"),
        },
    ),
}
"""Options with a choice of values, by their name in a `Profile`: what each is called, and its values, the
default first."""

SWITCHES: Final[dict[str, tuple[Phrase, str, str]]] = {
    "word_markup": (Phrase("Enlever le code propre à Word", "Remove what only Word reads"), "strip", "keep"),
    "repair_encoding": (
        Phrase("Réparer le texte mal décodé (Ã© pour é)", "Repair wrongly decoded text (Ã© for é)"),
        "true",
        "",
    ),
    "lost_bullets": (
        Phrase("Retrouver les puces devenues o, v, q, n ou l", "Find bullets that became o, v, q, n or l"),
        "true",
        "",
    ),
}
"""Options that are on or off: what each is called, its value when on, and when off."""

ON: Final = frozenset({"word_markup", "repair_encoding"})
"""Switches that are on at first; what only Word reads is of no use to who pastes."""

KEPT_CHARACTERS = Phrase("Caractères à garder tels quels", "Characters to leave as they are")

# The source
SOURCE = Phrase("Votre texte", "Your text")
PLACEHOLDER = Phrase(
    "Collez ou écrivez ici, ou déposez un fichier n’importe où sur la page.",
    "Paste or write here, or drop a file anywhere on the page.",
)
CHOOSE_FILE = Phrase("Choisir un fichier", "Choose a file")
EXAMPLE = Phrase("Essayer un exemple", "Try an example")
CLEAR = Phrase("Vider", "Empty")
UNDO = Phrase("Annuler", "Undo")
VIEW = Phrase("Affichage", "View")
LOOK, CODE = Phrase("Aperçu", "Preview"), Phrase("Code", "Code")
FLAVOUR = Phrase("Texte collé", "Pasted text")
FORMATTED, PLAIN = Phrase("Avec mise en forme", "With formatting"), Phrase("Texte seul", "Text alone")

# The result
RESULT = Phrase("Texte nettoyé", "Cleaned text")
COPY_TEXT = Phrase("Copier le texte", "Copy the text")
COPY_HTML = Phrase("Copier en HTML", "Copy as HTML")
COPY_JSON = Phrase("Copier en JSON", "Copy as JSON")
DOWNLOAD = Phrase("Télécharger le fichier corrigé", "Download the corrected file")
COUNTS = Phrase("Corrections par nature", "Corrections by kind")
NEXT = Phrase("Correction suivante", "Next correction")
PREVIOUS = Phrase("Correction précédente", "Previous correction")
NOTES = Phrase("Ce qui a été trouvé", "What was found")

SAID: Final[dict[str, Phrase]] = {
    "empty": Phrase("Le texte nettoyé apparaîtra ici.", "The cleaned text appears here."),
    "nothing": Phrase("Rien à corriger", "Nothing to correct"),
    "number": Phrase("{n}", "{n}"),
    "changed": Phrase("{n} correction(s)", "{n} correction(s)"),
    "lost": Phrase("{n} perte(s)", "{n} loss(es)"),
    "left": Phrase("{n} à relire", "{n} to look at"),
    "unseen": Phrase("{n} dans le code", "{n} in the code"),
    "texts": Phrase("{n} texte(s) à corriger", "{n} text(s) to correct"),
    "cut": Phrase("{n} texte(s) de plus, non montré(s)", "{n} more text(s), not shown"),
    "copied-text": Phrase("Texte copié", "Text copied"),
    "copied-html": Phrase("HTML copié", "HTML copied"),
    "copied-json": Phrase("JSON copié", "JSON copied"),
    "reading": Phrase("Lecture du fichier…", "Reading the file…"),
    "uncopied": Phrase("Rien n’a été copié", "Nothing was copied"),
    "downloaded": Phrase("Fichier corrigé enregistré", "Corrected file saved"),
    "too-long": Phrase(
        "Ce texte est trop long (plus d’un million de caractères)\N{NO-BREAK SPACE}: divisez-le.",
        "This text is too long (over a million characters): cut it into several.",
    ),
    "too-large": Phrase(
        "Ce fichier est trop grand (plus de 16 Mo)\N{NO-BREAK SPACE}: divisez-le.",
        "This file is too large (over 16 MB): split it into several.",
    ),
    "one-file": Phrase(
        "Un fichier à la fois\N{NO-BREAK SPACE}: aucun n’a été lu.", "One file at a time: none was read."
    ),
    "unreadable": Phrase(
        "Ce fichier n’a pas pu être lu\N{NO-BREAK SPACE}: fermez-le dans l’autre programme, puis "
        "choisissez-le à nouveau.",
        "This file could not be read: close it in the other program, then choose it once more.",
    ),
    "gone": Phrase(
        "Le programme qui nettoie ne répond plus\N{NO-BREAK SPACE}: gardez votre texte, puis "
        "relancez flatchr-clean page ou prévenez la personne qui s’en occupe.",
        "The program that cleans does not answer any more: keep your text, then start flatchr-clean page "
        "again, or tell whoever looks after it.",
    ),
    "failed": Phrase(
        "Ce texte n’a pas pu être nettoyé\N{NO-BREAK SPACE}: signalez-le à la personne qui a installé ce "
        "programme.",
        "This text could not be cleaned: tell whoever installed this program.",
    ),
}
