"""What somebody does about a request of the demo's past, by the product's own actions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from civic.appeals.actions.answering import answer_appeal
from civic.appeals.actions.filing import file_appeal
from civic.appeals.model import NewAppeal, ReplyBy
from civic.communities.model import Official
from civic.kernel.ids import AgencyId, IdMaker, ServiceRequestId
from civic.residents.model import Resident
from civic.service_requests.actions.confirming import may_say_whether_done, say_whether_done
from civic.service_requests.actions.following import (
    comment_request,
    join_request,
    withdraw_request,
)
from civic.service_requests.actions.handling import (
    accept_request,
    ask_back,
    comment_as_office,
    finish_request,
    pass_request_on,
    plan_request,
    refuse_request,
    send_back_request,
    start_request,
)
from civic.service_requests.actions.looking import look_at_photo
from civic.service_requests.actions.merging import merge_requests
from civic.service_requests.model import Look, NewPhoto, ServiceRequest
from demo.cast import CAST, IHOR, OFFICIALS
from demo.history.requests.model import NEIGHBOUR, Deed
from demo.town import Town
from storage.unit_of_work import SqlWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A deed with whoever it needs."""

    request: ServiceRequestId
    agency: AgencyId | None
    deed: Deed
    town: Town
    asker: Resident | None
    neighbour: Resident | None
    target: ServiceRequestId | None
    photo: NewPhoto | None
    is_public: bool
    new_id: IdMaker

    @property
    def resident(self) -> Resident | None:
        return self.neighbour if self.deed.who == NEIGHBOUR else self.asker


Done = ServiceRequest | None
"""How the request stands then; None: it was moved no further."""


async def do(doing: Doing, work: SqlWork, *, now: datetime) -> Done:
    deed = doing.deed
    if deed.by_resident:
        # Where all neighbours have had their part nobody is left to join.
        by = doing.resident
        return None if by is None else await _RESIDENTS[deed.what](doing, by, work, now)
    return await _OFFICE[deed.what](doing, await _official(doing, work), work, now)


async def _official(doing: Doing, work: SqlWork) -> Official:
    """`office`: whoever serves the agency that has it by now."""
    of_agency = {doing.town.agencies[one.agency]: one for one in OFFICIALS if one.agency}
    played = next((one for one in CAST if one.key == doing.deed.who), None)
    if played is None:
        played = of_agency.get(doing.agency, IHOR) if doing.agency is not None else IHOR
    return await work.officials.official(doing.town.community.id, played.account)


async def _join(doing: Doing, by: Resident, work: SqlWork, now: datetime) -> Done:
    if not doing.is_public:
        return None
    return await join_request(by.community, doing.request, by=by, desk=work, now=now)


async def _comment(doing: Doing, by: Resident, work: SqlWork, now: datetime) -> Done:
    text = doing.deed.text
    return await comment_request(by.community, doing.request, text, by=by, desk=work, now=now)


async def _withdraw(doing: Doing, by: Resident, work: SqlWork, now: datetime) -> Done:
    return await withdraw_request(by.community, doing.request, by=by, desk=work, now=now)


async def _say(doing: Doing, by: Resident, work: SqlWork, now: datetime) -> Done:
    """A neighbour only where neighbours may: of what is not public nobody asks them."""
    if doing.deed.who == NEIGHBOUR:
        found = await work.service_requests.request(by.community, doing.request)
        if not await may_say_whether_done(found, by, desk=work):
            return None
    return await say_whether_done(
        by.community, doing.request, is_done=doing.deed.what == "say-yes",
        text=doing.deed.text, by=by, desk=work, now=now,
    )  # fmt: skip


async def _appeal(doing: Doing, by: Resident, work: SqlWork, now: datetime) -> Done:
    new = NewAppeal(
        request=doing.request, full_name=doing.deed.text, residence=doing.deed.residence,
        reply_by=ReplyBy.CHAT,
    )  # fmt: skip
    await file_appeal(by.community, new, by=by, desk=work, new_id=doing.new_id, now=now)
    return None


async def _accept(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    accepted = await accept_request(by.community, doing.request, by=by, desk=work, now=now)
    await _look(doing, by, work, now)
    return accepted


async def _look(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    """At each photo, fit to be seen."""
    for photo in await work.service_requests.photos(by.community, doing.request):
        if photo.look is Look.WAITING:
            await look_at_photo(
                by.community, doing.request, photo.file, Look.PUBLIC, by=by, desk=work, now=now
            )
    return None


async def _start(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    return await start_request(by.community, doing.request, by=by, desk=work, now=now)


async def _plan(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    day = now.astimezone(ZoneInfo(doing.town.community.timezone)).date() + timedelta(
        days=doing.deed.days
    )
    return await plan_request(
        by.community, doing.request, day, note=doing.deed.text, by=by, desk=work, now=now
    )


async def _finish(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    return await finish_request(
        by.community, doing.request, note=doing.deed.text, photo=doing.photo, by=by,
        desk=work, now=now,
    )  # fmt: skip


async def _ask(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    return await ask_back(by.community, doing.request, doing.deed.text, by=by, desk=work, now=now)


async def _refuse(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    text = doing.deed.text
    return await refuse_request(by.community, doing.request, text, by=by, desk=work, now=now)


async def _send_back(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    text = doing.deed.text
    return await send_back_request(by.community, doing.request, text, by=by, desk=work, now=now)


async def _pass_on(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    agency = doing.town.agencies[doing.deed.agency]
    if agency == doing.agency:
        return None
    return await pass_request_on(by.community, doing.request, agency, by=by, desk=work, now=now)


async def _merge(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    if doing.target is not None:
        await merge_requests(by.community, [doing.request], doing.target, by=by, desk=work, now=now)
    return None


async def _answer(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    return await comment_as_office(
        by.community, doing.request, doing.deed.text, is_public=True, by=by, desk=work, now=now
    )


async def _answer_appeal(doing: Doing, by: Official, work: SqlWork, now: datetime) -> Done:
    assert doing.asker is not None  # whoever appealed
    (appeal,) = await work.appeals.of_author(by.community, doing.asker.id, limit=2)
    await answer_appeal(
        appeal.id, doing.deed.text, None, subject="", by=by, desk=work, new_id=doing.new_id,
        now=now,
    )  # fmt: skip
    return None


_RESIDENTS: dict[str, Callable[[Doing, Resident, SqlWork, datetime], Awaitable[Done]]] = {
    "join": _join,
    "comment": _comment,
    "answer": _comment,
    "withdraw": _withdraw,
    "appeal": _appeal,
    "say-yes": _say,
    "say-no": _say,
}
_OFFICE: dict[str, Callable[[Doing, Official, SqlWork, datetime], Awaitable[Done]]] = {
    "accept": _accept,
    "look": _look,
    "start": _start,
    "plan": _plan,
    "finish": _finish,
    "ask": _ask,
    "refuse": _refuse,
    "send-back": _send_back,
    "pass-on": _pass_on,
    "merge": _merge,
    "comment": _answer,
    "answer-appeal": _answer_appeal,
}
