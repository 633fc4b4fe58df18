"""The application context, built once when a process starts, and the unit of work.

A unit of work is one transaction and one reading of the clock: all its changes are committed or none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from domain.cases.vocabulary import Vocabulary
from domain.figures.push_budget import (
    ANNOUNCED_A_DAY,
    RESERVED_PUSHES,
    SHORT_LIVED,
    Budget,
    Weight,
)
from domain.language.follow_up import FollowUps
from domain.language.survey_answers import SurveyAnswers
from domain.language.understood import Language, Understood, understand
from domain.organisation.calendar import WorkCalendar
from domain.organisation.catalog import Catalog
from domain.organisation.disclosure import Disclosure
from domain.organisation.road_map import RoadMap
from domain.surveys.eit import EitWindow
from domain.surveys.question_set import QuestionSet
from handlers.core import open_question, push_plan
from handlers.core.i18n import Translations
from handlers.core.live_office import LiveOffice, OfficeData
from handlers.core.mail_server import MailServer
from handlers.core.messages import Reply, Text
from handlers.core.reply_codec import UnreadableReplyError, decode_replies, encode_replies
from handlers.core.signed_urls import SignedUrls
from handlers.core.webhook import Webhook
from storage.people.daily_use import Use
from storage.queues.outbox import BUNDLED_ONLY
from storage.sealed.files import EncryptedFiles
from storage.store import Store
from storage.transaction import Transaction

MESSAGES_A_CALL = 5
"""Maximum messages in one call: https://developers.line.biz/en/reference/messaging-api/#send-reply-message"""
_ANNOUNCED = {Weight.CUSTODY: Use.ANNOUNCED_CUSTODY, Weight.EMERGENCY: Use.ANNOUNCED_EMERGENCY}
# A conversation asks with each turn again what the words of its draft mean.
_understand = lru_cache(maxsize=128)(understand)


@dataclass(frozen=True)
class AppContext:
    """The immutable context of every unit of work: storage, the office's data, sentences and URLs.

    `files`: the files that people sent, encrypted. `accusation_words`: residents' phrases for the office's people.
    `signed_urls`: the public URLs of our web pages. `question_sets`: the newest version of each set in the
    office's files, by key. `survey_answers`: parses answers typed in a survey. `live`: data that the office
    changes while the program runs; None if it cannot be changed. `mail`: None if the office sends no e-mail.
    `webhook`: receives new and changed cases; None for no webhook. `word_templates`: the office's own Word files
    for `memo` and `report`, if any. `road_map`: the office's own map; None if it has none.
    """

    store: Store
    files: EncryptedFiles
    catalog: Catalog
    calendar: WorkCalendar
    language: Language
    follow_ups: FollowUps
    accusation_words: Vocabulary
    translations: Translations
    signed_urls: SignedUrls
    question_sets: Mapping[str, QuestionSet]
    eit_windows: tuple[EitWindow, ...]
    disclosure: Disclosure
    survey_answers: SurveyAnswers
    live: LiveOffice | None = None
    mail: MailServer | None = None
    webhook: Webhook | None = None
    word_templates: Mapping[str, bytes] = field(default_factory=dict)
    road_map: RoadMap | None = None

    @property
    def current(self) -> "AppContext":
        """The context with the office's data of the last check; a unit of work checks for itself."""
        return self._with(self.live.known(self.store)) if self.live else self

    def at(self, tx: Transaction) -> "AppContext":
        """Return the context with the office's data as this transaction sees it, up to a second old."""
        return self._with(self.live.now(self.store, tx)) if self.live else self

    def _with(self, data: OfficeData) -> "AppContext":
        if data.catalog is self.catalog and data.translations is self.translations:
            return self
        return replace(
            self,
            catalog=data.catalog,
            calendar=data.calendar,
            language=data.language,
            follow_ups=data.follow_ups,
            accusation_words=data.accusation_words,
            translations=data.translations,
        )

    def refreshed(self) -> "AppContext":
        """Return the context with the office's data as the database has it, up to a second old."""
        with self.store.read() as tx:
            return self.at(tx)

    @contextmanager
    def uow(self, now: datetime, sender: str = "") -> Iterator["UnitOfWork"]:
        """Open a unit of work: committed at the end of the block, rolled back if the block raises."""
        with self.store.begin() as tx:
            yield UnitOfWork(self.at(tx), tx, now, sender)

    @contextmanager
    def read_only_uow(self, now: datetime) -> Iterator["UnitOfWork"]:
        """Open a unit of work that only reads."""
        with self.store.read() as tx:
            yield UnitOfWork(self.at(tx), tx, now)


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction. `now`: the moment at which everything in it happens.

    `sender`: the LINE user id of the event that is handled, or what stands for it on the web; else empty.
    """

    context: AppContext
    tx: Transaction
    now: datetime
    sender: str = ""
    opened: set[int] = field(default_factory=set, init=False, repr=False)
    """Ids of the cases that the sender of the current event was shown as an officer; see `reply`."""
    conversations: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    """The running conversations loaded so far, by LINE user id; see handlers.engine.saved_conversation."""
    announced: dict[Use, int] = field(default_factory=dict, init=False, repr=False)
    """How many messages of the sender officers were notified of today, with this one; see `notify`."""

    def understood(self, text: str) -> Understood:
        """Return what a text means; a text of this turn or the last is analysed once."""
        return _understand(text, self.context.language)

    @property
    def budget(self) -> Budget:
        """The state of this month's push quota, read from the database on each access."""
        return push_plan.budget(self.tx, self.context.catalog.organisation, self.now)

    def notify(
        self,
        line_id: str,
        replies: Sequence[Reply],
        weight: Weight = Weight.PROMPT,
        *,
        case_id: int = 0,
        recipients: int = 1,
        batched: bool = False,
        entry_id: int = 0,
        of_sender: bool = False,
        lasting: bool = False,
    ) -> bool:
        """Send a message that is not a reply to the sender of the current event.

        Returns True if it is pushed, and False if it is deferred to the recipient's next reply because the push
        budget does not allow it. `case_id`: the case of a message to its reporter. `recipients`: the pushes that
        LINE counts, which is the number of members for a group. `batched`: leave the push to the next run of
        `handlers.notify.push_batches.send_due`, which sends all of a person's deferred messages in one push.
        `entry_id`: the audit entry that the message is about, 0 for none. `of_sender`: it tells officers what the
        sender of the current event sent; ANNOUNCED_A_DAY are sent a day, the last with a notice that no more are.
        `lasting`: it is not outdated by the next month, whatever its weight: at the latest it is pushed then.
        """
        if of_sender and self.sender:
            count = self._count_announced(weight)
            if count > ANNOUNCED_A_DAY:
                # It is found in the case and in the lists; deferred, all would come with later replies.
                return False
            if count == ANNOUNCED_A_DAY:
                replies = (*replies, self._last_announced(replies))
        case_pushes = self.tx.complaints.pushes_of(case_id) if weight in RESERVED_PUSHES else 0
        budget = self.budget
        if not budget.allows(weight, recipients=recipients, case_pushes=case_pushes):
            # If the quota is used up, the message may be pushed next month. If its case has had its share of
            # pushes, or the message is outdated by next month, it is only sent with a reply.
            waits_for_quota = lasting or (weight not in SHORT_LIVED and budget.is_spent(recipients))
            until = push_plan.next_month(self.now) if waits_for_quota else self.now + BUNDLED_ONLY
            self._defer(line_id, replies, weight, until, entry_id)
            return False
        if weight in RESERVED_PUSHES:
            self.tx.complaints.count_push(case_id)
        if batched:
            # One day in the past, so that the message is due even if the clock is set back by some hours.
            until = self.now - timedelta(days=1)
            self._defer(line_id, replies, weight, until, entry_id)
            return True
        self.push(line_id, replies, weight, entry_id)
        return True

    def _count_announced(self, weight: Weight) -> int:
        """Count the sender's message once, however many officers are notified of it; return the day's number."""
        use = _ANNOUNCED.get(weight, Use.ANNOUNCED)
        if use not in self.announced:
            self.announced[use] = self.tx.daily_use.add(self.sender, use, self.now)
        return self.announced[use]

    def _last_announced(self, replies: Sequence[Reply]) -> Text:
        """Return the notice that the sender's further messages of the day are not announced one by one."""
        words = self.context.translations.say("officer.last_announced", "th", count=ANNOUNCED_A_DAY)
        return Text(words, about=replies[-1].about)

    def reply(
        self, chat: str, replies: Iterable[Reply], *, token: str | None, until: datetime
    ) -> None:
        """Answer in a chat: first the messages deferred for it, then these. Sends nothing if there are none.

        `token`: LINE's reply token, valid until `until`; without a token, or later, the answer is pushed. Each
        reply is marked as being about the cases that were shown to an officer in this transaction, unless its
        `about` is set.
        """
        about = tuple(sorted(self.opened))
        marked = [one if one.about or not about else replace(one, about=about) for one in replies]
        messages = self.with_deferred(chat, marked)
        if messages:
            self.tx.outbox.enqueue(
                chat, encode_replies(messages), self.now, reply_token=token, reply_until=until
            )

    def notify_later(
        self, line_id: str, replies: Iterable[Reply], weight: Weight, at: datetime
    ) -> None:
        """Send a message with the recipient's next reply, or push it at a given time."""
        self._defer(line_id, replies, weight, at, 0)

    def push(
        self, line_id: str, replies: Iterable[Reply], weight: Weight, entry_id: int = 0
    ) -> None:
        """Push a message that the budget has already allowed, after those deferred for the same recipient.

        The quick replies of the recipient's open question are offered again below it.
        """
        messages = self.with_deferred(line_id, replies)
        messages = open_question.repeated(self.tx.conversations.find(line_id), self.now, messages)
        self.tx.outbox.enqueue(
            line_id,
            encode_replies(messages),
            self.now,
            weight=weight,
            entry_id=entry_id or None,
        )

    def _defer(
        self,
        line_id: str,
        replies: Iterable[Reply],
        weight: Weight,
        until: datetime,
        entry_id: int,
    ) -> None:
        """Store a message to be sent with the recipient's next reply, or pushed from `until` on."""
        self.tx.outbox.enqueue(
            line_id,
            encode_replies(replies),
            self.now,
            weight=weight,
            deferred_until=until,
            entry_id=entry_id or None,
        )

    def with_deferred(self, line_id: str, replies: Iterable[Reply]) -> list[Reply]:
        """Return the messages deferred for a chat, as many as fit into one call, followed by `replies`.

        The deferred messages that are returned are marked as sent with this call.
        """
        answer = list(replies)
        deferred: list[Reply] = []
        rows = []
        for row, payload in self.tx.outbox.deferred_for(line_id, MESSAGES_A_CALL):
            try:
                decoded = decode_replies(payload)
            except UnreadableReplyError:
                # The deferred message stays in the outbox; it must not prevent the answer.
                continue
            if len(deferred) + len(decoded) + len(answer) > MESSAGES_A_CALL:
                break
            deferred += decoded
            rows.append(row)
        if rows:
            self.tx.outbox.mark_bundled(rows, self.now)
        return [*deferred, *answer]
