"""Stores, under pseudonyms, offers of interrupted surveys, recent invitations, and subscribers to improvements."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from storage.db.column_types import whole_day
from storage.db.upsert import insert_into
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import survey_follower, survey_invited, survey_offer

OFFER_PURPOSE, _INVITED, _FOLLOWER = "survey-offer", "survey-invited", "survey-follower"
"""Purposes of the pseudonyms, see `Vault.index`: the tables cannot be joined with each other."""


@dataclass(frozen=True)
class Follower:
    """A subscriber to improvements. `topic`: a service or a set, see `follow`."""

    line_user_id: str
    topic: str


@dataclass(frozen=True)
class Offer:
    """An interrupted survey. `door`: an id. `draft_id`: of the conversation, for its buttons.

    `kept_at`: time of the interruption as ISO text. `is_offered`: whether it was offered again.
    """

    door: int
    subject: str
    draft_id: str
    kept_at: str
    is_offered: bool = False


class SurveyPeople:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._without_offer: set[str] = set()

    def preset_no_offer(self, line_user_id: str) -> None:
        """Let `offer_to` return None, because another statement of this transaction has found no offer."""
        self._without_offer.add(line_user_id)

    def keep_offer(self, line_user_id: str, offer: Offer, until: datetime) -> None:
        """Store the survey to offer to a person again, replacing an earlier one."""
        self.drop_offer(line_user_id)
        self._without_offer.discard(line_user_id)
        sealed = self._vault.seal(json.dumps(asdict(offer)).encode(), OFFER_PURPOSE)
        person = self._vault.index(OFFER_PURPOSE, line_user_id)
        self._connection.execute(
            survey_offer.insert().values(person=person, content=sealed, until=until)
        )

    def offer_to(self, line_user_id: str, now: datetime) -> Offer | None:
        """Return the survey to offer to a person; None if there is none or it has expired."""
        if line_user_id in self._without_offer:
            return None
        people = self._vault.indices(OFFER_PURPOSE, line_user_id)
        row = self._connection.execute(_OFFER_TO, {"people": people, "now": now}).first()
        if row is None:
            return None
        try:
            return Offer(**json.loads(self._vault.open(row.content, OFFER_PURPOSE)))
        except (UnreadableError, TypeError):
            return None

    def mark_offered(self, line_user_id: str, offer: Offer, until: datetime) -> None:
        self.keep_offer(line_user_id, replace(offer, is_offered=True), until)

    def drop_offer(self, line_user_id: str) -> None:
        people = self._vault.indices(OFFER_PURPOSE, line_user_id)
        self._connection.execute(delete(survey_offer).where(survey_offer.c.person.in_(people)))

    def is_invited(self, line_user_id: str, now: datetime) -> bool:
        """Return whether a person was invited or answered so recently that they are not invited again."""
        people = self._vault.indices(_INVITED, line_user_id)
        query = exists().where(survey_invited.c.person.in_(people), survey_invited.c.until > now)
        return bool(self._connection.scalar(select(query)))

    def note_invited(self, line_user_id: str, until: datetime) -> None:
        people = self._vault.indices(_INVITED, line_user_id)
        self._connection.execute(delete(survey_invited).where(survey_invited.c.person.in_(people)))
        insert = insert_into(survey_invited, self._connection)
        self._connection.execute(
            insert.values(person=people[0], until=whole_day(until)).on_conflict_do_nothing()
        )

    def follow(self, line_user_id: str, topic: str, now: datetime) -> None:
        """Subscribe a person to improvements of a topic. Idempotent."""
        person = self._vault.index(_FOLLOWER, line_user_id)
        account = self._vault.seal(line_user_id.encode(), _FOLLOWER)
        insert = insert_into(survey_follower, self._connection)
        self._connection.execute(
            insert.values(
                person=person, topic=topic, account=account, asked_on=whole_day(now)
            ).on_conflict_do_nothing()
        )

    def count_followed(self, line_user_id: str) -> int:
        """Return the number of topics that a person has subscribed to."""
        people = self._vault.indices(_FOLLOWER, line_user_id)
        rows = self._connection.execute(
            select(survey_follower.c.topic).where(survey_follower.c.person.in_(people))
        )
        return len({row.topic for row in rows})

    def followers(self, topic: str) -> Iterator[Follower]:
        """Yield the subscribers of a topic."""
        rows = self._connection.execute(
            select(survey_follower.c.account).where(survey_follower.c.topic == topic)
        ).all()
        for row in rows:
            try:
                yield Follower(self._vault.open(row.account, _FOLLOWER).decode(), topic)
            except UnreadableError:
                continue

    def forget(self, line_user_id: str) -> None:
        """Delete everything about a person."""
        for table, purpose in _TABLES:
            people = self._vault.indices(purpose, line_user_id)
            self._connection.execute(delete(table).where(table.c.person.in_(people)))

    def prune(self, now: datetime) -> None:
        """Delete expired offers and invitations."""
        for table in (survey_offer, survey_invited):
            self._connection.execute(delete(table).where(table.c.until <= now))

    def reindex(self, line_user_id: str) -> None:
        """Replace a person's pseudonyms of older keys by those of the newest key."""
        for table, purpose in _TABLES:
            newest, *older = self._vault.indices(purpose, line_user_id)
            if older:
                self._connection.execute(
                    update(table).where(table.c.person.in_(older)).values(person=newest)
                )


_TABLES = ((survey_offer, OFFER_PURPOSE), (survey_invited, _INVITED), (survey_follower, _FOLLOWER))
# Built once: building a statement takes several times as long as running it, and this runs for every message.
_OFFER_TO = select(survey_offer).where(
    survey_offer.c.person.in_(bindparam("people", expanding=True)),
    survey_offer.c.until > bindparam("now"),
)
