"""Decide which messages are pushed at once and which wait for the person's next reply.

LINE counts a push once for each recipient and does not count replies. When the monthly quota is used up, pushes
are refused until the next month. https://developers.line.biz/en/docs/messaging-api/pricing/
"""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from domain.organisation.calendar import bangkok

FIRST_SHARE = 0.2
"""Share of the quota below which optional messages are pushed at the beginning of the month."""
LAST_SHARE = 0.9
"""The same at the end of the month; the rest is reserved for messages that cannot wait."""
DIGEST_SHARE = 0.97
"""Share of the quota below which the morning digest is pushed."""
WARNING_SHARE = 0.8
RESERVE_SHARE = 0.02
"""Share of the quota that is reserved for emergencies and for the custodians of staff complaints."""
PUSHES_PER_DAY = 6
"""Pushes to one resident a day. Further messages wait for the person's next reply, which LINE does not count."""
ANNOUNCED_A_DAY = 10
"""Messages of one person a day about which officers are notified, so that no account uses up the quota that others
need. Custodians and emergencies are counted apart. The others are found in the case and in the lists."""
GROUP_SHARE = 0.01
"""A push to a group is counted once for each member. A group whose size exceeds this share of the quota gets
notices only with a reply."""
PUSHES_PER_CASE = 3
DAY_BEGINS, DAY_ENDS = time(8), time(20)
"""Bangkok time in which pushes ring."""


class Weight(StrEnum):
    """The importance of a message, which decides how it is sent."""

    REPLY = "reply"
    """The answer to a person's message: free. Pushed only when its reply token has expired."""
    EMERGENCY = "emergency"
    """Somebody may be in danger: pushed at once, and rings at night."""
    CUSTODY = "custody"
    """To the custodian of a staff complaint."""
    ENDING = "ending"
    """To the reporter: the case has ended, with the question whether it is fixed."""
    CALL = "call"
    """To the reporter: a question, the end of a wait, or the reason of a delay."""
    STOP = "stop"
    """To the reporter: a question or a pause. It suspends the due date, so it is always pushed."""
    NEWS = "news"
    """To the reporter: a step that requires nothing from them."""
    PROMPT = "prompt"
    """To an officer: cannot wait until the morning digest."""
    DIGEST = "digest"
    """To an officer: the morning digest."""
    ALERT = "alert"
    """To an officer: the next digest lists it as well."""
    GROUP = "group"
    """To a department's group."""

    @classmethod
    def _missing_(cls, _value: object) -> "Weight":
        """Treat a weight that only a newer release knows as PROMPT, while both releases run side by side."""
        return cls.PROMPT


TO_RESIDENT = frozenset({Weight.ENDING, Weight.CALL, Weight.STOP, Weight.NEWS})
FROM_RESERVE = frozenset({Weight.EMERGENCY, Weight.CUSTODY})
CAPPED_A_DAY = frozenset({Weight.REPLY, Weight.PROMPT, *TO_RESIDENT}) - {Weight.STOP}
"""Messages to a resident that count for, and wait because of, PUSHES_PER_DAY; a question or a hold never waits."""
RING_AT_NIGHT = frozenset({Weight.REPLY, Weight.EMERGENCY})
RESERVED_PUSHES = {Weight.NEWS: 2, Weight.CALL: 1, Weight.ENDING: 0}
"""How many of the PUSHES_PER_CASE are reserved for more important messages to the reporter. Weight.STOP has no
limit and uses none of them: during a pause, a reporter who was not notified would wait for an office that waits
for them, and the end of the pause must still be pushed."""
SHORT_LIVED = frozenset({Weight.NEWS, Weight.DIGEST, Weight.ALERT, Weight.GROUP})
"""Messages that are outdated by the next month: they are sent with a reply, but not pushed later."""


@dataclass(frozen=True)
class Budget:
    """The state of one month's quota.

    `allowance`: pushes a month, None without limit. `spent`: pushes so far, including those sent by hand.
    `elapsed`: the share of the month that has passed, 0 to 1. `alert_share`: the share of the quota above which
    officers' alerts wait for the digest.
    """

    allowance: int | None
    spent: int
    elapsed: float
    alert_share: float

    @property
    def used_share(self) -> float:
        """The share of the quota that is used; 0 without limit."""
        if self.allowance is None:
            return 0.0
        return self.spent / self.allowance if self.allowance else 1.0

    @property
    def forecast(self) -> int:
        """The expected pushes of the whole month at the present rate."""
        return self.spent if self.elapsed <= 0 else round(self.spent / self.elapsed)

    @property
    def on_pace(self) -> bool:
        """Whether optional messages may be pushed: the quota is used no faster than the month passes."""
        return self.used_share < FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * self.elapsed

    @property
    def is_low(self) -> bool:
        """Whether at least WARNING_SHARE of the quota is used."""
        return self.used_share >= WARNING_SHARE

    def is_spent(self, recipients: int = 1) -> bool:
        """Whether a push to this many recipients would exceed the quota."""
        return self.allowance is not None and self.spent + recipients > self.allowance

    def is_down_to_reserve(self, recipients: int = 1) -> bool:
        """Whether a push to this many recipients would use what is reserved for FROM_RESERVE."""
        if self.allowance is None:
            return False
        return self.spent + recipients > self.allowance - round(RESERVE_SHARE * self.allowance)

    def allows(self, weight: Weight, *, recipients: int = 1, case_pushes: int = 0) -> bool:
        """Whether to push a message now; if not, it waits for the person's next reply.

        `case_pushes`: how many pushes about this case its reporter has received.
        """
        reserved = RESERVED_PUSHES.get(weight)
        if reserved is not None and case_pushes >= PUSHES_PER_CASE - reserved:
            return False
        if self.allowance is None:
            return True
        if self.is_spent(recipients):
            return False
        if weight not in FROM_RESERVE and self.is_down_to_reserve(recipients):
            return False
        match weight:
            case Weight.NEWS:
                return self.on_pace
            case Weight.ALERT:
                return self.on_pace and self.used_share < self.alert_share
            case Weight.GROUP:
                return self.on_pace and recipients <= GROUP_SHARE * self.allowance
            case Weight.DIGEST:
                return self.used_share < DIGEST_SHARE
        return True


def rings(weight: Weight, now: datetime) -> bool:
    """Whether a push may ring: always from 08:00 to 20:00 in Bangkok, at night only RING_AT_NIGHT."""
    return weight in RING_AT_NIGHT or DAY_BEGINS <= bangkok(now).time() < DAY_ENDS
