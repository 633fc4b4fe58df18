"""Every text of the chat is used, filled, complete in both languages and short enough for its place."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.line.outbound import limits
from bot.wiring import read_translations
from domain.text.graphemes import count_graphemes
from handlers.core.i18n import LABEL_LIMIT, Bilingual, join_label
from tests.shipped import shipped_catalog

ROOT = Path(__file__).parents[2]
SPEAKING = ("handlers", "bot", "scheduler", "reports", "web")
NOT_OURS = ("simulator", "bot/demo")
LABELS = ("button", "menu", "waiting")
KEY = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*")
THAI = re.compile("[\u0e00-\u0e7f]")
THAI_IN_CODE = {
    (
        "bot/line/outbound/render.py",
        r"(?<=\d) (?=(?:น\.|วัน)(?!\S))| (?=ๆ)",
    ): "a unit that stays with its number",
    (
        "web/console/desk.py",
        r"\d{1,2} \S+ \d{4}|เวลา [\d.]+ น\.|\d[\d,]* (?:วัน|เรื่อง|คน|ข้อความ)",
    ): "a day, a time and a count that stay on one line",
}
"""File and string to the reason why the text is in code and not in a word file."""


@dataclass(frozen=True)
class Source:
    """One file of code."""

    name: str
    tree: ast.Module


@cache
def sources(folders: tuple[str, ...]) -> tuple[Source, ...]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    named = [(path.relative_to(ROOT).as_posix(), path) for path in paths]
    return tuple(
        Source(name, ast.parse(path.read_text(encoding="utf-8")))
        for name, path in named
        if not name.startswith(NOT_OURS)
    )


def constants(tree: ast.AST, *, pieces: bool = True) -> Iterator[str]:
    """Yield every string and number of the code as text, without docstrings.

    `pieces`: those within f-strings and the names of log lines too.
    """
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            left_out.add(id(node.value))
        elif isinstance(node, ast.JoinedStr) and not pieces:
            left_out |= {id(value) for value in node.values}
        elif (
            isinstance(node, ast.Call) and not pieces and ast.unparse(node.func).startswith("log.")
        ):
            left_out |= {id(argument) for argument in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in left_out:
            yield str(node.value)


def patterns(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """Return the f-strings that name a key: `f"button.{action}"` is any key of that file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)"
                for part in node.values
            ]
            if re.match(r"[a-z]+\\\.", parts[0]):
                yield re.compile("".join(parts))


WORDS = read_translations().sentences
SPOKEN = frozenset(
    text for source in sources(SPEAKING) for text in constants(source.tree, pieces=False)
)
KNOWN = frozenset(
    text for source in sources((*SPEAKING, "domain")) for text in constants(source.tree)
)
MADE = [pattern for source in sources(SPEAKING) for pattern in patterns(source.tree)]


def is_used(key: str) -> bool:
    """Return whether a key is used as a whole, or made from a pattern whose open part is a word of the code."""
    if key in SPOKEN:
        return True
    matches = (pattern.fullmatch(key) for pattern in MADE)
    return any(set(match.groups()) <= KNOWN for match in matches if match)


def test_every_key_the_code_names_exists():
    files = {key.split(".")[0] for key in WORDS}
    named = {text for text in SPOKEN if KEY.fullmatch(text) and text.split(".")[0] in files}
    assert named - set(WORDS) == set()


def placeholders(sentence: str) -> set[str]:
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_no_sentence_is_unused():
    assert [key for key in WORDS if not is_used(key)] == []


def test_every_refusal_has_its_words():
    refused = {
        node.args[0].value
        for source in sources(("domain", "handlers"))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Refused"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert {f"refusals.{key}" for key in refused} - set(WORDS) == set()


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_are_there_and_are_filled_with_the_same(key):
    both = WORDS[key]
    assert both.th.strip()
    assert both.en.strip()
    assert placeholders(both.th) == placeholders(both.en)


def test_every_sentence_said_is_given_all_it_is_filled_with():
    unfilled = []
    for source in sources(SPEAKING):
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if key not in WORDS or called not in {"say", "NotUnderstood"}:
                continue
            given = {keyword.arg for keyword in node.keywords}
            if None not in given and placeholders(WORDS[key].th) - given:
                unfilled.append((source.name, key))
    assert unfilled == []


def test_labels_take_no_facts():
    labels = [key for key in WORDS if key.split(".")[0] in LABELS]
    assert [key for key in labels if placeholders(WORDS[key].th)] == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_labels_fit_a_quick_reply(language):
    labels = {
        key: join_label(both, language)
        for key, both in WORDS.items()
        if key.split(".")[0] in LABELS
    }
    long = {key: label for key, label in labels.items() if count_graphemes(label) > LABEL_LIMIT}
    assert long == {}


@pytest.mark.parametrize("language", ["th", "en"])
def test_names_of_services_fit_a_button_of_a_card(language):
    names = [join_label(Bilingual(one.th, one.en), language) for one in shipped_catalog().services]
    assert [name for name in names if count_graphemes(name) > limits.FLEX_BUTTON_LABEL] == []


def test_short_names_of_sections_fit_a_quick_reply():
    names = [one.short_th for one in shipped_catalog().departments]
    assert [name for name in names if count_graphemes(name) > LABEL_LIMIT] == []


def test_no_two_buttons_that_stand_together_read_the_same():
    for file in LABELS:
        labels = [both.th for key, both in WORDS.items() if key.startswith(f"{file}.")]
        assert sorted(set(labels)) == sorted(labels), file


def test_the_thai_is_polite_and_has_no_stray_space():
    untidy = [
        key
        for key, both in WORDS.items()
        for text in (both.th, both.en)
        if text != text.strip() or "  " in text or "เเ" in text or "ํา" in text
    ]
    assert untidy == []


def test_no_thai_sentence_stands_in_code():
    found = {
        (source.name, text)
        for source in sources(SPEAKING)
        for text in constants(source.tree)
        if THAI.search(text)
    }
    assert found == set(THAI_IN_CODE)
