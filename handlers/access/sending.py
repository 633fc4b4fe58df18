"""Check again, when a message is sent, that its recipient may still read the cases that it is about.

A message may wait for hours: LINE is down, the quota is used up, or it is deferred. Meanwhile the recipient may be
removed, moved or accused, and an ordinary case may become a staff complaint. Then the message is not sent; the new
custodian of such a case was notified separately.
"""

import re
from collections.abc import Sequence

from handlers.access import recipients
from handlers.core.messages import Cards, Reply
from handlers.core.unit_of_work import UnitOfWork


def tells_of_ordinary_cases(uow: UnitOfWork, replies: str) -> bool:
    """Whether encoded messages to a resident are about no staff complaint.

    The monthly report shows messages per ordinary case; counting others would reveal that staff complaints exist.
    """
    prefix = re.escape(uow.context.catalog.organisation.case_prefix)
    numbers = set(re.findall(rf"{prefix}-\d{{4}}-\d+-\d", replies))
    return all(uow.tx.complaints.by_number(number) is not None for number in numbers)


def still_readable(uow: UnitOfWork, recipient: str, replies: Sequence[Reply]) -> list[Reply]:
    """Return the messages that the recipient, a LINE user or a group, may still read.

    A carousel loses the cards of the cases that they may not read, and is left out if none remains.
    """
    readable: dict[int, bool] = {}

    def may_read(about: tuple[int, ...]) -> bool:
        for case in about:
            if case not in readable:
                readable[case] = recipients.may_receive(uow, recipient, case)
        return all(readable[case] for case in about)

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
