"""Appeals are put on paper and sent on; their terms are watched; what the law let go is erased."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from civic.appeals.actions.watching import look_after_appeal, send_paper
from civic.appeals.model import Appeal, AppealPaper, ReplyBy
from civic.appeals.rules import LAW
from civic.communities.model import Community
from civic.kernel.ids import IdMaker
from civic.unit_of_work import Begin, Read
from locales.catalog import say as speak

AT_ONCE = 5
LOOKS = 50
DRAFTS_KEPT = timedelta(days=30)
DrawAppeal = Callable[[AppealPaper], Awaitable[bytes]]


async def watch_appeals(
    *,
    begin: Begin,
    read: Read,
    draw: DrawAppeal,
    has_mail: bool,
    new_id: IdMaker,
    now: datetime,
) -> int:
    done = 0
    async with read() as work:
        waiting = await work.appeals.without_paper(limit=AT_ONCE)
        towns = {one.community: await work.communities.community(one.community) for one in waiting}
        numbers = {
            one.id: (await work.service_requests.request(one.community, one.request)).number
            for one in waiting
        }
    for appeal in waiting:
        town = towns[appeal.community]
        paper = paper_of(appeal, town, numbers[appeal.id])
        drawn = await draw(paper)
        say = speak(paper.language)
        name = say("appeal-file", number=appeal.number)
        body = f"{paper.title}\n\n{say('appeal-letter')}"
        async with begin() as work:
            held = await work.appeals.appeal(appeal.community, appeal.id, hold=True)
            if held.paper is not None:
                continue
            file = await work.files.put(
                appeal.community, None, name, "application/pdf", drawn, stays=True, now=now
            )
            await send_paper(
                held, file, subject=paper.title, body=body, has_mail=has_mail, desk=work,
                new_id=new_id, now=now,
            )  # fmt: skip
        done += 1
    async with begin() as work:
        for appeal in await work.appeals.due_looks(now, limit=LOOKS):
            done += await look_after_appeal(appeal, desk=work, now=now)
        await work.appeals.forget_drafts_before(now - DRAFTS_KEPT)
        await work.appeals.forget_registered_before(now - LAW.kept, limit=LOOKS)
    return done


def paper_of(appeal: Appeal, town: Community, request: int) -> AppealPaper:
    """In the town's own language: its office reads it."""
    language = town.languages[0]
    say = speak(language)
    day = say.day(appeal.registered_at, town.timezone)
    reply = {
        ReplyBy.CHAT: say("appeal-reply-chat"),
        ReplyBy.EMAIL: appeal.email,
        ReplyBy.POST: say("appeal-reply-post"),
    }[appeal.reply_by]
    return AppealPaper(
        language=language,
        town=town.name.in_(language),
        title=say("appeal-paper-title", number=say.number(appeal.number), day=day),
        lines=(
            (say("appeal-paper-from"), appeal.full_name),
            (say("appeal-paper-residence"), appeal.residence),
            (say("appeal-paper-reply"), reply),
            (say("appeal-paper-request"), say.number(request)),
            (
                say("appeal-paper-due"),
                say.day(appeal.due_at - timedelta(microseconds=1), town.timezone),
            ),
        ),
        text_title=say("appeal-paper-text"),
        text=appeal.text,
        signed=say("appeal-paper-signed", name=appeal.full_name, day=day),
        law=say(f"appeal-law-{LAW.code}"),
    )
