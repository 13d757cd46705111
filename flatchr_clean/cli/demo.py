"""`flatchr-clean demo`: a job ad pasted from Word on its whole way, over TLS, to a server that checks it.

Knows the sandbox, the adapter, and how to show in 80 columns what they did. What is shown is what was sent
and received: the ad is data, and everything said about it was asked of the parts themselves.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
import requests

from flatchr_clean.cli.console import has_colour
from flatchr_clean.cli.demo_ad import AD, COMPANY_KEY
from flatchr_clean.cli.marking import Cells, draw_rows, show_character, wrap_cells
from flatchr_clean.flatchr import fields_for
from flatchr_clean.payload.fields import Treatment
from flatchr_clean.requests import BearerAuth, mount
from flatchr_clean.sandbox import Sandbox
from flatchr_clean.text.changes import Change, name_character
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDTH = 79
TIMEOUT_SECONDS = 10
PATH = f"/company/{COMPANY_KEY}/vacancy"

LINES_OF_CODE = """\
from flatchr_clean.requests import BearerAuth, mount
session = mount(requests.Session())
session.auth = BearerAuth("API_KEY")
"""

BEFORE = {"fg": "red", "bold": True, "underline": True}
AFTER = {"fg": "green", "bold": True, "underline": True}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One field of the ad: its text as it was sent, and what was changed in it on the way."""

    name: str
    sent: str
    changes: Sequence[Change]


@click.command()
def command() -> None:
    """Send a job ad pasted from Word to a strict stand-in for the API, over TLS, on this machine alone.

    A plain session is refused, with the reasons. With the adapter mounted the same ad is accepted.
    """
    with Sandbox() as sandbox:
        address = sandbox.url
        with requests.Session() as plain:
            refusal = send(plain, sandbox)
        with mount(requests.Session(), hosts=[sandbox.url]) as mounted:
            acceptance = send(mounted, sandbox)
        received = json.loads(sandbox.requests[-1].body)
    encoding = sys.stdout.encoding or "utf-8"
    cleaned = list(explain_fields(AD, received))
    click.secho("A job ad pasted from Word, on its way to the Flatchr API", bold=True)
    click.echo(f"(here a strict stand-in for it, over TLS: {address})")
    echo_heading(1, "With requests alone", refusal)
    echo_refusal(refusal.json())
    echo_heading(2, "With flatchr_clean mounted on the session", acceptance)
    click.echo(f"   {len(cleaned)} fields were cleaned, {len(AD) - len(cleaned)} went out as they were:")
    for field in cleaned:
        echo_field(field, encoding)
    echo_rules([change for field in cleaned for change in field.changes], encoding)
    echo_code()
    click.get_current_context().exit(0 if acceptance.ok else 1)


def send(session: requests.Session, sandbox: Sandbox) -> requests.Response:
    """Send the ad as a user's script would."""
    session.auth = BearerAuth(sandbox.token, hosts=[sandbox.url])
    session.verify = sandbox.ca_bundle
    session.trust_env = False
    return session.post(sandbox.url + PATH, json=AD, timeout=TIMEOUT_SECONDS)


def explain_fields(sent: Mapping[str, Any], received: Mapping[str, Any]) -> Iterator[Cleaned]:
    """Say what was changed in each field that did not arrive as it was sent."""
    fields = fields_for("POST", f"https://api.flatchr.io{PATH}")
    for name, text in sent.items():
        if text != received[name]:
            is_html = fields.treatment((name,)) is Treatment.HTML
            cleaner = cleaner_for(replace(FLATCHR, markup="html" if is_html else "text"))
            yield Cleaned(name, text, cleaner.explain(text).changes)


def echo_heading(number: int, title: str, response: requests.Response) -> None:
    """Head a part with what the server answered."""
    colour = "green" if response.ok else "red"
    click.echo()
    click.secho(f"{number}. {title}", bold=True)
    click.echo(f"   POST {PATH}")
    click.secho(f"   {response.status_code} {response.reason}", fg=colour, bold=True)


def echo_refusal(document: Mapping[str, Any]) -> None:
    """Show the server's reasons, one line a character."""
    times: Counter[str] = Counter()
    places: dict[str, list[str]] = {}
    for refused in document["refused"]:
        character = f"{refused['codePoint']} {refused['name']}"
        times[character] += 1
        if refused["pointer"] not in places.setdefault(character, []):
            places[character].append(refused["pointer"])
    click.echo(f"   {document['count']} characters are refused:\n")
    click.secho(f"   {'times':>5}  {'character':<36}where", dim=True)
    for character, count in times.most_common():
        click.echo(f"   {count:>5}  {character:<36}{' '.join(places[character])}")


def echo_field(field: Cleaned, encoding: str) -> None:
    """Show a field line by line as it was sent and as it was received."""
    click.echo()
    click.secho(f"   {field.name}", bold=True)
    for row in draw_rows(field.sent, field.changes, encoding):
        if row.changed:
            echo_cells("   - ", row.before, BEFORE)
            echo_cells("   + ", row.after, AFTER)
        else:
            echo_cells("     ", row.before, {})


def echo_cells(margin: str, cells: Cells, style: Mapping[str, Any]) -> None:
    """Show one line, wrapped; its changed characters by style, and by carets where there is no colour."""
    indentation = " " * len(margin)
    for line in wrap_cells(cells, WIDTH - len(margin)):
        shown = (click.style(cell.shown, **style) if cell.changed else cell.shown for cell in line)
        click.echo((margin + "".join(shown)).rstrip())
        marks = "".join(("^" if cell.changed else " ") * len(cell.shown) for cell in line)
        if not has_colour() and marks.strip():
            click.echo((indentation + marks).rstrip())
        margin = indentation


def echo_rules(changes: Sequence[Change], encoding: str) -> None:
    """Count the changes by rule, each with an example."""
    times = Counter(change.rule for change in changes)
    click.echo(f"\n   {len(changes)} changes, by rule:\n")
    click.secho(f"   {'times':>5}  {'rule':<14}for example", dim=True)
    for rule, count in times.most_common():
        shortest = min(
            (change for change in changes if change.rule == rule), key=lambda one: len(one.original)
        )
        click.echo(f"   {count:>5}  {rule:<14}{describe_example(shortest, encoding)}")


def describe_example(change: Change, encoding: str) -> str:
    """Say in half a line what became of what."""
    before = "".join(show_character(character, encoding) for character in change.original)
    if len(change.original) == 1:
        before = name_character(change.original)
    after = "".join(show_character(character, encoding) for character in change.replacement)
    return f"{before} becomes {repr(after) if ' ' in after else after or 'nothing'}"


def echo_code() -> None:
    """Show what a user writes."""
    click.echo()
    click.secho("3. What you write, after import requests", bold=True)
    click.echo()
    for line in LINES_OF_CODE.splitlines():
        click.secho(f"   {line}", fg="cyan")
    click.echo()
    click.echo("   Every session.post(...) to the API is then cleaned on its way out.")
    click.echo("   Next: flatchr-clean sandbox, and your own script against it.")
