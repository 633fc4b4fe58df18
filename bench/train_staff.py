"""`python -m bench.train_staff`: train the model of accusations and write domain/data/staff_model.json.

From the phrases of the act model, OWN_PHRASES, the names of the services, and WHOLE, which includes the sets of
tests/language; same phrases, same weights.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from bench.train_acts import MODEL, PHRASES, SEED, packed, phrases, train
from bot.wiring import read_language
from domain.language.act_model import runs_of
from domain.language.staff import ACCUSES, ACCUSES_NOBODY, marks_of

OWN_PHRASES = Path(__file__).with_name("staff_phrases.toml")
LANGUAGE = Path(__file__).parents[1] / "tests" / "language"
SETS = tuple(
    f"staff_{which}.toml"
    for which in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
)
WHOLE = (
    OWN_PHRASES.with_name("conduct_phrases.toml"),
    OWN_PHRASES.with_name("spoken_conduct.toml"),
    OWN_PHRASES.with_name("answer_phrases.toml"),
    *(LANGUAGE / name for name in SETS),
)
"""Files of whole messages, which are closer to what residents write than mixed ones."""
ACCUSATIONS_COUNT, ORDINARY_COUNT = 6, 3
"""How often each of them counts. There are more messages about other matters in all."""
MOST_RUNS = 60_000
"""An accusation is told in more words than an act: with 24,000 twice as many complaints are asked about."""
STAFF_MODEL = MODEL.with_name("staff_model.json")
ACTS = (ACCUSES, ACCUSES_NOBODY)


def main() -> None:
    """Train and write."""
    samples = list(_samples())
    typer.echo(f"{len(samples)} messages")
    STAFF_MODEL.write_text(packed(train(samples, ACTS), ACTS, MOST_RUNS), "utf-8")
    typer.echo(f"{STAFF_MODEL.name}: {STAFF_MODEL.stat().st_size // 1024} kB")


def _samples() -> Iterator[tuple[tuple[str, ...], str]]:
    language = read_language()
    for text, accuses in _texts():
        squeezed = language.dialect.read(text).squeezed
        features = (*runs_of(squeezed), *marks_of(frozenset(language.staff.read(squeezed).names)))
        yield features, ACCUSES if accuses else ACCUSES_NOBODY


def _texts() -> Iterator[tuple[str, bool]]:
    for path in PHRASES:
        parsed = tomllib.loads(path.read_text("utf-8"))
        # Whole messages count once more.
        for act, entry in parsed["act"].items():
            yield from ((text, act == "conduct") for text in entry["texts"])
        yield from ((text, act == "conduct") for text, act in phrases(parsed))
    own = tomllib.loads(OWN_PHRASES.read_text("utf-8"))
    yield from ((text, True) for text in _drawn(own["conduct"]))
    yield from ((text, False) for text in _drawn(own["other"]))
    yield from ((name, False) for name in _names_of_services())
    for path in WHOLE:
        parsed = tomllib.loads(path.read_text("utf-8"))
        yield from ((text, True) for text in ACCUSATIONS_COUNT * parsed["accusations"])
        yield from ((text, False) for text in ORDINARY_COUNT * parsed["ordinary"])


def _names_of_services() -> Iterator[str]:
    """What people type who look for a service: many accusations name the same papers."""
    for file, kind in (("services.toml", "service"), ("directory.toml", "entry")):
        for one in tomllib.loads(MODEL.with_name(file).read_text("utf-8"))[kind].values():
            yield from (one["th"], one["en"], *one["aliases"])


def _drawn(entry: Mapping[str, Any]) -> Iterator[str]:
    """The whole messages of an entry, twice, and as many of its mixed ones as it draws."""
    # Not for secrets: the same messages are drawn each time.
    draw = random.Random(SEED)  # noqa: S311
    mixed = {
        "".join(draw.choice(part) for part in draw.choice(entry["mix"]))
        for _ in range(entry["draw"])
    }
    yield from (*entry["texts"], *entry["texts"], *sorted(mixed))


if __name__ == "__main__":
    typer.run(main)
