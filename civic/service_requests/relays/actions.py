"""A request is passed to the server that serves its category, and followed there."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from civic.kernel.ids import CommunityId, ServiceRequestId
from civic.kernel.outbox import Notice
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.handling import ask_whether_done
from civic.service_requests.actions.stepping import Stage, add_event, stage_of, take_step
from civic.service_requests.actions.telling import COMMENTED, tell_office, tell_residents
from civic.service_requests.model import EventKind, PhotoKind, ServiceRequest
from civic.service_requests.relays.model import (
    Failure,
    Outgoing,
    Relay,
    RelayFailed,
    RelayServer,
    RelayState,
    Remote,
)
from civic.service_requests.relays.ports import OtherServers, RelayDesk
from civic.service_requests.relays.rules import (
    arrived,
    failed,
    is_news,
    leaving,
    not_there,
    read_back,
)
from civic.service_requests.rules.transitions import Given, Party, Step

EARLIER = timedelta(hours=1)
"""Their clock may be behind ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is done at another server, while no transaction is open."""

    relay: Relay
    was: RelayState
    server: RelayServer
    outgoing: Outgoing
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    remote: Remote | None = None
    """None without a failure: it is not there."""
    failure: RelayFailed | None = None


async def begin_relays(*, desk: RelayDesk, now: datetime, limit: int) -> int:
    """Owe each open request of a served category to its server, once."""
    fresh = await desk.relays.not_begun(limit=limit)
    for community, request, served in fresh:
        await desk.relays.put(
            Relay(
                community=community, request=request, server=served.server, code=served.code,
                token=secrets.token_hex(12), due_at=now,
            )
        )  # fmt: skip
    return len(fresh)


async def take_errands(*, desk: RelayDesk, now: datetime, limit: int) -> list[Errand]:
    """Those that are due, held until they are done or long past."""
    errands: list[Errand] = []
    for relay in await desk.relays.due(now, limit=limit):
        servers = {one.id: one for one in await desk.relays.servers(relay.community)}
        request = await desk.service_requests.request(relay.community, relay.request)
        was = RelayState.DOUBTFUL if relay.state is RelayState.LEAVING else relay.state
        if not request.is_open or servers[relay.server].stopped:
            await desk.relays.put(replace(relay, state=RelayState.OVER))
            continue
        held = leaving(replace(relay, state=was), now=now)
        await desk.relays.put(held)
        errands.append(
            Errand(
                relay=held, was=was, server=servers[relay.server],
                outgoing=_outgoing(request, held), filed_at=request.filed_at,
            )
        )  # fmt: skip
    return errands


async def run_errand(errand: Errand, *, others: OtherServers) -> Outcome:
    """Ask the other server; nothing is kept yet."""
    relay, server = errand.relay, errand.server
    try:
        match errand.was:
            case RelayState.QUEUED:
                return Outcome(remote=await others.post(server, errand.outgoing))
            case RelayState.DOUBTFUL:
                return Outcome(
                    remote=await others.sought(server, errand.outgoing, errand.filed_at - EARLIER)
                )
            case RelayState.NUMBERLESS:
                found = await others.by_token(server, relay.remote_token)
                no_number = RelayFailed(Failure.NOT_SENT, "no number yet")
                return Outcome(remote=found, failure=None if found else no_number)
            case _:
                return Outcome(remote=await others.status(server, relay.remote_id))
    except RelayFailed as failure:
        return Outcome(failure=failure)


async def settle_errand(
    errand: Errand, outcome: Outcome, *, chance: float, desk: RelayDesk, now: datetime
) -> Relay:
    """Keep what came of it; what residents should know stands on their card."""
    relay, remote = errand.relay, outcome.remote
    if outcome.failure is not None:
        after = failed(relay, outcome.failure, chance=chance, now=now)
    elif remote is None:
        after = not_there(relay, now=now)
    elif errand.was is RelayState.FOLLOWED:
        after = read_back(relay, remote, now=now)
        if is_news(relay, remote):
            await _tell_news(errand, remote, desk=desk, now=now)
    elif remote.id and await desk.relays.is_taken(relay.community, relay.server, remote.id):
        wrong = f"{remote.id} is another request's"
        after = replace(relay, state=RelayState.DEAD, error=wrong)
    else:
        after = arrived(relay, remote, now=now)
        if remote.id:
            await _tell_arrived(errand, remote, desk=desk, now=now)
    await desk.relays.put(after)
    if after.state is RelayState.DEAD:
        await _tell_dead(errand, after, desk=desk, now=now)
    return after


async def retry_relay(
    community: CommunityId, request: ServiceRequestId, *, desk: RelayDesk, now: datetime
) -> bool:
    """The operator has mended what stood in the way; looked for there before it is sent again."""
    relay = await desk.relays.find(community, request)
    if relay is None or relay.state is not RelayState.DEAD:
        return False
    await desk.relays.put(
        replace(relay, state=RelayState.DOUBTFUL, attempts=0, due_at=now, remote_id="")
    )
    return True


async def _tell_arrived(errand: Errand, remote: Remote, *, desk: RelayDesk, now: datetime) -> None:
    stage = await _stage(errand, desk=desk)
    stage = await _note(stage, f"{errand.server.name}: № {remote.id}", desk=desk, now=now)
    # Whoever has it in hand may have taken it already.
    with suppress(Refusal):
        await _take(stage, Step.ACCEPT, "", desk=desk, now=now)


async def _tell_news(errand: Errand, remote: Remote, *, desk: RelayDesk, now: datetime) -> None:
    """Said to be done there, it is done here, and neighbours are asked as ever."""
    stage = await _stage(errand, desk=desk)
    words = f"{errand.server.name}: {remote.notes or remote.status}"
    if remote.status == "closed" and stage.request.is_open:
        try:
            moved = await _take(stage, Step.FINISH, words, desk=desk, now=now)
        except Refusal:
            # Such as where its category wants a picture of what was done: ours look at it.
            stage = await _note(stage, words, desk=desk, now=now)
            await tell_office(
                stage.request, COMMENTED, stage.office.in_hand(stage.request),
                category=stage.category, town=stage.town, by=None, desk=desk, now=now, text=words,
            )  # fmt: skip
            return
        await ask_whether_done(replace(stage, request=moved), desk=desk, now=now)
        return
    await _note(stage, words, desk=desk, now=now)


async def _tell_dead(errand: Errand, relay: Relay, *, desk: RelayDesk, now: datetime) -> None:
    stage = await _stage(errand, desk=desk)
    for official in stage.office.dispatchers():
        notice = Notice(
            to=official.account,
            community=relay.community,
            key="relay-dead",
            params={"number": stage.request.number, "server": errand.server.name},
            once=f"relay-dead:{relay.request}:{relay.token}:{stage.request.events}",
        )
        await desk.outbox.owe(notice, now=now)


async def _stage(errand: Errand, *, desk: RelayDesk) -> Stage:
    return await stage_of(errand.relay.community, errand.relay.request, desk=desk)


async def _take(
    stage: Stage, step: Step, words: str, *, desk: RelayDesk, now: datetime
) -> ServiceRequest:
    photos = await desk.service_requests.photos(stage.request.community, stage.request.id)
    given = Given(
        reason=words,
        wants_photo=stage.category.needs_photo_after,
        has_photo=any(one.kind is PhotoKind.AFTER for one in photos),
    )
    return await take_step(
        stage, step, given, parties={Party.OFFICER}, by=None, from_office=True, desk=desk, now=now
    )


async def _note(stage: Stage, words: str, *, desk: RelayDesk, now: datetime) -> Stage:
    kept = await add_event(
        stage.request, EventKind.COMMENTED, None, from_office=True, text=words, desk=desk, now=now
    )
    await tell_residents(kept, category=stage.category, town=stage.town, desk=desk, now=now)
    return replace(stage, request=kept)


def _outgoing(request: ServiceRequest, relay: Relay) -> Outgoing:
    return Outgoing(
        code=relay.code,
        text=request.text,
        latitude=request.point.latitude if request.point else None,
        longitude=request.point.longitude if request.point else None,
        address=request.address,
        token=relay.token,
    )
