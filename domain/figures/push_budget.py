"""What a push may cost: which message goes at once, which rides on the person's next reply.

LINE counts a push once per recipient and a reply never, and a plan that is used up sends nothing more
until the next month. https://developers.line.biz/en/docs/messaging-api/pricing/
"""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from domain.organisation.calendar import bangkok

HEAD_START = 0.2
"""Share of the plan that optional messages may use on the first day, while no pace is known yet."""
LAST_SHARE = 0.9
"""Share of the plan that optional messages may have used on the last day; the rest is for what cannot wait."""
DIGEST_SHARE = 0.97
WARNING_SHARE = 0.8
GROUP_SHARE = 0.01
"""A notice to a group costs one a member: a group that would take more of the plan at once gets it on a reply."""
PUSHES_A_CASE = 3
DAY_BEGINS, DAY_ENDS = time(8), time(20)


class Weight(StrEnum):
    """What a message is worth, which decides how it travels."""

    REPLY = "reply"
    """The answer to whoever is speaking: free. Pushed only when its token has died."""
    EMERGENCY = "emergency"
    """Somebody may be in danger: at once, and it rings at night too."""
    ENDING = "ending"
    """To the resident: the case is over, and is it fixed?"""
    CALL = "call"
    """To the resident: a question, the day on which a wait was to end, why it is late."""
    NEWS = "news"
    """To the resident: a step that is good to know."""
    PROMPT = "prompt"
    """To an officer: what cannot wait until the morning."""
    DIGEST = "digest"
    """To an officer: the morning's one message."""
    ALERT = "alert"
    """To an officer: what the next digest lists as well."""
    GROUP = "group"
    """To a department's group."""

    @classmethod
    def _missing_(cls, _value: object) -> "Weight":
        """One that only a newer release knows, written beside this one: it is sent like any other."""
        return cls.PROMPT


TO_RESIDENT = frozenset({Weight.ENDING, Weight.CALL, Weight.NEWS})
RING_AT_NIGHT = frozenset({Weight.REPLY, Weight.EMERGENCY})
KEPT_FOR_LATER_CALLS = {Weight.NEWS: 2, Weight.CALL: 1, Weight.ENDING: 0}
"""How many of a case's pushes are kept for weightier words to its reporter."""
SHORT_LIVED = frozenset({Weight.NEWS, Weight.DIGEST, Weight.ALERT, Weight.GROUP})
"""What is old hat when a new month's plan begins: it still rides on a reply, but is not pushed then."""


@dataclass(frozen=True)
class Budget:
    """One month's plan as it stands.

    `allowance`: recipients a month, None without limit. `spent`: how many were pushed to, by hand too.
    `elapsed`: share of the month gone by, 0 to 1. `alert_share`: of the plan, beyond which officers'
    alerts wait for the digest.
    """

    allowance: int | None
    spent: int
    elapsed: float
    alert_share: float

    @property
    def used_share(self) -> float:
        """Of the plan; 0 without limit."""
        if self.allowance is None:
            return 0.0
        return self.spent / self.allowance if self.allowance else 1.0

    @property
    def forecast(self) -> int:
        """Pushes of the whole month if it goes on as it did."""
        return self.spent if self.elapsed <= 0 else round(self.spent / self.elapsed)

    @property
    def on_pace(self) -> bool:
        """Whether something optional can be afforded: the plan is being used no faster than the month."""
        return self.used_share < HEAD_START + (LAST_SHARE - HEAD_START) * self.elapsed

    @property
    def is_low(self) -> bool:
        return self.used_share >= WARNING_SHARE

    def is_spent(self, recipients: int = 1) -> bool:
        return self.allowance is not None and self.spent + recipients > self.allowance

    def allows(self, weight: Weight, *, recipients: int = 1, case_pushes: int = 0) -> bool:
        """Whether to push now; if not, the message waits for the person's next reply.

        `case_pushes`: how often this case has been pushed to its reporter already.
        """
        if weight in TO_RESIDENT and case_pushes >= PUSHES_A_CASE - KEPT_FOR_LATER_CALLS[weight]:
            return False
        if self.allowance is None:
            return True
        if self.is_spent(recipients):
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
    """Whether the telephone may ring: by day always, from 20:00 to 08:00 in Bangkok for emergencies."""
    return weight in RING_AT_NIGHT or DAY_BEGINS <= bangkok(now).time() < DAY_ENDS
