"""Pictures that have to be drawn: at once where that was done before, else as soon as it is."""

from datetime import datetime

from civic.kernel.drawings import DrawingKind, ask_for_drawing
from civic.kernel.ids import CommunityId
from civic.unit_of_work import Work
from handlers.effects import Effect, Send, Toast
from handlers.person import Person
from handlers.screens.drawings import drawing_screen
from locales.catalog import Say


async def drawing_reply(
    kind: DrawingKind,
    written: bytes,
    caption: str,
    *,
    town: CommunityId,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Effect:
    """`caption` is plain words."""
    picture = await ask_for_drawing(
        kind, written, community=town, account=person.account.id, caption=caption,
        drawings=work.drawings, now=now,
    )  # fmt: skip
    if picture is None:
        return Toast(text=say("drawing-is-coming"))
    return Send(screen=drawing_screen(picture, caption, say=say))
