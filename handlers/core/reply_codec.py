"""Encodes replies as JSON for the outbox, and decodes them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.core.messages import (
    ButtonAction,
    Card,
    Cards,
    Choice,
    Picture,
    Reply,
    Row,
    Text,
    Tone,
)

ABOUT = "about"


def encode_replies(replies: Iterable[Reply]) -> str:
    """Return a JSON list with one object for each reply; its key `is` names the class."""
    return json.dumps(
        [{"is": type(reply).__name__, **_facts(reply)} for reply in replies],
        ensure_ascii=False,
        # Encodes the cards, rows and choices inside a reply.
        default=_facts,
    )


def names_cases(text: str) -> bool:
    """Whether encoded replies may contain one with `about`; False for most messages, without decoding them."""
    return f'"{ABOUT}"' in text


def _facts(part: object) -> dict[str, Any]:
    """Return the fields of a reply or of a part of it; `about` only if it is not empty."""
    return {name: value for name, value in vars(part).items() if value or name != ABOUT}


class UnreadableReplyError(ValueError):
    """The JSON was written by a release whose messages this one cannot decode."""


def decode_replies(text: str) -> list[Reply]:
    """Decode JSON from `encode_replies`.

    Raises UnreadableReplyError if it contains values unknown to this release or lacks required fields.
    """
    try:
        return [_reply(facts) for facts in json.loads(text)]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableReplyError(str(error)) from error


def _reply(facts: Mapping[str, Any]) -> Reply:
    match facts["is"]:
        case "Text":
            return Text(facts["text"], _choices(facts["choices"]), _about(facts))
        case "Card":
            return _card(facts)
        case "Cards":
            return Cards(
                facts["alt"],
                tuple(_card(card) for card in facts["cards"]),
                _choices(facts["choices"]),
                _about(facts),
            )
        case "Picture":
            return Picture(facts["url"], facts["alt"], _choices(facts["choices"]), _about(facts))
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
        equal_buttons=bool(facts.get("equal_buttons")),
        about=_about(facts),
    )


def _about(facts: Mapping[str, Any]) -> tuple[int, ...]:
    # A release before schema 3 wrote none.
    return tuple(facts.get(ABOUT, ()))


def _choices(rows: Sequence[Mapping[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(row["label"], ButtonAction(row["does"]), row["target"]) for row in rows)
