"""The office answers an idea, hides it with a reason, looks at its photo, sets the rules."""

from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.ideas.actions.telling import (
    ANSWERED,
    HIDDEN,
    SHOWN,
    note_in_audit,
    tell_standing_behind,
)
from civic.ideas.model import Idea, IdeaRules, IdeaStatus, PhotoLook
from civic.ideas.ports import IdeaDesk
from civic.ideas.rules import check_open, check_threshold, words_needed
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import CategoryId, CommunityId, IdeaId
from civic.kernel.refusal import NotFound, Refusal


async def office_idea(idea: IdeaId, *, by: Official, desk: IdeaDesk, hold: bool = False) -> Idea:
    """Raise NotFound also for what its author has not published."""
    check_may(by, Action.HANDLE_REQUESTS)
    found = await desk.ideas.idea(by.community, idea, hold=hold)
    if found.status is IdeaStatus.DRAFT:
        raise NotFound("idea-gone")
    return found


async def answer_idea(
    idea: IdeaId, typed: str, *, by: Official, desk: IdeaDesk, now: datetime
) -> Idea:
    """It stands under the idea, which goes on gathering support."""
    found = await office_idea(idea, by=by, desk=desk, hold=True)
    check_open(found)
    words = words_needed(typed)
    answered = replace(found, answer=words, answered_by=by.account, changed_at=now)
    await desk.ideas.put(answered)
    await note_in_audit(answered, by, "idea-answered", desk=desk, now=now)
    await tell_standing_behind(answered, ANSWERED, words=words, desk=desk, now=now)
    return answered


async def hide_idea(
    idea: IdeaId, reason: str, *, by: Official, desk: IdeaDesk, now: datetime
) -> Idea:
    """Its author and supporters hear why."""
    found = await office_idea(idea, by=by, desk=desk, hold=True)
    check_open(found)
    words = words_needed(reason)
    hidden = replace(found, status=IdeaStatus.HIDDEN, reason=words, changed_at=now)
    await desk.ideas.put(hidden)
    await note_in_audit(hidden, by, "idea-hidden", desk=desk, now=now)
    await tell_standing_behind(hidden, HIDDEN, words=words, desk=desk, now=now)
    return hidden


async def show_again(idea: IdeaId, *, by: Official, desk: IdeaDesk, now: datetime) -> Idea:
    """While its time is not over."""
    found = await office_idea(idea, by=by, desk=desk, hold=True)
    if found.status is not IdeaStatus.HIDDEN:
        return found
    if found.expires_at is None or found.expires_at <= now:
        raise Refusal("idea-is-expired", number=found.number or 0)
    shown = replace(found, status=IdeaStatus.GATHERING, reason="", changed_at=now)
    await desk.ideas.put(shown)
    await note_in_audit(shown, by, "idea-shown", desk=desk, now=now)
    await tell_standing_behind(shown, SHOWN, desk=desk, now=now)
    return shown


async def look_at_photo(
    idea: IdeaId, *, is_fit: bool, by: Official, desk: IdeaDesk, now: datetime
) -> Idea:
    found = await office_idea(idea, by=by, desk=desk, hold=True)
    if found.photo is None:
        return found
    look = PhotoLook.PUBLIC if is_fit else PhotoLook.HIDDEN
    looked = replace(found, photo_look=look, changed_at=now)
    await desk.ideas.put(looked)
    await note_in_audit(looked, by, f"idea-photo-{look.value}", desk=desk, now=now)
    return looked


async def set_threshold(
    threshold: int, *, by: Official, desk: IdeaDesk, now: datetime
) -> IdeaRules:
    check_threshold(threshold)
    rules = await desk.ideas.rules(by.community)
    return await _set(replace(rules, threshold=threshold), by=by, desk=desk, now=now)


async def set_category(
    category: CategoryId | None, *, by: Official, desk: IdeaDesk, now: datetime
) -> IdeaRules:
    """None: whichever the words speak for."""
    if category is not None:
        await desk.request_categories.category(by.community, category)
    rules = await desk.ideas.rules(by.community)
    return await _set(replace(rules, category=category), by=by, desk=desk, now=now)


async def _set(rules: IdeaRules, *, by: Official, desk: IdeaDesk, now: datetime) -> IdeaRules:
    check_may(by, Action.SET_REQUEST_RULES, town=rules.community)
    await desk.ideas.put_rules(rules)
    entry = AuditEntry(
        community=rules.community,
        actor=by.account,
        verb="idea-rules-set",
        subject=_town(rules.community),
        details={"threshold": rules.threshold, "category": rules.category},
    )
    await desk.audit.note(entry, now=now)
    return rules


def _town(community: CommunityId) -> str:
    return f"community:{community}"
