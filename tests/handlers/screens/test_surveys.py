"""What surveys look like, in three languages and within Telegram's limits."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from civic.kernel.ids import FileId, PlaceId
from civic.kernel.language import LANGUAGES, Language, Translated
from civic.places.model import Place, PlaceKind
from civic.surveys.answering.actions import ForResident, Step
from civic.surveys.answering.model import Answer, Response
from civic.surveys.composing.rules import LABEL_LIMIT, PROMPT_LIMIT, TITLE_LIMIT, Part, Slot
from civic.surveys.live import live_params
from civic.surveys.model import (
    Option,
    OptionRole,
    Progress,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
    WhoWillSee,
)
from handlers.presses.registry import read_press
from handlers.presses.surveys import ChoosePress, QuestionPress, TogglePress
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from handlers.screens.surveys import (
    answering,
    composing,
    correcting,
    questions,
    standing,
    steering,
)
from locales.catalog import Say
from locales.catalog import say as speak
from tests.asked import FRIDAY, LACKS, MONDAY, TOWN, YARD, all_answers, response, survey, uk

KYIV = "Europe/Kyiv"
UK = speak("uk")
WORDINGS: tuple[tuple[Language, int], ...] = (("uk", 0), ("uk", 1), ("en", 0))
LONG = Questionnaire(
    title=uk("<b>" + "я" * (TITLE_LIMIT - 3)),
    introduction=uk("=1+1 " * 100),
    questions=tuple(
        Question(
            kind=kind,
            prompt=uk("&" * PROMPT_LIMIT),
            options=tuple(
                Option(
                    code=str(n),
                    label=uk(f"{n:02} " + "ш" * (LABEL_LIMIT - 3)),
                    role=OptionRole.OTHER if n == 30 else OptionRole.PLAIN,
                )
                for n in range(1, 31)
            )
            if kind in {QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES}
            else (),
        )
        for kind in list(QuestionKind) * 8
    ),
)


def plain(text: str) -> str:
    """With blanks that may break, as a test writes them."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def step(number: int = 1, asked: Questionnaire = YARD, **given: object) -> Step:
    answers: dict[int, Answer] = given.get("answers", {})  # type: ignore[assignment]  # by name
    return Step(
        survey=survey(asked=asked),
        response=replace(response(answers=answers), at=number),
        is_done=bool(given.get("done")),
    )


def place(number: int, name: str) -> Place:
    return Place(
        id=PlaceId(number),
        community=TOWN,
        external_id=str(number),
        kind=PlaceKind.COURTYARD,
        parent=None,
        name=uk(name),
    )


def screens(asked: Questionnaire, say: Say) -> Iterator[Screen]:
    """Every screen of surveys."""
    draft = survey(SurveyState.DRAFT, asked=asked)
    going = survey(asked=asked)
    count = len(asked.questions)
    for seen in WhoWillSee:
        shown = replace(going, questionnaire=replace(asked, who_will_see=seen))
        for begun in (True, False):
            yield answering.introduction_screen(
                shown, asked_by=uk("Благоустрій"), zone=KYIV, is_begun=begun, say=say
            )
    for number in range(1, count + 2):
        for is_trial in (True, False):
            for page in (0, 1, 3):
                yield answering.step_screen(
                    step(number, asked), zone=KYIV, say=say, is_trial=is_trial, page=page
                )
    yield answering.step_screen(step(1, asked), zone=KYIV, say=say, only=[0, 1], note="Так?")
    for is_trial in (True, False):
        yield answering.step_screen(
            step(count + 1, asked, done=True), zone=KYIV, say=say, is_trial=is_trial
        )
    yield from _standing(going, say)
    yield from _composing(draft, say)
    yield from _steering(going, say)


def _standing(going: Survey, say: Say) -> Iterator[Screen]:
    mine = ForResident(open=[going] * 20, closed=[going] * 3, begun={going.id: True})
    for page in (0, 1, 2):
        yield standing.surveys_screen(mine, page=page, zone=KYIV, say=say)
    yield standing.surveys_screen(
        ForResident(open=[], closed=[], begun={}), page=0, zone=KYIV, say=say
    )
    responses: tuple[Response | None, ...] = (None, response(), response(finished_at=MONDAY))
    for state in SurveyState:
        for theirs in responses:
            yield standing.not_open_screen(going, state, theirs, zone=KYIV, say=say)
    yield standing.home_needed_screen(going, say=say)
    yield standing.for_others_screen(going, [uk("Двір")] * 20, uk("Мій двір"), say=say)
    yield standing.for_others_screen(going, [uk("Двір")], None, say=say)


def _composing(draft: Survey, say: Say) -> Iterator[Screen]:
    states = [survey(state, asked=draft.questionnaire) for state in SurveyState]
    yield composing.office_surveys_screen(
        [*states, states[0]], page=1, count=30, may_compose=True, zone=KYIV, say=say
    )
    yield composing.office_surveys_screen(
        [], page=0, count=0, may_compose=False, zone=KYIV, say=say
    )
    yield composing.introduction_asked_screen(draft, say=say)
    yield composing.draft_screen(draft, people=1234, places="уся громада", zone=KYIV, say=say)
    yield composing.who_sees_screen(draft, say=say)
    yield composing.times_screen(draft, zone=KYIV, now=MONDAY, say=say)
    yield composing.times_screen(replace(draft, closes_at=None), zone=KYIV, now=MONDAY, say=say)
    yield composing.languages_screen(draft, ("uk", "en", "ru"), say=say)
    yield composing.languages_screen(draft, ("uk",), say=say)
    for part in (Slot(part=Part.TITLE), Slot(part=Part.OPTIONS, question=1)):
        yield composing.translation_asked_screen(draft, part, "en", skipped=0, left=5, say=say)
    for problem in ("", "Ще немає питань."):
        yield composing.launch_screen(
            draft,
            LANGUAGES,
            people=5,
            places="уся громада",
            zone=KYIV,
            problem=problem,
            say=say,
        )
    yield composing.discard_screen(draft, say=say)
    yield questions.kinds_screen(draft, say=say)
    for number in range(1, len(draft.questionnaire.questions) + 1):
        yield questions.draft_question_screen(draft, number, say=say)
        yield questions.arrange_screen(draft, number, say=say)
    for page in (0, 1):
        yield questions.questions_screen(draft, page=page, say=say)
        yield questions.alone_screen(draft, 1, page=page, say=say)
    yield questions.audience_screen(draft, people=7, places="уся громада", say=say)
    for looking in (True, False):
        shown = questions.PlacesPage(
            places=[place(n, f"Двір {n}") for n in range(8)],
            kind="courtyard",
            parent=PlaceId(2**62),
            page=1,
            count=30,
            is_to_look_into=looking,
        )
        yield questions.places_screen(draft, shown, people=7, say=say)


def _steering(going: Survey, say: Say) -> Iterator[Screen]:
    figures = Progress(
        invited=1234, reached=1200, waiting=9, opened=700, begun=600, finished=500, erased=1
    )
    for state in SurveyState:
        if state is SurveyState.DRAFT:
            continue
        for may in (True, False):
            yield steering.steer_screen(
                replace(going, version=2),
                state,
                figures,
                places="уся громада",
                may_steer=may,
                zone=KYIV,
                say=say,
            )
        shown = replace(going, state=state)
        yield render_notice("survey-live", live_params(shown, figures, now=MONDAY), say)
    yield steering.close_early_screen(going, say=say)
    yield steering.withdraw_screen(going, say=say)
    for keeps in (True, False):
        yield steering.withdraw_sure_screen(going, "<b>" * 9, keeps_answers=keeps, say=say)
    yield steering.extend_screen(going, zone=KYIV, say=say)
    link = "https://t.me/viche_bot?start=s-7-1"
    yield steering.link_screen(going, link, say=say)
    yield steering.link_screen(replace(going, poster=FileId(5)), link, say=say)
    for language, page in WORDINGS:
        for shown in (going, survey(SurveyState.DRAFT, asked=going.questionnaire)):
            yield correcting.correct_screen(
                shown, language, page=page, has_more_languages=True, say=say
            )
        for slot in (Slot(part=Part.TITLE), Slot(part=Part.OPTIONS, question=1)):
            yield correcting.correct_asked_screen(going, slot, language, say=say)
    yield correcting.correct_languages_screen(going, ["en", "ru"], say=say)
    params = {
        "survey": 1,
        "title": {"uk": "Двір"},
        "asked_by": {"uk": "Благоустрій"},
        "questions": 6,
        "until": FRIDAY.isoformat(),
        "zone": KYIV,
    }
    for promise in WhoWillSee:
        file = {"file": 5, "promise": promise.value}
        yield render_notice("survey-answers", params | file, say)
    for key in ("survey-invitation", "survey-extension", "survey-erased"):
        yield render_notice(key, params, say)


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
@pytest.mark.parametrize("asked", [YARD, LONG], ids=["usual", "longest"])
def test_every_screen_can_be_sent(asked: Questionnaire, language: str) -> None:
    for screen in screens(asked, speak(language)):
        assert 0 < len(screen.text) <= 4096
        choices = [button for row in screen.rows[:-1] for button in row]
        assert len(choices) <= 12, screen.text
        for row in screen.rows:
            assert 0 < len(row) <= 5
            for button in row:
                assert button.label
                assert button.press is not None
                assert len(button.press.encode()) <= 64
                assert read_press(button.press) is not None


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_an_office_list_offers_at_most_eight_choices_beside_the_ways_out(language: str) -> None:
    say = speak(language)
    onward = ("survey-button-earlier", "survey-button-more", "survey-button-add-question")
    out = {say(key) for key in onward}
    draft, going = survey(SurveyState.DRAFT, asked=LONG), survey(asked=LONG)
    for screen in (*_composing(draft, say), *_steering(going, say)):
        choices = [b.label for row in screen.rows[:-1] for b in row if b.label not in out]
        assert len(choices) <= 8, (screen.text, choices)


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_a_summary_of_long_words_is_short_and_shows_every_question_on_one_page(
    language: str,
) -> None:
    say = speak(language)
    said = {number: Answer(text="щ" * 300) for number in range(1, 41)}
    last, page, met = step(41, LONG, answers=said), 0, []
    while True:
        shown = answering.summary_screen(last, zone=KYIV, say=say, page=page)
        assert len(re.sub(r"<[^>]+>|&\w+;", "x", shown.text)) <= 600
        presses = [read_press(b.press or "") for row in shown.rows for b in row]
        questions = [press for press in presses if isinstance(press, QuestionPress)]
        met += [press.question for press in questions if press.question < 40 and not press.page]
        page += 1
        if not any(press.page == page for press in questions):
            break
    assert sorted({*met, 40}) == list(range(1, 41))
    assert page > 5


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_a_usual_screen_stays_short(language: str) -> None:
    for screen in screens(YARD, speak(language)):
        assert len(screen.text) <= 700, screen.text


def test_what_is_not_translated_is_said_before_the_launch() -> None:
    shown = composing.launch_screen(
        survey(SurveyState.DRAFT), ("uk", "en"), people=5, places="", zone=KYIV, problem="", say=UK
    )
    assert "Англійська: бракує" in shown.text
    assert "Українська" not in shown.text


def test_a_question_looks_as_the_town_was_promised() -> None:
    sixth = YARD.with_questions((*YARD.questions[1:3], LACKS, *YARD.questions[3:], LACKS))
    shown = answering.question_screen(step(3, sixth, answers={3: Answer(chosen=("1",))}), say=UK)
    assert shown.text == (
        "<b>Двір на Шевченка, 12</b> · 3 із 6\n"
        "Чого найбільше бракує у вашому дворі?\n"
        "<i>Можна обрати кілька.</i>\n"
        "<i>На це питання треба відповісти.</i>"
    )
    assert [[button.label for button in row] for row in shown.rows] == [
        ["✓ Лавки", "Освітлення"],
        ["Дитячий майданчик"],
        ["Дерева", "Нічого", "Інше…"],
        ["‹ Назад", "Важко сказати", "Далі ›"],
    ]


def test_before_the_first_answer_one_sentence_promises() -> None:
    shown = answering.introduction_screen(
        survey(), asked_by=uk("Благоустрій"), zone=KYIV, is_begun=False, say=UK
    )
    assert (
        "Запитує Благоустрій; відповіді побачать лише в підсумках, "
        "а ваші слова — без імені; змінити їх можна до 27 листопада 2026 р., 11:00."
        in plain(shown.text)
    )


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    tricky = {5: Answer(text="=1+1 <b>так</b> & «ні»")}
    shown = answering.question_screen(step(5, answers=tricky), say=UK)
    assert "Ваша відповідь: =1+1 &lt;b&gt;так&lt;/b&gt; &amp; «ні»" in shown.text


def test_a_missing_language_is_marked_and_falls_back() -> None:
    english = speak("en")
    shown = answering.question_screen(step(2), say=english)
    assert "Чи чисто у дворі?" in shown.text
    assert "The text is in Ukrainian only." in shown.text
    both = replace(
        YARD,
        questions=(
            replace(
                YARD.questions[1],
                prompt=Translated({"uk": "Чи чисто?", "en": "Is it clean?"}),
                options=(
                    Option(code="1", label=Translated({"uk": "Так", "en": "Yes"})),
                    Option(code="2", label=Translated({"uk": "Ні", "en": "No"})),
                ),
            ),
        ),
    )
    shown = answering.question_screen(step(1, both), say=english)
    assert "Is it clean?" in shown.text
    assert "only" not in shown.text


def test_a_toggle_says_what_the_option_shall_be() -> None:
    shown = answering.question_screen(step(1, answers={1: Answer(chosen=("1",))}), say=UK)
    presses = [read_press(button.press or "") for row in shown.rows[:-1] for button in row]
    assert [press.on for press in presses if isinstance(press, TogglePress)] == [
        False,
        True,
        True,
        True,
        True,
        True,
    ]


def test_many_options_are_paged() -> None:
    first = answering.question_screen(step(1, LONG), say=UK)
    presses = [read_press(button.press or "") for row in first.rows for button in row]
    assert [p.option for p in presses if isinstance(p, ChoosePress)] == list(range(8))
    assert QuestionPress(survey=survey().id, question=1, page=1) in presses
    last = answering.question_screen(step(1, LONG), say=UK, page=3)
    presses = [read_press(button.press or "") for row in last.rows for button in row]
    assert [p.option for p in presses if isinstance(p, ChoosePress)] == list(range(24, 30))


def test_a_summary_shows_every_answer_in_words() -> None:
    shown = answering.summary_screen(step(6, answers=all_answers()), zone=KYIV, say=UK)
    for told in ("Лавки, Освітлення", "Так", "4", "12", "пропущено"):
        assert f"<b>{told}</b>" in shown.text


def test_a_closed_survey_says_what_became_of_the_answers() -> None:
    going = replace(
        survey(SurveyState.CLOSED), closed_at=datetime(2026, 11, 27, 9, tzinfo=MONDAY.tzinfo)
    )
    unfinished = standing.not_open_screen(going, SurveyState.CLOSED, response(), zone=KYIV, say=UK)
    assert "закрилося 27 листопада 2026 р., 11:00" in plain(unfinished.text)
    assert "ваші відповіді не враховано" in unfinished.text
    finished = standing.not_open_screen(
        going, SurveyState.CLOSED, response(finished_at=MONDAY), zone=KYIV, say=UK
    )
    assert "Ваші відповіді враховано" in finished.text
