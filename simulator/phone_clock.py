"""The clock of the phones: the real time, or a time in the past while a month is replayed.

Reply tokens, retry keys and the quota do not use it; they use the real time.
"""

from simulator import ids


class PhoneClock:
    """A clock that runs on from the time to which it was set."""

    def __init__(self) -> None:
        self._behind = 0

    def now_ms(self) -> int:
        """The phones' time in milliseconds since 1970."""
        return ids.now_ms() - self._behind

    def set(self, at: int | None) -> None:
        """Set the clock to `at` milliseconds; None returns it to the real time."""
        self._behind = 0 if at is None else ids.now_ms() - at
