"""The place of a complaint: a village, a description or a map pin. It is a side question and never required."""

from dataclasses import replace

from domain.cases.complaint import Place
from domain.organisation.organisation import named_village, typed_village
from handlers.conversations.complaint import suspicion
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Location,
    Reply,
)
from handlers.engine.flow import NotUnderstood, Step


def pinned(location: Location, place: Place) -> Place:
    """Return the place with a map pin; the pin's title is used if there is no description."""
    words = place.words or location.words
    return replace(place, latitude=location.latitude, longitude=location.longitude, words=words)


def place_of(turn: ComplaintTurn) -> Place:
    """Return the place of a draft; if no village was chosen, the village is read from the place and the story."""
    place = turn.draft.place
    if place.village is not None:
        return place
    organisation = turn.uow.context.catalog.organisation
    return replace(place, village=named_village((place.words, turn.draft.detail), organisation))


def _ask_place(turn: ComplaintTurn) -> list[Reply]:
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


def _parse_place(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    place = turn.draft.place
    villages = turn.uow.context.catalog.organisation.villages
    if event.postback is not None:
        if event.postback.value in {str(village.number) for village in villages}:
            place = replace(place, village=int(event.postback.value))
        elif event.postback.value != "skip":
            raise NotUnderstood("complaint.place_needed")
    elif event.kind is EventKind.TEXT and event.text.strip():
        words = event.text.strip()[:300]
        village = typed_village(words, villages)
        place = replace(place, words=words) if village is None else replace(place, village=village)
    else:
        raise NotUnderstood("complaint.place_needed")
    draft = suspicion.noted(turn, replace(turn.draft, place=place), added=place.words)
    return draft.without_side_question()


STEP = Step[ComplaintDraft]("place", lambda _draft: False, _ask_place, _parse_place)
