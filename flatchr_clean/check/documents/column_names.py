"""Whether the first row of a table names its columns, as far as its cells tell.

A row of names that is taken for a row of a table costs a question; a row of a person's data that is taken for
names stands in reports. So what is in doubt is no name. Knows words and signs; knows no dialect and no file.
"""

from __future__ import annotations

import re

LONGEST_NAME = 60
"""Characters of a column's name; what is longer is a text."""

MOST_WORDS = 6
"""Words of a name that can be known by one of them; more are a sentence."""

FEWEST_CONTRASTING = 2
"""Rows below that must be numbers or addresses for a column's first cell to be its name."""

OF_PERSONS = """
nom noms prénom prenom prénoms civilité genre naissance âge age adresse ville cp postal pays nationalité
téléphone telephone tél tel mobile portable courriel mail email e-mail candidat candidats candidate
candidature candidatures linkedin cv langue langues diplôme diplome diplômes formation
name firstname lastname surname address street city zip country phone birth gender language languages
"""

OF_ADS = """
titre title intitulé intitule poste job offre annonce description texte text contenu content mission missions
profil profile entreprise société societe company employeur employer contrat contract lieu location
localisation région region département departement salaire salary rémunération remuneration expérience
experience niveau level compétence compétences competences skill skills secteur métier metier horaires durée
duree avantages
"""

OF_ANY_TABLE = """
id identifiant réf ref référence reference code numéro numero n° number date début debut type catégorie
categorie category statut status état etat libellé libelle label valeur value clé key note notes commentaire
commentaires comment comments remarque remarques message objet subject question réponse reponse answer url
lien link source origine étape etape step score total montant quantité prix
"""

KNOWN_WORDS = frozenset((OF_PERSONS + OF_ADS + OF_ANY_TABLE).split())
"""What names of columns are made of, in French and English, as exports of recruitment have them."""

WORD = re.compile(r"n°|e-mail|[^\W\d_]+", re.IGNORECASE)

IDENTIFIER = re.compile(r"[a-z]\w*(?:[.-]\w+)*|\w*[^\W\d]_\w+", re.IGNORECASE)
"""A name as programs have it: `firstName`, `company.id`, `CODE_POSTAL`; no blank in it."""

VALUE = re.compile(r"\s*\d.*|.*\w{5}[.!]\s*|.*,\s.*", re.DOTALL)
"""A text or an address: it begins with a number, ends as a sentence does (`Tél.` does not), has a comma."""

NUMBER_OR_ADDRESS = re.compile(r"(?=\D*\d)[\d\s.,:/€$%+()-]+|\S+@\S+|\w+://\S+\s*")


def looks_like_names(cells: list[str]) -> bool:
    """Tell whether the cells of a row may be names of columns rather than texts, numbers or addresses.

    Example:
        >>> looks_like_names(["Titre", "", "Salaire (€)"]), looks_like_names(["Vendeur", "1800"])
        (True, False)
    """
    names = [cell.strip().casefold() for cell in cells if cell.strip()]
    return bool(names) and len(set(names)) == len(names) and all(map(_may_be_name, names))


def are_names(cells: list[str], below: list[list[str]]) -> bool:
    """Tell whether the cells of a row are names of columns beyond doubt.

    Args:
        cells: the row.
        below: rows that follow it.

    Example:
        >>> are_names(["Titre", "Texte"], []), are_names(["Jean Dupont", "Paris"], [["Zoé Martin", "Lyon"]])
        (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    if not looks_like_names(cells) or any(map(VALUE.fullmatch, filled)):
        return False
    known = sum(map(_is_known, filled))
    return 2 * known > len(filled) or any(
        _contrasts([row[column] for row in below if column < len(row)]) for column in range(len(cells))
    )


def _may_be_name(cell: str) -> bool:
    return (
        len(cell) <= LONGEST_NAME
        and any(map(str.isalpha, cell))
        and not any(sign in cell for sign in ("@", "://", "\n", "\r"))
    )


def _is_known(cell: str) -> bool:
    """Tell whether a cell is a name as programs have it, or holds a word that names are made of."""
    cell = cell.strip()
    if IDENTIFIER.fullmatch(cell) and (cell[0].islower() or "_" in cell):
        return True
    words = WORD.findall(cell.casefold())
    return len(words) <= MOST_WORDS and not KNOWN_WORDS.isdisjoint(words)


def _contrasts(below: list[str]) -> bool:
    """Tell whether all that stands below a cell without a number or an address is one."""
    filled = [cell for cell in below if cell.strip()]
    return len(filled) >= FEWEST_CONTRASTING and all(
        len(cell) <= LONGEST_NAME and NUMBER_OR_ADDRESS.fullmatch(cell) for cell in filled
    )
