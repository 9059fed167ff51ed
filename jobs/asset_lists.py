"""Keeps the lists of assets that administrators sent in the chat, bit by bit."""

from datetime import datetime

from civic.assets.actions.importing import import_assets
from civic.assets.model import AssetSummary, WantedAssets
from civic.assets.ports import ReadAssets
from civic.kernel.ids import IdMaker
from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import Notice
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 2
KEPT = "assets-kept"
NOT_KEPT = "assets-not-kept"


async def keep_asset_lists(
    *, begin: Begin, read: Read, read_assets: ReadAssets, new_id: IdMaker, now: datetime
) -> int:
    """Residents answer in between; what a killed process left half kept is kept by the next."""
    async with read() as work:
        waiting = await work.asset_lists.wanted(limit=AT_ONCE)
    done = 0
    for wanted in waiting:
        async with begin() as work:
            mine = await work.fires.claim(wanted.community, *_due(wanted))
        if mine:
            await _keep(
                wanted, begin=begin, read=read, read_assets=read_assets, new_id=new_id, now=now
            )
            done += 1
    return done


async def _keep(
    wanted: WantedAssets,
    *,
    begin: Begin,
    read: Read,
    read_assets: ReadAssets,
    new_id: IdMaker,
    now: datetime,
) -> None:
    try:
        async with read() as work:
            held = await work.files.read(wanted.community, wanted.file)
        told = await import_assets(
            read_assets(held.content, wanted.kind),
            community=wanted.community,
            complete=wanted.complete,
            actor=wanted.account,
            look=read,
            keep=begin,
            new_id=new_id,
            now=now,
        )
    except Refusal:
        # It was looked at before: its file, or its kind, has gone since.
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
    work: Work, wanted: WantedAssets, key: str, params: JsonObject, *, now: datetime
) -> None:
    # The next wish for the same file is a new one.
    await work.fires.release(wanted.community, *_due(wanted))
    if await work.asset_lists.done(wanted.community, wanted.file):
        await work.outbox.owe(
            Notice(to=wanted.account, community=wanted.community, key=key, params=params), now=now
        )


def _counts(told: AssetSummary) -> JsonObject:
    return {
        "added": told.added,
        "changed": told.changed,
        "retired": told.retired,
        "unchanged": told.unchanged,
        "found": told.found,
    }


def _due(wanted: WantedAssets) -> tuple[str, str]:
    return "assets", str(wanted.file)
