"""The questions of a draft: their list, one question's card, its settings; the audience."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.kernel.ids import PlaceId
from civic.places.model import Place
from civic.surveys.model import (
    CHOICES,
    OptionRole,
    Question,
    QuestionKind,
    Survey,
)
from handlers.presses.registry import Press
from handlers.presses.surveys import (
    AddQuestionPress,
    AlonePress,
    ArrangePress,
    AudiencePress,
    DeleteQuestionPress,
    DraftPress,
    DraftQuestionPress,
    MoveQuestionPress,
    QuestionFlagPress,
    QuestionKindPress,
    QuestionsPress,
    QuestionTextPress,
    SetAlonePress,
    SetAudiencePress,
)
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.composing import kind_name
from handlers.screens.surveys.wording import (
    LIST,
    PAGE,
    label,
    lines,
    office_ways,
    pages_by_length,
    paragraphs,
    shortened,
    ticked,
    turns,
    words,
)
from locales.catalog import Say

_OPTIONS_ROOM = 300
"""Letters of a question's card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """Some of the town's places, to be ticked or looked into."""

    places: Sequence[Place]
    kind: str
    parent: PlaceId
    page: int
    count: int
    is_to_look_into: bool = False


def questions_screen(survey: Survey, *, page: int, say: Say) -> Screen:
    questions = survey.questionnaire.questions
    first = page * LIST
    shown = list(enumerate(questions, start=1))[first : first + LIST]
    rows: Rows = tuple(
        (
            Button(
                label=f"{say.number(number)}. {shortened(label(question.prompt, say), 40)}",
                press=DraftQuestionPress(survey=survey.id, question=number).pack(),
            ),
        )
        for number, question in shown
    )
    add = Button(
        label=say("survey-button-add-question"), press=AddQuestionPress(survey=survey.id).pack()
    )
    paging = turns(
        page,
        len(questions),
        lambda to: QuestionsPress(survey=survey.id, page=to),
        size=LIST,
        say=say,
    )
    text = paragraphs(
        say("survey-questions-heading", title=words(survey.title, say)),
        say("survey-questions-hint" if questions else "survey-questions-none"),
    )
    return Screen(
        text=text,
        rows=(*rows, *paging, (add,), *office_ways(say, DraftPress(survey=survey.id))),
    )


def kinds_screen(survey: Survey, *, say: Say) -> Screen:
    rows: Rows = tuple(
        (
            Button(
                label=kind_name(kind, say),
                press=QuestionKindPress(survey=survey.id, kind=kind.value).pack(),
            ),
        )
        for kind in QuestionKind
    )
    return Screen(
        text=say("survey-ask-kind"),
        rows=(*rows, *office_ways(say, QuestionsPress(survey=survey.id))),
    )


def draft_question_screen(survey: Survey, number: int, *, say: Say) -> Screen:
    question = survey.questionnaire.questions[number - 1]
    count = len(survey.questionnaire.questions)
    text = paragraphs(
        say(
            "survey-question-card",
            number=say.number(number),
            count=say.number(count),
            kind=kind_name(question.kind, say),
        ),
        words(question.prompt, say),
        _options(question, say),
        _particulars(question, say),
        say("survey-sensitive-explained") if question.is_sensitive else "",
    )
    more = AddQuestionPress(survey=survey.id)
    ways = office_ways(say, QuestionsPress(survey=survey.id))
    return Screen(
        text=text,
        rows=(
            (
                _button("survey-button-prompt", _text(survey, number, "prompt"), say),
                *_own_texts(survey, number, question, say),
            ),
            *_flags(survey, number, question, say),
            (_button("survey-button-add-question", more, say),),
            *ways,
        ),
    )


def arrange_screen(survey: Survey, number: int, *, say: Say) -> Screen:
    """Where the question stands among the others, and whether it stays."""
    questions = survey.questionnaire.questions
    count = len(questions)
    told = []
    for at, question in enumerate(questions, start=1):
        line = f"{say.number(at)}. {escape(shortened(label(question.prompt, say), 50))}"
        told.append(f"<b>{line}</b>" if at == number else line)
    around = slice(max(0, number - 5), number + 4)
    rows = []
    for key, to in (("survey-button-up", number - 1), ("survey-button-down", number + 1)):
        if 1 <= to <= count:
            press = MoveQuestionPress(survey=survey.id, question=number, to=to)
            rows.append((_button(key, press, say),))
    delete = DeleteQuestionPress(survey=survey.id, question=number, count=count)
    rows.append((_button("survey-button-delete", delete, say),))
    back = DraftQuestionPress(survey=survey.id, question=number)
    text = paragraphs(say("survey-arrange"), "\n".join(told[around]))
    return Screen(text=text, rows=(*rows, *office_ways(say, back)))


def alone_screen(survey: Survey, number: int, *, page: int, say: Say) -> Screen:
    """Which options are chosen alone."""
    question = survey.questionnaire.questions[number - 1]
    first = page * PAGE
    shown = [
        (at, option)
        for at, option in enumerate(question.options)
        if option.role is not OptionRole.OTHER
    ]
    rows = []
    for at, option in shown[first : first + PAGE]:
        is_on = option.role is OptionRole.EXCLUSIVE
        press = SetAlonePress(survey=survey.id, question=number, option=at, on=not is_on)
        name = label(option.label, say)
        rows.append((Button(label=f"✓ {name}" if is_on else name, press=press.pack()),))
    paging = turns(
        page,
        len(shown),
        lambda to: AlonePress(survey=survey.id, question=number, page=to),
        say=say,
    )
    back = DraftQuestionPress(survey=survey.id, question=number)
    return Screen(text=say("survey-alone"), rows=(*rows, *paging, *office_ways(say, back)))


def audience_screen(survey: Survey, *, people: int, places: str, say: Say) -> Screen:
    whole = survey.questionnaire.is_for_whole_town
    town = SetAudiencePress(survey=survey.id, place=PlaceId(0), on=True)
    rows: Rows = (
        (Button(label=ticked(say("survey-button-whole-town"), whole), press=town.pack()),),
        *(
            (_button(f"survey-button-{kind}s", AudiencePress(survey=survey.id, kind=kind), say),)
            for kind in ("district", "courtyard")
        ),
    )
    text = paragraphs(
        say("survey-audience"),
        say("survey-audience-is", places=places, people=say.n("survey-people", people)),
    )
    return Screen(text=text, rows=(*rows, *office_ways(say, DraftPress(survey=survey.id))))


def places_screen(survey: Survey, shown: PlacesPage, *, people: int, say: Say) -> Screen:
    """Places to tick, with how many residents that makes; or a district to look into."""
    rows = []
    for place in shown.places:
        is_on = place.id in survey.questionnaire.audience
        name = shortened(label(place.name, say), 40)
        press: Press = SetAudiencePress(
            survey=survey.id,
            place=place.id,
            on=not is_on,
            kind=shown.kind,
            parent=shown.parent,
            page=shown.page,
        )
        if shown.is_to_look_into:
            press = AudiencePress(survey=survey.id, kind=shown.kind, parent=place.id)
        rows.append((Button(label=ticked(name, is_on), press=press.pack()),))
    paging = turns(
        shown.page,
        shown.count,
        lambda to: AudiencePress(survey=survey.id, kind=shown.kind, parent=shown.parent, page=to),
        say=say,
    )
    key = "survey-which-district" if shown.is_to_look_into else f"survey-{shown.kind}s"
    text = paragraphs(
        say(key if shown.places else "survey-places-none"),
        say("survey-audience-now", people=say.n("survey-people", people)),
    )
    up = AudiencePress(survey=survey.id, kind=shown.kind if shown.parent else "")
    return Screen(text=text, rows=(*rows, *paging, *office_ways(say, up)))


def _button(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())


def _own_texts(survey: Survey, number: int, question: Question, say: Say) -> list[Button]:
    parts = {
        QuestionKind.WHOLE_NUMBER: ["limits"],
        QuestionKind.SCALE: ["low", "high"],
    }.get(question.kind, ["options"] if question.kind in CHOICES else [])
    return [
        Button(label=say(f"survey-button-{part}"), press=_text(survey, number, part).pack())
        for part in parts
    ]


def _flags(survey: Survey, number: int, question: Question, say: Say) -> list[tuple[Button, ...]]:
    has_other = any(option.role is OptionRole.OTHER for option in question.options)
    flags = [
        ("required", question.required),
        ("hard", question.may_be_hard),
        ("sensitive", question.is_sensitive),
    ]
    if question.kind in CHOICES:
        flags.append(("other", has_other))
    buttons = [
        Button(
            label=ticked(say(f"survey-flag-{flag}"), is_on),
            press=QuestionFlagPress(
                survey=survey.id, question=number, flag=flag, on=not is_on
            ).pack(),
        )
        for flag, is_on in flags
    ]
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        alone = AlonePress(survey=survey.id, question=number)
        buttons.append(_button("survey-button-alone", alone, say))
    arrange = ArrangePress(survey=survey.id, question=number)
    buttons.append(_button("survey-button-arrange", arrange, say))
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _particulars(question: Question, say: Say) -> str:
    if question.kind is QuestionKind.WHOLE_NUMBER:
        least, most = say.number(question.least), say.number(question.most)
        return say("survey-limits-are", least=least, most=most)
    if question.kind is QuestionKind.SCALE and question.low_label.texts:
        return say(
            "survey-hint-scale",
            low=words(question.low_label, say),
            high=words(question.high_label, say),
        )
    return lines()


def _options(question: Question, say: Say) -> str:
    """As many as leave the card short."""
    told = [_option_line(one.role, label(one.label, say), say) for one in question.options]
    shown = pages_by_length(told, _OPTIONS_ROOM)[0]
    more = len(told[shown.stop :])
    return lines(*told[shown], say.n("survey-more-options", more) if more else "")


def _option_line(role: OptionRole, text: str, say: Say) -> str:
    shown = escape(shortened(text, 60))
    return say("survey-option-alone", label=shown) if role is OptionRole.EXCLUSIVE else f"• {shown}"


def _text(survey: Survey, number: int, part: str) -> QuestionTextPress:
    return QuestionTextPress(survey=survey.id, question=number, part=part)
