"""Asks the map for the addresses that residents look for: one a second, whoever asks."""

from datetime import datetime

from civic.places.model import Box
from civic.service_requests.actions.seeking import tell_silence, tell_spots
from civic.service_requests.spots import PATIENCE, Geocoder, GeocoderSilent, Spot, WantedSpots
from civic.unit_of_work import Begin, Read

AT_ONCE = 20
TURN_SECONDS = 15.0
"""Longer than an answer is waited for: whoever dies meanwhile holds up nobody for long."""
PAUSE_SECONDS = 1.0
LONGEST_REST = 3_600.0


async def look_up_spots(*, begin: Begin, read: Read, geocoder: Geocoder, now: datetime) -> int:
    """One address at most: the next tick has the next one."""
    async with read() as work:
        late = await work.geocodings.overdue(now - PATIENCE, limit=AT_ONCE)
        waiting = await work.geocodings.wanted(limit=1)
    told = 0
    for wanted in late:
        async with begin() as work:
            told += await tell_silence(wanted, desk=work, now=now)
    if not waiting or waiting[0] in late:
        return told
    async with begin() as work:
        if not await work.geocodings.take_turn(seconds=TURN_SECONDS):
            return told
        # Looked for once more: whoever had the turn before may have answered it.
        waiting = await work.geocodings.wanted(limit=1)
        within = await work.places.extent(waiting[0].community) if waiting else None
    if not waiting:
        async with begin() as work:
            await work.geocodings.rest(seconds=0.0)
        return told
    return told + await _ask(waiting[0], within, begin=begin, geocoder=geocoder, now=now)


async def _ask(
    wanted: WantedSpots, within: Box | None, *, begin: Begin, geocoder: Geocoder, now: datetime
) -> int:
    """Nothing is open while it is asked."""
    spots: list[Spot] | None = None
    wait = 0.0
    if within is not None:
        try:
            found = await geocoder.search(wanted.typed, within=within, language=wanted.language)
            spots = list(found)
        except GeocoderSilent as silent:
            wait = silent.wait
    async with begin() as work:
        await work.geocodings.rest(seconds=min(max(PAUSE_SECONDS, wait), LONGEST_REST))
        if spots is None:
            return await tell_silence(wanted, desk=work, now=now)
        return await tell_spots(wanted, spots, desk=work, now=now)
