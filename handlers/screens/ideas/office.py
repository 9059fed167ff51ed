"""Ideas as the office sees them: the list, a card with what can be done, the rules."""

from collections.abc import Sequence
from typing import NamedTuple

from civic.ideas.model import Idea, IdeaRules, PhotoLook
from civic.ideas.rules import THRESHOLDS
from civic.kernel.ids import CategoryId
from civic.kernel.language import language_of
from civic.places.model import Place
from civic.service_requests.model import Category
from handlers.presses.appeals import AppealDeskPress
from handlers.presses.ideas import (
    AnswerIdeaPress,
    HiddenIdeasPress,
    HideIdeaPress,
    IdeaCategoriesPress,
    IdeaCategoryPress,
    IdeaDeskPress,
    IdeaRulesPress,
    IdeaThresholdPress,
    LookIdeaPhotoPress,
    OfficeIdeaPress,
    ShowIdeaPress,
)
from handlers.presses.registry import Press
from handlers.screens.ideas.residents import MARKS, shortened_lines
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.resident_wording import cut, title_of, to
from locales.catalog import Say

PAGE = 6
CHOICES = (5, 10, 20, 50)
GUESSED = CategoryId(0)


class Yards(NamedTuple):
    """A page of ideas, and the courtyards they are for."""

    ideas: Sequence[Idea]
    places: dict[int, Place]


def desk_screen(
    listed: Yards, *, page: int, count: int, hidden: bool, sets_rules: bool, say: Say
) -> Screen:
    """`hidden`: those that the office hid."""

    def turn(other: int) -> Press:
        return HiddenIdeasPress(other) if hidden else IdeaDeskPress(other)

    buttons = [
        Button(label=_listed(one, listed, say), press=OfficeIdeaPress(one.id).pack())
        for one in listed.ideas
    ]
    rows: Rows = (*column(buttons), *pages(page, count, PAGE, turn, say))
    if not hidden:
        rows += ((to("idea-desk-hidden", HiddenIdeasPress(), say),),)
        if sets_rules:
            rows += ((to("idea-rules", IdeaRulesPress(), say),),)
    text = say("idea-desk-hidden-none" if hidden else "idea-desk-none")
    if count:
        text = say.n("idea-desk-hidden-heading" if hidden else "idea-desk-heading", count)
    back = IdeaDeskPress() if hidden else AppealDeskPress()
    return Screen(text=text, rows=(*rows, *ways(say, back)))


def _listed(idea: Idea, listed: Yards, say: Say) -> str:
    place = listed.places.get(idea.courtyard)
    label = say(
        "idea-desk-listed",
        mark="🖼" if _is_unlooked(idea) else MARKS[idea.status],
        supporters=say.number(idea.supporters),
        place=place.title_in(language_of(say.language)) if place else "",
        text=" ".join(idea.text.split()),
    )
    return cut(label)


def _is_unlooked(idea: Idea) -> bool:
    return idea.is_open and idea.photo is not None and idea.photo_look is PhotoLook.WAITING


def office_idea_screen(
    idea: Idea,
    yard: Place,
    rules: IdeaRules,
    *,
    request_number: int | None,
    picture: bool,
    zone: str,
    say: Say,
) -> Screen:
    lines = [
        say("idea-heading", number=say.number(idea.number or 0)),
        escape(yard.title_in(language_of(say.language))),
        shortened_lines(idea.text),
        say("idea-where", place=escape(idea.where)) if idea.where else "",
        say.n("idea-supported", idea.supporters, threshold=say.number(rules.threshold)),
    ]
    if request_number is not None:
        lines.append(say("idea-stands-became", number=say.number(request_number)))
    if idea.reason:
        lines.append(say("idea-stands-hidden", reason=shortened_lines(idea.reason)))
    if idea.expires_at is not None and idea.is_open:
        lines.append(say("idea-until", day=say.day(idea.expires_at, zone)))
    if idea.answer:
        lines.append(say("idea-answered", text=shortened_lines(idea.answer)))
    if idea.photo is not None:
        lines.append(say(f"idea-photo-{idea.photo_look.value}"))
    return Screen(
        text="\n".join(line for line in lines if line),
        rows=(*_steps(idea, say), *ways(say, IdeaDeskPress())),
        picture=idea.photo if picture else None,
    )


def _steps(idea: Idea, say: Say) -> Rows:
    rows: Rows = ()
    if idea.photo is not None and idea.photo_look is not PhotoLook.PUBLIC:
        rows += ((to("idea-photo-fit", LookIdeaPhotoPress(idea.id, is_fit=True), say),),)
    if idea.photo is not None and idea.photo_look is not PhotoLook.HIDDEN:
        rows += ((to("idea-photo-unfit", LookIdeaPhotoPress(idea.id, is_fit=False), say),),)
    if idea.is_open:
        key = "idea-answer-anew" if idea.answer else "idea-answer"
        rows += (
            (to(key, AnswerIdeaPress(idea.id), say), to("idea-hide", HideIdeaPress(idea.id), say)),
        )
    if idea.reason:
        rows += ((to("idea-show-again", ShowIdeaPress(idea.id), say),),)
    return rows


def ask_answer_screen(idea: Idea, *, say: Say) -> Screen:
    return _ask("idea-ask-answer", idea, say)


def ask_reason_screen(idea: Idea, *, say: Say) -> Screen:
    return _ask("idea-ask-reason", idea, say)


def _ask(key: str, idea: Idea, say: Say) -> Screen:
    back = to("back", OfficeIdeaPress(idea.id), say)
    text = say(key, number=say.number(idea.number or 0))
    return Screen(text=text, rows=((back, cancel_button(say)),))


# --- The rules.


def rules_screen(rules: IdeaRules, category: Category | None, *, say: Say) -> Screen:
    lines = [
        say("idea-rules-heading"),
        say.n("idea-rules-threshold", rules.threshold),
        say("idea-rules-category", category=escape(title_of(category, say)))
        if category
        else say("idea-rules-guessed"),
    ]
    rows: Rows = (
        (to("idea-change-threshold", IdeaThresholdPress(0), say),),
        (to("idea-change-category", IdeaCategoriesPress(), say),),
    )
    return Screen(text="\n\n".join(lines), rows=(*rows, *ways(say, IdeaDeskPress())))


def ask_threshold_screen(rules: IdeaRules, *, say: Say) -> Screen:
    least, most = THRESHOLDS
    choices = tuple(
        Button(
            label=f"✓ {say.number(one)}" if one == rules.threshold else say.number(one),
            press=IdeaThresholdPress(one).pack(),
        )
        for one in CHOICES
    )
    text = say("idea-ask-threshold", least=say.number(least), most=say.number(most))
    return Screen(text=text, rows=(choices, *ways(say, IdeaRulesPress())))


def categories_screen(
    fitting: Sequence[Category], rules: IdeaRules, *, page: int, say: Say
) -> Screen:
    def turn(other: int) -> IdeaCategoriesPress:
        return IdeaCategoriesPress(other)

    shown = fitting[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(
            label=cut(f"{'✓ ' if one.id == rules.category else ''}{title_of(one, say)}"),
            press=IdeaCategoryPress(one.id).pack(),
        )
        for one in shown
    ]
    guessed = to("idea-category-guessed", IdeaCategoryPress(GUESSED), say)
    return Screen(
        text=say("idea-ask-category"),
        rows=(
            *column(buttons),
            *pages(page, len(fitting), PAGE, turn, say),
            (guessed,),
            *ways(say, IdeaRulesPress()),
        ),
    )
