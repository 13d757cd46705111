"""The README's table of what becomes of what, written from the tables themselves.

Run ``python -m tests.readme_table`` to print it.
"""

from flatchr_clean.text.cleaner import clean
from flatchr_clean.text.tables import bullets, marks, spaces, symbol_fonts, symbols, typography

# What a row shows; what each character becomes is asked of the cleaner, not written here.
ROWS = (
    ("apostrophes", typography.APOSTROPHES, "the grave accent of ASCII stays"),
    ("primes", typography.PRIMES, ""),
    ("double quotes", typography.DOUBLE_QUOTES, "« and » stay"),
    ("low and angle quotes", typography.SINGLE_QUOTES, "never a comma"),
    ("hyphens and dashes", typography.DASHES, "the spaces around stay"),
    ("optional hyphens", typography.OPTIONAL_HYPHENS, "a hyphen next to a digit"),
    ("hyphens that readers of PDF copy", typography.PDF_HYPHENS, "the same"),
    ("ellipses", typography.ELLIPSES, ""),
    ("spaces", spaces.SPACES, "one for one, never deleted"),
    ("line breaks", spaces.BREAKS, "CR and CRLF stay"),
    ("bullets at a line's start", bullets.BULLETS + bullets.CHECK_MARKS, "what follows becomes one space"),
    ("bullets of Symbol and Wingdings", symbol_fonts.BULLETS, "the same"),
    (
        "other glyphs of Wingdings",
        "\uf0fe\uf0fd\uf0e0\uf0df\uf0f3\uf081\uf08c\uf04a\uf0ab\uf028",
        "read as the character that they show, a box in a list as a bullet; unknown ones are deleted",
    ),
    ("Word's cell mark", spaces.CELL_MARK, "other control characters are deleted, words not glued"),
    ("full and empty marks side by side", "●○★☆■□⚫⚪█░♥♡⯪", "alone they are bullets or stars"),
    ("dots between letters", bullets.INCLUSIVE_DOTS + bullets.LETTER_DOTS, "inclusive writing"),
    ("single angles after a blank", marks.CLOSING_ANGLES, "bullets at a line's start"),
    ("ligatures", typography.LIGATURES, "œ and æ stay"),
    ("ligatures that PDFs of Calibri lose", typography.CALIBRI_LIGATURES, "after a small letter"),
    ("accents that stand alone", typography.SPACING_MARKS, "inside a word they go onto their letter"),
    ("legal and commercial", "™℠℗‰†‡№℡", "® and © stay"),
    ("arrows", symbols.ARROWS, ""),
    ("mathematics", "≥≤≠≈∞√⁄", "× ÷ ± stay"),
    ("boxes and stars", symbols.BOXES_AND_STARS, ""),
    ("raised and lowered", "₂ⁿᵉʳˢ⁴⁹", "¹ ² ³ ª º stay"),
    ("the same after a digit", "⁴⁹⁻₂", "the whole run of them"),
    ("numbers after a digit", "①❷⅓🔟", "kept apart"),
    ("semicolons of other scripts", symbols.SEMICOLONS, "the API joins choices with `;`"),
    ("fractions", "⅓⅔⅕⅛", "½ ¼ ¾ stay"),
    ("pseudo-fonts", "Ａ𝐁𝑪𝒟①🄰ℕᴅ", "the plain letter or digit, without what underlines or strikes it"),
    ("emoji", "🎯🚀✅❤", "the doubled space is closed; `emoji=` keeps or names them"),
    ("lost before it came", symbols.REPLACEMENT_CHARACTER, "reported as lossy"),
)

SHOWN = 10
IN_PLACE = {
    "bullets at a line's start": "{}a",
    "bullets of Symbol and Wingdings": "{}a",
    "dots between letters": "e{}e",
    "hyphens that readers of PDF copy": "e{}e",
    "full and empty marks side by side": "★{}",
    "single angles after a blank": "a {} b",
    "ligatures that PDFs of Calibri lose": "e{}e",
    "the same after a digit": "1{}",
    "numbers after a digit": "1{}",
}


def show(character: str) -> str:
    """Show a character, or its code point where nothing would be seen."""
    is_seen = character.isprintable() and not character.isspace() and character not in "\u2800\u115f"
    return character if is_seen else f"U+{ord(character):04X}"


def show_text(text: str) -> str:
    """Show a replacement as code."""
    named = {"": "deleted", " ": "a space", "\n": "a line feed", "\t": "a tab"}
    return named.get(text) or (f"`{text}`" if "`" not in text else text)


def make_table() -> str:
    """Write the table in Markdown."""
    lines = ["| family | characters | become |", "|---|---|---|"]
    for family, characters, note in ROWS:
        frame = IN_PLACE.get(family, "{}")
        before, after = frame.split("{}")
        become = {}
        for character in characters:
            cleaned = clean(frame.format(character))
            replacement = cleaned[len(before) : len(cleaned) - len(after)]
            become.setdefault(replacement, None)
        shown = [show(character) for character in characters]
        listed = " ".join(shown[:SHOWN]) + (f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else "")
        results = " ".join(show_text(text) for text in become)
        lines.append(f"| {family} | {listed} | {results}{f'; {note}' if note else ''} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(make_table())  # noqa: T201 -- this is a command
