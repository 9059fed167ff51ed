"""Who may look: the machine itself, or who holds the token."""

from ipaddress import ip_address
from secrets import compare_digest

from fastapi import Request

_PROXIED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def is_bearer(request: Request, token: str | None) -> bool:
    """In constant time; without a token nobody is."""
    given = request.headers.get("authorization", "")
    return token is not None and compare_digest(given.encode(), f"Bearer {token}".encode())


def is_loopback(request: Request) -> bool:
    """The peer itself is this machine, and no proxy speaks for somebody else."""
    if request.client is None or any(name in request.headers for name in _PROXIED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
