"""Parse the entries of a survey form: the answers, and a fault for each invalid entry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.surveys.participation import WORDS_LIMIT
from domain.surveys.question_set import Kind, Question, QuestionSet

PREFIX = "q-"
"""Prefix of a question's key in the name of its field."""
Entries = Mapping[str, Sequence[str]]
"""Field name to the values entered."""


@dataclass(frozen=True)
class Fault:
    """An entry that cannot be stored. `key`: word key of the sentence; `facts`: its placeholders."""

    question: str
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """`codes` and `words` by question. `missing`: questions that should be answered and were left blank."""

    codes: Mapping[str, tuple[int, ...]]
    words: Mapping[str, str]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.codes and not any(self.words.values())


def read(question_set: QuestionSet, entries: Entries) -> Entered:
    """Return the parsed entries. Entries for questions whose condition is not met are ignored."""
    codes: dict[str, tuple[int, ...]] = {}
    words: dict[str, str] = {}
    faults: list[Fault] = []
    missing: list[str] = []
    for question in question_set.answerable:
        if question.ask_if is not None and not question.ask_if.is_met(codes):
            continue
        values = [
            value.strip() for value in entries.get(f"{PREFIX}{question.key}", ()) if value.strip()
        ]
        if question.kind is Kind.TEXT:
            words[question.key] = "\n".join(values)
            faults += _faults_of_text(question, words[question.key])
        elif not values:
            if _should_answer(question_set, question):
                missing.append(question.key)
        elif fault := _fault_of(question, values):
            faults.append(fault)
        else:
            codes[question.key] = tuple(dict.fromkeys(map(int, values)))
    return Entered(codes, words, tuple(faults), tuple(missing))


def _should_answer(question_set: QuestionSet, question: Question) -> bool:
    """Whether a blank question is asked for again; beside an overall score all others are voluntary."""
    return question_set.rating in {None, question} and question.ask_if is None


def _faults_of_text(question: Question, text: str) -> list[Fault]:
    if len(text) <= WORDS_LIMIT:
        return []
    return [Fault(question.key, "survey_form.too_long", {"length": len(text), "most": WORDS_LIMIT})]


def _fault_of(question: Question, values: Sequence[str]) -> Fault | None:
    facts = {"least": question.least, "most": question.most}
    if question.kind is Kind.MANY and len(set(values)) > question.most_choices:
        return Fault(question.key, "survey_form.too_many", {"most": question.most_choices})
    wrong = "survey_form.no_number" if question.kind is Kind.NUMBER else "survey_form.no_answer"
    if not all(re.fullmatch(r"-?\d{1,9}", value) for value in values):
        return Fault(question.key, wrong, facts)
    codes = tuple(dict.fromkeys(map(int, values)))
    return None if question.accepts(codes) else Fault(question.key, wrong, facts)
