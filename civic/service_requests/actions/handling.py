"""What officials do with a request: each is one step of the table, noted in the audit log."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from civic.communities.model import Official
from civic.communities.rules import check_serves
from civic.kernel.ids import AccountId, AgencyId, CommunityId, ServiceRequestId
from civic.kernel.outbox import Lane, Notice, Recipient
from civic.kernel.refusal import Refusal
from civic.residents.model import Topic
from civic.residents.rules import waking_moment
from civic.service_requests.actions.stepping import (
    Stage,
    add_event,
    note_in_audit,
    stage_of,
    step_by_official,
)
from civic.service_requests.actions.telling import (
    ASKED,
    COMMENTED,
    QUESTION,
    card_of,
    tell_office,
    tell_resident,
    tell_residents,
)
from civic.service_requests.model import EventKind, Look, NewPhoto, Photo, PhotoKind, ServiceRequest
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.deadlines import SILENCE
from civic.service_requests.rules.filing import check_room_for_photo, cleaned_note, note_needed
from civic.service_requests.rules.parties import parties_of
from civic.service_requests.rules.transitions import Given, Step

NEIGHBOURS = 200
"""So many of those who live there are asked whether it is done."""
_NOBODY = AccountId(0)


async def accept_request(
    community: CommunityId, request: ServiceRequestId, *, by: Official, desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:  # fmt: skip
    """Whoever accepts it has it in hand."""
    return await _step(community, request, Step.ACCEPT, Given(), by=by, desk=desk, now=now)


async def refuse_request(
    community: CommunityId, request: ServiceRequestId, reason: str, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    given = Given(reason=cleaned_note(reason))
    return await _step(community, request, Step.REFUSE, given, by=by, desk=desk, now=now)


async def pass_request_on(
    community: CommunityId, request: ServiceRequestId, agency: AgencyId, *, note: str = "",
    by: Official, desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """To another agency of the town; residents see to whom."""
    check_serves(await desk.officials.agency(community, agency))
    given = Given(agency=agency, reason=cleaned_note(note))
    return await _step(community, request, Step.PASS_ON, given, by=by, desk=desk, now=now)


async def send_back_request(
    community: CommunityId, request: ServiceRequestId, reason: str, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """A wrong address: back to the dispatcher; why, the office alone reads."""
    given = Given(reason=cleaned_note(reason))
    return await _step(community, request, Step.SEND_BACK, given, by=by, desk=desk, now=now)


async def ask_back(
    community: CommunityId, request: ServiceRequestId, question: str, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """The clock stands until its asker answers; they hear the question."""
    given = Given(question=cleaned_note(question))
    moved = await _step(community, request, Step.ASK, given, by=by, desk=desk, now=now)
    if moved.account is not None:
        await tell_resident(
            moved, moved.account, QUESTION, {"text": given.question},
            mark=f"question:{moved.events}", desk=desk, now=now,
        )  # fmt: skip
    return moved


async def resume_request(
    community: CommunityId, request: ServiceRequestId, note: str, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """The office got its answer otherwise, by phone say: the clock goes on."""
    given = Given(reason=cleaned_note(note))
    return await _step(community, request, Step.ANSWER, given, by=by, desk=desk, now=now)


async def plan_request(
    community: CommunityId, request: ServiceRequestId, day: date, *, note: str = "",
    by: Official, desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """The day is a promise: it is due by its end."""
    given = Given(day=day, reason=cleaned_note(note))
    return await _step(community, request, Step.PLAN, given, by=by, desk=desk, now=now)


async def start_request(
    community: CommunityId, request: ServiceRequestId, *, by: Official, desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:  # fmt: skip
    return await _step(community, request, Step.START, Given(), by=by, desk=desk, now=now)


async def finish_request(
    community: CommunityId, request: ServiceRequestId, *, note: str = "",
    photo: NewPhoto | None = None, by: Official, desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """With a photo of what was done where its category wants one; neighbours are asked."""
    stage = await stage_of(community, request, desk=desk)
    kept = await desk.service_requests.photos(community, request)
    given = Given(
        reason=cleaned_note(note),
        has_photo=photo is not None or any(one.kind is PhotoKind.AFTER for one in kept),
    )
    if photo is not None:
        check_room_for_photo(len(kept))
        # The office took it itself and means it to be seen.
        after = Photo(
            request=request, file=photo.file, by=by.account,
            kind=PhotoKind.AFTER, look=Look.PUBLIC, taken_at=now,
        )  # fmt: skip
        await desk.service_requests.add_photo(community, after)
    moved = await step_by_official(stage, Step.FINISH, given, by=by, desk=desk, now=now)
    await ask_whether_done(replace(stage, request=moved), desk=desk, now=now)
    return moved


async def take_refusal_back(
    community: CommunityId, request: ServiceRequestId, reason: str, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    given = Given(reason=cleaned_note(reason))
    return await _step(community, request, Step.RECONSIDER, given, by=by, desk=desk, now=now)


async def assign_request(
    community: CommunityId, request: ServiceRequestId, colleague: AccountId, *, by: Official,
    desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """A colleague of the agency that has it gets it in hand."""
    stage = await stage_of(community, request, desk=desk)
    found = stage.request
    if not parties_of(by, found, stage.office):
        raise Refusal("request-not-yours", number=found.number)
    if not found.is_open:
        raise Refusal(f"request-is-{found.status.value}", number=found.number)
    team = (*stage.office.agency(found.agency), *stage.office.administrators())
    if colleague not in {one.account for one in team}:
        raise Refusal("request-no-colleague")
    kept = await add_event(
        replace(found, assignee=colleague), EventKind.ASSIGNED, by.account, from_office=True,
        details={"to": colleague}, is_public=False, desk=desk, now=now,
    )  # fmt: skip
    await note_in_audit(kept, "assigned", by.account, desk=desk, now=now, to=colleague)
    await _tell_colleagues(replace(stage, request=kept), EventKind.ASSIGNED.value, by, desk, now)
    return kept


async def comment_as_office(
    community: CommunityId, request: ServiceRequestId, text: str, *, is_public: bool,
    by: Official, desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    """To residents, or a note that the office alone reads."""
    stage = await stage_of(community, request, desk=desk)
    if not parties_of(by, stage.request, stage.office):
        raise Refusal("request-not-yours", number=stage.request.number)
    kept = await add_event(
        stage.request, EventKind.COMMENTED, by.account, from_office=True, text=note_needed(text),
        is_public=is_public, desk=desk, now=now,
    )  # fmt: skip
    await note_in_audit(kept, "commented", by.account, desk=desk, now=now, public=is_public)
    if is_public:
        await tell_residents(kept, category=stage.category, town=stage.town, desk=desk, now=now)
    await _tell_colleagues(replace(stage, request=kept), COMMENTED, by, desk, now, text)
    return kept


async def _step(
    community: CommunityId, request: ServiceRequestId, step: Step, given: Given, *,
    by: Official, desk: RequestDesk, now: datetime,
) -> ServiceRequest:  # fmt: skip
    stage = await stage_of(community, request, desk=desk)
    return await step_by_official(stage, step, given, by=by, desk=desk, now=now)


async def ask_whether_done(stage: Stage, *, desk: RequestDesk, now: datetime) -> None:
    """Its asker and whoever joined at once; who lives there, by their own hours and wishes."""
    request = stage.request
    card = await card_of(request, category=stage.category, town=stage.town, is_own=False, desk=desk)
    joined = await desk.service_requests.supporters(request.community, request.id)
    asked = {one.account for one in joined}
    if request.account is not None:
        asked.add(request.account)
    for account in sorted(asked):
        await tell_resident(
            request, account, ASKED, card, mark=f"done:{request.reopened}", desk=desk, now=now
        )
    if request.place is None or await desk.service_requests.secret(
        request.community, (request.id,)
    ):
        return
    zone = ZoneInfo(stage.town.timezone)
    neighbours = await desk.audiences.members(
        request.community, (request.place,), topic=Topic.REPAIRS.value, after=None,
        limit=NEIGHBOURS,
    )  # fmt: skip
    once = f"request:{request.id}:done:{request.reopened}"
    await desk.outbox.owe_many(
        Notice(
            to=_NOBODY, community=request.community, key=ASKED,
            # One text for all is kept apart from its asker: their own words do not stand in it.
            params={**card, "text": "", "happened": []},
            lane=Lane.BULK, topic=Topic.REPAIRS.value, expires=now + SILENCE,
        ),
        [
            Recipient(to=one.account, due=waking_moment(one.quiet, zone, now), once=once)
            for one in neighbours
            if one.account not in asked
        ],
        now=now,
    )  # fmt: skip


async def _tell_colleagues(
    stage: Stage, news: str, by: Official, desk: RequestDesk, now: datetime, text: str = ""
) -> None:
    await tell_office(
        stage.request, news, stage.office.in_hand(stage.request), category=stage.category,
        town=stage.town, by=by.account, desk=desk, now=now, text=text,
    )  # fmt: skip
