"""Reads the `[[question]]` tables of a set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.surveys.question_set import Condition, Kind, Option, Question, SameAs
from storage.organisation_data.surveys.scales import (
    KEY,
    KEY_RULE,
    MOST_LEVELS,
    read_choices,
    read_outside,
    with_destinations,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.organisation_data.surveys.lined_table import LinedTable
    from storage.organisation_data.surveys.scales import Scale
    from storage.organisation_data.surveys.shared_words import SharedWords

MOST_QUESTIONS = 60
LONGEST_TEXT = 500
LARGEST_NUMBER = 1_000_000
MANY = 3
"""Default maximum of choices."""


class QuestionReader:
    """Reads questions in their order, so that a condition can only refer to an earlier one."""

    def __init__(
        self, scales: Mapping[str, Scale], words: SharedWords, headings: Mapping[str, set[str]]
    ) -> None:
        """`headings`: the known keys under "aspect" and "indicator"."""
        self._scales = scales
        self._words = words
        self._headings = headings
        self._earlier: dict[str, Question] = {}
        self._all_keys: set[str] = set()

    def read(self, table: LinedTable) -> tuple[Question, ...]:
        """Every question of the file, in its order."""
        entries = list(table.tables("question"))
        if len(entries) > MOST_QUESTIONS:
            table.fault("question", f"there are {len(entries)}; at most {MOST_QUESTIONS}")
        self._all_keys = {str(entry.raw("key")) for entry in entries}
        return tuple(self._question(entry) for entry in entries)

    def _question(self, entry: LinedTable) -> Question:
        key = entry.text("key")
        if key and not KEY.fullmatch(key):
            entry.fault("key", KEY_RULE)
        kind = self._kind(entry)
        thai = _wording(entry, "th")
        english = thai
        if entry.has("en"):
            english = _wording(entry, "en")
        else:
            entry.warn("en", "is missing; English readers will see the Thai words")
        question = Question(
            key=key,
            kind=kind or Kind.NOTE,
            th=thai,
            en=english,
            aspect=self._heading(entry, "aspect"),
            indicator=self._heading(entry, "indicator"),
            ask_if=self._condition(entry) if entry.has("ask_if") else None,
            same_as=_same_as(entry) if entry.has("same_as") else None,
            source=entry.text("source") if entry.has("source") else "",
            verified=entry.flag("verified") if entry.has("verified") else False,
        )
        if kind is not None:
            question = self._with_answers(entry, question)
            entry.reject_unknown_keys()
        if key in self._earlier:
            entry.fault("key", f"{key!r} is there twice")
        self._earlier[key] = question
        return question

    def _kind(self, entry: LinedTable) -> Kind | None:
        word = entry.text("kind")
        if word and word not in set(Kind):
            entry.fault("kind", f"{word!r} is not one of {', '.join(Kind)}")
        return Kind(word) if word in set(Kind) else None

    def _with_answers(self, entry: LinedTable, question: Question) -> Question:
        """The question with the fields of its kind; keys of other kinds are not read and count as unknown."""
        self._reject_keys_of_other_kinds(entry, question.kind)
        match question.kind:
            case Kind.SCALE:
                return self._scale(entry, question)
            case Kind.ONE | Kind.MANY:
                question = replace(
                    question,
                    options=read_choices(entry, self._words),
                    outside=read_outside(entry),
                )
                if question.kind is Kind.MANY:
                    count = len(question.options) or 1
                    most = entry.whole("most", 1, count) if entry.has("most") else min(MANY, count)
                    return replace(question, most_choices=most)
                return question
            case Kind.NUMBER:
                least = entry.whole("least", 0, LARGEST_NUMBER) if entry.has("least") else 0
                most = LARGEST_NUMBER
                if entry.has("most"):
                    most = entry.whole("most", 1, LARGEST_NUMBER)
                    if most < least:
                        entry.fault("most", f"must not be below least, which is {least}")
                return replace(question, least=least, most=most)
            case Kind.TEXT | Kind.NOTE:
                return question

    @staticmethod
    def _reject_keys_of_other_kinds(entry: LinedTable, kind: Kind) -> None:
        for key, kinds in _KEYS_OF_KINDS.items():
            if entry.has(key) and kind not in kinds:
                entry.raw(key)
                entry.fault(key, f"a question of kind {kind.value} has none")

    def _scale(self, entry: LinedTable, question: Question) -> Question:
        name = entry.text("scale")
        scale = self._scales.get(name)
        if name and scale is None:
            entry.fault("scale", f"{name!r} has no [scale.{name}] in this file")
        levels: tuple[Option, ...] = scale.levels if scale else ()
        return replace(
            question,
            scale=name,
            options=with_destinations(entry, levels),
            outside=scale.outside if scale else None,
            reverse=entry.flag("reverse") if entry.has("reverse") else False,
        )

    def _heading(self, entry: LinedTable, key: str) -> str:
        value = entry.raw(key)
        if value is None:
            return ""
        name = str(value) if isinstance(value, str | int) and value is not True else ""
        if name not in self._headings[key]:
            known = ", ".join(sorted(self._headings[key]))
            entry.fault(key, f"{value!r} is not one of {known}; define it as [{key}.…]")
        return name

    def _condition(self, entry: LinedTable) -> Condition | None:
        table = entry.table("ask_if")
        name = table.text("question")
        earlier = self._earlier.get(name)
        if name and earlier is None:
            table.fault(
                "question",
                f"names {name!r}, which comes later or is this one"
                if name in self._all_keys
                else f"names {name!r}, which is not in this set",
            )
        bounds = {key: self._bound(table, key, earlier) for key in ("at_least", "at_most")}
        any_of = self._any_of(table, earlier)
        if not any_of and all(bound is None for bound in bounds.values()):
            entry.fault("ask_if", "needs at_least, at_most or is")
        table.reject_unknown_keys()
        return Condition(name, bounds["at_least"], bounds["at_most"], any_of)

    @staticmethod
    def _bound(table: LinedTable, key: str, earlier: Question | None) -> int | None:
        if not table.has(key):
            return None
        if earlier is not None and earlier.kind not in {Kind.SCALE, Kind.NUMBER}:
            table.raw(key)
            table.fault(key, f"{earlier.key} is of kind {earlier.kind.value}; use `is`")
            return None
        if earlier is None or earlier.kind is Kind.NUMBER:
            return table.whole(key, 0, LARGEST_NUMBER)
        return table.whole(key, 1, earlier.levels or MOST_LEVELS)

    @staticmethod
    def _any_of(table: LinedTable, earlier: Question | None) -> tuple[int, ...]:
        if not table.has("is"):
            return ()
        value = table.raw("is")
        keys = [str(one) for one in (value if isinstance(value, list) else [value])]
        if earlier is None or not earlier.options:
            return ()
        options = (*earlier.options, *((earlier.outside,) if earlier.outside else ()))
        codes = {one.key: one.code for one in options}
        for key in keys:
            if key not in codes:
                table.fault("is", f"{key!r} is not an answer of {earlier.key}")
        return tuple(codes[key] for key in keys if key in codes)


_KEYS_OF_KINDS = {
    "scale": {Kind.SCALE},
    "reverse": {Kind.SCALE},
    "indicator": {Kind.SCALE},
    "choices": {Kind.ONE, Kind.MANY},
    "leads_to": {Kind.SCALE, Kind.ONE, Kind.MANY},
    "outside": {Kind.ONE, Kind.MANY},
    "outside_en": {Kind.ONE, Kind.MANY},
    "least": {Kind.NUMBER},
    "most": {Kind.NUMBER, Kind.MANY},
}
"""Keys that only some kinds of question have."""


def _wording(entry: LinedTable, key: str) -> str:
    text = entry.text(key)
    if len(text) > LONGEST_TEXT:
        entry.fault(key, f"has {len(text)} characters; at most {LONGEST_TEXT}")
    return text


def _same_as(entry: LinedTable) -> SameAs:
    table = entry.table("same_as")
    same = SameAs(
        table.text("set") if table.has("set") else "",
        table.whole("version", 1, LARGEST_NUMBER),
        table.text("question") if table.has("question") else str(entry.raw("key")),
    )
    table.reject_unknown_keys()
    return same
