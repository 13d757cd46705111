"""A French job ad as people paste it from Word. Knows nothing: it is data.

What is odd in it is written as escapes, so that this file shows what an editor would hide. All of it was
met in real ads: curly quotes, bullets of the fonts Symbol (U+F0B7) and Wingdings (U+F0A7, and the arrow
U+F0E0), dashes, no-break spaces, ellipses, accents as combining marks (from a PDF), a line decoded with the
wrong encoding, HTML character references, a zero-width space.
"""

from __future__ import annotations

COMPANY_KEY = "G6KzqPnNLyp31m0l"

AD = {
    "title": "Chargé(e) d\u2019affaires BTP \u2013 H/F",
    "reference": "BTP\u20112024\u201117",
    "description": (
        "<p>Fondée en 1987, l&rsquo;agence compte <b>45&nbsp;salarié\u2022es</b>\u2026</p>\n"
        "<p>\u201cBâtir juste\u201d, «\u00a0sans promesse\u00a0»\u00a0: c\u2019est notre métier. "
        '<a href="https://batir.example/?a=1&amp;b=2">En savoir plus \uf0e0</a></p>'
    ),
    "mission": (
        "Rattache\u0301(e) a\u0300 la direction, vous\u00a0:\n"
        "\uf0b7\tchiffrez les appels d\u2019offres (50\u202f000\u00a0€)\u00a0;\n"
        "\uf0b7\tnégociez avec les maîtres d\u2019œuvre\u00a0;\n"
        "\uf0b7\tpilotez 3 à 5 chantiers \u2014 de l\u2019e\u0301tude à la livraison."
    ),
    "profile": (
        "\uf0a7\tBac +3 en génie civil, 1\u1d49\u02b3 poste accepté\n"
        "\uf0a7\tAutonome, curieux\u00b7se, \u200b«\u202forganisé\u00b7e\u202f»\n"
        "DÃ©placements rÃ©guliers, vÃ©hicule fourni.\n"
        "40 m² de bureaux clairs, 27 jours de congés, café offert."
    ),
    "salary": "38 000",
    "currency": "EUR",
    "contract_type_id": 1,
    "skills": ["Conduite de travaux", "Autocad"],
    "remote": "parttime",
}
"""The body of ``POST /company/{company}/vacancy``."""
