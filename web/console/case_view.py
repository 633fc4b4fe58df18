"""The content of a case's page in the console: everything that was sent and done, for a permitted reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases.complaint import PAUSED, Complaint, words_in
from domain.cases.lifecycle import Action
from domain.organisation.thai_dates import short_date, short_moment
from handlers.access import custodians, permission, reading
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk.sign_in import SignedIn
from handlers.views import case_text, conduct_card, delivery, due_text
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from storage.cases.audit import Entry
from storage.queues.outbox import OutboxState

UNSAID = frozenset({"handover", custodians.READ})
"""Actions whose note is for the program and not shown, such as the way in which a case was read."""
FROM_REPORTER = frozenset({Action.FILE, Action.ANSWER, Action.ADD, Action.DISPUTE, Action.WITHDRAW})


@dataclass(frozen=True)
class HistoryEntry:
    """One entry of the history. `what`: the action as text. `is_internal`: the reporter does not see it."""

    at: datetime
    who: str
    what: str
    note: str
    is_internal: bool


@dataclass(frozen=True)
class ConversationMessage:
    """One message of the conversation. `delivery`: its delivery state; "" for messages of the reporter."""

    at: datetime
    who: str
    what: str
    words: str
    is_ours: bool
    delivery: str
    is_told: bool


@dataclass(frozen=True)
class Pause:
    """A period in which the due date was suspended. `ended`: None while it lasts."""

    began: datetime
    ended: datetime | None
    why: str


@dataclass(frozen=True)
class Media:
    """An attachment. `key`: in its URL. `is_here`: its content is stored; else `missing` says why not.

    `is_covered`: everybody but officers gets a copy with parts blacked out.
    """

    key: str
    kind: str
    is_here: bool
    missing: str
    is_covered: bool


@dataclass(frozen=True)
class CaseView:
    """`seen`: the newest entry of the history, which a form sends back. `acts`: actions possible now."""

    case: Complaint
    topic: str
    place: str
    section: str
    holder: str
    reporter: str
    state: str
    tone: str
    due: str
    due_tone: str
    due_day: str
    facts: tuple[tuple[str, str], ...]
    from_reporter: tuple[Media, ...]
    after: tuple[Media, ...]
    disputed: tuple[Media, ...]
    history: tuple[HistoryEntry, ...]
    conversation: tuple[ConversationMessage, ...]
    pauses: tuple[Pause, ...]
    seen: int
    acts: tuple[Action, ...]


def case_view(
    uow: UnitOfWork, translator: Translator, signed: SignedIn, case: Complaint
) -> CaseView:
    """The complete case. The caller must have checked that the officer may read it."""
    case = reading.by_officer(uow, signed.officer, case)
    numbered = [
        (key, replace(entry, note=words_in(entry.note, case)))
        for key, entry in uow.tx.audit.numbered(case.id)
    ]
    entries = [entry for _, entry in numbered]
    names = {one.id: one.name for one in uow.tx.officers.all()}
    media = uow.tx.attachments.of_case(case.id)
    due = due_text.standing(uow, case)
    return CaseView(
        case=case,
        topic=case_text.topic(uow, translator, case),
        place=case_text.told_place_text(uow, translator, case.place, case.detail),
        section=translator.full(case_text.assignee(uow, case)),
        holder=names.get(case.officer_id or 0, "") or translator.say("console.nobody"),
        reporter=case_text.reporter_name(uow, translator, case),
        state=case_text.state(translator, case),
        tone=case_text.TONES[case.status].value,
        due=translator.full(due_text.words(translator.translations, due)),
        due_tone=due.standing.value,
        due_day=short_date(case.ended_at or case.due_at),
        facts=_facts(translator, case),
        from_reporter=_media(translator, media, Moment.BEFORE),
        after=_media(translator, media, Moment.AFTER),
        disputed=_media(translator, media, Moment.DISPUTED),
        history=tuple(_history_entry(translator, entry, names) for entry in reversed(entries)),
        conversation=_conversation(uow, translator, numbered, names),
        pauses=tuple(pauses_of(entries)),
        seen=uow.tx.audit.newest_of(case.id, custodians.INTERNAL),
        acts=tuple(permission.acts_of(uow, signed.officer, case)),
    )


def pauses_of(entries: Sequence[Entry]) -> list[Pause]:
    """The pauses of a case, each with the note of the officer who began it."""
    pauses: list[Pause] = []
    running: Entry | None = None
    for entry in entries:
        is_paused = entry.to_status in PAUSED
        if running is None and is_paused:
            running = entry
        elif running is not None and not is_paused and entry.to_status is not None:
            pauses.append(Pause(running.at, entry.at, running.note))
            running = None
    if running is not None:
        pauses.append(Pause(running.at, None, running.note))
    return pauses


def _facts(translator: Translator, case: Complaint) -> tuple[tuple[str, str], ...]:
    facts = [
        (translator.say("card.filed"), short_moment(case.filed_at)),
        (translator.say("console.answer_by"), short_date(case.answer_by)),
    ]
    if case.conduct is not None:
        rows = conduct_card.particulars(translator, case.conduct)
        facts += [(row.label, row.value) for row in rows]
    if case.waiting_for is not None:
        facts.append((translator.say("card.waits"), case_text.waits(translator, case)))
    if case.question:
        facts.append((translator.say("console.asked"), case.question))
    if case.reopened:
        facts.append((translator.say("console.reopened"), str(case.reopened)))
    return tuple(facts)


def _media(
    translator: Translator, found: Sequence[Attachment], moment: Moment
) -> tuple[Media, ...]:
    return tuple(
        Media(
            one.key,
            one.kind.value,
            one.state is AttachmentState.STORED,
            "" if one.state is AttachmentState.STORED else translator.say(_MISSING[one.state]),
            one.shown is not None,
        )
        for one in sorted(found, key=lambda one: (one.kind is not AttachmentKind.IMAGE, one.id))
        if one.moment is moment
    )


_MISSING = {
    AttachmentState.REQUESTED: "console.media_coming",
    AttachmentState.GONE: "console.media_gone",
    AttachmentState.UNREADABLE: "console.media_unreadable",
    AttachmentState.TOO_LARGE: "console.media_large",
}


def _history_entry(translator: Translator, entry: Entry, names: Mapping[int, str]) -> HistoryEntry:
    return HistoryEntry(
        entry.at,
        _who(translator, entry, names),
        _action_words(translator, entry.action),
        "" if entry.action in UNSAID else entry.note,
        entry.action == permission.NOTE or entry.action in case_text.INTERNAL_ACTIONS,
    )


def _action_words(translator: Translator, action: str) -> str:
    """The text of an action; for one that only a newer release knows, a general text."""
    key = f"log.{action}"
    return translator.say(key if key in translator.translations.sentences else "log.other")


def _who(translator: Translator, entry: Entry, names: Mapping[int, str]) -> str:
    kind, _, key = entry.actor.partition(":")
    if kind == "officer":
        return names.get(int(key), translator.say("console.somebody_office"))
    if kind == "reporter":
        officer = names.get(int(key), "") if key else ""
        return (
            translator.say("caller.typed_by", officer=officer)
            if officer
            else translator.say("officer.the_reporter")
        )
    return translator.say("console.somebody_system")


def _conversation(
    uow: UnitOfWork,
    translator: Translator,
    numbered: Sequence[tuple[int, Entry]],
    names: Mapping[int, str],
) -> tuple[ConversationMessage, ...]:
    notices = uow.tx.outbox.of_entries(
        [key for key, entry in numbered if entry.action in delivery.TO_REPORTER]
    )
    messages = []
    for key, entry in numbered:
        is_ours = entry.action in delivery.TO_REPORTER
        if not is_ours and entry.action not in FROM_REPORTER:
            continue
        notice = notices.get(key)
        messages.append(
            ConversationMessage(
                entry.at,
                _who(translator, entry, names),
                _action_words(translator, entry.action),
                entry.note,
                is_ours,
                delivery.words(translator, uow.now, notice) if notice else "",
                notice is None or notice.state is OutboxState.SENT,
            )
        )
    return tuple(messages)
