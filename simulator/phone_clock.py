"""What the phones' clocks show: the hour it is, or an hour of the past while a month is replayed.

Tokens, retry keys and the quota do not follow it: they live by the real clock, as LINE's do.
"""

from simulator import ids


class PhoneClock:
    """Goes on ticking from whatever hour it was set to."""

    def __init__(self) -> None:
        self._behind = 0

    def now_ms(self) -> int:
        """Milliseconds since 1970, as the phones show them."""
        return ids.now_ms() - self._behind

    def set(self, at: int | None) -> None:
        """Put the clocks to `at` milliseconds; None puts them right."""
        self._behind = 0 if at is None else ids.now_ms() - at
