"""Render replies as LINE messages within LINE's limits. This is the only module that handles Flex Messages.

https://developers.line.biz/en/reference/messaging-api/#flex-message
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.line.outbound import limits
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

Message = dict[str, Any]
_COLOURS = {
    Tone.PLAIN: "#1F5FA8",
    Tone.WAITING: "#8A5A00",
    Tone.GOOD: "#1B7A3D",
    Tone.ALERT: "#B3261E",
}
_BOUND_SPACE = re.compile(r"(?<=\d) (?=(?:น\.|วัน)(?!\S))| (?=ๆ)")
"""The space between a number and its unit, and before `ๆ`: made non-breaking, so that neither begins a line."""
_TEXT_COLOUR = "#1F2933"
_MUTED_COLOUR = "#5A6672"
_NAME_UNITS = 300
_TEXT_LIMITS = ((1800, 400), (600, 200), (120, 80))
"""UTF-16 units of a card's body and of each row's value: the first pair that fits into a bubble is used; the
last always fits."""
_MAX_BUTTONS = 15
_MAX_BUTTONS_WITH_PRIMARY = 8
"""A card with more buttons is a list of choices, in which no button is highlighted."""


def render(replies: Sequence[Reply]) -> list[Message]:
    """At most five LINE messages as JSON objects. Only the last keeps its quick replies: LINE shows no others."""
    messages = [_message(reply) for reply in replies[: limits.MESSAGES_PER_CALL]]
    for message in messages[:-1]:
        message.pop("quickReply", None)
    return messages


def render_plain(replies: Sequence[Reply]) -> list[Message]:
    """The same replies as text messages, for when LINE refuses the cards."""
    texts: list[Message] = []
    for reply in replies[: limits.MESSAGES_PER_CALL]:
        lines = [line for card in _cards(reply) for line in _plain_lines(card)]
        words = _plain_words(reply) or "\n".join(lines)
        texts.append({"type": "text", "text": limits.clip(words or "…", limits.TEXT)})
    return texts


def _message(reply: Reply) -> Message:
    if isinstance(reply, Text):
        message: Message = {"type": "text", "text": limits.clip(reply.text, limits.TEXT)}
    elif isinstance(reply, Picture):
        message = {
            "type": "image",
            "originalContentUrl": reply.url,
            "previewImageUrl": reply.url,
        }
    else:
        message = {
            "type": "flex",
            "altText": limits.clip(reply.alt, limits.ALT_TEXT),
            "contents": _contents(reply),
        }
    quick = [_quick_reply(choice) for choice in reply.choices[: limits.QUICK_REPLIES]]
    if quick:
        message["quickReply"] = {"items": quick}
    return message


def _contents(reply: Card | Cards) -> Message:
    if isinstance(reply, Card):
        bubbles_by_size = (_bubble(reply, *text_limits) for text_limits in _TEXT_LIMITS)
        fitting = (bubble for bubble in bubbles_by_size if _size(bubble) <= limits.BUBBLE_BYTES)
        return next(fitting, None) or _bubble(reply, *_TEXT_LIMITS[-1])
    bubbles = [_bubble(card, *_TEXT_LIMITS[-1]) for card in reply.cards[: limits.CAROUSEL_BUBBLES]]
    while len(bubbles) > 1 and _size({"contents": bubbles}) > limits.CAROUSEL_BYTES:
        bubbles.pop()
    return {"type": "carousel", "contents": bubbles}


def _bubble(card: Card, body_units: int, row_units: int) -> Message:
    parts: list[Message] = []
    if card.heading:
        parts.append(
            _text_component(
                _name(card.heading), color=_COLOURS[card.tone], weight="bold", size="sm"
            )
        )
    parts.append(_text_component(_name(card.title), weight="bold", size="lg"))
    if card.body:
        parts.append(_text_component(limits.clip(card.body, body_units), size="md", margin="md"))
    if card.rows:
        parts.append({"type": "separator", "margin": "lg"})
        parts.append(
            {
                "type": "box",
                "layout": "vertical",
                "margin": "lg",
                "spacing": "sm",
                "contents": [_row(row, row_units) for row in card.rows],
            }
        )
    if card.footnote:
        parts.append(
            _text_component(_name(card.footnote), size="xs", color=_MUTED_COLOUR, margin="lg")
        )
    bubble: Message = {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": parts},
    }
    if card.photos:
        bubble["hero"] = _hero(card.photos)
    if card.buttons:
        bubble["footer"] = {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [
                {
                    "type": "button",
                    "style": "primary" if first else "secondary",
                    "height": "sm",
                    "action": _action(choice, limits.FLEX_BUTTON_LABEL),
                    **({"color": _COLOURS[Tone.GOOD]} if first else {}),
                }
                for first, choice in zip(
                    [_has_primary(card)] + [False] * len(card.buttons),
                    card.buttons[:_MAX_BUTTONS],
                    strict=False,
                )
            ],
        }
    return bubble


def _has_primary(card: Card) -> bool:
    """Whether the first button is highlighted."""
    return len(card.buttons) <= _MAX_BUTTONS_WITH_PRIMARY and not card.equal_buttons


def _hero(photos: Sequence[str]) -> Message:
    """One wide photo, or several side by side; a tap opens the photo."""
    pictures = [
        {
            "type": "image",
            "url": url,
            "size": "full",
            "aspectMode": "cover",
            "aspectRatio": "20:13" if len(photos) == 1 else "1:1",
            "action": {"type": "uri", "label": "🔍", "uri": url},
        }
        for url in photos
    ]
    if len(pictures) == 1:
        return pictures[0]
    return {"type": "box", "layout": "horizontal", "spacing": "xs", "contents": pictures}


def _row(row: Row, units: int) -> Message:
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "md",
        "contents": [
            _text_component(limits.clip(row.label, units), size="sm", color=_MUTED_COLOUR, flex=4),
            _text_component(limits.clip(row.value, units), size="sm", flex=7),
        ],
    }


def _name(text: str) -> str:
    return limits.clip(text, _NAME_UNITS)


def _text_component(text: str, **style: Any) -> Message:  # noqa: ANN401 - Flex properties
    shown = _BOUND_SPACE.sub("\u00a0", text.strip()) or "-"
    return {"type": "text", "text": shown, "wrap": True, "color": _TEXT_COLOUR, **style}


def _quick_reply(choice: Choice) -> Message:
    return {"type": "action", "action": _action(choice, limits.QUICK_REPLY_LABEL)}


def _action(choice: Choice, label_limit: int) -> Message:
    label = limits.clip_label(choice.label, label_limit)
    match choice.does:
        case ButtonAction.PRESS:
            assert limits.utf16_units(choice.target) <= limits.POSTBACK_DATA
            shown = limits.clip_label(choice.label, limits.DISPLAY_TEXT)
            return {
                "type": "postback",
                "label": label,
                "data": choice.target,
                "displayText": shown,
            }
        case ButtonAction.SAY:
            return {"type": "message", "label": label, "text": choice.target}
        case ButtonAction.LINK:
            assert len(choice.target) <= limits.ADDRESS
            return {"type": "uri", "label": label, "uri": choice.target}
        case ButtonAction.COPY:
            return {
                "type": "clipboard",
                "label": label,
                "clipboardText": limits.clip(choice.target, limits.CLIPBOARD),
            }
        case ButtonAction.CAMERA:
            return {"type": "camera", "label": label}
        case ButtonAction.ALBUM:
            return {"type": "cameraRoll", "label": label}
        case ButtonAction.MAP:
            return {"type": "location", "label": label}
        case ButtonAction.DAY:
            return {
                "type": "datetimepicker",
                "label": label,
                "data": choice.target,
                "mode": "date",
            }


def _size(contents: Message) -> int:
    """The size in bytes as the SDK sends it: JSON escaped to ASCII, six bytes for a Thai character."""
    return len(json.dumps(contents))


def _plain_words(reply: Reply) -> str:
    """The text of a reply that is not a card."""
    match reply:
        case Text(text=words) | Picture(alt=words):
            return words
    return ""


def _cards(reply: Reply) -> Sequence[Card]:
    if isinstance(reply, Card):
        return (reply,)
    return reply.cards if isinstance(reply, Cards) else ()


def _plain_lines(card: Card) -> list[str]:
    lines = [card.heading, card.title, card.body]
    lines += [f"{row.label}: {row.value}" for row in card.rows]
    return [line for line in (*lines, card.footnote) if line]
