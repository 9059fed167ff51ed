"""Dialogues as they are kept, and what is kept of one resident in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.dialogues.model import (
    Dialogue,
    DialogueState,
    Line,
    LineKind,
    Sender,
    Unanswered,
    Wanted,
)
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BotId,
    BroadcastId,
    CommunityId,
    DialogueId,
    ResidentId,
)
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.outbox import MessageState
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from storage.tables.broadcasts import broadcasts
from storage.tables.communities import officials
from storage.tables.conversation import cards
from storage.tables.dialogues import dialogue_lines, dialogue_numbers, dialogues
from storage.tables.outbox import outbox
from storage.upsert import insert_for


class SqlDialogues:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def dialogue(self, community: CommunityId, dialogue: DialogueId) -> Dialogue:
        found = await self._held(dialogues.c.community_id == community, dialogues.c.id == dialogue)
        if found is None:
            raise NotFound("dialogue-gone")
        return found

    async def of_resident(
        self, community: CommunityId, resident: ResidentId, dialogue: DialogueId
    ) -> Dialogue | None:
        return await self._held(
            dialogues.c.community_id == community,
            dialogues.c.id == dialogue,
            dialogues.c.resident_id == resident,
        )

    async def _held(self, *conditions: ColumnElement[bool]) -> Dialogue | None:
        asked = select(dialogues).where(*conditions).with_for_update()
        row = (await self._connection.execute(asked)).mappings().first()
        return _dialogue_from(row) if row else None

    async def next_number(self, community: CommunityId) -> int:
        # The row is held until the unit ends: of two residents the second waits for its number.
        given = insert_for(self._connection, dialogue_numbers).values(
            community_id=community, last=1
        )
        counted = given.on_conflict_do_update(
            index_elements=["community_id"], set_={"last": dialogue_numbers.c.last + 1}
        )
        number: int = (
            await self._connection.execute(counted.returning(dialogue_numbers.c.last))
        ).scalar_one()
        return number

    async def put(self, dialogue: Dialogue) -> None:
        changing = {
            "agency_id": dialogue.agency,
            "state": dialogue.state.value,
            "assignee_id": dialogue.assignee,
            "updated_at": dialogue.updated_at,
            "closed_at": dialogue.closed_at,
        }
        added = insert_for(self._connection, dialogues).values(
            community_id=dialogue.community,
            id=dialogue.id,
            number=dialogue.number,
            resident_id=dialogue.resident,
            account_id=dialogue.account,
            about_id=dialogue.about,
            opened_at=dialogue.opened_at,
            **changing,
        )
        key = [dialogues.c.community_id, dialogues.c.id]
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=key, set_=changing)
        )

    async def open_of(self, community: CommunityId, resident: ResidentId) -> list[Dialogue]:
        asked = (
            select(dialogues)
            .where(
                dialogues.c.community_id == community,
                dialogues.c.resident_id == resident,
                dialogues.c.state != DialogueState.CLOSED.value,
            )
            .order_by(dialogues.c.id)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [_dialogue_from(row) for row in rows]

    async def page(
        self, community: CommunityId, wanted: Wanted, *, offset: int, limit: int
    ) -> list[Dialogue]:
        order: tuple[Any, ...] = (dialogues.c.updated_at, dialogues.c.id)
        if wanted.newest_first:
            order = tuple(column.desc() for column in order)
        asked = select(dialogues).where(*_those(community, wanted)).order_by(*order)
        rows = await self._connection.execute(asked.offset(offset).limit(limit))
        return [_dialogue_from(row) for row in rows.mappings()]

    async def count(self, community: CommunityId, wanted: Wanted) -> int:
        asked = select(func.count()).select_from(dialogues).where(*_those(community, wanted))
        return int(await self._connection.scalar(asked) or 0)

    async def add_line(self, community: CommunityId, line: Line) -> None:
        await self._connection.execute(
            dialogue_lines.insert().values(
                community_id=community,
                dialogue_id=line.dialogue,
                id=line.id,
                from_office=line.from_office,
                author_id=line.author,
                kind=line.kind.value,
                text=line.text,
                telegram_file=line.telegram_file,
                latitude=line.latitude,
                longitude=line.longitude,
                at=line.at,
            )
        )

    async def lines(
        self, community: CommunityId, dialogue: DialogueId, *, offset: int, limit: int
    ) -> list[Line]:
        asked = (
            select(dialogue_lines)
            .where(*_of(community, dialogue))
            .order_by(dialogue_lines.c.id.desc())
            .offset(offset)
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [_line_from(row) for row in rows]

    async def count_lines(self, community: CommunityId, dialogue: DialogueId) -> int:
        asked = select(func.count()).select_from(dialogue_lines).where(*_of(community, dialogue))
        return int(await self._connection.scalar(asked) or 0)

    async def unanswered(self, community: CommunityId, dialogue: DialogueId) -> Unanswered:
        answered = (
            select(func.coalesce(func.max(dialogue_lines.c.id), -1))
            .where(*_of(community, dialogue), dialogue_lines.c.from_office.is_(True))
            .scalar_subquery()
        )
        asked = select(func.count(), func.min(dialogue_lines.c.id)).where(
            *_of(community, dialogue), dialogue_lines.c.id > answered
        )
        count, first = (await self._connection.execute(asked)).one()
        return Unanswered(count=count, first=first)

    async def undelivered(
        self, community: CommunityId, dialogue: Dialogue, lines: Sequence[int]
    ) -> frozenset[int]:
        said = {f"dialogue-line:{line}": line for line in lines}
        asked = select(outbox.c.once).where(
            outbox.c.bot_id == self._bot,
            outbox.c.chat_id == dialogue.account,
            outbox.c.once.in_(list(said)),
            outbox.c.once.is_not(None),
            outbox.c.community_id == community,
            outbox.c.state == int(MessageState.REFUSED),
        )
        return frozenset(said[once] for once in await self._connection.scalars(asked))

    async def sender(self, community: CommunityId, broadcast: BroadcastId) -> Sender:
        asked = select(broadcasts.c.agency_id, broadcasts.c.number).where(
            broadcasts.c.community_id == community, broadcasts.c.id == broadcast
        )
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            raise NotFound("not-found")
        return Sender(agency=row.agency_id, number=row.number)

    async def shown_as(self, account: AccountId, message: int) -> DialogueId | None:
        asked = select(cards.c.name).where(
            cards.c.bot_id == self._bot,
            cards.c.chat_id == account,
            cards.c.message_id == message,
            cards.c.name.startswith("dialogue:"),
        )
        name = (await self._connection.scalars(asked)).first()
        return DialogueId(int(name.split(":")[1])) if name else None

    # What is kept of one resident.
    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        told: list[Json] = []
        asked = select(dialogues).where(*_theirs(community, whom)).order_by(dialogues.c.id)
        for row in (await self._connection.execute(asked.limit(1000))).mappings():
            one = _dialogue_from(row)
            said = await self.lines(community, one.id, offset=0, limit=10_000)
            told.append(
                {
                    "number": one.number,
                    "agency": one.agency,
                    "about_broadcast": one.about,
                    "state": one.state.value,
                    "opened_at": one.opened_at.isoformat(),
                    "closed_at": one.closed_at.isoformat() if one.closed_at else None,
                    "lines": [_told(line) for line in reversed(said)],
                }
            )
        return {"dialogues": told} if told else {}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        asked = select(dialogues.c.id).where(*_theirs(community, whom))
        theirs = (await self._connection.scalars(asked)).all()
        await self._forget_news(community, theirs)
        await self._connection.execute(
            delete(dialogue_lines).where(
                dialogue_lines.c.community_id == community,
                dialogue_lines.c.dialogue_id.in_(
                    select(dialogues.c.id).where(*_theirs(community, whom))
                ),
            )
        )
        await self._connection.execute(delete(dialogues).where(*_theirs(community, whom)))

    async def _forget_news(self, community: CommunityId, theirs: Sequence[int]) -> None:
        """Their words also stand in what officials were told of them."""
        told = select(officials.c.account_id).where(officials.c.community_id == community)
        for dialogue in theirs:
            await self._connection.execute(
                delete(outbox).where(
                    outbox.c.bot_id == self._bot,
                    outbox.c.chat_id.in_(told),
                    outbox.c.once.startswith(f"dialogue:{dialogue}:"),
                    outbox.c.once.is_not(None),
                    text("state <> 1"),
                )
            )


def _those(community: CommunityId, wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = [
        dialogues.c.community_id == community,
        dialogues.c.state.in_([state.value for state in wanted.states]),
    ]
    if wanted.agencies is not None:
        asked.append(
            or_(dialogues.c.agency_id.is_(None), dialogues.c.agency_id.in_(wanted.agencies))
        )
    if wanted.assignee is not None:
        asked.append(dialogues.c.assignee_id == wanted.assignee)
    return asked


def _of(community: CommunityId, dialogue: DialogueId) -> list[ColumnElement[bool]]:
    return [
        dialogue_lines.c.community_id == community,
        dialogue_lines.c.dialogue_id == dialogue,
    ]


def _theirs(community: CommunityId, whom: Whom) -> list[ColumnElement[bool]]:
    return [dialogues.c.community_id == community, dialogues.c.resident_id == whom.resident]


def _dialogue_from(row: RowMapping) -> Dialogue:
    agency: AgencyId | None = row["agency_id"]
    return Dialogue(
        id=row["id"],
        community=row["community_id"],
        number=row["number"],
        resident=row["resident_id"],
        account=row["account_id"],
        agency=agency,
        about=row["about_id"],
        state=DialogueState(row["state"]),
        assignee=row["assignee_id"],
        opened_at=row["opened_at"],
        updated_at=row["updated_at"],
        closed_at=row["closed_at"],
    )


def _line_from(row: RowMapping) -> Line:
    return Line(
        id=row["id"],
        dialogue=row["dialogue_id"],
        from_office=row["from_office"],
        author=row["author_id"],
        kind=LineKind(row["kind"]),
        text=row["text"],
        telegram_file=row["telegram_file"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        at=row["at"],
    )


def _told(line: Line) -> JsonObject:
    """Of the office no name: who of it wrote is theirs."""
    told: dict[str, Json] = {
        "from": "office" if line.from_office else "you",
        "at": line.at.isoformat(),
        "kind": line.kind.value,
        "text": line.text,
    }
    if line.latitude is not None:
        told |= {"latitude": line.latitude, "longitude": line.longitude}
    return told
