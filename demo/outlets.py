"""The town's channel and two courtyards' groups: bound to their places, known to the sandbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.wiring import Wiring
from civic.channels.actions import bind_channel, learn_chat
from civic.channels.model import ChatKind
from civic.kernel.ids import ChatId
from demo.cast import IHOR, OFFICIALS, OLENA
from demo.crowd import Neighbour
from demo.town import Town

_MEMBERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    key: str
    chat: ChatId
    kind: ChatKind
    title: str
    courtyard: str = ""
    """Nothing: it is the whole town's."""
    days: int
    """So many ago the bot was let in."""


CHANNEL = Outlet(
    key="town",
    chat=ChatId(-1_002_000_900_001),
    kind=ChatKind.CHANNEL,
    title="Немішаєве офіційно",
    days=359,
)
OUTLETS = (
    CHANNEL,
    Outlet(
        key="shevchenka",
        chat=ChatId(-1_002_000_900_002),
        kind=ChatKind.GROUP,
        title="Двір Шевченка, 2–10",
        courtyard="Шевченка, 2–10",
        days=240,
    ),
    Outlet(
        key="lisova",
        chat=ChatId(-1_002_000_900_003),
        kind=ChatKind.GROUP,
        title="Сусіди Лісова, 1–9",
        courtyard="Лісова, 1–9",
        days=239,
    ),
)


def chat_of(key: str) -> ChatId:
    return next(one.chat for one in OUTLETS if one.key == key)


async def let_in(outlet: Outlet, town: Town, wiring: Wiring, *, now: datetime) -> None:
    """The administrator brings the bot there and binds the chat to its place."""
    place = next((one.place for one in town.courtyards if one.title == outlet.courtyard), None)
    async with wiring.storage.writing() as work:
        await learn_chat(
            outlet.chat,
            kind=outlet.kind,
            title=outlet.title,
            can_post=True,
            by=IHOR.account,
            known=work.known_chats,
            now=now,
        )
        await bind_channel(
            town.community.id,
            outlet.chat,
            place,
            by=IHOR.account,
            colleagues=[one.account for one in (IHOR, *OFFICIALS)],
            known=work.known_chats,
            channels=work.channels,
            audit=work.audit,
            now=now,
        )


def members_of(outlet: Outlet, neighbours: Sequence[Neighbour]) -> list[int]:
    """Whom the sandbox puts there beside its owner."""
    if not outlet.courtyard:
        return [OLENA.account]
    near = [
        one.account
        for one in neighbours
        if one.stays and one.courtyard is not None and one.courtyard.title == outlet.courtyard
    ]
    own = [OLENA.account] if outlet.key == "shevchenka" else []
    return [*own, *near[:_MEMBERS]]
