"""When something is tried again, when it is given up, and what it becomes by an answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from civic.service_requests.relays.model import (
    Failure,
    Relay,
    RelayFailed,
    RelayState,
    Remote,
)

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
MOST_ATTEMPTS = 14
"""Some three days."""
REFUSALS = 3
"""A standard's 400 may mean that a system behind is down."""
READ_EVERY = timedelta(minutes=15)
LEASE = timedelta(minutes=10)


def backoff(attempts: int, chance: float) -> timedelta:
    """Doubled each time up to six hours; a chance in [0, 1) takes up to half of it off again."""
    whole = min(LONGEST, FIRST * (1 << min(max(0, attempts - 1), 20)))
    return whole * (1 - chance / 2)


def leaving(relay: Relay, *, now: datetime) -> Relay:
    """Held by whoever tries it now; if they die, it is in doubt when the lease ends."""
    state = RelayState.LEAVING if relay.state is RelayState.QUEUED else relay.state
    return replace(relay, state=state, due_at=now + LEASE)


def arrived(relay: Relay, remote: Remote, *, now: datetime) -> Relay:
    settled = replace(relay, attempts=0, error="", sent_at=relay.sent_at or now)
    if remote.id:
        return replace(
            settled, state=RelayState.FOLLOWED, remote_id=remote.id, due_at=now + READ_EVERY
        )
    return replace(
        settled, state=RelayState.NUMBERLESS, remote_token=remote.token, due_at=now + FIRST
    )


def failed(relay: Relay, why: RelayFailed, *, chance: float, now: datetime) -> Relay:
    """Queued again only where it certainly did not arrive."""
    attempts = relay.attempts + 1
    wait = min(LONGEST, max(backoff(attempts, chance), timedelta(seconds=why.wait)))
    state = relay.state
    if state is RelayState.LEAVING:
        in_doubt = why.failure is Failure.IN_DOUBT
        state = RelayState.DOUBTFUL if in_doubt else RelayState.QUEUED
    tried = replace(relay, state=state, attempts=attempts, error=why.words[:300], due_at=now + wait)
    if state is RelayState.FOLLOWED:
        # What arrived is followed for as long as it takes.
        return tried
    is_refused = why.failure is Failure.REFUSED and attempts >= REFUSALS
    if is_refused or attempts >= MOST_ATTEMPTS:
        return replace(tried, state=RelayState.DEAD)
    return tried


def not_there(relay: Relay, *, now: datetime) -> Relay:
    """Looked for and not found: it is sent again, under the same name."""
    return replace(relay, state=RelayState.QUEUED, due_at=now)


def read_back(relay: Relay, remote: Remote, *, now: datetime) -> Relay:
    return replace(
        relay, attempts=0, error="", due_at=now + READ_EVERY, remote_status=remote.status,
        remote_notes=remote.notes,
    )  # fmt: skip


def is_news(relay: Relay, remote: Remote) -> bool:
    return (relay.remote_status, relay.remote_notes) != (remote.status, remote.notes)
