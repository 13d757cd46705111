"""The command `flatchr-clean`: a table of commands, each imported when it is called.

Knows click, what a terminal can show and how an error ends a command. Must not import a command, nor what
one needs, before it is called: `--help` and `--version` stay quick.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import click
from click.shell_completion import CompletionItem

from flatchr_clean import __version__
from flatchr_clean.cli.streams import (
    is_of_a_stream,
    let_go_of_streams,
    open_closed_streams,
    replace_what_is_not_encoded,
)
from flatchr_clean.errors import CleaningError
from flatchr_clean.kernel import BUILD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMANDS = {
    "demo": ("flatchr_clean.cli.demo:command", "A job ad pasted from Word: refused, cleaned, accepted."),
    "sandbox": (
        "flatchr_clean.cli.sandbox:command",
        "A strict stand-in for the API, for your trials.",
    ),
    "page": ("flatchr_clean.cli.page:command", "Paste from Word, see what changes, copy it clean."),
    "check": ("flatchr_clean.cli.check:command", "Find what the service would refuse; change nothing."),
    "fix": ("flatchr_clean.cli.fix:command", "Clean files in place, or stdin to stdout."),
    "explain": ("flatchr_clean.cli.explain:command", "Name each character of a text that would change."),
}
"""Name of a command: where it is, and its line in the help."""

EPILOG = """\b
Examples:
  flatchr-clean demo                   the whole way over TLS, in a second
  flatchr-clean page                   paste from Word, copy it clean
  flatchr-clean check ad.json          what would be refused, and where
  flatchr-clean fix --diff ad.json     what cleaning would change
  flatchr-clean explain - < ad.txt     character by character
  flatchr-clean sandbox --port 8443    a server for your own trials

\b
In Python:
  import requests
  from flatchr_clean.requests import BearerAuth, mount
  session = mount(requests.Session())
  session.auth = BearerAuth("API_KEY")

\b
Completion in bash (zsh and fish alike):
  eval "$(_FLATCHR_CLEAN_COMPLETE=bash_source flatchr-clean)"

\b
Exit status: 0 done or clean, 1 something found, 2 could not be done.
Colour is for terminals only; NO_COLOR and FORCE_COLOR are honoured.
"""


EXIT_FOUND = 1
EXIT_UNUSABLE = 2

KERNELS = {"compiled": "compiled kernel", "pure": "pure Python kernel"}
"""What --version says of the kernel that runs."""


class CouldNotBeDone(click.ClickException):
    """An error of this library, shown as one line; 0 and 1 are answers, this status is none."""

    exit_code = EXIT_UNUSABLE


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and none for its own help."""

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """Run the process's own command line; an interrupt after all is said and done needs no traceback."""
        try:
            try:
                return super().__call__(*args, **extra)
            finally:
                if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                    signal.signal(signal.SIGINT, signal.SIG_DFL)
        except KeyboardInterrupt:
            raise SystemExit(EXIT_UNUSABLE) from None

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line, whatever the standard streams are."""
        open_closed_streams()
        replace_what_is_not_encoded()
        try:
            return super().main(*args, **extra)
        except OSError as error:
            if not is_of_a_stream(error):
                raise
            raise SystemExit(EXIT_UNUSABLE) from None  # standard error, so that nobody can be told
        finally:
            if not let_go_of_streams():
                raise SystemExit(EXIT_UNUSABLE)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Make the context; the commands inherit its choice of colour."""
        with telling_errors():
            if sys.stdout is None:
                raise CouldNotBeDone("standard output is closed: send it to a file, or to /dev/null")
            return super().make_context(info_name, args, parent, color=maybe_colour(os.environ), **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands, the first to try first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands' lines from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the commands' names from the table."""
        found = [CompletionItem(name, help=line) for name, (_, line) in COMMANDS.items()]
        named = [item for item in found if item.value.startswith(incomplete)]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command."""
        with telling_errors():
            return super().invoke(ctx)


@contextmanager
def telling_errors() -> Iterator[None]:
    """End in order where a traceback would come: with one line, and a status that is no answer.

    Whoever reads standard output may have gone, as in `| head`: that is nobody's mistake and needs no line.
    """
    try:
        yield
    except CleaningError as error:
        from flatchr_clean.check.visible import make_visible

        raise CouldNotBeDone(make_visible(str(error))) from error
    except KeyboardInterrupt:
        click.echo("Interrupted.", err=True)
        raise click.exceptions.Exit(EXIT_UNUSABLE) from None
    except BrokenPipeError:
        raise click.exceptions.Exit(EXIT_UNUSABLE) from None
    except OSError as error:
        if not is_of_a_stream(error):
            raise
        raise CouldNotBeDone(f"standard output: can't be written: {error.strerror}") from error


def maybe_colour(environment: Mapping[str, str]) -> bool | None:
    """Tell whether the environment asks for colour, forbids it, or leaves it to the terminal.

    Args:
        environment: the environment's variables.

    Returns:
        False for NO_COLOR (it wins), True for FORCE_COLOR, None when neither is set to something.

    Example:
        >>> maybe_colour({"NO_COLOR": "1", "FORCE_COLOR": "1"})
        False
        >>> maybe_colour({"FORCE_COLOR": "1"})
        True
        >>> maybe_colour({"NO_COLOR": ""}) is None
        True
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return False if environment.get("TERM") == "dumb" else None


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(
    __version__, prog_name="flatchr-clean", message=f"%(prog)s %(version)s ({KERNELS[BUILD]})"
)
def main() -> None:
    """Clean what people paste from Word before it is sent to the Flatchr API.

    Curly quotes, bullets of Word's symbol fonts, dashes, odd spaces, invisible characters and wrongly
    decoded text become what the service takes. French survives: accents, oe ligatures, guillemets and
    the euro sign stay. What is clean already is not touched.
    """
