"""Durable 200s of the real webhook, compared with LINE's SDK parser in a Flask app that stores nothing."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.load import Shot, shoot
from bench.neighbours import node, plain_python
from bench.processes import Running, bot, bot_environment, command, module, postgres
from bench.report import Options, Row, at_least, at_most, measured, spread
from bench.slow_disk import MILLISECONDS, slowed

CONNECTIONS = 32
NOWHERE = "http://127.0.0.1:9"


NODE = "Node SDK, better-sqlite3"


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        log = folder / "log"
        lite = bot_environment(folder, f"sqlite:///{folder}/intake.db", NOWHERE)
        command(lite, "migrate")
        baseline = stack.enter_context(module("sdk_baseline", lite, log))
        sqlite = stack.enter_context(bot("web", lite, log))
        neighbours = {"plain Python bot, sqlite3": stack.enter_context(plain_python(lite, folder))}
        node_peer = stack.enter_context(node(lite, folder))
        if node_peer:
            neighbours[NODE] = node_peer
        else:
            yield Row(NODE, "not here: no Node or no npm package")
        yield from _share(
            options, "SQLite", target=1.0, baseline=baseline, durable=sqlite, neighbours=neighbours
        )
        pg = bot_environment(folder, stack.enter_context(postgres(folder)), NOWHERE)
        command(pg, "migrate")
        durable = stack.enter_context(bot("web", pg, log))
        yield from _share(
            options, "PostgreSQL", target=0.8, baseline=baseline, durable=durable, neighbours={}
        )
    for slow in (False, True):
        for connections in (CONNECTIONS, 2 * CONNECTIONS):
            yield from _draining(options, connections, slow=slow)


def _share(
    options: Options,
    name: str,
    *,
    target: float,
    baseline: Running,
    durable: Running,
    neighbours: Mapping[str, Running],
) -> Iterator[Row]:
    """Measure all in turns, round by round; ratios are of the shots of one round."""
    running = {"baseline parser": baseline, f"{name}, durable": durable, **neighbours}
    shots: dict[str, list[Shot]] = {one: [] for one in running}
    for part in running.values():
        shoot(part.port, 0.5)
    for _ in range(options.rounds):
        for one, part in running.items():
            shots[one].append(shoot(part.port, options.seconds))
    bare, ours, *_ = shots.values()
    for one, fired in shots.items():
        yield Row(f"{one}: 200s/s", spread(shot.per_second for shot in fired))
    yield at_least(
        f"{name}: durable / baseline, median of pairs", _ratio(ours, bare), target, digits=2
    )
    for one in neighbours:
        yield measured(f"{one} / baseline", _ratio(shots[one], bare), digits=2)
        yield at_least(f"{name}: durable / {one}", _ratio(ours, shots[one]), 1.0, digits=2)
    yield from _latency(f"{name}, {CONNECTIONS} connections", ours)


def _ratio(ones: list[Shot], others: list[Shot]) -> float:
    pairs = zip(ones, others, strict=True)
    return median(one.per_second / other.per_second for one, other in pairs)


def _latency(name: str, shots: list[Shot]) -> Iterator[Row]:
    yield Row(f"{name}: p50", f"{median(one.percentile(0.5) for one in shots):.1f} ms")
    p99 = median(one.percentile(0.99) for one in shots)
    yield at_most(f"{name}: p99, median of runs", p99, 100, "ms", 1)
    yield at_most(f"{name}: max of all", max(max(one.milliseconds) for one in shots), 500, "ms")
    others = sum(one.others for one in shots)
    if others:
        yield Row(f"{name}: answers that were no 200", str(others), "= 0", met=False)


def _draining(options: Options, connections: int, *, slow: bool) -> Iterator[Row]:
    """Intake while the worker of `bot run` handles the events, with a LINE that accepts every call."""
    disk = f", {MILLISECONDS} ms fsync" if slow else ""
    name = f"SQLite, worker draining{disk}, {connections} connections"
    with tempfile.TemporaryDirectory() as folder_name, ExitStack() as stack:
        folder = Path(folder_name)
        log = folder / "log"
        url = f"sqlite:///{folder}/draining.db"
        line = stack.enter_context(
            module("accepting_line", bot_environment(folder, url, NOWHERE), log)
        )
        environment = bot_environment(folder, url, line.url)
        command(environment, "migrate")
        slowly = slowed(environment, folder) if slow else environment
        if slowly is None:
            yield Row(name, "not here: no gcc")
            return
        part = stack.enter_context(bot("run", slowly, log))
        shoot(part.port, 0.5, connections)
        shots = [shoot(part.port, options.seconds, connections) for _ in range(options.rounds)]
        yield Row(f"{name}: 200s/s", spread(one.per_second for one in shots))
        yield from _latency(name, shots)
