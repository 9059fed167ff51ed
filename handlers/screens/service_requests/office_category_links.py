"""What a category is about, and what it asks besides."""

from collections.abc import Sequence

from civic.assets.model import AssetKind
from civic.kernel.ids import AssetKindId, SurveyId
from civic.kernel.language import language_of
from civic.service_requests.model import Category
from civic.service_requests.settings import QUESTIONS_LIMIT
from civic.surveys.model import Survey
from handlers.presses.service_request_rules import (
    CategoryKindsPress,
    CategoryPress,
    CategoryQuestionsPress,
    SetCategoryKindPress,
    TakeQuestionsPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from handlers.screens.service_requests.office_wording import shortened
from handlers.screens.surveys.wording import label
from locales.catalog import Say

PAGE = 5
PROMPT_ROOM = 120


def kinds_screen(category: Category, kinds: Sequence[AssetKind], *, page: int, say: Say) -> Screen:
    choices = [(AssetKindId(0), say("office-category-kind-none"))]
    choices += [(one.id, one.title_in(language_of(say.language))) for one in kinds]
    buttons = [
        Button(
            label=("✓ " if kind == (category.asset_kind or 0) else "") + name,
            press=SetCategoryKindPress(category.id, kind).pack(),
        )
        for kind, name in choices[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> CategoryKindsPress:
        return CategoryKindsPress(category.id, to)

    turns = pages(page, len(choices), PAGE, turn, say)
    text = say("office-category-kind-which" if kinds else "office-category-kind-no-kinds")
    return Screen(
        text=text, rows=(*column(buttons), *turns, *ways(say, CategoryPress(category.id)))
    )


def questions_screen(
    category: Category, surveys: Sequence[Survey], count: int, *, page: int, say: Say
) -> Screen:
    """`surveys`: this page's, of `count`."""
    title = escape(category.title_in(language_of(say.language)))
    lines = [
        f"{say.number(number)}. {escape(shortened(label(question.prompt, say), PROMPT_ROOM))}"
        for number, question in enumerate(category.questions, start=1)
    ]
    asked = "\n".join(lines) or say("office-category-asks-nothing")
    how = say("office-category-questions-how", limit=say.number(QUESTIONS_LIMIT))
    buttons = [
        Button(
            label=say("office-category-questions-from", title=label(one.questionnaire.title, say)),
            press=TakeQuestionsPress(category.id, one.id).pack(),
        )
        for one in surveys
    ]
    if category.questions:
        nothing = TakeQuestionsPress(category.id, SurveyId(0))
        buttons.append(Button(label=say("office-category-ask-nothing"), press=nothing.pack()))

    def turn(to: int) -> CategoryQuestionsPress:
        return CategoryQuestionsPress(category.id, to)

    turns = pages(page, count, PAGE, turn, say)
    return Screen(
        text=f"<b>{title}</b>\n\n{asked}\n\n{how}",
        rows=(*column(buttons), *turns, *ways(say, CategoryPress(category.id))),
    )
