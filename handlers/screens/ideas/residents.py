"""Ideas as residents see them: the list, a card, and the few questions of a new one."""

from collections.abc import Sequence

from civic.ideas.model import Idea, IdeaRules, IdeaStatus, PhotoLook
from civic.ideas.rules import TEXT_LIMIT
from civic.kernel.language import language_of
from civic.places.model import Place
from handlers.presses.ideas import (
    AskIdeaPress,
    DiscardIdeaPress,
    IdeaPress,
    IdeaSpotPress,
    IdeasPress,
    NewIdeaPress,
    NoIdeaPhotoPress,
    PublishIdeaPress,
    SupportIdeaPress,
    WholeYardPress,
    WithdrawIdeaPress,
)
from handlers.presses.places import HomePress
from handlers.presses.service_requests import CourtyardPress, RequestPress
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.resident_wording import cut, to
from locales.catalog import Say

PAGE = 6
WORDS_ROOM = 400
MARKS = {
    IdeaStatus.GATHERING: "💡",
    IdeaStatus.BECAME: "📨",
    IdeaStatus.EXPIRED: "⌛",
    IdeaStatus.WITHDRAWN: "↩️",
    IdeaStatus.HIDDEN: "🙈",
}


def no_yard_screen(*, say: Say) -> Screen:
    """Ideas are neighbours': first they must be known to be some."""
    choose = to("my-courtyard-choose", HomePress(), say)
    return Screen(text=say("idea-no-home"), rows=((choose,), *ways(say, CourtyardPress())))


def ideas_screen(
    yard: Place,
    ideas: Sequence[Idea],
    rules: IdeaRules,
    *,
    page: int,
    is_more: bool,
    has_draft: bool = False,
    say: Say,
) -> Screen:
    place = escape(yard.title_in(language_of(say.language)))
    parts = [say("ideas-heading", place=place)]
    if ideas:
        parts.append(say.n("ideas-how", rules.threshold))
    else:
        parts.append(say.n("ideas-none", rules.threshold))
    buttons = [Button(label=_listed(one, say), press=IdeaPress(one.id).pack()) for one in ideas]
    count = page * PAGE + len(ideas) + is_more

    def turn(other: int) -> IdeasPress:
        return IdeasPress(other)

    rows: Rows = (*column(buttons), *pages(page, count, PAGE, turn, say))
    rows += ((to("idea-go-on-writing" if has_draft else "idea-new", NewIdeaPress(), say),),)
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, CourtyardPress())))


def _listed(idea: Idea, say: Say) -> str:
    return cut(
        say(
            "idea-listed",
            mark=MARKS[idea.status],
            supporters=say.number(idea.supporters),
            text=" ".join(idea.text.split()),
        )
    )


def idea_screen(
    idea: Idea,
    rules: IdeaRules,
    *,
    is_own: bool,
    stands_behind: bool,
    request_number: int | None,
    picture: bool,
    zone: str,
    say: Say,
) -> Screen:
    """`picture`: its photo is ready, and may be shown to whoever looks."""
    text = "\n".join(
        part
        for part in (
            say("idea-heading", number=say.number(idea.number or 0)),
            shortened_lines(idea.text),
            say("idea-where", place=escape(idea.where)) if idea.where else "",
            *_standing(idea, rules, request_number, zone, say),
            say("idea-answered", text=shortened_lines(idea.answer)) if idea.answer else "",
            _photo_words(idea, is_own=is_own, say=say),
        )
        if part
    )
    rows: Rows = ()
    if idea.is_open and not is_own:
        key = "idea-support-back" if stands_behind else "idea-support"
        rows += ((to(key, SupportIdeaPress(idea.id, on=not stands_behind), say),),)
    if idea.request is not None and (is_own or stands_behind):
        rows += ((to("idea-open-request", RequestPress(idea.request), say),),)
    if idea.point is not None:
        rows += ((to("idea-spot", IdeaSpotPress(idea.id), say),),)
    if idea.is_open and is_own:
        rows += ((to("idea-withdraw", WithdrawIdeaPress(idea.id, is_sure=False), say),),)
    return Screen(
        text=text,
        rows=(*rows, *ways(say, IdeasPress())),
        picture=idea.photo if picture else None,
    )


def _standing(
    idea: Idea, rules: IdeaRules, request_number: int | None, zone: str, say: Say
) -> list[str]:
    if idea.status is IdeaStatus.BECAME:
        return [say("idea-stands-became", number=say.number(request_number or 0))]
    if idea.status is IdeaStatus.HIDDEN:
        return [say("idea-stands-hidden", reason=shortened_lines(idea.reason))]
    if not idea.is_open:
        return [say(f"idea-stands-{idea.status.value}")]
    told = [
        say.n("idea-supported", idea.supporters, threshold=say.number(rules.threshold)),
    ]
    if idea.expires_at is not None:
        told.append(say("idea-until", day=say.day(idea.expires_at, zone)))
    return told


def _photo_words(idea: Idea, *, is_own: bool, say: Say) -> str:
    if idea.photo is None or not is_own:
        return ""
    if idea.photo_look is PhotoLook.WAITING:
        return say("idea-photo-waits")
    return say("idea-photo-not-shown") if idea.photo_look is PhotoLook.HIDDEN else ""


# --- While it is being written.


def text_screen(draft: Idea, yard: Place, *, say: Say) -> Screen:
    place = escape(yard.title_in(language_of(say.language)))
    parts = [say("idea-ask-text", place=place, limit=say.number(TEXT_LIMIT))]
    if draft.text:
        parts.insert(0, say("idea-said", text=shortened_lines(draft.text)))
    return Screen(text="\n\n".join(parts), rows=_out(draft, say))


def where_screen(draft: Idea, *, say: Say) -> Screen:
    text = "\n\n".join((say("idea-said", text=shortened_lines(draft.text)), say("idea-ask-where")))
    rows: Rows = ((to("idea-whole-yard", WholeYardPress(), say),),)
    return Screen(text=text, rows=(*rows, *_out(draft, say, "text")))


def photo_screen(draft: Idea, *, say: Say) -> Screen:
    rows: Rows = ((to("idea-no-photo", NoIdeaPhotoPress(), say),),)
    return Screen(text=say("idea-ask-photo"), rows=(*rows, *_out(draft, say, "where")))


def summary_screen(
    draft: Idea, yard: Place, rules: IdeaRules, *, photo_comes: bool, say: Say
) -> Screen:
    place = escape(yard.title_in(language_of(say.language)))
    has_photo = draft.photo is not None or photo_comes
    text = "\n".join(
        part
        for part in (
            say("idea-summary", place=place),
            shortened_lines(draft.text),
            say("idea-where", place=escape(draft.where)) if draft.where else "",
            say("idea-on-map") if draft.point else "",
            say("idea-with-photo") if has_photo else "",
            say.n("idea-summary-what", rules.threshold),
        )
        if part
    )
    rows: Rows = (
        (to("idea-publish", PublishIdeaPress(draft.id), say),),
        (
            to("idea-change-text", AskIdeaPress("text"), say),
            to("idea-change-where", AskIdeaPress("where"), say),
            to("idea-change-photo", AskIdeaPress("photo"), say),
        ),
        (to("idea-discard", DiscardIdeaPress(draft.id), say),),
    )
    return Screen(text=text, rows=(*rows, (cancel_button(say),)))


def ask_withdraw_screen(idea: Idea, *, say: Say) -> Screen:
    text = say("idea-withdraw-ask", number=say.number(idea.number or 0))
    sure = to("idea-withdraw-sure", WithdrawIdeaPress(idea.id, is_sure=True), say)
    return Screen(text=text, rows=((sure,), *ways(say, IdeaPress(idea.id))))


def shortened_lines(text: str) -> str:
    """Safe in HTML; its lines stay lines."""
    return escape(text if len(text) <= WORDS_ROOM else f"{text[:WORDS_ROOM].rstrip()}…")


def _out(draft: Idea, say: Say, back: str = "") -> Rows:
    if back:
        return ((to("back", AskIdeaPress(back), say), cancel_button(say)),)
    if draft.text:
        return ((to("idea-go-on", AskIdeaPress("where"), say), cancel_button(say)),)
    return ((to("back", IdeasPress(), say), cancel_button(say)),)
