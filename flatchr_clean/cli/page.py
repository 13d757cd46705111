"""`flatchr-clean page`: the page for people who have no Python, on this machine alone, until Ctrl-C.

Knows how to open a browser and when to stop. Must not know what the page does.
"""

from __future__ import annotations

import webbrowser

import click

from flatchr_clean.cli import CouldNotBeDone
from flatchr_clean.cli.sandbox import stop_signals


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="Port.")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open it in the browser.")
def command(port: int, *, browser: bool) -> None:
    """Open a page to paste a text from Word, see what changes, and copy it clean, until Ctrl-C.

    The page stands on this machine alone, under an address that nobody guesses. Nothing that is pasted is
    kept, logged, or sent anywhere else.
    """
    from flatchr_clean.page.serving import PageServer

    try:
        server = PageServer(port)
    except OSError as error:
        raise CouldNotBeDone(f"port {port} can't be taken: {error.strerror}") from error
    with stop_signals() as stopped, server:
        click.echo(f"The page is at\n\n  {server.url}\n\nCtrl-C stops it.")
        if browser and not webbrowser.open(server.url):
            click.echo("No browser could be opened: copy the address into one.", err=True)
        stopped.wait()
    click.echo("\nStopped.")
