"""A message its sender took back or edited: the same happens to it here, in the draft and in the case.

What an officer told about a case is an official act and stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.complaint import Complaint
from domain.municipality import named_village
from domain.statement import replaced
from handlers import attachments
from handlers.desk import Desk
from handlers.dialogue import Incoming, Kind
from storage.audit import Entry

TEXTS = frozenset({"detail", "note", "comment", "words", "story", "who", "when", "proof"})
"""Keys of a draft that hold what was typed."""
RECENT = 50
"""Cases looked through; a message can be taken back for a day, and nobody reports so many in one."""
UNSEND, EDIT = "unsend", "edit"
Change = Callable[[str], str | None]


def remember(desk: Desk, incoming: Incoming) -> bool:
    """Keep for some days which words a message brought; False when it was taken back before it arrived."""
    statements, words = desk.tx.statements, incoming.text.strip()
    if not incoming.message_id:
        return True
    if incoming.kind is not Kind.TEXT or not words:
        return not statements.is_taken_back(incoming.message_id)
    return statements.remember(incoming.message_id, incoming.sender, words, desk.now)


def take_back(desk: Desk, incoming: Incoming) -> None:
    before = desk.tx.statements.words(incoming.message_id, incoming.sender)
    desk.tx.statements.take_back(incoming.message_id, incoming.sender, desk.now)
    _drop_attachment(desk, incoming)
    if before:
        mark = desk.office.words.say("taking_back.gone", "th")
        _change_draft(desk, incoming.sender, lambda text: replaced(text, before, ""))
        _change_cases(desk, incoming.sender, _in_a_case(desk, before, mark), UNSEND)


def edit(desk: Desk, incoming: Incoming) -> None:
    """The new words take the place of the old; in a case they are marked as edited."""
    before = desk.tx.statements.words(incoming.message_id, incoming.sender)
    after = incoming.text.strip()
    if not before or not after:
        return
    desk.tx.statements.remember(incoming.message_id, incoming.sender, after, desk.now)
    _change_draft(desk, incoming.sender, lambda text: replaced(text, before, after))
    marked = _marked(desk, after)
    _change_cases(desk, incoming.sender, _in_a_case(desk, before, marked), EDIT)


def _in_a_case(desk: Desk, before: str, after: str) -> Change:
    """What was edited before stands in a case with its mark."""
    marked = _marked(desk, before)

    def change(text: str) -> str | None:
        changed = replaced(text, marked, after)
        return replaced(text, before, after) if changed is None else changed

    return change


def _marked(desk: Desk, words: str) -> str:
    return desk.office.words.say("taking_back.edited", "th", words=words)


def _drop_attachment(desk: Desk, incoming: Incoming) -> None:
    # LINE tells of it only for its sender's own message; a hidden row does not name them.
    found = desk.tx.attachments.by_message(incoming.message_id)
    if found is None:
        return
    attachments.drop(desk, [found])
    if found.complaint_id is not None:
        _record(desk, found.complaint_id, UNSEND)
    leave_out(desk, incoming.sender, found.id)


def leave_out(desk: Desk, sender: str, attachment_id: int) -> None:
    """A draft of theirs goes on without this photo or file."""
    place = desk.tx.conversations.hold(sender)
    if place is not None:
        draft = _without(place.draft, attachment_id)
        desk.tx.conversations.put(sender, replace(place, draft=draft), place.updated_at or desk.now)


def _change_draft(desk: Desk, sender: str, change: Change) -> None:
    conversations = desk.tx.conversations
    place = conversations.find(sender)
    if place is None:
        return
    draft = _changed(place.draft, change)
    if draft != place.draft:
        conversations.put(sender, replace(place, draft=draft), place.updated_at or desk.now)


def _changed(draft: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The draft, and every draft within it, with its typed texts changed; an empty one is left out."""
    whole: dict[str, Any] = {}
    for key, value in draft.items():
        if isinstance(value, Mapping):
            whole[key] = _changed(value, change)
        elif key in TEXTS and isinstance(value, str):
            text = change(value)
            whole |= {key: value if text is None else text} if text != "" else {}
        else:
            whole[key] = value
    return whole


def _without(draft: Mapping[str, Any], attachment_id: int) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for key, value in draft.items():
        if isinstance(value, Mapping):
            whole[key] = _without(value, attachment_id)
        elif key in {attachments.EVIDENCE, attachments.PHOTOS} and isinstance(value, list):
            whole[key] = [one for one in value if one != attachment_id]
        else:
            whole[key] = value
    return whole


def _change_cases(desk: Desk, sender: str, change: Change, action: str) -> None:
    for case in desk.tx.complaints.of_reporter(sender, RECENT):
        if _reworded(desk, case, change):
            # Read anew under a lock: what an officer does to it meanwhile is not written over.
            held = desk.tx.complaints.lock(case.id)
            changed = held and _reworded(desk, held, change)
            if changed:
                desk.tx.complaints.save(changed)
        elif case.restricted or not desk.tx.statements.change_notes(case.id, change):
            continue
        _record(desk, case.id, action)


def _reworded(desk: Desk, case: Complaint, change: Change) -> Complaint | None:
    """The case with its story and place changed; None when the words are in neither."""
    told, placed = change(case.detail), change(case.place.words)
    if told is None and placed is None:
        return None
    detail = case.detail if told is None else told
    place = replace(case.place, words=case.place.words if placed is None else placed)
    organisation = desk.office.catalog.organisation
    # A village that was read in the old words is read in the new ones.
    if place.village == named_village((case.place.words, case.detail), organisation):
        place = replace(place, village=named_village((place.words, detail), organisation))
    return replace(case, detail=detail, place=place)


def _record(desk: Desk, complaint_id: int, action: str) -> None:
    case = desk.tx.complaints.get(complaint_id)
    status = case.status.value
    desk.tx.audit.add(Entry(desk.now, "reporter", action, status, status, ""), case)
