"""What the HTML report says, in its two languages. Knows words; knows no HTML and no finding.

Parts that vary stand in braces. The names of characters and rules in French are `french`'s.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """The same in French and in English."""

    french: str
    english: str

    def fill(self, **parts: Phrase | str | int) -> Phrase:
        """Put each part in its place, in its language; numbers are grouped.

        Example:
            >>> Phrase("{n} lignes de {what}", "{n} lines of {what}").fill(n=2500, what=TEXT)
            Phrase(french='2\\u202f500 lignes de texte', english='2,500 lines of text')
        """
        return Phrase(
            self.french.format_map({name: _in_french(part) for name, part in parts.items()}),
            self.english.format_map({name: _in_english(part) for name, part in parts.items()}),
        )


def _in_french(part: Phrase | str | int) -> str:
    if isinstance(part, int):
        return f"{part:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return part.french if isinstance(part, Phrase) else part


def _in_english(part: Phrase | str | int) -> str:
    if isinstance(part, int):
        return f"{part:,}"
    return part.english if isinstance(part, Phrase) else part


def count(number: int, noun: Phrase) -> Phrase:
    """Say a number of things; in French 0 is singular.

    Example:
        >>> count(0, TEXT), count(2, TEXT)
        (Phrase(french='0 texte', english='0 texts'), Phrase(french='2 textes', english='2 texts'))
    """
    counted = Phrase("{n} {noun}" + "s" * (number > 1), "{n} {noun}" + "s" * (number != 1))
    return counted.fill(n=number, noun=noun)


# What is counted
CHARACTER = Phrase("caractère", "character")
FILE = Phrase("fichier", "file")
PLACE = Phrase("endroit", "place")
TEXT = Phrase("texte", "text")

# The head
TITLE = Phrase("Caractères à corriger avant l’envoi", "Characters to correct before sending")
LANGUAGE = Phrase("English", "Français")
SKIP = Phrase("Aller aux textes", "Skip to the texts")
PERSONAL = Phrase("Cette page contient des données personnelles", "This page holds personal data")
PERSONAL_ADVICE = Phrase(
    " : elle montre des textes en entier. Ne la publiez pas, supprimez-la après usage.",
    ": it shows whole texts. Do not publish it, delete it after use.",
)
SUMMARY = Phrase(
    "{places} à corriger dans {texts}, {files} sur {all}.",
    "{places} to correct in {texts}, {files} of {all}.",
)
NOTHING = Phrase("Rien à corriger.", "Nothing to correct.")
NOTHING_READABLE = Phrase("Rien trouvé dans ce qui a pu être lu.", "Nothing was found in what could be read.")
CUT = Phrase(
    "Les {shown} premiers textes sont montrés ; {left} autres ne le sont pas.",
    "The first {shown} texts are shown; {left} more are not.",
)
UNTOLD = Phrase("Non montrés (--max-findings) : {places}.", "Not shown (--max-findings): {places}.")
MADE = Phrase(
    "Page faite le {when}, flatchr-clean {version} : ", "Page made on {when}, flatchr-clean {version}: "
)
WHEN = Phrase("%d/%m/%Y à %H:%M", "%Y-%m-%d at %H:%M")

# What could not be read
UNREAD = Phrase("{files} : lecture impossible ou incomplète.", "{files} could not be read in full.")
UNREAD_ADVICE = Phrase("Ce qui n’a pas été lu n’a pas été vérifié.", "What was not read was not checked.")
UNREAD_MORE = Phrase("Voir les {n} messages", "See the {n} messages")
LINE_COLUMN = {
    (True, True): Phrase("ligne {line}, colonne {column}", "line {line}, column {column}"),
    (True, False): Phrase("ligne {line}", "line {line}"),
}
"""Where a problem stands, by whether its line and its column are known."""

# What to do
TO_DO = Phrase("À faire", "What to do")
DO_READ = Phrase(
    "D’abord, transmettez les messages en rouge à la personne qui a lancé la vérification : ces fichiers "
    "sont à refaire.",
    "First pass the messages in red on to whoever ran the check: those files are to be made again.",
)
DO_COPY = Phrase(
    "Pour chaque texte, copiez la version «\N{NO-BREAK SPACE}Après\N{NO-BREAK SPACE}» et collez-la dans le "
    "document d’origine, à la place de l’ancienne.",
    "For each text, copy what stands under “After” and paste it into the source document, in place of the "
    "old text.",
)
DO_LOOK = Phrase(
    "Ce qui est encadré en pointillé est à relire : le programme ne peut pas en décider.",
    "Look at what has a dashed frame: the program can’t decide about it.",
)
DO_AGAIN = Phrase(
    "Enregistrez le document, puis faites refaire la vérification.",
    "Save the document, then have the check run again.",
)

# What chooses
SEARCH = Phrase("Chercher dans les textes", "Search the texts")
SHOW = Phrase("Montrer", "Show")
ALL = Phrase("Tout", "All")

# A text
BEFORE = Phrase("Avant", "Before")
AFTER = Phrase("Après", "After")
COPY = Phrase("Copier le texte corrigé", "Copy the corrected text")
COPIED = Phrase("Texte copié", "Text copied")
DELETED = Phrase("supprimé", "deleted")
AD = Phrase("annonce {number}", "ad {number}")
FIELD = Phrase("champ {name}", "field {name}")
LINE = Phrase("ligne {number}", "line {number}")
ROW_COLUMN = Phrase("ligne {row} du tableau, colonne {column}", "row {row} of the table, column {column}")
COLUMN_NAME = Phrase("nom de la colonne {column}", "name of column {column}")
CELL = Phrase(
    "feuille {sheet}, cellule {cell}, colonne {column}", "sheet {sheet}, cell {cell}, column {column}"
)
PARAGRAPH = Phrase("paragraphe {number}", "paragraph {number}")
PARTS = {
    "header": Phrase("en-tête", "header"),
    "footer": Phrase("pied de page", "footer"),
    "footnotes": Phrase("notes de bas de page", "footnotes"),
    "endnotes": Phrase("notes de fin", "endnotes"),
    "comments": Phrase("commentaires", "comments"),
}
"""Parts of a document of Word beside its text."""
WHOLE = Phrase("tout le texte", "the whole text")

# A note on what was found
BECOMES = Phrase(", devient ", ", becomes ")
IS_DELETED = Phrase(", à supprimer", ", to be deleted")
BY_HAND = Phrase(", à relire et à corriger à la source", ", to be looked at and corrected at its source")
EXACT = Phrase(
    ", à corriger à la source : une correction automatique laisse cet endroit tel quel, comme toute clé ou "
    "valeur exacte. Par exemple : ",
    ", to be corrected at its source: an automatic correction leaves this place as it is, like any key or "
    "value that must match exactly. For example: ",
)
LOSSY = Phrase(" ; une information est perdue", "; information is lost")

# The codes
CODES = Phrase("Codes des caractères trouvés", "Codes of the characters found")
CODES_HEADINGS = (
    Phrase("Signe", "Sign"),
    Phrase("Code", "Code"),
    Phrase("Nom français", "French name"),
    Phrase("Nom Unicode", "Unicode name"),
)
