"""Decides again, when a message is sent, whether its recipient may still read the cases that it tells them about.

A message may wait for hours: LINE is down, the quota is used up, or it is deferred. Meanwhile the recipient may be
removed, moved or accused, and an ordinary case may become a staff complaint. The recipient then gets nothing; the
officers who get such a case are told of it when they get it.
"""

import re
from collections.abc import Sequence

from handlers.access import recipients
from handlers.core.messages import Cards, Reply
from handlers.core.unit_of_work import UnitOfWork


def tells_of_ordinary_cases(uow: UnitOfWork, replies: str) -> bool:
    """Whether encoded messages to a resident name no case about staff.

    The month counts the messages per ordinary case; those about others would tell that there are some.
    """
    prefix = re.escape(uow.context.catalog.organisation.case_prefix)
    numbers = set(re.findall(rf"{prefix}-\d{{4}}-\d+-\d", replies))
    return all(uow.tx.complaints.by_number(number) is not None for number in numbers)


def still_readable(uow: UnitOfWork, recipient: str, replies: Sequence[Reply]) -> list[Reply]:
    """Return those of the messages that the recipient, a LINE user or a group, may still read.

    A carousel loses the cards of the cases that they may not read, and is left out if none remains.
    """
    known: dict[int, bool] = {}

    def may_read(about: tuple[int, ...]) -> bool:
        for case in about:
            if case not in known:
                known[case] = recipients.may_receive(uow, recipient, case)
        return all(known[case] for case in about)

    found: list[Reply] = []
    for reply in replies:
        if not may_read(reply.about):
            continue
        if isinstance(reply, Cards):
            cards = tuple(card for card in reply.cards if may_read(card.about))
            if not cards:
                continue
            reply = Cards(reply.alt, cards, reply.choices, reply.about)  # noqa: PLW2901 - the same, without cards
        found.append(reply)
    return found
