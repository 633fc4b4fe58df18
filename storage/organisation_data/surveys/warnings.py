"""Warnings about allowed but bad practice in a question set: too many questions, two questions in one, no way out.

Sources: response falls with length and with grids (docs/surveys.md); double-barrelled items are a standard
fault of questionnaires (Dillman, Smyth and Christian, Internet, Phone, Mail, and Mixed-Mode Surveys, 2014).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.surveys.asking_for_gain import asks_for_gain
from domain.surveys.question_set import CHAT_LIMIT, Destination, Kind, Purpose, Question
from domain.text.graphemes import count_graphemes

if TYPE_CHECKING:
    from domain.surveys.question_set import QuestionSet
    from storage.organisation_data.surveys.lined_table import Findings

BUTTON_LENGTH = 35
"""Maximum characters of a word that fits on a card's button together with its number."""
CHAT_CHOICES = 10
_TWO_IN_ONE = re.compile(r"และ(?!ะ)|รวมทั้ง|รวมถึง|ตลอดจน|อีกทั้ง|\band\b|/", re.IGNORECASE)
_AGE = re.compile(r"อายุ|\bage\b|how old", re.IGNORECASE)


def warn(question_set: QuestionSet, findings: Findings) -> None:
    """Record every warning about a set that has no faults."""
    asked = len(question_set.answerable)
    if asked > CHAT_LIMIT:
        findings.warn(
            (), f"has {asked} questions; over {CHAT_LIMIT} the chat offers the form first"
        )
    if not question_set.source and not all(one.source for one in question_set.answerable):
        findings.warn((), "has no `source`: where does the wording come from?")
    for number, question in enumerate(question_set.questions):
        for key, reason in _of_question(question, question_set):
            findings.warn(("question", number, key), reason)


def _of_question(question: Question, question_set: QuestionSet) -> list[tuple[str, str]]:
    found = []
    if question.kind is Kind.SCALE:
        if question.outside is None:
            found.append(("scale", "has no `outside`: who did not use it must invent an answer"))
        if _TWO_IN_ONE.search(question.th):
            found.append(("th", "may ask two things at once: a low answer would not say which"))
    if question.kind is Kind.NUMBER and _AGE.search(f"{question.th} {question.en}"):
        found.append(("kind", 'asks for an age: use kind = "one" with bands, which tell less'))
    texts = [text for one in question.options for text in (one.th, one.en)]
    long = [one for one in texts if count_graphemes(one) > BUTTON_LENGTH]
    if long:
        found.append(("key", f"has an answer of over {BUTTON_LENGTH} characters: {long[0]!r}"))
    if len(question.options) > CHAT_CHOICES:
        found.append(("choices", f"has over {CHAT_CHOICES}: the chat offers the form instead"))
    codes = [one.code for one in question.options]
    asks_for_money = any(question.destination(code) is Destination.CONDUCT for code in codes)
    if codes and not asks_for_money and asks_for_gain(question.th, question.en, *texts):
        found.append(("th", "speaks of money or gifts, and no answer alerts: write `leads_to`"))
    is_for_some = question_set.purpose is Purpose.EIT_ALIGNED and question.ask_if is not None
    if asks_for_money and is_for_some:
        found.append(("ask_if", "money or gifts are asked of everyone, not of some"))
    return found
