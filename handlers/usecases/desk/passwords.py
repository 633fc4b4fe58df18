"""Passwords and six-digit codes (TOTP) for signing in on a machine without LINE.

argon2id with the library's default costs, which follow RFC 9106 (low-memory profile):
https://argon2-cffi.readthedocs.io
TOTP: RFC 6238, six digits every 30 seconds, which every authenticator app supports.
"""

from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from domain.errors import Refused

SHORTEST, LONGEST = 12, 200
"""Characters of a password. There is a second factor, so there is no rule about digits or special characters.
https://pages.nist.gov/800-63-4/sp800-63b.html"""
NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
ISSUER = "Rongtuk"
WINDOW = 1
"""Intervals before and after the present one whose codes are accepted, for clocks that differ by some seconds."""
_hasher = PasswordHasher()
# Precomputed, because hashing it at every start takes 0.1 seconds and 64 MB.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$TcbcXWBcYwVfKpKlWQxGDQ"
    "$lNtleyO9wBxe+aUBfPbjz1SnjySOVPTRmQTLPRYoNOM"
)
"""The hash of a password that nobody has, with the costs of `_hasher`."""


def hashed(password: str) -> str:
    """The hash to store. It takes tens of milliseconds on purpose, so do not call it inside a transaction."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether a password matches the hash. None, for an unknown name, takes the same time."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password[:LONGEST]) and bool(password_hash)
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with lower costs than the present ones."""
    return _hasher.check_needs_rehash(password_hash)


def new_secret() -> str:
    """A new TOTP secret, in the base32 form for authenticator apps."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, name: str) -> str:
    """The otpauth:// address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def interval_of(secret: str, code: str, now: datetime) -> int | None:
    """The number of the 30-second interval of a code; None if the code is not valid now."""
    typed = "".join(code.split())
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // totp.interval
    for interval in range(present - WINDOW, present + WINDOW + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(interval), typed):
            return interval
    return None


def ensure_acceptable(name: str, password: str) -> None:
    """Raise Refused login_name, password_short, password_long or password_guessable."""
    if not 3 <= len(name) <= 60 or set(name) - NAME_LETTERS:
        raise Refused("login_name")
    if len(password) < SHORTEST:
        raise Refused("password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("password_long", most=LONGEST)
    if name in password.lower() or len(set(password)) < 5:
        raise Refused("password_guessable")


def is_secret(secret: str) -> bool:
    """Whether a text that a form has sent back has the form of a secret from `new_secret`."""
    return len(secret) == 32 and set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
