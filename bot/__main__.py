"""The command line. `python -m bot` lists the commands; each only calls the module that does the work."""

import gc
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bot import __version__
from bot.commands import evidence
from bot.commands.audit import audit
from bot.commands.environment import fail as _fail
from bot.commands.environment import read_settings as _settings
from bot.commands.export import export
from bot.commands.keeping import backup
from bot.commands.officer import officer
from bot.commands.report_commands import report
from bot.commands.survey import survey
from bot.telemetry import logs

# Importing LINE's SDK takes a second, so each command imports only the modules it needs.
# ruff: noqa: PLC0415

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Without boxes, so that a wrong option is told in one line.
    rich_markup_mode=None,
)
menu = typer.Typer(no_args_is_help=True, help="The rich menus on LINE.")
console = typer.Typer(no_args_is_help=True, help="Ways into the web console without LINE.")
cli.add_typer(audit, name="audit")
cli.add_typer(backup, name="backup")
cli.add_typer(export, name="export")
cli.add_typer(console, name="console")
cli.add_typer(menu, name="menu")
cli.add_typer(officer, name="officer")
cli.add_typer(report, name="report")
cli.add_typer(evidence.app, name="evidence")
cli.add_typer(survey, name="survey")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        typer.echo(f"rongtuk {__version__}")
        raise typer.Exit


@cli.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Rongtuk, a LINE chatbot for citizen feedback and complaints."""


@cli.command()
def run() -> None:
    """Web, worker and scheduler in one process."""
    _start("run_all")


@cli.command()
def web() -> None:
    """The web part alone (PostgreSQL)."""
    _start("run_web")


@cli.command()
def worker() -> None:
    """The worker alone (PostgreSQL)."""
    _start("run_worker")


@cli.command()
def scheduler() -> None:
    """The scheduler alone (PostgreSQL)."""
    _start("run_scheduler")


@cli.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    from bot.commands.sentences import done
    from storage.migrate import Fit
    from storage.migrate import migrate as bring_up
    from storage.store import open_store

    store = open_store(_settings().database_url)
    try:
        is_current = bring_up(store.engine) is Fit.CURRENT
        typer.echo(done("migrated" if is_current else "of_newer_release"))
    finally:
        store.close()


@cli.command()
def check() -> None:
    """Verify everything an installation needs; one line each, with what to do."""
    from bot.commands.check import run_checks

    raise typer.Exit(run_checks(_settings()))


@cli.command("rotate-keys")
def rotate_keys() -> None:
    """After SECRET_KEY was changed (the old one in OLD_SECRET_KEYS): seal everything with the new one."""
    from bot.commands.office import rotate

    typer.echo(rotate(_settings()))


@cli.command()
def restore(
    file: Path,
    linked: Annotated[
        list[int] | None, typer.Option(help="An officer who still serves, by id; may be repeated.")
    ] = None,
) -> None:
    """Restore a backup into an empty place: no database yet, no files. Start the bot afterwards.

    Officers stay linked to LINE only if you confirm that they still serve.
    """
    from bot.commands.backup import restore_backup

    typer.echo(restore_backup(_settings(), file, linked or ()))


@cli.command()
def move(
    to: Annotated[
        str,
        typer.Argument(envvar="MOVE_TO", help="postgresql://user:password@host/name, empty."),
    ],
) -> None:
    """Copy SQLite to an empty PostgreSQL database, all or nothing, and compare both. Stop the bot before."""
    from bot.commands.backup import move_database

    for line in move_database(_settings(), to):
        typer.echo(line)


@menu.command("publish")
def menu_publish() -> None:
    """Draw the rich menus and publish them on LINE. Idempotent."""
    from bot.commands.menu import publish_menus

    typer.echo(publish_menus(_settings()))


@menu.command("draw")
def menu_draw(folder: Annotated[Path, typer.Argument()] = Path()) -> None:
    """Draw the menu pictures into a folder, to look at them."""
    from bot.commands.menu import draw_menus

    for path in draw_menus(folder):
        typer.echo(path)


@console.command("admin")
def console_admin(name: str) -> None:
    """Appoint an administrator; prints the one-time address to sign in and set a password."""
    from bot.commands.console import add_administrator

    typer.echo(add_administrator(_settings(), name))


@console.command("link")
def console_link(officer_id: int) -> None:
    """Print a one-time address for an officer who cannot sign in by LINE or password."""
    from bot.commands.console import issue_link

    typer.echo(issue_link(_settings(), officer_id))


@cli.command()
def classify() -> None:
    """Read JSON strings, one a line; answer each with a JSON list of categories, likeliest first."""
    from bot.wiring import read_lexicon
    from domain.language.classifier import rank

    lexicon = read_lexicon()
    for number, line in enumerate(sys.stdin, start=1):
        try:
            text = json.loads(line)
        except ValueError:
            _fail(f"Line {number} is not JSON: each line is one message in double quotes.")
        typer.echo(json.dumps(rank(str(text), lexicon)))


@cli.command()
def understand() -> None:
    """Read JSON strings, one a line; answer each with its analysis, one JSON object a line."""
    from bot.commands.understand import understand_lines

    try:
        for line in understand_lines(sys.stdin):
            typer.echo(line)
    except ValueError as reason:
        _fail(str(reason))


# The image and the installed package have neither the simulator nor the demo.
if find_spec("simulator"):

    @cli.command()
    def demo() -> None:
        """The bot and a pretend LINE with phones on one page."""
        from bot.demo.run import run_demo

        run_demo()

    @cli.command("demo-data")
    def demo_data(
        stories: Annotated[
            int | None, typer.Option(min=1, help="So many of them, to be quick.")
        ] = None,
    ) -> None:
        """Replay a month of an office's life into the running demo."""
        from bot.demo.replay import replay

        replay(stories)


def _start(function: str) -> None:
    # What the start creates is never garbage; collecting it repeatedly takes a tenth of the start time.
    gc.set_threshold(5_000, 10, 10)
    gc.disable()
    from bot.runtime import processes

    logs.set_up()
    try:
        getattr(processes, function)(_settings())
    except processes.PartEndedError:
        from bot.commands.faults import sentence

        _fail(sentence("part_ended"))


def main() -> None:
    """Run a command; an expected fault ends it with one line and exit code 1."""
    try:
        cli()
    except (Exception, KeyboardInterrupt) as error:
        from bot.commands.faults import explain

        line = explain(error)
        if line is None:
            raise
        typer.echo(line, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
