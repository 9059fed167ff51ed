"""Official appeals as they are kept, and what the law keeps of one resident in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.appeals.model import (
    Appeal,
    AppealDraft,
    AppealEscalation,
    AppealRules,
    ReplyBy,
    Term,
)
from civic.kernel.ids import AppealId, CommunityId, FileId, ResidentId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from storage.files import SqlFiles
from storage.tables.appeals import appeal_drafts, appeal_rules, appeals, letters
from storage.upsert import insert_for

_appeal = appeals.c
_TOLD = 1_000


class SqlAppeals:
    def __init__(self, connection: AsyncConnection, files: SqlFiles) -> None:
        self._connection = connection
        self._files = files

    async def appeal(
        self, community: CommunityId, appeal: AppealId, *, hold: bool = False
    ) -> Appeal:
        asked = select(appeals).where(*_one(community, appeal))
        found = await self._some(asked.with_for_update() if hold else asked)
        if not found:
            raise NotFound("appeal-gone")
        return found[0]

    async def register(self, appeal: Appeal) -> tuple[Appeal, bool]:
        same = select(appeals).where(
            _appeal.community_id == appeal.community,
            _appeal.request_id == appeal.request,
            _appeal.author_id == appeal.author,
        )
        for known in await self._some(same):
            return known, False
        number = await self._next(appeal.community, "last_number")
        await self._connection.execute(
            appeals.insert().values(
                community_id=appeal.community, id=appeal.id, number=number, **_values(appeal)
            )
        )
        return await self.appeal(appeal.community, appeal.id), True

    async def put(self, appeal: Appeal) -> None:
        await self._connection.execute(
            update(appeals).where(*_one(appeal.community, appeal.id)).values(**_values(appeal))
        )

    async def next_answer_number(self, community: CommunityId) -> int:
        return await self._next(community, "last_answer")

    async def _next(self, community: CommunityId, which: str) -> int:
        column = appeal_rules.c[which]
        given = insert_for(self._connection, appeal_rules).values(
            {"community_id": community, which: 1}
        )
        counted = given.on_conflict_do_update(
            index_elements=["community_id"], set_={which: column + 1}
        )
        number: int = (await self._connection.execute(counted.returning(column))).scalar_one()
        return number

    async def of_author(
        self, community: CommunityId, resident: ResidentId, *, limit: int
    ) -> list[Appeal]:
        asked = select(appeals).where(*_by(community, resident))
        return await self._some(asked.order_by(_appeal.registered_at.desc()).limit(limit))

    async def page(
        self, community: CommunityId, *, is_open: bool, offset: int = 0, limit: int
    ) -> list[Appeal]:
        asked = select(appeals).where(*_standing(community, is_open=is_open))
        order = (_appeal.due_at, _appeal.id) if is_open else (_appeal.answered_at.desc(),)
        return await self._some(asked.order_by(*order).offset(offset).limit(limit))

    async def count(self, community: CommunityId, *, is_open: bool) -> int:
        asked = select(func.count()).select_from(appeals)
        counted = asked.where(*_standing(community, is_open=is_open))
        return int(await self._connection.scalar(counted) or 0)

    async def draft(self, community: CommunityId, resident: ResidentId) -> AppealDraft | None:
        asked = select(appeal_drafts).where(*_written_by(community, resident))
        row = (await self._connection.execute(asked)).mappings().one_or_none()
        return _draft_from(row) if row else None

    async def put_draft(self, draft: AppealDraft) -> None:
        kept = {
            "request_id": draft.request,
            "full_name": draft.full_name,
            "residence": draft.residence,
            "reply_by": draft.reply_by.value if draft.reply_by else None,
            "email": draft.email,
            "changed_at": draft.changed_at,
        }
        added = insert_for(self._connection, appeal_drafts).values(
            community_id=draft.community, resident_id=draft.resident, **kept
        )
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=["community_id", "resident_id"], set_=kept)
        )

    async def drop_draft(self, community: CommunityId, resident: ResidentId) -> None:
        await self._connection.execute(
            delete(appeal_drafts).where(*_written_by(community, resident))
        )

    async def rules(self, community: CommunityId) -> AppealRules:
        asked = select(appeal_rules.c.email).where(appeal_rules.c.community_id == community)
        return AppealRules(community=community, email=await self._connection.scalar(asked) or "")

    async def put_rules(self, rules: AppealRules) -> None:
        added = insert_for(self._connection, appeal_rules).values(
            community_id=rules.community, email=rules.email
        )
        await self._connection.execute(
            added.on_conflict_do_update(
                index_elements=["community_id"], set_={"email": rules.email}
            )
        )

    # The tick's.
    async def without_paper(self, *, limit: int) -> list[Appeal]:
        asked = select(appeals).where(text("paper_id IS NULL"))
        return await self._some(asked.order_by(_appeal.id).limit(limit))

    async def due_looks(self, now: datetime, *, limit: int) -> list[Appeal]:
        asked = select(appeals).where(text("look_at IS NOT NULL"), _appeal.look_at <= now)
        return await self._some(
            asked.order_by(_appeal.look_at, _appeal.id).limit(limit).with_for_update()
        )

    async def forget_drafts_before(self, moment: datetime) -> None:
        await self._connection.execute(
            delete(appeal_drafts).where(appeal_drafts.c.changed_at < moment)
        )

    async def forget_registered_before(self, moment: datetime, *, limit: int) -> int:
        old = select(appeals).where(
            _appeal.registered_at < moment, _appeal.answered_at.is_not(None)
        )
        found = await self._some(old.order_by(_appeal.registered_at).limit(limit))
        for one in found:
            papers = [file for file in (one.paper, one.answer_file) if file is not None]
            await self._files.erase(one.community, papers)
            await self._connection.execute(delete(appeals).where(*_one(one.community, one.id)))
        return len(found)

    # What is kept of one resident.
    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        asked = select(appeals).where(*_by(community, whom.resident)).limit(_TOLD)
        told: list[Json] = [_told(one) for one in await self._some(asked)]
        draft = await self.draft(community, whom.resident)
        kept: dict[str, Json] = {"appeals": told} if told else {}
        if draft is not None:
            kept["unfinished_appeal"] = {
                "full_name": draft.full_name,
                "residence": draft.residence,
                "email": draft.email,
                "changed": draft.changed_at.isoformat(),
            }
        return kept

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        """The law makes the office keep an appeal and its answer: they stay, apart from all that
        is known of the person here. What waits to be sent to them by e-mail goes.
        """
        await self.drop_draft(community, whom.resident)
        theirs = select(appeals).where(*_by(community, whom.resident))
        addresses = {one.email for one in await self._some(theirs) if one.email}
        if addresses:
            await self._connection.execute(
                delete(letters).where(
                    letters.c.community_id == community, letters.c.recipient.in_(addresses)
                )
            )
        await self._connection.execute(
            update(appeals)
            .where(*_by(community, whom.resident))
            .values(author_id=None, account_id=None)
        )

    async def _some(self, asked: Any) -> list[Appeal]:
        return [_appeal_from(row) for row in (await self._connection.execute(asked)).mappings()]


def _one(community: CommunityId, appeal: AppealId) -> list[ColumnElement[bool]]:
    return [_appeal.community_id == community, _appeal.id == appeal]


def _by(community: CommunityId, resident: ResidentId) -> list[ColumnElement[bool]]:
    return [_appeal.community_id == community, _appeal.author_id == resident]


def _written_by(community: CommunityId, resident: ResidentId) -> list[ColumnElement[bool]]:
    return [appeal_drafts.c.community_id == community, appeal_drafts.c.resident_id == resident]


def _standing(community: CommunityId, *, is_open: bool) -> list[ColumnElement[bool]]:
    answered = _appeal.answered_at
    return [
        _appeal.community_id == community,
        answered.is_(None) if is_open else answered.is_not(None),
    ]


def _values(appeal: Appeal) -> dict[str, Any]:
    return {
        "request_id": appeal.request,
        "author_id": appeal.author,
        "account_id": appeal.account,
        "full_name": appeal.full_name,
        "residence": appeal.residence,
        "reply_by": appeal.reply_by.value,
        "email": appeal.email,
        "text": appeal.text,
        "registered_at": appeal.registered_at,
        "term": appeal.term.value,
        "due_at": appeal.due_at,
        "reason": appeal.reason,
        "look_at": appeal.look_at,
        "escalation": int(appeal.escalation),
        "paper_id": appeal.paper,
        "answer": appeal.answer,
        "answer_file_id": appeal.answer_file,
        "answer_number": appeal.answer_number,
        "answered_at": appeal.answered_at,
        "answered_by": appeal.answered_by,
    }


def _draft_from(row: RowMapping) -> AppealDraft:
    return AppealDraft(
        community=row["community_id"],
        resident=row["resident_id"],
        request=row["request_id"],
        full_name=row["full_name"],
        residence=row["residence"],
        reply_by=ReplyBy(row["reply_by"]) if row["reply_by"] else None,
        email=row["email"],
        changed_at=row["changed_at"],
    )


def _appeal_from(row: RowMapping) -> Appeal:
    paper, answer = row["paper_id"], row["answer_file_id"]
    return Appeal(
        id=row["id"],
        community=row["community_id"],
        number=row["number"],
        request=row["request_id"],
        author=row["author_id"],
        account=row["account_id"],
        full_name=row["full_name"],
        residence=row["residence"],
        reply_by=ReplyBy(row["reply_by"]),
        email=row["email"],
        text=row["text"],
        registered_at=row["registered_at"],
        term=Term(row["term"]),
        due_at=row["due_at"],
        reason=row["reason"],
        look_at=row["look_at"],
        escalation=AppealEscalation(row["escalation"]),
        paper=FileId(paper) if paper is not None else None,
        answer=row["answer"],
        answer_file=FileId(answer) if answer is not None else None,
        answer_number=row["answer_number"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
    )


def _told(appeal: Appeal) -> JsonObject:
    return {
        "number": appeal.number,
        "full_name": appeal.full_name,
        "residence": appeal.residence,
        "reply_by": appeal.reply_by.value,
        "email": appeal.email,
        "text": appeal.text,
        "registered_at": appeal.registered_at.isoformat(),
        "due_at": appeal.due_at.isoformat(),
        "answer": appeal.answer,
        "answered_at": appeal.answered_at.isoformat() if appeal.answered_at else None,
    }
