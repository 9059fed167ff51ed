"""Letters leave by e-mail: a few at a time, tried again ever more seldom, at last given up."""

from datetime import datetime, timedelta
from random import SystemRandom

from civic.kernel.letters import (
    ATTEMPTS,
    Enclosure,
    Letter,
    Post,
    Undeliverable,
    wait_after,
)
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Begin, Read

AT_ONCE = 10
KEPT = timedelta(days=30)
_chance = SystemRandom()


async def post_letters(*, begin: Begin, read: Read, post: Post | None, now: datetime) -> int:
    """Taken and counted before it is sent: whoever dies over it tries again, not for ever."""
    async with begin() as work:
        await work.letters.forget_before(now - KEPT, limit=100)
        taken = await work.letters.take(now, limit=AT_ONCE) if post is not None else []
    for letter in taken:
        if post is not None:
            await _post(letter, begin=begin, read=read, post=post, now=now)
    return len(taken)


async def _post(letter: Letter, *, begin: Begin, read: Read, post: Post, now: datetime) -> None:
    error, is_over = "", False
    try:
        await post(letter, await _enclosed(letter, read=read))
    except (Undeliverable, NotFound) as why:
        error, is_over = str(why) or type(why).__name__, True
    except Exception as why:  # noqa: BLE001 - whatever failed, the letter waits for its next turn
        error = f"{type(why).__name__}: {why}"
    async with begin() as work:
        if not error:
            await work.letters.sent(letter.community, letter.id, now=now)
        elif is_over or letter.attempts >= ATTEMPTS:
            await work.letters.give_up(letter.community, letter.id, error, now=now)
        else:
            until = now + wait_after(letter.attempts, _chance.random())
            await work.letters.put_off(letter.community, letter.id, error, until=until)


async def _enclosed(letter: Letter, *, read: Read) -> Enclosure | None:
    if letter.file is None:
        return None
    async with read() as work:
        file = await work.files.read(letter.community, letter.file)
    return Enclosure(name=file.name, media_type=file.media_type, content=file.content)
