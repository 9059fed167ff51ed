"""Ideas as they are kept, their supporters, and what is kept of one resident in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.ideas.model import (
    DEFAULT_THRESHOLD,
    CourtyardNews,
    Idea,
    IdeaRules,
    IdeaStatus,
    IdeaSupporter,
    PhotoLook,
)
from civic.kernel.ids import BotId, CommunityId, IdeaId, PlaceId, ResidentId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from storage.files import SqlFiles
from storage.idea_rows import idea_from, told_of, values_of
from storage.tables.ideas import idea_numbers, idea_rules, idea_supporters, ideas
from storage.tables.outbox import contents, outbox
from storage.upsert import insert_for

_idea = ideas.c
_behind = idea_supporters.c
_TOLD = 1_000


class SqlIdeas:
    def __init__(self, connection: AsyncConnection, files: SqlFiles, *, bot: BotId) -> None:
        self._connection = connection
        self._files = files
        self._bot = bot

    async def idea(self, community: CommunityId, idea: IdeaId, *, hold: bool = False) -> Idea:
        asked = select(ideas).where(*_one(community, idea))
        found = await self._some(asked.with_for_update() if hold else asked)
        if not found:
            raise NotFound("idea-gone")
        return found[0]

    async def draft_of(self, community: CommunityId, resident: ResidentId) -> Idea | None:
        asked = select(ideas).where(
            *_by(community, resident), _idea.status == IdeaStatus.DRAFT.value
        )
        return next(iter(await self._some(asked)), None)

    async def put(self, idea: Idea) -> None:
        changing = values_of(idea)
        number = idea.number
        if number is None and idea.status is not IdeaStatus.DRAFT:
            number = await self._next_number(idea.community)
        added = insert_for(self._connection, ideas).values(
            community_id=idea.community, id=idea.id, number=number, **changing
        )
        await self._connection.execute(
            added.on_conflict_do_update(
                index_elements=["community_id", "id"], set_=changing | {"number": number}
            )
        )

    async def _next_number(self, community: CommunityId) -> int:
        given = insert_for(self._connection, idea_numbers).values(community_id=community, last=1)
        counted = given.on_conflict_do_update(
            index_elements=["community_id"], set_={"last": idea_numbers.c.last + 1}
        )
        number: int = (
            await self._connection.execute(counted.returning(idea_numbers.c.last))
        ).scalar_one()
        return number

    async def discard(self, community: CommunityId, idea: IdeaId) -> None:
        draft = select(ideas).where(*_one(community, idea), _idea.status == IdeaStatus.DRAFT.value)
        for one in await self._some(draft):
            if one.photo is not None:
                await self._files.erase(community, [one.photo])
            await self._connection.execute(delete(ideas).where(*_one(community, one.id)))

    async def of_author(
        self, community: CommunityId, resident: ResidentId, *, limit: int
    ) -> list[Idea]:
        asked = select(ideas).where(
            *_by(community, resident), _idea.status != IdeaStatus.DRAFT.value
        )
        return await self._some(asked.order_by(_idea.published_at.desc(), _idea.id).limit(limit))

    async def of_courtyard(
        self,
        community: CommunityId,
        courtyard: PlaceId,
        statuses: Sequence[IdeaStatus],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Idea]:
        asked = select(ideas).where(
            *_standing(community, statuses), _idea.courtyard_id == courtyard
        )
        order = (_idea.supporters.desc(), _idea.published_at.desc(), _idea.id)
        return await self._some(asked.order_by(*order).offset(offset).limit(limit))

    async def page(
        self,
        community: CommunityId,
        statuses: Sequence[IdeaStatus],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Idea]:
        asked = select(ideas).where(*_standing(community, statuses))
        order = (_idea.published_at.desc(), _idea.id)
        return await self._some(asked.order_by(*order).offset(offset).limit(limit))

    async def count(self, community: CommunityId, statuses: Sequence[IdeaStatus]) -> int:
        asked = select(func.count()).select_from(ideas).where(*_standing(community, statuses))
        return int(await self._connection.scalar(asked) or 0)

    async def count_unlooked(self, community: CommunityId) -> int:
        asked = (
            select(func.count())
            .select_from(ideas)
            .where(
                *_standing(community, [IdeaStatus.GATHERING]),
                _idea.photo_id.is_not(None),
                _idea.photo_look == PhotoLook.WAITING.value,
            )
        )
        return int(await self._connection.scalar(asked) or 0)

    async def add_supporter(self, community: CommunityId, supporter: IdeaSupporter) -> bool:
        added = (
            insert_for(self._connection, idea_supporters)
            .values(
                community_id=community, idea_id=supporter.idea, resident_id=supporter.resident,
                account_id=supporter.account, at=supporter.at,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        return bool((await self._connection.execute(added)).rowcount)

    async def remove_supporter(
        self, community: CommunityId, idea: IdeaId, resident: ResidentId
    ) -> bool:
        gone = await self._connection.execute(
            delete(idea_supporters).where(*_behind_it(community, idea, resident))
        )
        return bool(gone.rowcount)

    async def supporters(
        self, community: CommunityId, idea: IdeaId, *, limit: int = 1_000
    ) -> list[IdeaSupporter]:
        asked = (
            select(idea_supporters)
            .where(_behind.community_id == community, _behind.idea_id == idea)
            .order_by(_behind.at, _behind.resident_id)
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [
            IdeaSupporter(
                idea=row["idea_id"], resident=row["resident_id"], account=row["account_id"],
                at=row["at"],
            )
            for row in rows
        ]  # fmt: skip

    async def is_supporter(
        self, community: CommunityId, idea: IdeaId, resident: ResidentId
    ) -> bool:
        asked = select(_behind.idea_id).where(*_behind_it(community, idea, resident))
        return await self._connection.scalar(asked) is not None

    async def rules(self, community: CommunityId) -> IdeaRules:
        asked = select(idea_rules).where(idea_rules.c.community_id == community)
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return IdeaRules(community=community)
        return IdeaRules(community=community, threshold=row.threshold, category=row.category_id)

    async def put_rules(self, rules: IdeaRules) -> None:
        kept = {"threshold": rules.threshold, "category_id": rules.category}
        added = insert_for(self._connection, idea_rules).values(
            community_id=rules.community, **kept
        )
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=["community_id"], set_=kept)
        )

    # The tick's.
    async def untold(
        self, published_before: datetime, told_before: datetime, *, limit: int
    ) -> list[CourtyardNews]:
        lately = ideas.alias()
        heard = exists().where(
            lately.c.community_id == _idea.community_id,
            lately.c.courtyard_id == _idea.courtyard_id,
            lately.c.told_at > told_before,
        )
        fresh = (
            _idea.status == IdeaStatus.GATHERING.value,
            _idea.told_at.is_(None),
            _idea.published_at <= published_before,
        )
        yards = (
            select(_idea.community_id, _idea.courtyard_id)
            .where(*fresh, ~heard)
            .group_by(_idea.community_id, _idea.courtyard_id)
            .order_by(func.min(_idea.published_at))
            .limit(limit)
        )
        news = []
        for community, courtyard in (await self._connection.execute(yards)).all():
            asked = select(ideas).where(
                _idea.community_id == community, _idea.courtyard_id == courtyard, *fresh
            )
            found = await self._some(asked.order_by(_idea.published_at, _idea.id).limit(100))
            news.append(
                CourtyardNews(
                    community=CommunityId(community),
                    courtyard=PlaceId(courtyard),
                    ideas=tuple(found),
                )
            )
        return news

    async def expired(self, now: datetime, *, limit: int) -> list[Idea]:
        asked = select(ideas).where(text("ideas.status = 'gathering'"), _idea.expires_at <= now)
        return await self._some(
            asked.order_by(_idea.expires_at, _idea.id).limit(limit).with_for_update()
        )

    async def reached(self, *, limit: int) -> list[Idea]:
        enough = func.coalesce(
            select(idea_rules.c.threshold)
            .where(idea_rules.c.community_id == _idea.community_id)
            .scalar_subquery(),
            DEFAULT_THRESHOLD,
        )
        asked = select(ideas).where(text("ideas.status = 'gathering'"), _idea.supporters >= enough)
        return await self._some(asked.order_by(_idea.id).limit(limit).with_for_update())

    async def discard_old(self, before: datetime, *, limit: int) -> int:
        asked = (
            select(ideas)
            .where(text("ideas.status = 'draft'"), _idea.changed_at < before)
            .limit(limit)
        )
        old = await self._some(asked)
        for one in old:
            await self.discard(one.community, one.id)
        return len(old)

    # What is kept of one resident.
    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        asked = select(ideas).where(*_by(community, whom.resident)).order_by(_idea.id).limit(_TOLD)
        written: list[Json] = [told_of(one) for one in await self._some(asked)]
        joined = (
            select(_idea.number)
            .join(
                idea_supporters,
                (_behind.community_id == _idea.community_id) & (_behind.idea_id == _idea.id),
            )
            .where(_behind.community_id == community, _behind.resident_id == whom.resident)
            .order_by(_idea.number)
            .limit(_TOLD)
        )
        supported: list[Json] = list(await self._connection.scalars(joined))
        told: dict[str, Json] = {"ideas": written, "supported_ideas": supported}
        return {name: value for name, value in told.items() if value}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:
        """What became a request stays as that; an idea without its words is none, and ends."""
        await self._take_support_back(community, whom)
        for one in await self._some(select(ideas).where(*_by(community, whom.resident))):
            await self._unsay(one)
            if one.status is IdeaStatus.DRAFT:
                await self.discard(community, one.id)
                continue
            is_over = one.status is IdeaStatus.GATHERING
            await self._connection.execute(
                update(ideas)
                .where(*_one(community, one.id))
                .values(
                    author_id=None, account_id=None, text="", where_in_it="", latitude=None,
                    longitude=None, photo_id=None, changed_at=now,
                    status=IdeaStatus.WITHDRAWN.value if is_over else one.status.value,
                )
            )  # fmt: skip

    async def _take_support_back(self, community: CommunityId, whom: Whom) -> None:
        left = await self._connection.scalars(
            delete(idea_supporters)
            .where(_behind.community_id == community, _behind.resident_id == whom.resident)
            .returning(_behind.idea_id)
        )
        supported = list(left)
        if supported:
            await self._connection.execute(
                update(ideas)
                .where(_idea.community_id == community, _idea.id.in_(supported))
                .values(supporters=_idea.supporters - 1)
            )

    async def _unsay(self, idea: Idea) -> None:
        """Its words also stand in what neighbours and the office were told of it."""
        for prefix in (f"idea:{idea.id}:", f"idea-office:{idea.id}:"):
            await self._connection.execute(
                delete(outbox).where(
                    outbox.c.bot_id == self._bot,
                    outbox.c.community_id == idea.community,
                    outbox.c.once.startswith(prefix),
                    outbox.c.once.is_not(None),
                    text("state <> 1"),
                )
            )
        if idea.news is None:
            return
        kept = await self._connection.scalar(
            select(contents.c.payload).where(
                contents.c.community_id == idea.community, contents.c.id == idea.news
            )
        )
        if kept is None:
            return
        params = kept["params"]
        rest = [one for one in params["ideas"] if one["idea"] != idea.id]
        if rest:
            payload = kept | {"params": params | {"ideas": rest}}
            await self._connection.execute(
                update(contents).where(contents.c.id == idea.news).values(payload=payload)
            )
            return
        await self._connection.execute(
            delete(outbox).where(outbox.c.content_id == idea.news, text("state <> 1"))
        )
        blank = kept | {"params": params | {"ideas": []}}
        await self._connection.execute(
            update(contents).where(contents.c.id == idea.news).values(payload=blank)
        )

    async def _some(self, asked: Any) -> list[Idea]:
        return [idea_from(row) for row in (await self._connection.execute(asked)).mappings()]


def _one(community: CommunityId, idea: IdeaId) -> list[ColumnElement[bool]]:
    return [_idea.community_id == community, _idea.id == idea]


def _by(community: CommunityId, resident: ResidentId) -> list[ColumnElement[bool]]:
    return [_idea.community_id == community, _idea.author_id == resident]


def _standing(community: CommunityId, statuses: Sequence[IdeaStatus]) -> list[ColumnElement[bool]]:
    return [_idea.community_id == community, _idea.status.in_([one.value for one in statuses])]


def _behind_it(
    community: CommunityId, idea: IdeaId, resident: ResidentId
) -> list[ColumnElement[bool]]:
    return [
        _behind.community_id == community,
        _behind.idea_id == idea,
        _behind.resident_id == resident,
    ]
