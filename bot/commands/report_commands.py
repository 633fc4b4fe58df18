"""`python -m bot report …`: the command line interface of `bot.commands.report`."""

# Each command imports only the modules it needs.
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.environment import read_settings as _settings

report = typer.Typer(no_args_is_help=True, help="Reports on the terminal.")


@report.command("month")
def report_month(
    month: Annotated[str, typer.Argument(help="Buddhist year and month, such as 2569-10.")],
    send: Annotated[bool, typer.Option(help="Freeze it and tell the executives, once.")] = False,  # noqa: FBT002
) -> None:
    """Print a month's figures, the frozen ones if it was reported."""
    from bot.commands.office import print_month, send_month

    if send:
        typer.echo(send_month(_settings(), month))
    for line in print_month(_settings(), month):
        typer.echo(line)


@report.command("make")
def report_make(
    code: Annotated[str, typer.Argument(help="The report, such as M1 (the month on one page).")],
    period: Annotated[str, typer.Argument(help="Its period, such as 2569-10.")],
    formats: Annotated[
        str, typer.Option("--formats", help="pdf, docx, xlsx, csv, png; several with commas.")
    ] = "pdf",
    folder: Annotated[Path, typer.Option("--to", help="The folder for the files.")] = Path(),
    *,
    anew: Annotated[
        bool, typer.Option(help="Replace the current issue by today's figures.")
    ] = False,
) -> None:
    """Write a report to files. Its figures are stored at the first time and do not change."""
    from bot.commands.report import make, parse_formats

    for line in make(_settings(), code, period, parse_formats(formats), folder, anew=anew):
        typer.echo(line)


@report.command("list")
def report_list() -> None:
    """List all issues of reports with state, number and public name."""
    from bot.commands.report import list_issues

    for line in list_issues(_settings()):
        typer.echo(line)


@report.command("number")
def report_number(code: str, period: str, document_number: str) -> None:
    """Store the number of a report in the office's register."""
    from bot.commands.report import number

    typer.echo(number(_settings(), code, period, document_number))


@report.command("sign")
def report_sign(
    code: str,
    period: str,
    signed_by: str,
    scan: Annotated[Path, typer.Argument(help="The scan of the signed paper, a PDF.")],
) -> None:
    """Store the signed paper of a numbered report."""
    from bot.commands.report import sign

    typer.echo(sign(_settings(), code, period, signed_by, scan))


@report.command("permit")
def report_permit(code: str, period: str, permitted_by: str) -> None:
    """Store who permitted the publication of a signed report."""
    from bot.commands.report import permit

    typer.echo(permit(_settings(), code, period, permitted_by))


@report.command("publish")
def report_publish(code: str, period: str) -> None:
    """Publish a permitted report at a permanent address."""
    from bot.commands.report import publish

    typer.echo(publish(_settings(), code, period))


@report.command("withdraw")
def report_withdraw(code: str, period: str, withdrawn_by: str, reason: str) -> None:
    """Withdraw the permission to publish a report; its address then tells the day and the reason."""
    from bot.commands.report import withdraw

    typer.echo(withdraw(_settings(), code, period, withdrawn_by, reason))


@report.command("gaps")
def report_gaps(
    most: Annotated[int, typer.Option(help="How many questions.")] = 50,
) -> None:
    """List residents' questions without an answer in the office's data."""
    from bot.commands.office import list_gaps

    for line in list_gaps(_settings(), most):
        typer.echo(line)
