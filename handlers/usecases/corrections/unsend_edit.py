"""Handle messages that were unsent or edited: change their text in the draft, case, inquiry or rating.

LINE's unsend event contains only the id of the message:
https://developers.line.biz/en/reference/messaging-api/#unsend-event
"""

from dataclasses import replace

from handlers.core.messages import InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments, suspicion
from handlers.usecases.conduct import read_code
from handlers.usecases.corrections import in_case, in_draft, in_inquiry, message_links
from handlers.usecases.corrections.in_case import EDIT, UNSEND, Changes
from handlers.usecases.corrections.in_draft import PIN
from handlers.usecases.surveys import accusing
from storage.cases.attachments import Moment
from storage.cases.message_parts import MessageLocation, Part

LEADING = ("menu.report", "button.ask_office")
"""Word keys of the labels with which a message may begin; the label itself is not stored."""


def begin(uow: UnitOfWork, event: InboundEvent) -> bool:
    """Begin to record where the text of a message is stored; False if it was unsent before it was handled."""
    # A receipt code is not recorded, because that would reveal who has the code.
    texts = frozenset[str]() if read_code(event.text) else message_links.texts_in(event)
    return message_links.begin(uow, event, texts)


def take_back(uow: UnitOfWork, event: InboundEvent) -> None:
    """Remove the text and the attachment of an unsent message.

    In a case or a rating a mark replaces the text. An officer's photos in a case are kept.
    """
    found = uow.tx.message_parts.find(event.message_id, event.sender)
    uow.tx.message_parts.take_back(event.message_id, uow.now)
    _drop_attachment(uow, event)
    if found is not None:
        # The title of a map pin was not typed, so no mark replaces it.
        is_pin = PIN in {part.field.rpartition(".")[2] for part in found.parts}
        mark = "" if is_pin else uow.context.translations.say("taking_back.gone", "th")
        _change(uow, found, "", mark, UNSEND)


def edit(uow: UnitOfWork, event: InboundEvent) -> str:
    """Replace the text of an edited message; in a case or a rating the new text is marked as edited.

    Returns the new text if it may accuse somebody of the office and officers would read it. Then it is not
    stored, a mark replaces the old text, and the caller asks the writer who should receive it. Otherwise returns
    "".
    """
    found = uow.tx.message_parts.find(event.message_id, event.sender)
    text = event.text.strip()
    if found is None or not text:
        return ""
    behind = (uow.context.translations.text_after_label(key, text) for key in LEADING)
    words = next(filter(None, behind), text)
    if _may_accuse(uow, found, words):
        gone = uow.context.translations.say("taking_back.gone", "th")
        _change(uow, found, "", gone, EDIT)
        return words
    marked = uow.context.translations.say("taking_back.edited", "th", words=words)
    _change(uow, found, words, marked, EDIT)
    return ""


def _may_accuse(uow: UnitOfWork, found: MessageLocation, words: str) -> bool:
    """Whether officers would read these words, and they may accuse somebody of the office where they stand."""
    kind, _, key = found.holder.partition(":")
    if kind == "draft":
        return False
    if kind == "words":
        return uow.understood(words).staff or any(
            accusing.with_its_case(uow, found.sender, part.row, words) for part in found.parts
        )
    if kind != "case":
        return uow.understood(words).staff
    case = uow.tx.complaints.find(int(key))
    return case is not None and suspicion.may_accuse(uow, case, words)


def _change(
    uow: UnitOfWork, found: MessageLocation, in_a_draft: str, in_a_case: str, action: str
) -> None:
    kind, _, key = found.holder.partition(":")
    if kind == "draft":
        changes = _change_draft(uow, found, key, in_a_draft)
    elif kind == "case":
        changes = in_case.reword(uow, int(key), found.parts, in_a_case, action)
    elif kind == "inquiry":
        changes = in_inquiry.reword(uow, found.parts, in_a_case)
    else:
        changes = in_case.reword_comment(uow, found.parts, in_a_case)
    _update_spans(uow, found, changes)


def _change_draft(uow: UnitOfWork, found: MessageLocation, draft_id: str, words: str) -> Changes:
    changes: Changes = []
    for part in found.parts:
        done = in_draft.change_text(uow, found.sender, (draft_id, part.field), part.span, words)
        if done is not None:
            changes.append((part, done))
    return changes


def _update_spans(uow: UnitOfWork, changed: MessageLocation, changes: Changes) -> None:
    """Update the spans of this and the other messages after texts became longer or shorter."""
    done = {(part.field, part.row): result for part, result in changes}

    def updated(part: Part, *, is_own: bool) -> Part:
        result = done.get((part.field, part.row))
        if result is None:
            return part
        return replace(part, span=result.span if is_own else result.span_of(part.span))

    for other in uow.tx.message_parts.of(changed.holder):
        is_own = other.message_id == changed.message_id
        parts = tuple(updated(part, is_own=is_own) for part in other.parts)
        if parts != other.parts:
            uow.tx.message_parts.put(replace(other, parts=parts))


def _drop_attachment(uow: UnitOfWork, event: InboundEvent) -> None:
    # The sender is not checked, because LINE reports an unsend only for the sender's own message.
    found = uow.tx.attachments.by_message(event.message_id)
    if found is None:
        return
    if found.complaint_id is not None:
        # A photo taken after the work is an officer's proof and is kept.
        if found.moment is not Moment.BEFORE:
            return
        in_case.record(uow, found.complaint_id, UNSEND)
    attachments.drop(uow, [found])
    in_draft.leave_out(uow, event.sender, found.id)
