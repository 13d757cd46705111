"""The check before sending: documents with places, what is wrong in them, reports, and files rewritten.

`discovery` names files, `pieces` reads them, `documents` examine a piece, `checker` does so for many files
in several processes, `reports` tell it and `fixer` writes it. Nothing here prints: the command does.
"""
