"""Keeps the lists of places that administrators sent in the chat, bit by bit."""

from collections.abc import Callable
from datetime import datetime

from civic.assets.actions.seating import seat_assets
from civic.kernel.ids import IdMaker
from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import Notice
from civic.kernel.refusal import Refusal
from civic.places.actions import import_places
from civic.places.model import ImportSummary, WantedList
from civic.places.ports import PlaceSource
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 2
KEPT = "places-kept"
NOT_KEPT = "places-not-kept"


async def keep_place_lists(
    *,
    begin: Begin,
    read: Read,
    read_places: Callable[[bytes], PlaceSource],
    new_id: IdMaker,
    now: datetime,
) -> int:
    """Residents answer in between; what a killed process left half kept is kept by the next."""
    async with read() as work:
        waiting = await work.place_lists.wanted(limit=AT_ONCE)
    done = 0
    for wanted in waiting:
        async with begin() as work:
            mine = await work.fires.claim(wanted.community, *_due(wanted))
        if mine:
            await _keep(
                wanted, begin=begin, read=read, read_places=read_places, new_id=new_id, now=now
            )
            done += 1
    return done


async def _keep(
    wanted: WantedList,
    *,
    begin: Begin,
    read: Read,
    read_places: Callable[[bytes], PlaceSource],
    new_id: IdMaker,
    now: datetime,
) -> None:
    try:
        async with read() as work:
            held = await work.files.read(wanted.community, wanted.file)
        told = await import_places(
            read_places(held.content),
            community=wanted.community,
            complete=wanted.complete,
            actor=wanted.account,
            look=read,
            keep=begin,
            new_id=new_id,
            now=now,
        )
        if not told.changes_nothing:
            await seat_assets(wanted.community, look=read, keep=begin)
    except Refusal:
        # It was looked at before: its file has gone since.
        async with begin() as work:
            await _tell(work, wanted, NOT_KEPT, {}, now=now)
    except Exception:
        async with begin() as work:
            await work.fires.fail(wanted.community, *_due(wanted))
        raise
    else:
        async with begin() as work:
            await _tell(work, wanted, KEPT, _counts(told), now=now)


async def _tell(
    work: Work, wanted: WantedList, key: str, params: JsonObject, *, now: datetime
) -> None:
    # The next wish for the same file is a new one.
    await work.fires.release(wanted.community, *_due(wanted))
    if await work.place_lists.done(wanted.community, wanted.file):
        await work.outbox.owe(
            Notice(to=wanted.account, community=wanted.community, key=key, params=params), now=now
        )


def _counts(told: ImportSummary) -> JsonObject:
    return {
        "added": told.added,
        "changed": told.changed,
        "retired": told.retired,
        "unchanged": told.unchanged,
        "found": told.found,
    }


def _due(wanted: WantedList) -> tuple[str, str]:
    return "places", str(wanted.file)
