"""Accuracy of `understand` on the development set in tests/language, with a confusion list of the acts.

The files strangers_*.toml were written without knowledge of the word lists. The accuracy on the last of them
estimates the accuracy on messages of the public.
"""

import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.messages import MESSAGES
from bench.report import Options, Row, at_least, at_most, measured, percentile
from bot.wiring import read_language
from domain.language.acts import Accusation
from domain.language.understood import Language, Understood, understand

FOLDER = Path(__file__).parents[1] / "tests" / "language"
DEVELOPMENT = ("accused", "acts", "danger", "more")
STRANGERS = ("strangers_1", "strangers_2", "strangers_3")
"""The last is held out completely."""
COMPLAINTS = frozenset({"complaint", "conduct"})
TIMES = 20
EVERY = 3
"""One of this number of entries of a list is held out: nobody looks at it while words are added."""

Case = Any
"""One entry of a list: a text, or a table with a text and what it should lead to."""


def entries(*, held_out: bool) -> dict[str, dict[str, list[Case]]]:
    """Return the lists of each file of the development set, without or only with the entries held out."""
    return {
        file: {
            name: [one for at, one in enumerate(some) if (at % EVERY == EVERY - 1) == held_out]
            for name, some in read(file).items()
        }
        for file in DEVELOPMENT
    }


def read(file: str) -> dict[str, Any]:
    """Read a file of tests/language by its name without `.toml`."""
    return tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))


def strangers_shares(language: Language, file: str) -> dict[str, float]:
    """Return by figure the share (0-1) of correct messages in one of the files STRANGERS."""
    data = read(file)
    taken = {
        text: understand(text, language)
        for some in (data["cries"], data["calm"], *data["acts"].values(), *data["topics"].values())
        for text in some
    }
    others = [(act, taken[text]) for act, some in data["acts"].items() for text in some]
    complaints = [taken[text] for some in data["topics"].values() for text in some]
    rankings = [
        (topic, taken[text].topics or taken[text].guess.ranking)
        for topic, some in data["topics"].items()
        for text in some
        if topic != "conduct"
    ]
    return {
        "cries": _share(bool(taken[text].danger) for text in data["cries"]),
        "calm taken for cries": _share(bool(taken[text].danger) for text in data["calm"]),
        "complaints taken for cries": _share(bool(one.danger) for one in complaints),
        "others taken for complaints": _share(str(one.act) in COMPLAINTS for _, one in others),
        "acts of the others": _share(str(one.act) == act for act, one in others),
        "complaints refused": _share(str(one.act) not in COMPLAINTS for one in complaints),
        "accusations offered": _share(taken[text].staff for text in data["topics"]["conduct"]),
        "topic first": _share(topic == ranking[0] for topic, ranking in rankings),
        "topic among three": _share(topic in ranking[:3] for topic, ranking in rankings),
    }


def shares(language: Language, *, held_out: bool) -> dict[str, float]:
    """Return by figure the share (0-1) of correct entries in the development set."""
    files = entries(held_out=held_out)
    acts = {
        act: [understand(text, language) for text in texts] for act, texts in files["acts"].items()
    }
    others = [one for act, some in acts.items() if act not in COMPLAINTS for one in some]
    calm = [understand(text, language) for text in files["danger"]["calm"]]
    more = files["more"]
    return {
        "cries": _share(bool(understand(x, language).danger) for x in files["danger"]["cries"]),
        "false alarms": _share(bool(one.danger) for one in (*calm, *acts["complaint"])),
        "acts": _share(str(one.act) == act for act, some in acts.items() for one in some),
        "complaints refused": _share(str(one.act) not in COMPLAINTS for one in acts["complaint"]),
        "others taken for complaints": _share(str(one.act) in COMPLAINTS for one in others),
        "accusations first": _share(one.accusation is Accusation.LIKELY for one in acts["conduct"]),
        "accusations offered": _share(one.staff for one in acts["conduct"]),
        "staff first on complaints": _share(
            one.accusation is Accusation.LIKELY for one in acts["complaint"]
        ),
        "anonymity": _share(
            [understand(x, language).anonymous for x in more["anonymous"]]
            + [not understand(x, language).anonymous for x in more["open"]]
        ),
        **{
            name: _share(
                _leads_to(name, one, understand(one["text"], language)) for one in more[name]
            )
            for name in ("place", "spot", "problems", "service", "label")
        },
    }


def _leads_to(name: str, case: Mapping[str, Any], read: Understood) -> bool:
    """Return whether a text of more.toml is understood as its entry expects."""
    match name:
        case "place":
            return bool((read.place.village if read.place else None) == (case["village"] or None))
        case "spot":
            return bool((read.place.words if read.place else None) == (case["words"] or None))
        case "problems":
            return bool(len(read.problems) == case["count"])
        case "service":
            return case["key"] in read.services[:1]
    return bool(read.command == (case["key"] or None))


def _share(facts: Iterable[bool]) -> float:
    some = list(facts)
    return sum(some) / len(some)


def run(_: Options) -> Iterator[Row]:
    language = read_language()
    for held_out in (False, True):
        for name, share in shares(language, held_out=held_out).items():
            yield measured(f"{'held out' if held_out else 'seen'}: {name}", share * 100, "%", 1)
    for file in STRANGERS:
        for name, share in strangers_shares(language, file).items():
            yield measured(f"{file}: {name}", share * 100, "%", 1)
    yield from _confusion(language)
    spent = [_milliseconds(text, language) for text in MESSAGES * TIMES]
    yield measured("p50", percentile(spent, 0.5), "ms", 2)
    yield at_most("p99", percentile(spent, 0.99), 3, "ms", 2)


def _confusion(language: Language) -> Iterator[Row]:
    """Yield one row for each act: the acts that its texts, held out or not, are classified as."""
    whole: dict[str, Sequence[str]] = read("acts")
    for act, texts in whole.items():
        taken = Counter(str(understand(text, language).act) for text in texts)
        wrong = ", ".join(f"{n} {other}" for other, n in taken.most_common() if other != act)
        right = at_least(f"{act}: {wrong or 'all'}"[:58], 100 * taken[act] / len(texts), 70, "%")
        yield right


def _milliseconds(text: str, language: Language) -> float:
    start = time.thread_time()
    understand(text, language)
    return (time.thread_time() - start) * 1000
