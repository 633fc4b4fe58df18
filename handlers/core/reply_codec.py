"""Replies as JSON, the form in which the outbox keeps them, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text, Tone


def encode_replies(replies: Iterable[Reply]) -> str:
    return json.dumps(
        [{"is": type(reply).__name__, **vars(reply)} for reply in replies],
        ensure_ascii=False,
        # The cards, rows and choices within a reply.
        default=vars,
    )


class UnreadableReplyError(ValueError):
    """Another release wrote it."""


def decode_replies(text: str) -> list[Reply]:
    """StrangeEnvelopeError when it holds what this release does not know, or lacks what it needs."""
    try:
        return [_reply(facts) for facts in json.loads(text)]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableReplyError(str(error)) from error


def _reply(facts: Mapping[str, Any]) -> Reply:
    match facts["is"]:
        case "Text":
            return Text(facts["text"], _choices(facts["choices"]))
        case "Card":
            return _card(facts)
        case "Cards":
            return Cards(
                facts["alt"],
                tuple(_card(card) for card in facts["cards"]),
                _choices(facts["choices"]),
            )
    raise ValueError(facts["is"])


def _card(facts: Mapping[str, Any]) -> Card:
    return Card(
        title=facts["title"],
        alt=facts["alt"],
        heading=facts["heading"],
        tone=Tone(facts["tone"]),
        body=facts["body"],
        rows=tuple(Row(**row) for row in facts["rows"]),
        photos=tuple(facts["photos"]),
        buttons=_choices(facts["buttons"]),
        footnote=facts["footnote"],
        choices=_choices(facts["choices"]),
    )


def _choices(rows: Sequence[Mapping[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(row["label"], ButtonAction(row["does"]), row["target"]) for row in rows)
