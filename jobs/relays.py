"""Requests of served categories go to their servers, and their news comes back."""

from collections.abc import Callable
from datetime import datetime

from civic.service_requests.relays.actions import (
    Outcome,
    begin_relays,
    run_errand,
    settle_errand,
    take_errands,
)
from civic.service_requests.relays.model import Failure, RelayFailed
from civic.service_requests.relays.ports import OtherServers
from civic.unit_of_work import Begin

AT_ONCE = 20


async def relay_requests(
    *, begin: Begin, others: OtherServers, chance: Callable[[], float], now: datetime
) -> int:
    """A server that fails once is not asked again in the same round: nobody waits for it."""
    async with begin() as work:
        await begin_relays(desk=work, now=now, limit=AT_ONCE)
        errands = await take_errands(desk=work, now=now, limit=AT_ONCE)
    silent: set[int] = set()
    for errand in errands:
        if errand.server.id in silent:
            outcome = Outcome(failure=RelayFailed(Failure.NOT_SENT, "it did not answer another"))
        else:
            outcome = await run_errand(errand, others=others)
        if outcome.failure is not None and outcome.failure.failure is not Failure.REFUSED:
            silent.add(errand.server.id)
        async with begin() as work:
            await settle_errand(errand, outcome, chance=chance(), desk=work, now=now)
    return len(errands)
