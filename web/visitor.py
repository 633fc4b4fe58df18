"""Who sent the present request, and whether a form of another site did."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import abort, request

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_HOME = 64
"""Bits of an IPv6 address that one home or telephone shares."""


def client_address() -> str:
    """Return the address of the client: what our own proxy on this machine says, else that of the connection."""
    peer = request.remote_addr or ""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() if peer in _LOOPBACK and forwarded else peer


def network() -> str:
    """Return the network of the client, for counting: of an IPv6 address the part that its home shares."""
    address = client_address()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> (128 - _HOME)) if isinstance(parsed, IPv6Address) else address


def refuse_other_sites(public_url: str) -> None:
    """Answer 403 to a form of a page of another site. Old browsers say nothing: there the token alone protects."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    ours = {request.host, urlsplit(public_url).netloc}
    if origin and urlsplit(origin).netloc not in ours:
        abort(403)
