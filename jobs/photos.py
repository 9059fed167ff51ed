"""Makes our own pictures of the photos that people sent, a few at a time."""

from collections.abc import Sequence
from datetime import datetime

from civic.kernel.outbox import Notice
from civic.kernel.photos import Darkroom, DevelopedPhoto, SentPhoto
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 8
"""So many are in memory together."""
ROUNDS = 4
"""In one tick; then others have their turn."""


async def develop_photos(*, begin: Begin, read: Read, darkroom: Darkroom, now: datetime) -> int:
    """Whoever sent something that nothing can be made of is told why; return how many."""
    told = 0
    for _ in range(ROUNDS):
        async with read() as work:
            waiting = await work.photos.undeveloped(limit=AT_ONCE)
            came = [(one, await _came(work, one)) for one in waiting]
        sent = [(one, content) for one, content in came if content is not None]
        await _put_off([one for one, content in came if content is None], begin=begin)
        if not sent:
            break
        told += await _develop(sent, begin=begin, darkroom=darkroom, now=now)
        if len(waiting) < AT_ONCE:
            break
    return told


async def _develop(
    sent: Sequence[tuple[SentPhoto, bytes]], *, begin: Begin, darkroom: Darkroom, now: datetime
) -> int:
    told = 0
    try:
        developed = await darkroom.develop([content for _, content in sent])
        nothing = await _nothing_for(developed, darkroom)
    except Exception:
        # Ours to mend; meanwhile they stand in nobody's way.
        await _put_off([one for one, _ in sent], begin=begin)
        raise
    async with begin() as work:
        for (one, _), made in zip(sent, developed, strict=True):
            if isinstance(made, DevelopedPhoto):
                await work.photos.develop(one.community, one.file, made, now=now)
            elif nothing is not None:
                told += await _refuse(work, one, made, nothing, now=now)
    return told


async def _put_off(photos: Sequence[SentPhoto], *, begin: Begin) -> None:
    if photos:
        async with begin() as work:
            for one in photos:
                await work.photos.put_off(one.community, one.file)


async def _refuse(
    work: Work, one: SentPhoto, why: Refusal, nothing: DevelopedPhoto, *, now: datetime
) -> int:
    if not await work.photos.develop(
        one.community, one.file, nothing, keep_original=False, now=now
    ):
        return 0
    await work.outbox.owe(
        Notice(to=one.sender, community=one.community, key=why.key, params=dict(why.params)),
        now=now,
    )
    return 1


async def _nothing_for(
    developed: Sequence[DevelopedPhoto | Refusal], darkroom: Darkroom
) -> DevelopedPhoto | None:
    if any(isinstance(one, Refusal) for one in developed):
        return await darkroom.nothing()
    return None


async def _came(work: Work, one: SentPhoto) -> bytes | None:
    try:
        return (await work.files.read(one.community, one.file)).content
    except NotFound:
        # Taken back meanwhile, or lost from the disk.
        return None
