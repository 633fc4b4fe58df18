"""The commands that make reports and lead them to publication."""

from pathlib import Path

import typer

from bot.commands.office import unit_of_work
from bot.settings import Settings
from reports.issues import FileFormat, current_issue, new_issue, render
from reports.kinds import KINDS


def make(
    settings: Settings,
    code: str,
    period: str,
    formats: list[FileFormat],
    folder: Path,
    *,
    anew: bool,
) -> list[str]:
    """Write the files of a report to a folder and return a line for each.

    `anew`: make a new issue of today's figures, which replaces the current one. Raises typer.BadParameter for an
    unknown report.
    """
    if code not in KINDS:
        raise typer.BadParameter(f"There is no report {code}: choose of {', '.join(KINDS)}.")
    with unit_of_work(settings) as uow:
        issue = (new_issue if anew else current_issue)(uow, code, period)
        context = uow.context
        lines = [f"{code} {period}: {issue.state}, figures sha256 {issue.sha256}"]
        folder.mkdir(parents=True, exist_ok=True)
        for one in formats:
            path = folder / f"{code}-{period}.{one}"
            path.write_bytes(render(context, issue, one))
            lines.append(str(path))
    return lines


def parse_formats(text: str) -> list[FileFormat]:
    """Parse formats separated by commas. Raises typer.BadParameter for an unknown one."""
    try:
        return [FileFormat(one.strip().lower()) for one in text.split(",")]
    except ValueError as fault:
        known = ", ".join(FileFormat)
        raise typer.BadParameter(f"A format is one of {known}, not {text!r}.") from fault
