"""Who stands behind a request, what they say of it, and what is kept of one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId, ResidentId, ServiceRequestId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from civic.service_requests.model import Confirmation, Supporter, Verdicts
from storage.service_request_rows import supporter_from
from storage.tables.communities import officials
from storage.tables.conversation import cards
from storage.tables.outbox import outbox
from storage.tables.service_requests import (
    request_confirmations,
    request_events,
    request_photos,
    request_supporters,
    service_requests,
)
from storage.upsert import insert_for

_supporter = request_supporters.c
_said = request_confirmations.c
_TOLD = 1_000


class FollowersPart:
    """Of the store of requests."""

    _connection: AsyncConnection
    _bot: BotId

    async def add_supporter(self, community: CommunityId, supporter: Supporter) -> bool:
        added = (
            insert_for(self._connection, request_supporters)
            .values(
                community_id=community, request_id=supporter.request,
                resident_id=supporter.resident, account_id=supporter.account, at=supporter.at,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        return bool((await self._connection.execute(added)).rowcount)

    async def remove_supporter(
        self, community: CommunityId, request: ServiceRequestId, resident: ResidentId
    ) -> bool:
        gone = await self._connection.execute(
            delete(request_supporters).where(
                *_behind(community, request), _supporter.resident_id == resident
            )
        )
        return bool(gone.rowcount)

    async def supporters(
        self, community: CommunityId, request: ServiceRequestId, *, limit: int = 1_000
    ) -> list[Supporter]:
        asked = (
            select(request_supporters)
            .where(*_behind(community, request))
            .order_by(_supporter.at, _supporter.resident_id)
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [supporter_from(row) for row in rows]

    async def is_supporter(
        self, community: CommunityId, request: ServiceRequestId, resident: ResidentId
    ) -> bool:
        asked = select(_supporter.resident_id).where(
            *_behind(community, request), _supporter.resident_id == resident
        )
        return await self._connection.scalar(asked) is not None

    async def shown_as(self, account: AccountId, message: int) -> ServiceRequestId | None:
        asked = select(cards.c.name).where(
            cards.c.bot_id == self._bot,
            cards.c.chat_id == account,
            cards.c.message_id == message,
            or_(
                cards.c.name.startswith("request:"),
                cards.c.name.startswith("request-question"),
                cards.c.name.startswith("request-done:"),
            ),
        )
        name = (await self._connection.scalars(asked)).first()
        return ServiceRequestId(int(name.rpartition(":")[2])) if name else None

    async def move_supporters(
        self, community: CommunityId, request: ServiceRequestId, into: ServiceRequestId
    ) -> int:
        if into != request:
            for one in await self.supporters(community, request, limit=100_000):
                moved = Supporter(
                    request=into, resident=one.resident, account=one.account, at=one.at
                )
                await self.add_supporter(community, moved)
            await self._connection.execute(
                delete(request_supporters).where(*_behind(community, request))
            )
        counted = select(func.count()).select_from(request_supporters)
        return int(await self._connection.scalar(counted.where(*_behind(community, into))) or 0)

    async def put_confirmation(self, community: CommunityId, said: Confirmation) -> None:
        changing = {"is_done": said.is_done, "text": said.text, "at": said.at}
        added = insert_for(self._connection, request_confirmations).values(
            community_id=community, request_id=said.request, round=said.round,
            resident_id=said.resident, **changing,
        )  # fmt: skip
        key = ["community_id", "request_id", "round", "resident_id"]
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=key, set_=changing)
        )

    async def verdicts(
        self,
        community: CommunityId,
        request: ServiceRequestId,
        round_: int,
        asker: ResidentId | None,
    ) -> Verdicts:
        asked = select(_said.resident_id, _said.is_done).where(
            _said.community_id == community, _said.request_id == request, _said.round == round_
        )
        rows = (await self._connection.execute(asked)).all()
        return Verdicts(
            yes=sum(row.is_done for row in rows),
            no=sum(not row.is_done for row in rows),
            asker_says_yes=any(row.is_done and row.resident_id == asker for row in rows),
        )

    # What is kept of one resident.
    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        asked = select(service_requests).where(*_filed_by(community, whom))
        filed: list[Json] = [
            {
                "number": row["number"],
                "status": row["status"],
                "text": row["text"],
                "address": row["address"],
                "contact": row["contact"],
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "anonymous": row["is_anonymous"],
                "filed_at": row["filed_at"].isoformat(),
            }
            for row in (
                await self._connection.execute(
                    asked.order_by(service_requests.c.number).limit(_TOLD)
                )
            ).mappings()
        ]
        joined = await self._numbers(
            community,
            select(_supporter.request_id).where(
                _supporter.community_id == community, _supporter.resident_id == whom.resident
            ),
        )
        judged = await self._numbers(
            community,
            select(_said.request_id).where(
                _said.community_id == community, _said.resident_id == whom.resident
            ),
        )
        told: dict[str, Json] = {
            "service_requests": filed,
            "joined_requests": joined,
            "judged_requests": judged,
            "words_on_requests": await self._words(community, whom),
        }
        return {name: value for name, value in told.items() if value}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        """The requests stay, for what is broken is broken; who asked, and in which words, is gone.

        Their files were erased before.
        """
        filed = list(
            await self._connection.scalars(
                select(service_requests.c.id).where(*_filed_by(community, whom))
            )
        )
        said = await self._said_by(community, whom)
        await self._forget_told(community, filed, said)
        await self._leave_all(community, whom)
        await self._connection.execute(
            delete(request_photos).where(
                request_photos.c.community_id == community, request_photos.c.by_id == whom.account
            )
        )
        await self._connection.execute(
            update(request_events)
            .where(request_events.c.community_id == community, *_by(whom))
            .values(by_id=None, text="")
        )
        await self._connection.execute(
            update(service_requests)
            .where(*_filed_by(community, whom))
            .values(asker_id=None, account_id=None, contact="", text="", answers={})
        )

    async def _leave_all(self, community: CommunityId, whom: Whom) -> None:
        """As if they had never joined any."""
        left = await self._connection.scalars(
            delete(request_supporters)
            .where(_supporter.community_id == community, _supporter.resident_id == whom.resident)
            .returning(_supporter.request_id)
        )
        requests = list(left)
        if requests:
            await self._connection.execute(
                update(service_requests)
                .where(
                    service_requests.c.community_id == community,
                    service_requests.c.id.in_(requests),
                )
                .values(joined=service_requests.c.joined - 1)
            )
        await self._connection.execute(
            delete(request_confirmations).where(
                _said.community_id == community, _said.resident_id == whom.resident
            )
        )

    async def _said_by(self, community: CommunityId, whom: Whom) -> list[tuple[int, int]]:
        """Of which requests the how manieth thing that happened was theirs."""
        asked = select(request_events.c.request_id, request_events.c.n).where(
            request_events.c.community_id == community, *_by(whom)
        )
        return [(row.request_id, row.n) for row in await self._connection.execute(asked)]

    async def _forget_told(
        self, community: CommunityId, filed: Sequence[int], said: Sequence[tuple[int, int]]
    ) -> None:
        """Their words also stand in what the office and the neighbours were told of them."""
        office = select(officials.c.account_id).where(officials.c.community_id == community)
        news = [f"request-office:{request}:" for request in filed]
        news += [f"request-office:{request}:{n}:" for request, n in said if request not in filed]
        for prefix in news:
            await self._unsay(office, outbox.c.once.startswith(prefix))
        for request in sorted({*filed, *(request for request, _ in said)}):
            followers = select(_supporter.account_id).where(
                _supporter.community_id == community, _supporter.request_id == request
            )
            askers = select(service_requests.c.account_id).where(
                service_requests.c.community_id == community, service_requests.c.id == request
            )
            cards = or_(
                outbox.c.card == f"request:{request}",
                outbox.c.card.like(f"request-done:%:{request}"),
            )
            for readers in (followers, askers):
                await self._unsay(readers, cards)

    async def _unsay(self, readers: Select[Any], which: ColumnElement[bool]) -> None:
        await self._connection.execute(
            delete(outbox).where(
                outbox.c.bot_id == self._bot,
                outbox.c.chat_id.in_(readers),
                which,
                text("state <> 1"),
            )
        )

    async def _numbers(self, community: CommunityId, requests: Select[tuple[int]]) -> list[Json]:
        asked = (
            select(service_requests.c.number)
            .where(
                service_requests.c.community_id == community,
                service_requests.c.id.in_(requests),
            )
            .order_by(service_requests.c.number)
            .limit(_TOLD)
        )
        return list(await self._connection.scalars(asked))

    async def _words(self, community: CommunityId, whom: Whom) -> list[Json]:
        asked = (
            select(request_events.c.text, request_events.c.at)
            .where(
                request_events.c.community_id == community,
                *_by(whom),
                request_events.c.text != "",
            )
            .order_by(request_events.c.at)
            .limit(_TOLD)
        )
        rows = await self._connection.execute(asked)
        return [{"text": row.text, "at": row.at.isoformat()} for row in rows]


def _behind(community: CommunityId, request: ServiceRequestId) -> list[ColumnElement[bool]]:
    return [_supporter.community_id == community, _supporter.request_id == request]


def _filed_by(community: CommunityId, whom: Whom) -> list[ColumnElement[bool]]:
    return [
        service_requests.c.community_id == community,
        service_requests.c.asker_id == whom.resident,
    ]


def _by(whom: Whom) -> list[ColumnElement[bool]]:
    return [request_events.c.by_id == whom.account, request_events.c.from_office.is_(False)]
