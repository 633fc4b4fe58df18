"""`python -m bench.train_talk`: train the model of what is said aside and write domain/data/talk_model.json.

From OWN_PHRASES and, for what is told, asked, chatted or cried, from the phrases of the act model; same phrases,
same weights.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer

from bench.train_acts import ENDINGS, MODEL, PHRASES, SEED, packed, train
from bot.wiring import read_language
from domain.language.said_aside import Said, features_of

OWN_PHRASES = Path(__file__).with_name("talk_phrases.toml")
CONDUCT = OWN_PHRASES.with_name("conduct_phrases.toml")
TALK_MODEL = MODEL.with_name("talk_model.json")
BORROWED = {
    "complaint": (Said.STORY, 900),
    "conduct": (Said.STORY, 500),
    "request": (Said.ASKS, 250),
    "question": (Said.ASKS, 350),
    "follow_up": (Said.ASKS, 100),
    "chat": (Said.CROSS, 400),
    "spam": (Said.CROSS, 60),
    "greeting": (Said.MANNERS, 60),
    "thanks": (Said.MANNERS, 120),
    "cry": (Said.CRY, 300),
}
"""For acts of PHRASES the label of their messages here, and how many of them are drawn."""
ACCUSATIONS = 500
"""Messages drawn from CONDUCT: an accusation is a story and no talk, whatever its words are."""
OWN_COUNT = 2
"""How often an own phrase counts, each time with another particle at its end."""
BEGINNINGS = (
    "",
    "",
    "",
    "",
    "อ๋อ ",
    "เออ ",
    "อ้าว ",
    "โอ๊ย",
    "เอ่อ ",
    "งั้น",
    "ก็",
    "ลูก ",
    "หนู ",
    "คุณ ",
    "แอดมิน ",
)
MOST_RUNS = 8_000


def main() -> None:
    """Train and write."""
    language = read_language()
    texts = [*_own(), *_borrowed()]
    typer.echo(f"{len(texts)} messages: {dict(Counter(label for _, label in texts))}")
    samples = [(features_of(text, language), label) for text, label in texts]
    labels = tuple(map(str, Said))
    TALK_MODEL.write_text(packed(train(samples, labels), labels, MOST_RUNS), "utf-8")
    typer.echo(f"{TALK_MODEL.name}: {TALK_MODEL.stat().st_size // 1024} kB")


def _own() -> Iterator[tuple[str, str]]:
    # Not for secrets: the same particles are drawn each time.
    draw = random.Random(SEED)  # noqa: S311
    for label, texts in tomllib.loads(OWN_PHRASES.read_text("utf-8"))["talk"].items():
        for text in texts:
            yield text, label
            for _ in range(OWN_COUNT):
                yield draw.choice(BEGINNINGS) + text + draw.choice(ENDINGS), label


def _borrowed() -> Iterator[tuple[str, str]]:
    draw = random.Random(SEED)  # noqa: S311
    files = [tomllib.loads(path.read_text("utf-8"))["act"] for path in PHRASES]
    for act, (label, count) in BORROWED.items():
        texts = sorted({text for acts in files if act in acts for text in acts[act]["texts"]})
        yield from ((text, label) for text in draw.sample(texts, min(count, len(texts))))
    accusing = tomllib.loads(CONDUCT.read_text("utf-8"))["accusations"]
    yield from ((text, Said.STORY) for text in draw.sample(accusing, ACCUSATIONS))


if __name__ == "__main__":
    typer.run(main)
