"""`python -m bench [name ...]`: runs benchmarks and prints each figure with its target."""

import signal
import sys
import time
from importlib import import_module
from typing import Annotated

import typer

from bench.report import Options, machine

BENCHMARKS = (
    "classifier",
    "understanding",
    "path",
    "startup",
    "month",
    "desk",
    "surveys",
    "reports",
    "forms",
    "open_page",
    "turns",
    "intake",
    "install",
)
BY_NAME = ("burst", "flood", "day", "pictures", "replay", "province")
"""Long benchmarks, run only when they are named."""


def main(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Of: {', '.join((*BENCHMARKS, *BY_NAME))}")
    ] = None,
    *,
    seconds: Annotated[float, typer.Option(help="How long one shot of load lasts.")] = 2.0,
    rounds: Annotated[int, typer.Option(help="How often each pair is repeated.")] = 5,
    full: Annotated[bool, typer.Option(help="Whole sizes: minutes instead of seconds.")] = False,
    cases: Annotated[int, typer.Option(help="How many cases replay and province live.")] = 0,
    sequence: Annotated[bool, typer.Option(help="List the calls that path traced.")] = False,
) -> None:
    """Run the benchmarks named, or all but the long ones.

    Figures of one run are comparable, figures of two machines are not.
    """
    unknown = set(names or ()) - {*BENCHMARKS, *BY_NAME}
    if unknown:
        raise typer.BadParameter(f"no benchmark {', '.join(sorted(unknown))}")
    options = Options(seconds, rounds, full, cases, sequence)
    typer.echo(machine())
    for name in names or BENCHMARKS:
        module = import_module(f"bench.{name}")
        typer.echo(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
        start = time.monotonic()
        for row in module.run(options):
            typer.echo(row)
        typer.echo(f"  ({time.monotonic() - start:.0f} s)")


if __name__ == "__main__":
    # Exit in order on SIGTERM, so that the processes started by a benchmark end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    typer.run(main)
