"""Character maps and ranges, as literals: what each character is and becomes. No logic lives here."""
