"""The place of a complaint: a village, a description or a map pin. It is a side question and never required.

A location far outside the subdistrict must be confirmed once.
"""

from dataclasses import replace

from domain.cases.complaint import Place
from domain.language.told_place import (
    FAR_KM,
    kilometres,
    village_alone,
    village_told,
    without_village,
)
from handlers.conversations.complaint import suspicion
from handlers.conversations.complaint.change_of_mind import changed
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Location,
    Reply,
    Text,
)
from handlers.engine.flow import NotUnderstood, Step
from handlers.engine.turn import Turn


def pinned(location: Location, place: Place) -> Place:
    """Return the place with a map pin; the pin's title is used if there is no description."""
    words = place.words or location.words
    return replace(place, latitude=location.latitude, longitude=location.longitude, words=words)


def place_of(turn: ComplaintTurn, story: str) -> Place:
    """Return the place of a draft; if no village was chosen, with the village named in the place or the story."""
    place = turn.draft.place
    if place.village is not None:
        return place
    organisation = turn.uow.context.catalog.organisation
    return replace(place, village=village_told((place.words, story), organisation))


def _ask_place(turn: ComplaintTurn) -> list[Reply]:
    villages = turn.uow.context.catalog.organisation.villages
    return [
        Card(
            title=turn.say("complaint.place_title"),
            alt=turn.say("complaint.ask_place"),
            body=turn.say("complaint.ask_place"),
            buttons=turn.named_buttons(
                "place", {str(village.number): village.label for village in villages}
            ),
            choices=(
                Choice(turn.label("button.map_pin"), ButtonAction.MAP),
                *turn.buttons("place", {"skip": "button.skip", "back": "button.back"}),
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
        change = changed(turn, event)
        if change is not None:
            return change
        if turn.uow.understood(event.text).command:
            raise NotUnderstood("complaint.place_needed")
        place = _typed(turn, event.text.strip()[:300])
    else:
        raise NotUnderstood("complaint.place_needed")
    draft = suspicion.noted(turn, replace(turn.draft, place=place), added=place.words)
    return draft.without_side_question()


def _typed(turn: ComplaintTurn, words: str) -> Place:
    """Return the place with typed words; words that are only a village, in any spelling, choose it."""
    place = turn.draft.place
    office = turn.uow.context.catalog.organisation
    alone = village_alone(words, office)
    if alone is not None:
        return replace(place, village=alone)
    village = village_told((words,), office) or place.village
    return replace(place, village=village, words=without_village(words, village))


def _ask_far_pin(turn: ComplaintTurn) -> list[Reply]:
    place, office = turn.draft.place, turn.uow.context.catalog.organisation
    assert place.latitude is not None
    assert place.longitude is not None
    distance = round(kilometres(place.latitude, place.longitude, office))
    return [
        Text(
            turn.say("complaint.ask_far_pin", distance=distance),
            (
                turn.button("button.keep_pin", "far_pin", "keep"),
                Choice(turn.label("button.map_pin"), ButtonAction.MAP),
                turn.button("button.drop_pin", "far_pin", "drop"),
            ),
        )
    ]


def _parse_far_pin(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    pinned_place = turn.draft.place
    match event.postback.value if event.postback else "":
        case "keep":
            return replace(turn.draft, is_pin_far=False)
        case "drop":
            unpinned = replace(pinned_place, latitude=None, longitude=None, words="")
            return replace(turn.draft, place=unpinned, is_pin_far=False).asking("place")
    raise NotUnderstood("complaint.press_needed")


def is_far(turn: Turn, place: Place) -> bool:
    """Whether a place has a pin farther than FAR_KM from the office."""
    if place.latitude is None or place.longitude is None:
        return False
    office = turn.uow.context.catalog.organisation
    return kilometres(place.latitude, place.longitude, office) > FAR_KM


FAR_PIN = Step[ComplaintDraft](
    "far_pin", lambda draft: draft.is_pin_far, _ask_far_pin, _parse_far_pin
)
STEP = Step[ComplaintDraft]("place", lambda _draft: False, _ask_place, _parse_place)
