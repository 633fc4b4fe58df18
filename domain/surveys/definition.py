"""The canonical JSON form of a question set, which is stored when a version is opened, and its digest.

Equal sets give equal bytes, and the conversion is lossless.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from domain.surveys.question_set import (
    Condition,
    Destination,
    Heading,
    Kind,
    Option,
    Purpose,
    Question,
    QuestionSet,
    SameAs,
)


def to_json(question_set: QuestionSet) -> str:
    """The canonical JSON text of a set."""
    return json.dumps(
        asdict(question_set), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256(question_set: QuestionSet) -> str:
    """The SHA-256 digest of the canonical JSON text, in hexadecimal."""
    return hashlib.sha256(to_json(question_set).encode()).hexdigest()


def from_json(text: str) -> QuestionSet:
    """The set that `to_json` wrote. Raises KeyError, TypeError or ValueError for any other text."""
    facts: dict[str, Any] = json.loads(text)
    return QuestionSet(
        **{
            **facts,
            "purpose": Purpose(facts["purpose"]),
            "questions": tuple(_question(one) for one in facts["questions"]),
            "aspects": tuple(Heading(**one) for one in facts["aspects"]),
            "indicators": tuple(Heading(**one) for one in facts["indicators"]),
        }
    )


def _question(facts: dict[str, Any]) -> Question:
    condition, same_as = facts["ask_if"], facts["same_as"]
    return Question(
        **{
            **facts,
            "kind": Kind(facts["kind"]),
            "options": tuple(_option(one) for one in facts["options"]),
            "outside": _option(facts["outside"]) if facts["outside"] else None,
            "ask_if": Condition(**{**condition, "any_of": tuple(condition["any_of"])})
            if condition
            else None,
            "same_as": SameAs(**same_as) if same_as else None,
        }
    )


def _option(facts: dict[str, Any]) -> Option:
    leads_to = facts["leads_to"]
    return Option(**{**facts, "leads_to": Destination(leads_to) if leads_to else None})
