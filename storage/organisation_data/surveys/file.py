"""Reads and checks the file of one question set."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.surveys.question_set import Heading, Purpose, QuestionSet
from storage.organisation_data.surveys.lined_table import Findings, LinedTable
from storage.organisation_data.surveys.positions import find_lines
from storage.organisation_data.surveys.questions import QuestionReader
from storage.organisation_data.surveys.scales import KEY, KEY_RULE, read_scales
from storage.organisation_data.surveys.warnings import warn

if TYPE_CHECKING:
    from pathlib import Path

    from domain.surveys.question_set import Question
    from storage.organisation_data.surveys.shared_words import SharedWords

LARGEST_FILE = 1_000_000
BANDS = ("451", "421")
FIRST_YEAR, LAST_YEAR = 2560, 2699
_SYNTAX_PLACE = re.compile(r"(.*?) \(at line (\d+), column \d+\)", re.DOTALL)
_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Checked:
    """The set of a file, None if it has faults. Faults and warnings are lines `file:line: reason`."""

    question_set: QuestionSet | None
    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def check_path(path: Path, words: SharedWords) -> Checked:
    """Read and check the file at `path`; for any content the result is a set or faults."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            return Checked(None, (f"{path}:1: is larger than {LARGEST_FILE // 1000} kB",))
        if not path.is_file() and path.exists():
            return Checked(None, (f"{path}:1: is not a file",))
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return Checked(None, (f"{path}:1: cannot be read: {reason}",))
    return check_content(content, str(path), words)


def check_content(content: bytes, file: str, words: SharedWords) -> Checked:
    """Check the bytes of a file; `file` is its name in the findings."""
    text = _decoded(content)
    if isinstance(text, _Fault):
        return Checked(None, (f"{file}:{text.line}: {text.reason}",))
    try:
        values = tomllib.loads(text)
        lines = find_lines(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_PLACE.fullmatch(str(error))
        reason, line = found.groups() if found else (str(error), text.count("\n") + 1)
        return Checked(None, (f"{file}:{line}: is not TOML: {reason}",))
    except (RecursionError, ValueError) as error:
        return Checked(None, (f"{file}:1: is not TOML: {str(error).splitlines()[0]}",))
    findings = Findings(file, lines)
    question_set = _question_set(LinedTable(values, (), findings), words)
    if not findings.faults():
        warn(question_set, findings)
        return Checked(question_set, (), findings.warnings())
    return Checked(None, findings.faults(), findings.warnings())


@dataclass(frozen=True)
class _Fault:
    line: int
    reason: str


def _decoded(content: bytes) -> str | _Fault:
    if content[:2] in _ENCODINGS:
        return _Fault(1, f"is {_ENCODINGS[content[:2]]}: save it as UTF-8")
    content = content.removeprefix(_BOM)
    if b"\0" in content:
        return _Fault(content.count(b"\n", 0, content.index(b"\0")) + 1, "is not a text file")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _Fault(line, "is not UTF-8 (perhaps Windows-874): save it as UTF-8")
    return text if text.strip() else _Fault(1, "is empty")


def _question_set(table: LinedTable, words: SharedWords) -> QuestionSet:
    key = table.text("key")
    if key and not KEY.fullmatch(key):
        table.fault("key", KEY_RULE)
    version = table.whole("version", 1, 9999)
    purpose = _purpose(table)
    thai, english = words.titles[purpose]
    if table.has("th"):
        thai = english = table.text("th")
        if table.has("en"):
            english = table.text("en")
        else:
            table.warn("en", "is missing; English readers will see the Thai words")
    elif table.has("en"):
        table.text("en")
        table.fault("en", "has no `th` beside it")
    aspects = words.aspects | _headings(table, "aspect")
    indicators = words.indicators | _headings(table, "indicator")
    reader = QuestionReader(
        read_scales(table), words, {"aspect": set(aspects), "indicator": set(indicators)}
    )
    questions = tuple(_with_own_set(one, key) for one in reader.read(table))
    question_set = QuestionSet(
        key=key,
        version=version,
        purpose=purpose,
        th=thai,
        en=english,
        questions=questions,
        fiscal_year=table.whole("fiscal_year", FIRST_YEAR, LAST_YEAR)
        if table.has("fiscal_year")
        else None,
        bands=_bands(table),
        aspects=_used(aspects, [one.aspect for one in questions]),
        indicators=_used(indicators, [one.indicator for one in questions]),
        source=table.text("source") if table.has("source") else "",
        verified=table.flag("verified") if table.has("verified") else False,
    )
    if questions and not question_set.answerable:
        table.fault("question", "there are only notes; nothing can be answered")
    _check_same_as(table, question_set)
    table.reject_unknown_keys()
    return question_set


def _purpose(table: LinedTable) -> Purpose:
    word = table.text("purpose")
    if word and word not in set(Purpose):
        table.fault("purpose", f"{word!r} is not one of {', '.join(Purpose)}")
    return Purpose(word) if word in set(Purpose) else Purpose.OWN


def _bands(table: LinedTable) -> str:
    bands = table.text("bands") if table.has("bands") else BANDS[0]
    if bands and bands not in BANDS:
        table.fault("bands", f"{bands!r} is not one of {', '.join(BANDS)}")
    return bands


def _headings(table: LinedTable, key: str) -> dict[str, Heading]:
    """The headings a set defines itself."""
    headings: dict[str, Heading] = {}
    if not table.has(key):
        return headings
    for name, entry in table.named(key):
        headings[name] = Heading(
            name,
            entry.text("th"),
            entry.text("en" if entry.has("en") else "th"),
            entry.flag("verified") if entry.has("verified") else False,
        )
        entry.reject_unknown_keys()
    return headings


def _used(headings: dict[str, Heading], keys: list[str]) -> tuple[Heading, ...]:
    return tuple(headings[key] for key in dict.fromkeys(keys) if key in headings)


def _with_own_set(question: Question, key: str) -> Question:
    """The question with its own set's key if `same_as` names no set."""
    same = question.same_as
    if same is None or same.set_key:
        return question
    return replace(question, same_as=replace(same, set_key=key))


def _check_same_as(table: LinedTable, question_set: QuestionSet) -> None:
    for number, question in enumerate(question_set.questions):
        same = question.same_as
        if same and same.set_key == question_set.key and same.version >= question_set.version:
            table.findings.fault(
                ("question", number, "same_as"), "must name an earlier version of this set"
            )
