"""Questions of a draft, one by one; other languages."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.kernel.ids import SurveyId
from civic.kernel.language import LANGUAGES, Language, Translated
from civic.kernel.refusal import Refusal
from civic.surveys import actions
from civic.surveys.composing import edits, rules
from civic.surveys.composing.rules import Part, Slot
from civic.surveys.model import CHOICES, QuestionKind, Survey
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import (
    AddQuestionPress,
    AlonePress,
    ArrangePress,
    DeleteQuestionPress,
    DraftQuestionPress,
    LanguagesPress,
    MoveQuestionPress,
    QuestionFlagPress,
    QuestionKindPress,
    QuestionsPress,
    QuestionTextPress,
    SetAlonePress,
    TranslatePress,
)
from handlers.screens.screen import Screen
from handlers.screens.surveys.composing import (
    asking_screen,
    languages_screen,
    translation_asked_screen,
)
from handlers.screens.surveys.questions import (
    alone_screen,
    arrange_screen,
    draft_question_screen,
    kinds_screen,
    questions_screen,
)
from handlers.screens.surveys.wording import PAGE
from handlers.surveys.answer import NotACommand
from handlers.surveys.drafts import composer
from locales.catalog import Say
from locales.catalog import say as speak


class QuestionForm(StatesGroup):
    prompt = State()
    part = State()
    translation = State()


def build_questions_router() -> Router:
    router = leaving_forms(Router(name="surveys-questions"))
    router.callback_query.register(show_questions, Pressed(QuestionsPress))
    router.callback_query.register(show_kinds, Pressed(AddQuestionPress))
    router.callback_query.register(ask_prompt, Pressed(QuestionKindPress))
    router.callback_query.register(show_question, Pressed(DraftQuestionPress))
    router.callback_query.register(ask_part, Pressed(QuestionTextPress))
    router.callback_query.register(set_flag, Pressed(QuestionFlagPress))
    router.callback_query.register(show_alone, Pressed(AlonePress))
    router.callback_query.register(set_alone, Pressed(SetAlonePress))
    router.callback_query.register(show_arrange, Pressed(ArrangePress))
    router.callback_query.register(move_question, Pressed(MoveQuestionPress))
    router.callback_query.register(delete_question, Pressed(DeleteQuestionPress))
    router.callback_query.register(show_languages, Pressed(LanguagesPress))
    router.callback_query.register(ask_translation, Pressed(TranslatePress))
    router.message.register(keep_prompt, StateFilter(QuestionForm.prompt), NotACommand())
    router.message.register(keep_part, StateFilter(QuestionForm.part), NotACommand())
    router.message.register(keep_translation, StateFilter(QuestionForm.translation), NotACommand())
    return router


async def _draft(survey: SurveyId, person: Person, work: Work) -> tuple[Community, Survey]:
    office, _ = composer(person)
    return office, await actions.draft_of(office.id, survey, surveys=work.surveys)


async def show_questions(
    _query: CallbackQuery,
    press: QuestionsPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    await state.clear()
    _, draft = await _draft(press.survey, person, work)
    return questions_screen(draft, page=max(press.page, 0), say=say)


async def show_kinds(
    _query: CallbackQuery,
    press: AddQuestionPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    await state.clear()
    _, draft = await _draft(press.survey, person, work)
    return kinds_screen(draft, say=say)


async def ask_prompt(
    _query: CallbackQuery,
    press: QuestionKindPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    _, draft = await _draft(press.survey, person, work)
    if press.kind not in {kind.value for kind in QuestionKind}:
        raise Refusal("survey-button-old")
    await state.set_state(QuestionForm.prompt)
    await state.set_data({"survey": draft.id, "kind": press.kind})
    return asking_screen(say("survey-ask-prompt"), back=AddQuestionPress(survey=draft.id), say=say)


async def keep_prompt(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    """The question's words; a choice goes on with its options, a number with its limits."""
    office, _ = composer(person)
    kept = await state.get_data()
    kind = QuestionKind(kept["kind"])
    prompt = rules.checked_text(message.text or "", rules.PROMPT_LIMIT)
    draft = await actions.change_draft(
        office.id,
        SurveyId(kept["survey"]),
        lambda asked: rules.with_question(asked, rules.new_question(kind, prompt, asked.language)),
        surveys=work.surveys,
    )
    number = len(draft.questionnaire.questions)
    part = "options" if kind in CHOICES else {QuestionKind.WHOLE_NUMBER: "limits"}.get(kind)
    if part is None:
        await state.clear()
        return Show(screen=draft_question_screen(draft, number, say=say), replaces=True)
    screen = await _ask_part(draft, number, part, say, state)
    return Show(screen=screen, replaces=True)


async def show_question(
    _query: CallbackQuery,
    press: DraftQuestionPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    await state.clear()
    _, draft = await _draft(press.survey, person, work)
    return _question(draft, press.question, say)


def _question(draft: Survey, number: int, say: Say) -> Screen:
    rules.question_at(draft.questionnaire, number)
    return draft_question_screen(draft, number, say=say)


async def ask_part(
    _query: CallbackQuery,
    press: QuestionTextPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    _, draft = await _draft(press.survey, person, work)
    rules.question_at(draft.questionnaire, press.question)
    if press.part not in {"prompt", "options", "limits", "low", "high"}:
        raise Refusal("survey-button-old")
    return await _ask_part(draft, press.question, press.part, say, state)


async def _ask_part(draft: Survey, number: int, part: str, say: Say, state: FSMContext) -> Screen:
    await state.set_state(QuestionForm.part)
    prompt = edits.prompt_at(draft.questionnaire, number)
    await state.set_data({"survey": draft.id, "question": number, "part": part, "prompt": prompt})
    back = DraftQuestionPress(survey=draft.id, question=number)
    return asking_screen(say(f"survey-ask-{part}"), back=back, say=say)


async def keep_part(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    office, _ = composer(person)
    kept = await state.get_data()
    number, part = int(kept["question"]), str(kept["part"])
    draft = await actions.change_draft(
        office.id,
        SurveyId(kept["survey"]),
        edits.of_the_same(
            number,
            str(kept.get("prompt", "")),
            edits.with_question_text(number, part, message.text or "", _other()),
        ),
        surveys=work.surveys,
    )
    needs_other_end = (
        part == "low" and not draft.questionnaire.questions[number - 1].high_label.texts
    )
    if needs_other_end:
        return Show(screen=await _ask_part(draft, number, "high", say, state), replaces=True)
    await state.clear()
    return Show(screen=_question(draft, number, say), replaces=True)


async def set_flag(
    _query: CallbackQuery, press: QuestionFlagPress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    draft = await actions.change_draft(
        office.id,
        press.survey,
        edits.with_flag(press.question, press.flag, _other(), on=press.on),
        surveys=work.surveys,
    )
    return _question(draft, press.question, say)


def _other() -> Translated:
    """The product's own word, so it is there in every language at once."""
    return Translated({name: speak(name)("survey-other") for name in LANGUAGES})


async def show_alone(
    _query: CallbackQuery, press: AlonePress, person: Person, work: Work, say: Say
) -> Reply:
    _, draft = await _draft(press.survey, person, work)
    rules.question_at(draft.questionnaire, press.question)
    return alone_screen(draft, press.question, page=max(press.page, 0), say=say)


async def set_alone(
    _query: CallbackQuery, press: SetAlonePress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    change = edits.with_alone(press.question, press.option, on=press.on)
    draft = await actions.change_draft(office.id, press.survey, change, surveys=work.surveys)
    return alone_screen(draft, press.question, page=press.option // PAGE, say=say)


async def show_arrange(
    _query: CallbackQuery, press: ArrangePress, person: Person, work: Work, say: Say
) -> Reply:
    _, draft = await _draft(press.survey, person, work)
    rules.question_at(draft.questionnaire, press.question)
    return arrange_screen(draft, press.question, say=say)


async def move_question(
    _query: CallbackQuery, press: MoveQuestionPress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    draft = await actions.change_draft(
        office.id,
        press.survey,
        lambda asked: rules.moved_question(asked, press.question, press.to),
        surveys=work.surveys,
    )
    to = min(max(press.to, 1), len(draft.questionnaire.questions))
    return arrange_screen(draft, to, say=say)


async def delete_question(
    _query: CallbackQuery, press: DeleteQuestionPress, person: Person, work: Work, say: Say
) -> Reply:
    office, draft = await _draft(press.survey, person, work)
    # Pressed twice, the question behind the deleted one must not go too.
    if len(draft.questionnaire.questions) == press.count:
        draft = await actions.change_draft(
            office.id,
            press.survey,
            lambda asked: rules.without_question(asked, press.question),
            surveys=work.surveys,
        )
    return questions_screen(draft, page=0, say=say)


async def show_languages(
    _query: CallbackQuery,
    press: LanguagesPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    await state.clear()
    office, draft = await _draft(press.survey, person, work)
    return languages_screen(draft, office.languages, say=say)


async def ask_translation(
    _query: CallbackQuery,
    press: TranslatePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    office, draft = await _draft(press.survey, person, work)
    language = next((name for name in LANGUAGES if name == press.language), None)
    if language is None:
        raise Refusal("survey-button-old")
    return await _ask_next(draft, office, language, press.skipped, say, state)


async def keep_translation(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    office, _ = composer(person)
    kept = await state.get_data()
    language: Language = kept["language"]
    slot = Slot(part=Part(kept["part"]), question=int(kept["question"]))
    draft = await actions.change_draft(
        office.id,
        SurveyId(kept["survey"]),
        edits.of_the_same(
            slot.question,
            str(kept.get("prompt", "")),
            edits.with_texts_in(slot, language, message.text or ""),
        ),
        surveys=work.surveys,
    )
    screen = await _ask_next(draft, office, language, int(kept["skipped"]), say, state)
    return Show(screen=screen, replaces=True)


async def _ask_next(
    draft: Survey,
    office: Community,
    language: Language,
    skipped: int,
    say: Say,
    state: FSMContext,
) -> Screen:
    """The next text that lacks this language, behind those that were skipped; else the list."""
    left = rules.untranslated(draft.questionnaire, language)[max(skipped, 0) :]
    if not left:
        await state.clear()
        return languages_screen(draft, office.languages, say=say)
    slot = left[0]
    await state.set_state(QuestionForm.translation)
    await state.set_data(
        {
            "survey": draft.id,
            "language": language,
            "part": slot.part.value,
            "question": slot.question,
            "prompt": edits.prompt_at(draft.questionnaire, slot.question),
            "skipped": skipped,
        }
    )
    return translation_asked_screen(draft, slot, language, skipped=skipped, left=len(left), say=say)
