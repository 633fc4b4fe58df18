"""Reads in one statement what the handling of every message asks about its sender.

Otherwise five repositories would ask one statement each; on PostgreSQL each costs a round trip.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    select,
    text,
)

from storage.cases.message_parts import MESSAGE_PURPOSE
from storage.people.conversations import PERSON_PURPOSE
from storage.people.officers import OFFICER_COLUMNS
from storage.people.residents import Person, person_of_row
from storage.queues.outbox import RECIPIENT_PURPOSE
from storage.sealed.vault import Vault
from storage.surveys.people import OFFER_PURPOSE
from storage.tables import conversation, message_part, officer, outbox, person, survey_offer

_PURPOSES = {
    "conversation": PERSON_PURPOSE,
    "recipient": RECIPIENT_PURPOSE,
    "offer": OFFER_PURPOSE,
    "message": MESSAGE_PURPOSE,
}
"""The purpose of the pseudonyms in each group of parameters, see `Vault.index`."""


@dataclass(frozen=True)
class Sender:
    """What was stored about the sender of a message before it is handled.

    `person`: None for an unknown user. `conversation`: the row of their running conversation, or None.
    `has_deferred`: messages wait for their next reply. `has_offer`: an interrupted survey is kept for them.
    `is_taken_back`: the message was unsent before it was handled.
    """

    person: Person | None
    conversation: Row[Any] | None
    has_deferred: bool
    has_offer: bool
    is_taken_back: bool


def read_sender(
    connection: Connection, vault: Vault, line_user_id: str, message_id: str, now: datetime
) -> Sender:
    """Read the sender of a message. `message_id`: LINE's, empty for an event without a message."""
    pseudonyms = {
        group: vault.indices(purpose, message_id if group == "message" else line_user_id)
        for group, purpose in _PURPOSES.items()
    }
    parameters: dict[str, object] = {
        f"{group}_{number}": one
        for group, of_keys in pseudonyms.items()
        for number, one in enumerate(of_keys)
    }
    parameters |= {"who": line_user_id, "now": now}
    row = connection.execute(_statement(len(pseudonyms["message"])), parameters).one()
    return Sender(
        person=None if row.line_user_id is None else person_of_row(row),
        conversation=None if row.position is None else row,
        has_deferred=bool(row.has_deferred),
        has_offer=bool(row.has_offer),
        is_taken_back=bool(row.is_taken_back),
    )


@lru_cache
def _statement(keys: int) -> Select[Any]:
    """The statement for a vault with so many keys; it has one row, also for an unknown user."""

    def pseudonyms(group: str) -> list[BindParameter[str]]:
        return [
            bindparam(f"{group}_{number}", type_=person.c.line_user_id.type)
            for number in range(keys)
        ]

    # States are literals: SQLite uses a partial index only if the query contains its condition.
    has_deferred = exists().where(
        outbox.c.recipient.in_(pseudonyms("recipient")),
        text("outbox.state = 4"),
        outbox.c.doubtful.is_(False),
    )
    has_offer = exists().where(
        survey_offer.c.person.in_(pseudonyms("offer")), survey_offer.c.until > bindparam("now")
    )
    is_taken_back = exists().where(
        message_part.c.message.in_(pseudonyms("message")), message_part.c.holder == ""
    )
    one_row = select(literal(1).label("one")).subquery("one_row")
    return select(
        person,
        *OFFICER_COLUMNS,
        conversation.c.position,
        conversation.c.updated_at,
        has_deferred.label("has_deferred"),
        has_offer.label("has_offer"),
        is_taken_back.label("is_taken_back"),
    ).select_from(
        one_row.outerjoin(person, person.c.line_user_id == bindparam("who"))
        .outerjoin(officer, and_(officer.c.line_user_id == person.c.line_user_id, officer.c.active))
        .outerjoin(conversation, conversation.c.person.in_(pseudonyms("conversation")))
    )
