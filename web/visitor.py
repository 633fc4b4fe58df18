"""The client of the current request, and protection against forms of other sites."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import abort, request

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_HOME = 64
"""Prefix length of an IPv6 network, which one home or telephone uses."""


def client_address() -> str:
    """Return the address of the client: the one given by a proxy on this machine, else that of the connection."""
    peer = request.remote_addr or ""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() if peer in _LOOPBACK and forwarded else peer


def network() -> str:
    """Return the network of the client, for counting: for IPv6 the prefix of the network."""
    address = client_address()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> (128 - _HOME)) if isinstance(parsed, IPv6Address) else address


def refuse_other_sites(public_url: str) -> None:
    """Answer 403 to a form of another site. Old browsers send no Origin; for them only the form token protects."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    own_hosts = {request.host, urlsplit(public_url).netloc}
    if origin and _host_of(origin) not in own_hosts:
        abort(403)


def _host_of(address: str) -> str:
    """Return the host and port of an address, "" for a text that is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
