"""The mail server through which an office sends its reports, if it has one."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MailServer:
    """`url`: smtps://user:password@host:465, smtp://… with STARTTLS, or smtp+plain://… on the own network.

    `sender`: the address in From. `recipients`: the addresses that get every report, except those on staff.
    """

    url: str = field(repr=False)
    sender: str
    recipients: tuple[str, ...]
