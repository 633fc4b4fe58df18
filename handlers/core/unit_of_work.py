"""The office, made once when a process starts, and the desk at which one act is done.

A desk is one transaction and one reading of the clock: everything an act changes is kept together or
not at all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.figures.push_budget import SHORT_LIVED, TO_RESIDENT, Budget, Weight
from domain.language.follow_up import FollowUps
from domain.language.understood import Language, Understood, understand
from domain.organisation.calendar import WorkCalendar
from domain.organisation.catalog import Catalog
from handlers.core import push_plan
from handlers.core.i18n import Translations
from handlers.core.messages import Reply
from handlers.core.reply_codec import UnreadableReplyError, decode_replies, encode_replies
from handlers.core.signed_urls import SignedUrls
from storage.queues.outbox import BUNDLED_ONLY
from storage.sealed.files import EncryptedFiles
from storage.store import Store, Transaction

MESSAGES_A_CALL = 5
"""LINE's limit: developers.line.biz, Messaging API reference, send reply message."""


@dataclass(frozen=True)
class AppContext:
    """What every act needs and none changes.

    `files`: what people sent. `links`: the public addresses of our own pages.
    """

    store: Store
    files: EncryptedFiles
    catalog: Catalog
    calendar: WorkCalendar
    language: Language
    follow_ups: FollowUps
    translations: Translations
    signed_urls: SignedUrls

    @contextmanager
    def uow(self, now: datetime) -> Iterator["UnitOfWork"]:
        with self.store.begin() as tx:
            yield UnitOfWork(self, tx, now)

    @contextmanager
    def read_only_uow(self, now: datetime) -> Iterator["UnitOfWork"]:
        """For acts that only look."""
        with self.store.read() as tx:
            yield UnitOfWork(self, tx, now)


@dataclass(frozen=True)
class UnitOfWork:
    context: AppContext
    tx: Transaction
    now: datetime
    _understood: dict[str, Understood] = field(default_factory=dict, init=False, repr=False)

    def understood(self, text: str) -> Understood:
        """What a text says, read once however often a turn asks."""
        found = self._understood.get(text)
        if found is None:
            found = self._understood[text] = understand(text, self.context.language)
        return found

    @property
    def budget(self) -> Budget:
        return push_plan.budget(self.tx, self.context.catalog.organisation, self.now)

    def notify(
        self,
        line_id: str,
        replies: Iterable[Reply],
        weight: Weight = Weight.PROMPT,
        *,
        case_id: int = 0,
        recipients: int = 1,
        together: bool = False,
    ) -> bool:
        """Send somebody a message of its own, besides the reply to the person who wrote.

        Whether it is pushed (True) or rides on their next reply (False) is the budget's to say. `case_id`:
        the case whose reporter is told. `recipients`: what a push costs, of a group its members. `together`:
        it goes with what else `handlers.notify.push_batches.let_go` finds for them, within the hour.
        """
        case_pushes = self.tx.complaints.pushes_of(case_id) if weight in TO_RESIDENT else 0
        budget = self.budget
        if not budget.allows(weight, recipients=recipients, case_pushes=case_pushes):
            # Held for want of a plan it may go with the next one; what has had its share, or will be
            # old by then, only rides.
            waits_for_a_plan = weight not in SHORT_LIVED and budget.is_spent(recipients)
            until = push_plan.next_month(self.now) if waits_for_a_plan else self.now + BUNDLED_ONLY
            self._defer(line_id, replies, weight, until)
            return False
        if weight in TO_RESIDENT:
            self.tx.complaints.count_push(case_id)
        if together:
            # In the past, so that a clock set back by less than a day does not keep it longer.
            until = self.now - timedelta(days=1)
            self._defer(line_id, replies, weight, until)
            return True
        self.push(line_id, replies, weight)
        return True

    def reply(
        self, chat: str, replies: Iterable[Reply], *, token: str | None, until: datetime
    ) -> None:
        """Answer in a chat, after the messages deferred for it; nothing is sent when there is neither.

        `token`: LINE's reply token, usable `until`; without one, or later, the answer is pushed.
        """
        together = self.with_deferred(chat, replies)
        if together:
            self.tx.outbox.enqueue(
                chat, encode_replies(together), self.now, reply_token=token, reply_until=until
            )

    def push(self, line_id: str, replies: Iterable[Reply], weight: Weight) -> None:
        """Send a message that the budget has allowed already, after those deferred for the same person."""
        together = self.with_deferred(line_id, replies)
        self.tx.outbox.enqueue(line_id, encode_replies(together), self.now, weight=weight)

    def _defer(
        self, line_id: str, replies: Iterable[Reply], weight: Weight, until: datetime
    ) -> None:
        """Keep a message for the recipient's next reply, and push it only from `until` on."""
        self.tx.outbox.enqueue(
            line_id, encode_replies(replies), self.now, weight=weight, deferred_until=until
        )

    def with_deferred(self, line_id: str, replies: Iterable[Reply]) -> list[Reply]:
        """The messages deferred for a chat, as many as fit into one call, and then these replies."""
        said = list(replies)
        riding: list[Reply] = []
        rows = []
        for row, envelope in self.tx.outbox.deferred_for(line_id, MESSAGES_A_CALL):
            try:
                held = decode_replies(envelope)
            except UnreadableReplyError:
                # It goes alone when its time comes, and keeps nobody from an answer.
                continue
            if len(riding) + len(held) + len(said) > MESSAGES_A_CALL:
                break
            riding += held
            rows.append(row)
        if rows:
            self.tx.outbox.mark_bundled(rows, self.now)
        return [*riding, *said]
