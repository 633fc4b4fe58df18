"""What the pretend LINE is told at its start; nothing here changes while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.people import Roster


@dataclass(frozen=True)
class Settings:
    """The choices of one pretend LINE; times are in seconds.

    `folder` keeps the state between runs (None: memory only). `wire` switches the log of
    requests and responses, which costs time in benchmarks. `redelivery_delays` are our own
    choice: LINE publishes neither count nor interval. `elsewhere` says where public https
    addresses lead on this machine, so that the page can show the bot's pictures and pages.
    """

    webhook_url: str
    channel_secret: str
    access_token: str
    roster: Roster
    folder: Path | None = None
    bot_name: str = "อบต.นาวังหิน"
    wire: bool = True
    redelivery: bool = True
    redelivery_delays: tuple[float, ...] = (2, 5, 15, 60, 300)
    webhook_timeout: float = 2.0
    reply_token_seconds: float = 60.0
    monthly_limit: int = 300
    late_content_seconds: float = 4.0
    delivery_threads: int = 8
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    page: Path = field(default=Path(__file__).parent / "page")
