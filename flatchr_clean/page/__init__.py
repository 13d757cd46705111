"""The page for people who have no Python: paste a text, see what changes, copy it clean.

`application` is a WSGI application for a company's own server:

    FLATCHR_CLEAN_PAGE_HOSTS=annonces.example.fr gunicorn flatchr_clean.page:application
    FLATCHR_CLEAN_PAGE_HOSTS=annonces.example.fr waitress-serve flatchr_clean.page:application

`flatchr-clean page` serves it on this machine alone. Nothing that is pasted is kept or logged.
"""

from __future__ import annotations

import os

from flatchr_clean.page.application import LOCAL_NAMES, Application

__all__ = ["Application", "application"]

HOSTS_VARIABLE = "FLATCHR_CLEAN_PAGE_HOSTS"

application = Application(
    hosts=[name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()]
    or LOCAL_NAMES
)
"""Answers to the names in FLATCHR_CLEAN_PAGE_HOSTS, between commas; without it to this machine's own."""
