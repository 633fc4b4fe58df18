"""Where it is: a village, a place in words, a pin on the map. Asked on the way, never needed."""

from dataclasses import asdict, replace
from typing import Any

from domain.cases.complaint import Place
from domain.organisation.organisation import named_village, typed_village
from handlers.core.messages import Card, Choice, Does, Incoming, Kind, Pin, Reply
from handlers.engine.conversation import Draft, NotUnderstood, Step, Talk


def pinned(pin: Pin, draft: Draft) -> dict[str, Any]:
    """The place of a draft with a pin on it."""
    place = dict(draft.get("place") or {})
    return {
        **place,
        "latitude": pin.latitude,
        "longitude": pin.longitude,
        "words": place.get("words") or pin.words,
    }


def place_of(talk: Talk) -> Place:
    """What was told of the place; a village that was not chosen is the one the words name, if they name one."""
    place = Place(**{**asdict(Place()), **(talk.draft.get("place") or {})})
    if place.village is not None:
        return place
    organisation = talk.desk.office.catalog.organisation
    return replace(place, village=named_village((place.words, talk.draft["detail"]), organisation))


def _ask_place(talk: Talk) -> list[Reply]:
    villages = talk.desk.office.catalog.organisation.villages
    return [
        Card(
            title=talk.say("complaint.place_title"),
            alt=talk.say("complaint.ask_place"),
            body=talk.say("complaint.ask_place"),
            buttons=tuple(
                talk.named_button(village.label, "place", str(village.number))
                for village in villages
            ),
            choices=(
                Choice(talk.label("button.map_pin"), Does.MAP),
                talk.button("button.skip", "place", "skip"),
                talk.button("button.back", "place", "back"),
            ),
        )
    ]


def _hear_place(talk: Talk, incoming: Incoming) -> Draft:
    place = dict(talk.draft.get("place") or {})
    villages = talk.desk.office.catalog.organisation.villages
    if incoming.press is not None:
        if incoming.press.value in {str(village.number) for village in villages}:
            place["village"] = int(incoming.press.value)
    elif incoming.kind is Kind.TEXT and incoming.text.strip():
        words = incoming.text.strip()[:300]
        village = typed_village(words, villages)
        place |= {"words": words} if village is None else {"village": village}
    else:
        raise NotUnderstood("complaint.place_needed")
    return {**talk.draft, "place": place or None, "aside": None}


STEP = Step("place", (), lambda draft: draft.get("aside") == "place", _ask_place, _hear_place)
