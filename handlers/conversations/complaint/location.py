"""Where it is: a village, a place in words, a pin on the map. Asked on the way, never needed."""

from dataclasses import asdict, replace
from typing import Any

from domain.cases.complaint import Place
from domain.organisation.organisation import named_village, typed_village
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Location,
    Reply,
)
from handlers.engine.conversation import Draft, NotUnderstood, Step, Turn


def pinned(location: Location, draft: Draft) -> dict[str, Any]:
    """The place of a draft with a pin on it."""
    place = dict(draft.get("place") or {})
    return {
        **place,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "words": place.get("words") or location.words,
    }


def place_of(turn: Turn) -> Place:
    """What was told of the place; a village that was not chosen is the one the words name, if they name one."""
    place = Place(**{**asdict(Place()), **(turn.draft.get("place") or {})})
    if place.village is not None:
        return place
    organisation = turn.uow.context.catalog.organisation
    return replace(place, village=named_village((place.words, turn.draft["detail"]), organisation))


def _ask_place(turn: Turn) -> list[Reply]:
    villages = turn.uow.context.catalog.organisation.villages
    return [
        Card(
            title=turn.say("complaint.place_title"),
            alt=turn.say("complaint.ask_place"),
            body=turn.say("complaint.ask_place"),
            buttons=tuple(
                turn.named_button(village.label, "place", str(village.number))
                for village in villages
            ),
            choices=(
                Choice(turn.label("button.map_pin"), ButtonAction.MAP),
                turn.button("button.skip", "place", "skip"),
                turn.button("button.back", "place", "back"),
            ),
        )
    ]


def _parse_place(turn: Turn, event: InboundEvent) -> Draft:
    place = dict(turn.draft.get("place") or {})
    villages = turn.uow.context.catalog.organisation.villages
    if event.postback is not None:
        if event.postback.value in {str(village.number) for village in villages}:
            place["village"] = int(event.postback.value)
    elif event.kind is EventKind.TEXT and event.text.strip():
        words = event.text.strip()[:300]
        village = typed_village(words, villages)
        place |= {"words": words} if village is None else {"village": village}
    else:
        raise NotUnderstood("complaint.place_needed")
    return {**turn.draft, "place": place or None, "aside": None}


STEP = Step("place", (), lambda draft: draft.get("aside") == "place", _ask_place, _parse_place)
