"""What the page's server refuses, in both languages. Knows words; knows no text of anybody."""

from __future__ import annotations

import json
from http import HTTPStatus

from flatchr_clean.check.reports.phrases import Phrase


class Refusal(Exception):
    """A request that gets no answer, and why: for the person at the page.

    Args:
        status: HTTP's status.
        said: what is wrong and what to do; never a word of what was pasted.
        allowed: the methods that there are, where another was used.
    """

    def __init__(self, status: HTTPStatus, said: Phrase, allowed: str = "") -> None:
        super().__init__(status, said, allowed)
        self.status = status
        self.said = said
        self.allowed = allowed

    def write(self) -> bytes:
        """Say why, in JSON."""
        return json.dumps(self.said._asdict(), ensure_ascii=False).encode()


UNKNOWN_HOST = Phrase(
    "Cette adresse n’est pas celle de la page. Sur un serveur, FLATCHR_CLEAN_PAGE_HOSTS en donne le nom.",
    "This address is not the page’s own. On a server, FLATCHR_CLEAN_PAGE_HOSTS says its name.",
)
FOREIGN_ORIGIN = Phrase(
    "Cette demande vient d’une autre page\N{NO-BREAK SPACE}: rien n’a été lu.",
    "This request comes from another page: nothing was read.",
)
NOT_FOUND = Phrase(
    "Il n’y a rien à cette adresse. Reprenez celle que «\N{NO-BREAK SPACE}flatchr-clean "
    "page\N{NO-BREAK SPACE}» a affichée.",
    "There is nothing at this address. Take the one that “flatchr-clean page” has shown.",
)
WRONG_METHOD = Phrase("Cette adresse ne répond pas à cette méthode.", "This address takes no such method.")
NOT_JSON = Phrase(
    "La page et son serveur ne se comprennent pas\N{NO-BREAK SPACE}: rechargez la page.",
    "The page and its server do not understand each other: reload the page.",
)
NO_LENGTH = Phrase("La taille de l’envoi n’est pas indiquée.", "The length of what is sent is not said.")
CUT_OFF = Phrase("L’envoi a été coupé en route.", "What was sent was cut off on its way.")
LONG_TEXT = Phrase(
    "Ce texte est trop long\N{NO-BREAK SPACE}: la page en prend {most} caractères. Divisez-le, ou "
    "donnez-le comme fichier.",
    "This text is too long: the page takes {most} characters. Cut it, or give it as a file.",
)
LARGE_FILE = Phrase(
    "Ce fichier est trop grand\N{NO-BREAK SPACE}: la page en prend {most} Mo. La commande "
    "«\N{NO-BREAK SPACE}flatchr-clean fix\N{NO-BREAK SPACE}» n’a pas de limite.",
    "This file is too large: the page takes {most} MB. The command “flatchr-clean fix” takes any.",
)
UNKNOWN_FILE = Phrase(
    "La page lit les fichiers {endings}\N{NO-BREAK SPACE}: enregistrez le vôtre sous l’un de ces formats.",
    "The page reads {endings} files: save it as one of those.",
)
WRONG_OPTION = Phrase(
    "Une option ne convient pas\N{NO-BREAK SPACE}: {why}.", "An option does not fit: {why}."
)
MUCH_KEPT = Phrase(
    "Il y a plus de {most} caractères à garder\N{NO-BREAK SPACE}: le profil "
    "«\N{NO-BREAK SPACE}Typographie\N{NO-BREAK SPACE}» en garde davantage.",
    "There are more than {most} characters to keep: the profile “Typography” keeps more.",
)
UNREADABLE = Phrase(
    "Lecture impossible ou incomplète. Ouvrez ce fichier dans le programme qui l’a fait, enregistrez-le à "
    "nouveau, et si cela ne suffit pas, transmettez ce message\N{NO-BREAK SPACE}: {why}",
    "Could not be read in full: {why}",
)
TOO_SLOW = Phrase(
    "Il y a là plus de {most} secondes de travail\N{NO-BREAK SPACE}: divisez-le en plusieurs parties.",
    "This takes more than {most} seconds of work: cut it into parts.",
)
TOO_MUCH = Phrase(
    "Il faudrait trop de mémoire\N{NO-BREAK SPACE}: divisez-le en plusieurs parties.",
    "This takes too much memory: cut it into parts.",
)
BUSY = Phrase(
    "Le serveur est occupé\N{NO-BREAK SPACE}: réessayez dans quelques secondes.",
    "The server is busy: try again in some seconds.",
)
BROKEN = Phrase(
    "Le nettoyage s’est arrêté ({why})\N{NO-BREAK SPACE}: c’est un défaut du programme. Rien n’a "
    "été conservé.",
    "The cleaning broke off ({why}): that is a fault of the program. Nothing was kept.",
)
