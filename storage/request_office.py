"""Answers that are kept ready; who stands in for whom, and who is told at night."""

from datetime import date

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, AgencyId, AnswerTemplateId, CommunityId
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound
from civic.service_requests.duties.model import Absence
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from storage.tables.request_office import answer_templates, request_absences, request_night_duty
from storage.upsert import insert_for


class SqlAnswerTemplates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self, community: CommunityId) -> list[AnswerTemplate]:
        asked = (
            select(answer_templates)
            .where(answer_templates.c.community_id == community)
            .order_by(answer_templates.c.id)
        )
        return [_template_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def template(self, community: CommunityId, template: AnswerTemplateId) -> AnswerTemplate:
        asked = select(answer_templates).where(
            answer_templates.c.community_id == community, answer_templates.c.id == template
        )
        row = (await self._connection.execute(asked)).mappings().first()
        if row is None:
            raise NotFound("answer-template-gone")
        return _template_from(row)

    async def put(self, template: AnswerTemplate) -> None:
        values = {
            "agency_id": template.agency,
            "use": template.use.value,
            "texts": dict(template.texts.texts),
        }
        added = insert_for(self._connection, answer_templates).values(
            community_id=template.community, id=template.id, **values
        )
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=["community_id", "id"], set_=values)
        )

    async def remove(self, community: CommunityId, template: AnswerTemplateId) -> bool:
        gone = delete(answer_templates).where(
            answer_templates.c.community_id == community, answer_templates.c.id == template
        )
        return bool((await self._connection.execute(gone)).rowcount)


class SqlRequestDuties:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def absences(self, community: CommunityId) -> list[Absence]:
        asked = (
            select(request_absences)
            .where(request_absences.c.community_id == community)
            .order_by(request_absences.c.account_id)
        )
        return [_absence_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def last_before(self, day: date, *, limit: int) -> list[Absence]:
        asked = (
            select(request_absences)
            .where(request_absences.c.last < day)
            .order_by(request_absences.c.last)
            .limit(limit)
        )
        return [_absence_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def put_absence(self, absence: Absence) -> None:
        values = {
            "substitute_id": absence.substitute, "first": absence.first, "last": absence.last,
        }  # fmt: skip
        added = insert_for(self._connection, request_absences).values(
            community_id=absence.community, account_id=absence.account, **values
        )
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=["community_id", "account_id"], set_=values)
        )

    async def end_absence(self, community: CommunityId, account: AccountId) -> bool:
        gone = delete(request_absences).where(
            request_absences.c.community_id == community, request_absences.c.account_id == account
        )
        return bool((await self._connection.execute(gone)).rowcount)

    async def at_night(self, community: CommunityId) -> frozenset[AccountId]:
        asked = select(request_night_duty.c.account_id).where(
            request_night_duty.c.community_id == community
        )
        return frozenset(map(AccountId, await self._connection.scalars(asked)))

    async def set_at_night(
        self, community: CommunityId, account: AccountId, *, wants: bool
    ) -> None:
        if wants:
            added = insert_for(self._connection, request_night_duty).values(
                community_id=community, account_id=account
            )
            await self._connection.execute(added.on_conflict_do_nothing())
            return
        await self._connection.execute(
            delete(request_night_duty).where(
                request_night_duty.c.community_id == community,
                request_night_duty.c.account_id == account,
            )
        )


def _absence_from(row: RowMapping) -> Absence:
    return Absence(
        community=CommunityId(row["community_id"]),
        account=AccountId(row["account_id"]),
        substitute=AccountId(row["substitute_id"]),
        first=row["first"],
        last=row["last"],
    )


def _template_from(row: RowMapping) -> AnswerTemplate:
    agency = row["agency_id"]
    return AnswerTemplate(
        id=AnswerTemplateId(row["id"]),
        community=CommunityId(row["community_id"]),
        agency=AgencyId(agency) if agency is not None else None,
        use=TemplateUse(row["use"]),
        texts=Translated(row["texts"]),
    )
