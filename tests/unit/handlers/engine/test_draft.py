"""A draft survives storage; a draft of another release never fails a conversation."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import SimpleNamespace

import pytest

from domain.cases.complaint import Place as Where
from handlers.conversations import FLOWS
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.question_reply import ReplyDraft
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core.messages import User
from handlers.engine import saved_conversation
from handlers.engine.draft import Conversation, Draft, Evidence, parts, typed_text, with_parts
from handlers.engine.draft_codec import decode, encode
from handlers.engine.turn import Turn
from storage.people.conversations import ConversationState


class Size(StrEnum):
    SMALL = "small"


@dataclass(frozen=True)
class HoleDraft(Draft, flow="hole"):
    case: int
    size: Size = Size.SMALL
    detail: str = typed_text()
    day: date | None = None
    kinds: tuple[str, ...] = ()
    sent: Evidence = Evidence()  # noqa: RUF009 - frozen
    place: Where = Where()  # noqa: RUF009 - frozen
    newer: "HoleDraft | None" = None


@dataclass(frozen=True)
class RoofDraft(Draft, flow="roof"):
    sent: Evidence = Evidence()  # noqa: RUF009 - frozen


ROOF = Conversation("r1", RoofDraft(sent=Evidence((9,), "me", {"s": 1}, full=True)))
WHOLE = HoleDraft(
    7,
    detail="หลุม",
    day=date(2026, 11, 30),
    kinds=("ก", "ข"),
    sent=Evidence((1, 2), "me"),
    place=Where(latitude=13.0, village=3),
    newer=HoleDraft(8, sent=Evidence((3,))),
)
WHOLE = replace(WHOLE, progress=replace(WHOLE.progress, history=("a",), suspended=ROOF))


def test_a_draft_comes_back_as_it_was():
    assert decode(HoleDraft, encode(WHOLE)) == WHOLE
    assert encode(HoleDraft(7)) == {"flow": "hole", "case": 7}


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({"case": 7, "colour": "red"}, HoleDraft(7)),
        ({"case": 7, "size": "huge", "detail": 5, "day": "soon"}, HoleDraft(7)),
        ({"case": 7, "kinds": "ก", "sent": [1, 2], "place": None, "newer": []}, HoleDraft(7)),
        ({"case": 7, "sent": {"ids": ["x"], "owner": "me"}}, HoleDraft(7, sent=Evidence((), "me"))),
        ({"case": 7, "newer": {"detail": "ไม่มีเลขเรื่อง"}}, HoleDraft(7)),
        ({"case": 7, "progress": {"suspended": {"draft_id": "1", "draft": {}}}}, HoleDraft(7)),
        (
            {"case": 7, "progress": {"suspended": {"draft_id": "1", "draft": {"flow": "gone"}}}},
            HoleDraft(7),
        ),
        ({"case": 7, "progress": 5, "place": {"latitude": 13}}, HoleDraft(7, place=Where(13))),
    ],
)
def test_what_another_release_wrote_takes_the_defaults(stored, read):
    assert decode(HoleDraft, stored) == read


@pytest.mark.parametrize(
    ("flow", "stored"),
    [("hole", {"detail": "หลุม"}), ("hole", {"case": "7"}), ("gone", {"case": 7}), ("hole", [])],
)
def test_a_draft_without_what_it_needs_is_not_continued(flow, stored):
    place = ConversationState(flow, "d1", stored)
    conversations = SimpleNamespace(find=lambda _, lock: place)
    uow = SimpleNamespace(tx=SimpleNamespace(conversations=conversations), conversations={})
    assert saved_conversation.load(uow, "U1") is None


FLAT = {
    "case": 7,
    "action": "close",
    "reporter": "U1",
    "detail": "หลุม",
    "story": "เรื่อง",
    "note": "",
    "evidence": [1],
    "photos": [2],
    "owner": "draft:1",
    "sets": {"": 1},
    "full": False,
    "trail": ["detail"],
    "aside": "edit",
    "place": {"words": "หน้าวัด"},
    "newer": {"owner": "x"},
    "review": "soon",
    "link": "friend",
    "who": 5,
    "score": "5",
    "parked": {"flow": "complaint", "draft_id": "1", "draft": {"detail": "ไฟดับ"}},
}
"""As drafts were stored when they had no types."""


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS.keys())
@pytest.mark.parametrize("stored", [{}, FLAT])
def test_no_draft_of_another_release_ends_a_conversation_in_a_fault(flow, stored):
    place = ConversationState(flow.name, "d1", stored)
    conversations = SimpleNamespace(find=lambda _, lock: place)
    uow = SimpleNamespace(tx=SimpleNamespace(conversations=conversations), conversations={})
    running = saved_conversation.load(uow, "U1")
    assert running is not None or flow.draft in {OfficerActionDraft, OwnCaseDraft, ReplyDraft}
    assert running is None or flow.open_step(Turn(uow, User("U1")).at(running)) is not None


def test_the_parts_of_a_draft_are_found_and_changed_within_those_it_holds_too():
    assert [part.ids for part in parts(WHOLE, Evidence)] == [(9,), (1, 2), (3,)]
    changed = with_parts(WHOLE, Evidence, lambda sent: sent.without(9).without(2).without(3))
    assert [part.ids for part in parts(changed, Evidence)] == [(), (1,), ()]
    assert WHOLE.own_evidence == (1, 2)


def test_two_conversations_cannot_have_one_name():
    with pytest.raises(ValueError, match="hole"):
        type("Again", (Draft,), {}, flow="hole")
