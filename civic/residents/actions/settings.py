"""Choosing a home, places to follow, quiet hours, what to hear of and how often."""

from dataclasses import replace
from datetime import datetime

from civic.kernel.ids import PlaceId
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.model import EVERYTHING, QuietHours, Resident, Topic
from civic.residents.ports import Homes, Residents
from civic.residents.rules import FOLLOWED_LIMIT, WEEKLY_LIMITS, with_topic


async def choose_home(
    resident: Resident, place: PlaceId, *, places: Homes, residents: Residents
) -> Resident:
    """Votes, audiences and results go by it from now on."""
    await places.place(resident.community, place)
    others = tuple(followed for followed in resident.followed if followed != place)
    return await _kept(replace(resident, home=place, followed=others), residents)


async def follow(
    resident: Resident, place: PlaceId, *, places: Homes, residents: Residents
) -> Resident:
    await places.place(resident.community, place)
    if place == resident.home:
        raise Refusal("follow-home")
    if place in resident.followed:
        return resident
    if len(resident.followed) >= FOLLOWED_LIMIT:
        raise Refusal("follow-limit", limit=FOLLOWED_LIMIT)
    return await _kept(replace(resident, followed=(*resident.followed, place)), residents)


async def unfollow(resident: Resident, place: PlaceId, *, residents: Residents) -> Resident:
    others = tuple(followed for followed in resident.followed if followed != place)
    return await _kept(replace(resident, followed=others), residents)


async def set_quiet_hours(
    resident: Resident, quiet: QuietHours, *, residents: Residents, outbox: Outbox, now: datetime
) -> Resident:
    """They hold at once, also for what waits for the hour they had before."""
    changed = await _kept(replace(resident, quiet=quiet), residents)
    await outbox.ask_again(resident.community, resident.account, now=now)
    return changed


async def turn_topic(
    resident: Resident, topic: Topic, *, on: bool, residents: Residents
) -> Resident:
    muted = with_topic(resident.muted, topic, on=on)
    return await _kept(replace(resident, muted=muted), residents)


async def turn_everything(resident: Resident, *, on: bool, residents: Residents) -> Resident:
    """Off: also topics that come later. Kept for ever, until turned on again."""
    muted: frozenset[str] = frozenset() if on else frozenset({EVERYTHING})
    return await _kept(replace(resident, muted=muted), residents)


async def set_weekly_limit(
    resident: Resident, limit: int | None, *, residents: Residents
) -> Resident:
    """Holds at once, also for what is queued and for what came earlier in this week."""
    if limit is not None and limit not in WEEKLY_LIMITS:
        raise NotFound("not-found")
    return await _kept(replace(resident, weekly_limit=limit), residents)


async def _kept(resident: Resident, residents: Residents) -> Resident:
    await residents.put(resident)
    return resident
