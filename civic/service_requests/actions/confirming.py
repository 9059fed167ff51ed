"""Neighbours say whether it is done; where they say no twice, somebody above decides."""

from datetime import datetime

from civic.communities.model import Official
from civic.kernel.abuse import check_words
from civic.kernel.ids import CommunityId, ServiceRequestId
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.model import Resident
from civic.service_requests.actions.stepping import (
    Stage,
    add_event,
    stage_of,
    step_by_official,
    take_step,
)
from civic.service_requests.actions.telling import (
    SAID_NOT_DONE,
    tell_office,
    tell_residents,
)
from civic.service_requests.model import (
    AWAITING_RESIDENTS,
    Confirmation,
    EventKind,
    ServiceRequest,
    Status,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.confirming import step_after_word
from civic.service_requests.rules.filing import cleaned_note, note_needed
from civic.service_requests.rules.parties import check_decides
from civic.service_requests.rules.transitions import Given, Party, Step


async def say_whether_done(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    is_done: bool,
    text: str = "",
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """One word a person and round, which they may change. "Not solved" is a no."""
    stage = await stage_of(community, request, desk=desk)
    found = stage.request
    await _check_may_say(stage, by, desk=desk)
    words = cleaned_note(text)
    check_words(words)
    said = Confirmation(
        request=found.id, round=found.reopened, resident=by.id, is_done=is_done, text=words, at=now
    )
    await desk.service_requests.put_confirmation(community, said)
    kind = EventKind.SAID_DONE if is_done else EventKind.SAID_NOT_DONE
    kept = await add_event(found, kind, by.account, text=words, desk=desk, now=now)
    stage = Stage(request=kept, category=stage.category, town=stage.town, office=stage.office)
    verdicts = await desk.service_requests.verdicts(community, kept.id, kept.reopened, kept.asker)
    step = step_after_word(kept, verdicts)
    if step is None or (step is Step.CONFIRM and kept.status is Status.CONFIRMED):
        await tell_residents(kept, category=stage.category, town=stage.town, desk=desk, now=now)
        if not is_done:
            await tell_office(
                kept, SAID_NOT_DONE, stage.office.in_hand(kept), category=stage.category,
                town=stage.town, by=None, desk=desk, now=now, text=words,
            )  # fmt: skip
        return kept
    return await take_step(
        stage, step, Given(), parties={Party.NEIGHBOURS}, by=None, desk=desk, now=now
    )


async def decide_dispute(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    is_done: bool,
    reason: str,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """By a head or an administrator who did not say themselves that it is done."""
    stage = await stage_of(community, request, desk=desk)
    check_decides(by, stage.request, stage.office)
    step = Step.UPHOLD if is_done else Step.OVERTURN
    given = Given(reason=note_needed(reason))
    return await step_by_official(stage, step, given, by=by, desk=desk, now=now)


async def may_say_whether_done(request: ServiceRequest, by: Resident, *, desk: RequestDesk) -> bool:
    """Who asked, joined, or lives there; of what is no matter of the public only the former."""
    if request.asker == by.id:
        return True
    if await desk.service_requests.is_supporter(request.community, request.id, by.id):
        return True
    if request.place is None or by.home is None:
        return False
    if await desk.service_requests.secret(request.community, (request.id,)):
        return False
    home = await desk.places.path(request.community, by.home)
    return request.place in {place.id for place in home}


async def _check_may_say(stage: Stage, by: Resident, *, desk: RequestDesk) -> None:
    if not await may_say_whether_done(stage.request, by, desk=desk):
        raise NotFound("request-gone")
    if stage.request.status not in AWAITING_RESIDENTS:
        status = stage.request.status.value
        raise Refusal(f"request-is-{status}", number=stage.request.number)
    if stage.request.is_disputed:
        raise Refusal("request-only-undisputed", number=stage.request.number)
