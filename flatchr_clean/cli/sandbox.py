"""`flatchr-clean sandbox`: the strict stand-in for the API, served until Ctrl-C.

Knows how to tell a person to point a script at it, and when to stop. Must not know what the server checks.
"""

from __future__ import annotations

import contextlib
import shlex
import signal
import time
from typing import TYPE_CHECKING

import click

from flatchr_clean.sandbox import Sandbox
from flatchr_clean.text.profile import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

# Waiting without end can't be interrupted on Windows, and nowhere does a signal that is handled end a sleep.
_WAIT_SECONDS = 0.2


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="Port.")
@click.option("--token", metavar="TOKEN", show_default="a random one", help="API key that it accepts.")
@click.option(
    "--profile", type=click.Choice(list(PRESETS)), default="flatchr", show_default=True,
    help="Whose characters it accepts.",
)  # fmt: skip
def command(port: int, token: str | None, profile: str) -> None:
    """Serve a strict stand-in for the API on this machine, until Ctrl-C.

    It speaks TLS, wants the token, and answers as the documented endpoints do. Characters that the service
    does not support get a 422 that names each of them and its place. Each request is logged in a line;
    nothing of a payload is shown, and nothing is kept.
    """
    sandbox = Sandbox(token=token, port=port, profile=profile, keep=0, log=echo_line)
    with stop_signals() as stopped, sandbox:
        echo_directions(sandbox)
        stopped.wait()
    click.echo("\nStopped.")


class Stop:
    """Whether it is time to stop. Takes no lock: a signal may come while the one who waits holds it."""

    def __init__(self) -> None:
        self.is_told = False

    def tell(self, *_: object) -> None:
        """Take note, in the middle of anything."""
        self.is_told = True

    def wait(self) -> None:
        """Wait until it is time."""
        while not self.is_told:
            time.sleep(_WAIT_SECONDS)


@contextlib.contextmanager
def stop_signals() -> Iterator[Stop]:
    """Give what Ctrl-C, or a request to terminate, tells to stop."""
    stopped = Stop()
    before = {number: signal.signal(number, stopped.tell) for number in _STOP_SIGNALS}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def echo_line(line: str) -> None:
    """Log one line; whoever read the log may have gone, which is no reason to fail a request."""
    with contextlib.suppress(OSError):
        click.echo(f"{time.strftime('%H:%M:%S')} {line}")


def echo_directions(sandbox: Sandbox) -> None:
    """Say how to point a script at the sandbox."""
    vacancy = "/company/G6KzqPnNLyp31m0l/vacancy"
    authorization = shlex.quote(f"Authorization: Bearer {sandbox.token}")
    click.secho("A strict stand-in for the Flatchr API, on this machine alone", bold=True)
    click.echo(f"""
  URL        {sandbox.url}
  token      {sandbox.token}
  CA bundle  {sandbox.ca_bundle}

It serves what api.flatchr.io and careers.flatchr.io do. In Python, cleaned:

  import requests
  from flatchr_clean.requests import BearerAuth, mount
  url = {sandbox.url!r}
  session = mount(requests.Session(), hosts=[url])
  session.auth = BearerAuth({sandbox.token!r}, hosts=[url])
  session.verify = {sandbox.ca_bundle!r}
  session.trust_env = False  # a proxy or another CA bundle would win
  ad = {{"title": "L\\u2019offre"}}
  answer = session.post(f"{{url}}{vacancy}", json=ad)
  print(answer.status_code, answer.json()["title"])

With curl, to be refused:

  curl --noproxy localhost --cacert {shlex.quote(sandbox.ca_bundle)} \\
    -H {authorization} \\
    -H 'Content-Type: application/json' -d '{{"title": "L\\u2019offre"}}' \\
    {shlex.quote(sandbox.url + vacancy)}

Ctrl-C stops it. Requests:""")
