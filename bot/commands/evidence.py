"""The commands for the evidence of a fiscal year: what was done, official scores, and the pack with its index."""

# Each command imports only the modules it needs.
# ruff: noqa: PLC0415

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The evidence of a fiscal year.")


@app.command("add")
def add(  # noqa: PLR0917 - the options of a command
    done_on: Annotated[str, typer.Argument(help="The day, such as 2570-01-12.")],
    what: Annotated[str, typer.Argument(help="What was done, in one sentence.")],
    measure: Annotated[str, typer.Option(help="A key of integrity.toml.")] = "",
    item: Annotated[str, typer.Option(help="An item of oit.toml, such as O15.")] = "",
    url: Annotated[str, typer.Option(help="Where it is published.")] = "",
    file: Annotated[Path | None, typer.Option(help="A file to keep, up to 20 MB.")] = None,
) -> None:
    """Store a piece of evidence for a measure or an item of its fiscal year."""
    from bot.commands.environment import read_settings
    from bot.commands.office import unit_of_work
    from bot.commands.sentences import done as say_done
    from bot.commands.sentences import invalid
    from domain.organisation.calendar import fiscal_year
    from handlers.usecases import yearly_evidence

    day = _day(done_on)
    content = _content(file)
    with unit_of_work(read_settings()) as uow:
        year, disclosure = fiscal_year(day), uow.context.disclosure
        if measure and disclosure.measure(measure) is None:
            measures = ", ".join(one.key for one in disclosure.measures)
            raise invalid("no_measure", typed=measure, known=measures)
        if item and item not in {one.key for one in disclosure.of_year(year)}:
            raise invalid("no_item", typed=item, year=year)
        if not (measure or item) or not what.strip():
            raise invalid("evidence_of_what")
        kept = (file.name, content) if file and content else None
        done = yearly_evidence.Done(day, what, measure, item, url, kept)
        key = yearly_evidence.keep(uow, None, done)
    typer.echo(say_done("evidence_kept", key=key, year=year))


@app.command("list")
def list_all(year: Annotated[int, typer.Argument(help="The Buddhist fiscal year.")]) -> None:
    """List the evidence of a fiscal year."""
    from bot.commands.environment import read_settings
    from bot.commands.office import unit_of_work

    with unit_of_work(read_settings()) as uow:
        for one in uow.tx.evidence.of_year(year):
            about = " ".join(filter(None, (one.measure, one.item)))
            link = one.url or one.file_name or "-"
            typer.echo(f"{one.id}  {one.done_on}  {about}  {one.what}  {link}")


@app.command("take-back")
def take_back(key: int) -> None:
    """Withdraw a piece of evidence."""
    from bot.commands.environment import read_settings
    from bot.commands.office import unit_of_work
    from bot.commands.sentences import done, invalid
    from domain.errors import Refused
    from handlers.usecases import yearly_evidence

    with unit_of_work(read_settings()) as uow:
        try:
            yearly_evidence.take_back(uow, None, key)
        except Refused:
            raise invalid("no_evidence", key=key) from None
    typer.echo(done("evidence_left_out", key=key))


@app.command("score")
def score(
    year: Annotated[int, typer.Argument(help="The Buddhist fiscal year.")],
    tool: Annotated[str, typer.Argument(help="total, IIT, EIT or OIT.")],
    value: Annotated[float, typer.Argument(min=0, max=100)],
    source: Annotated[str, typer.Argument(help="Where the official result was read.")],
) -> None:
    """Store an official score, as announced, with its source."""
    from bot.commands.environment import read_settings
    from bot.commands.office import unit_of_work
    from bot.commands.sentences import done, invalid
    from handlers.usecases import yearly_evidence
    from storage.reporting.evidence import OfficialScore

    if tool not in yearly_evidence.TOOLS or not source.strip():
        raise invalid("no_tool", known=", ".join(yearly_evidence.TOOLS))
    with unit_of_work(read_settings()) as uow:
        yearly_evidence.type_in(uow, None, OfficialScore(year, tool, value, source))
    typer.echo(done("score_kept", tool=tool, year=year, value=value))


@app.command("pack")
def pack_year(
    year: Annotated[int, typer.Argument(help="The Buddhist fiscal year.")],
    folder: Annotated[Path, typer.Option("--to", help="The folder for the file.")] = Path(),
) -> None:
    """Write the evidence of a fiscal year: index, gaps, published and signed reports, files."""
    from bot.commands.environment import read_settings
    from bot.commands.office import unit_of_work
    from bot.commands.sentences import done
    from reports.evidence_pack import of_year, pack

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"evidence-{year}.zip"
    with unit_of_work(read_settings()) as uow:
        path.write_bytes(pack(uow, year))
        found = of_year(uow, year)
    typer.echo(str(path))
    for one in found:
        if one.is_missing:
            typer.echo(done("evidence_missing", item=f"{one.item.key} {one.item.th}"))


def _day(text: str) -> date:
    from bot.commands.sentences import invalid
    from domain.organisation.thai_dates import typed_day

    try:
        return typed_day(text)
    except ValueError:
        raise invalid("no_day", typed=text, such="2570-01-12") from None


def _content(file: Path | None) -> bytes | None:
    from bot.commands.sentences import invalid
    from handlers.usecases import yearly_evidence

    if file is None:
        return None
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise invalid("file_unreadable", file=file, reason=fault.strerror) from fault
    if not content or len(content) > yearly_evidence.MOST_BYTES:
        raise invalid("file_size", file=file)
    return content
