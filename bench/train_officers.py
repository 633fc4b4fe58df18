"""`python -m bench.train_officers`: train the model of officers' intents and write domain/data/officer_model.json.

Same phrases, same weights, as of the act model.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer

from bench.train_acts import MODEL, SEED, packed, train
from bot.wiring import read_language
from domain.language.act_model import runs_of
from domain.language.officer_intent import Intent

PHRASES = Path(__file__).with_name("officer_phrases.toml")
OFFICER_MODEL = MODEL.with_name("officer_model.json")
ENDINGS = ("ครับ", "ค่ะ", "คับ", "นะครับ", "นะคะ", "ครับผม", "จ้า", "หน่อย", "ที", "ด้วย")
MOST_RUNS = 16_000


def main() -> None:
    """Train and write."""
    texts = list(phrases())
    intents = tuple(one.value for one in Intent)
    typer.echo(f"{len(texts)} messages: {dict(Counter(intent for _, intent in texts))}")
    language = read_language()
    samples = [(tuple(runs_of(language.dialect.read(text).squeezed)), one) for text, one in texts]
    OFFICER_MODEL.write_text(packed(train(samples, intents), intents, MOST_RUNS), "utf-8")
    typer.echo(f"{OFFICER_MODEL.name}: {OFFICER_MODEL.stat().st_size // 1024} kB")


def phrases() -> Iterator[tuple[str, str]]:
    """Every phrase as it is, and once more with a polite particle, with its intent."""
    # Not for secrets: the same particles are drawn each time.
    draw = random.Random(SEED)  # noqa: S311
    for intent, entry in tomllib.loads(PHRASES.read_text("utf-8"))["intent"].items():
        for text in entry["texts"]:
            yield text, intent
            yield text + draw.choice(ENDINGS), intent


if __name__ == "__main__":
    typer.run(main)
