"""A neighbour answers: one message edited in place, back, change, skip, words, and done."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from civic.kernel.ids import AccountId, PlaceId, ResidentId, SurveyId
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import Questionnaire, Survey
from civic.surveys.rules import launched
from handlers.links import survey_link
from handlers.presses.surveys import BeginPress, ChoosePress, OpenSurveyPress, TogglePress
from tests.asked import LACKS, YARD
from tests.journeys.peopled_survey import put_resident
from tests.journeys.running_town import COURTYARDS, OKSANA, TOWN, RunningTown, running_town
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat

SURVEY = SurveyId(9200)
OLENA = ResidentId(601)
SHEVCHENKA = next(iter(COURTYARDS))


async def put_yard(
    town: RunningTown,
    *,
    asked: Questionnaire = YARD,
    survey: SurveyId = SURVEY,
    lasts: timedelta = timedelta(days=2),
) -> None:
    """A survey of each kind of question, open from now on."""
    async with town.wiring.storage.writing() as work:
        draft = Survey(
            id=survey,
            community=TOWN,
            number=await work.surveys.next_number(TOWN),
            author=OKSANA,
            questionnaire=asked,
            closes_at=town.now + lasts,
            created_at=town.now,
        )
        await work.surveys.put(draft)
        going, version = launched(draft, by=OKSANA, now=town.now)
        await work.surveys.put(going)
        await work.surveys.add_version(version)


async def neighbour(
    town: RunningTown,
    *,
    number: int = 601,
    language: str = "uk",
    home: PlaceId | None = SHEVCHENKA,
) -> PersonChat:
    chat = await town.person("Олена", language=language, id=number)
    await put_resident(town, number, language=language, home=home)
    if home is None:
        async with town.wiring.storage.writing() as work:
            me = await work.residents.resident(TOWN, ResidentId(number))
            await work.residents.put(replace(me, home=None))
    await chat.ask("/menu")
    return chat


async def kept(town: RunningTown, resident: ResidentId = OLENA) -> Response:
    async with town.wiring.storage.reading() as work:
        found = await work.responses.of_resident(TOWN, SURVEY, resident)
    assert found is not None
    return found


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def begin(chat: PersonChat, language: str = "uk") -> None:
    say = voice(language)
    await chat.ask("/surveys")
    await press(chat, "Двір на Шевченка, 12")
    await chat.until_text("Двір на Шевченка, 12", "Плануємо")
    await press(chat, say("survey-button-begin"))
    await chat.until_text("Чого найбільше бракує")


async def test_answering_from_the_first_press_to_the_summary_left_behind(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await press(olena, "Лавки")
    await olena.until_button("✓ Лавки")
    await press(olena, "Інше…")
    await olena.until_text(say("survey-hint-other"))
    await olena.send("=1+1 <b>альтанка</b>")
    await olena.until_text("=1+1 <b>альтанка</b>")
    await press(olena, say("survey-button-next"))
    await olena.until_text("Чи чисто у дворі?")
    await press(olena, say("survey-answer-hard"))
    await olena.until_text("Як вам освітлення?")
    await press(olena, "4")
    await olena.until_text("Скільки років")
    await olena.send("сто двадцять")
    await olena.until_text(say("survey-number-unclear"))
    await olena.send("12")
    await olena.until_text("Що ще скажете?")
    await press(olena, say("survey-button-skip"))
    summary = await olena.until_text("=1+1 <b>альтанка</b>", "12")
    assert say("survey-answer-hard") in summary.text
    await press(olena, say("survey-button-change", number="2"))
    await olena.until_text("Чи чисто у дворі?")
    await press(olena, "Так")
    await olena.until_button(say("survey-button-finish"))
    await press(olena, say("survey-button-finish"))
    done = await olena.until_button(say("survey-button-change-answers"))
    assert "4" in done.text
    response = await kept(town)
    assert response.finished_at is not None
    assert response.place == SHEVCHENKA
    assert response.answers == {
        1: Answer(chosen=("1", "6"), text="=1+1 <b>альтанка</b>"),
        2: Answer(chosen=("1",)),
        3: Answer(number=4),
        4: Answer(number=12),
        5: Answer(status=AnswerStatus.SKIPPED),
    }
    questions = [seen for seen in olena.received if "Чого найбільше" in seen.text]
    assert len(questions) <= 1


async def test_finishing_by_a_double_tap_leaves_the_thanks_and_leaves_the_form(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town, asked=replace(YARD, questions=(LACKS,)))
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await press(olena, "Лавки")
    await press(olena, say("survey-button-next"))
    summary = await olena.until_button(say("survey-button-finish"))
    finish = summary.button(say("survey-button-finish"))["data"]
    await press(olena, say("survey-button-finish"))
    done = await olena.until_button(say("survey-button-change-answers"))
    await olena.press_data(finish, message=summary.id)
    said = await olena.ask("добрий день")
    assert said.text != say("survey-press-a-button")
    assert olena.message(done.id).text == done.text


async def test_back_leads_to_what_was_answered_and_it_can_be_changed(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await press(olena, "Дерева")
    await press(olena, say("survey-button-next"))
    await press(olena, "Ні")
    await olena.until_text("Як вам освітлення?")
    await press(olena, say("survey-button-back"))
    await olena.until_button("✓ Ні")
    await press(olena, say("survey-button-back"))
    await olena.until_button("✓ Дерева")
    await press(olena, "Нічого")
    await olena.until_button("✓ Нічого")
    assert "✓ Дерева" not in olena.last.buttons
    assert (await kept(town)).answers[1] == Answer(chosen=("5",))


async def test_a_required_question_is_not_skipped(town: RunningTown, language: str) -> None:
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    assert voice(language)("survey-button-skip") not in olena.last.buttons
    await press(olena, "Лавки")
    await press(olena, "✓ Лавки")
    await olena.until_button("Лавки")
    assert (await kept(town)).answers == {}


async def test_whoever_comes_back_after_a_restart_or_in_another_language_goes_on(
    town: RunningTown, language: str, database_url: str, tmp_path: object
) -> None:
    await put_yard(town, lasts=timedelta(days=60))
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await press(olena, "Лавки")
    await press(olena, voice(language)("survey-button-next"))
    await press(olena, "Так")
    await olena.until_text("Як вам освітлення?")
    await town.forward(timedelta(days=30))
    other = {"uk": "en", "en": "ru", "ru": "en"}[language]
    await olena.ask("/language")
    await press(olena, voice(other)(f"language-{other}"))
    theirs = voice(other)
    await olena.ask("/surveys")
    await press(olena, "Двір на Шевченка, 12")
    await olena.until_button(theirs("survey-button-continue"))
    await press(olena, theirs("survey-button-continue"))
    await olena.until_text("Як вам освітлення?", theirs("survey-only-in-uk"))
    assert (await kept(town)).answers[2] == Answer(chosen=("1",))


async def test_words_typed_after_a_restart_still_belong_to_the_question(
    town: RunningTown, language: str, database_url: str, tmp_path: object
) -> None:
    from pathlib import Path

    await put_yard(town, asked=YARD.with_questions((YARD.questions[4],)))
    olena = await neighbour(town, language=language)
    await olena.ask("/surveys")
    await press(olena, "Двір на Шевченка, 12")
    await press(olena, voice(language)("survey-button-begin"))
    await olena.until_text("Що ще скажете?")
    town.wiring.stopping.set()
    town.wiring.inbox_bell.ring()
    town.wiring.outbox_bell.ring()
    assert isinstance(tmp_path, Path)
    async with running_town(town.sandbox, database_url, tmp_path, build=False) as again:
        await olena.send("Темно біля гаража")
        await olena.until_text("Темно біля гаража", voice(language)("survey-summary-hint"))
        assert (await kept(again)).answers == {1: Answer(text="Темно біля гаража")}


async def test_two_presses_in_the_same_millisecond_do_one_thing(
    town: RunningTown, language: str
) -> None:
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    seen = await olena.until_button("Лавки")
    await asyncio.gather(*(olena.press("Лавки", message=seen.id) for _ in range(5)))
    await olena.until_button("✓ Лавки")
    assert (await kept(town)).answers == {1: Answer(chosen=("1",))}


async def test_an_old_message_still_works(town: RunningTown, language: str) -> None:
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    old = olena.last.id
    await press(olena, "Лавки")
    await olena.ask("/menu")
    data = TogglePress(survey=SURVEY, question=1, option=3, on=True, is_trial=False).pack()
    await olena.press_data(data, message=old)
    await olena.until(lambda chat: "✓ Дерева" in chat.message(old).buttons)


@pytest.mark.parametrize(
    "forged",
    [
        ChoosePress(survey=SURVEY, question=2, option=17, is_trial=False).pack(),
        ChoosePress(survey=SURVEY, question=99, option=0, is_trial=False).pack(),
        ChoosePress(survey=SURVEY, question=1, option=0, is_trial=False).pack(),
        TogglePress(survey=SURVEY, question=0, option=0, on=True, is_trial=False).pack(),
        ChoosePress(survey=SurveyId(77), question=1, option=0, is_trial=False).pack(),
        ChoosePress(survey=SURVEY, question=2, option=0, is_trial=True).pack(),
        OpenSurveyPress(survey=SurveyId(2**62)).pack(),
    ],
)
async def test_a_forged_press_is_refused_and_changes_nothing(
    town: RunningTown, language: str, forged: str
) -> None:
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await olena.press_data(forged, message=olena.last.id)
    await olena.until(lambda chat: chat.toast)
    assert (await kept(town)).answers == {}


async def test_ten_thousand_characters_are_refused_with_a_sentence(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town, asked=YARD.with_questions((YARD.questions[4],)))
    olena = await neighbour(town, language=language)
    await olena.ask("/surveys")
    await press(olena, "Двір на Шевченка, 12")
    await press(olena, say("survey-button-begin"))
    await olena.until_text("Що ще скажете?")
    await olena.send("я" * 4050)
    await olena.until_text(
        say("survey-text-too-long", length=say.number(4050), limit=say.number(4000))
    )
    await olena.send("\u200b\u2060\u202e")
    await olena.until_text(say("survey-text-empty"))
    await olena.send("\u202eтемно\u200b")
    await olena.until_text(say("survey-summary-hint"))
    assert (await kept(town)).answers == {1: Answer(text="темно")}


async def test_a_picture_where_words_are_asked_is_met_with_the_question(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await olena.send_location(50.56, 30.08)
    await olena.until_text("Чого найбільше", say("survey-words-only"))
    await olena.send("хтозна що")
    await olena.until_text("Чого найбільше", say("survey-press-a-button"))
    await olena.send("дерева")
    await olena.until_button("✓ Дерева")


async def test_a_poster_opens_the_survey_to_somebody_the_bot_never_met(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town)
    stranger = await town.person("Марко", id=650, language=language)
    await stranger.open(survey_link("viche_bot", TOWN, SURVEY))
    await stranger.until_button(say("survey-button-begin"))
    assert any(say("privacy-sentence-2") in text for text in stranger.texts)
    await press(stranger, say("survey-button-begin"))
    await stranger.until_text("Чого найбільше бракує")
    async with town.wiring.storage.reading() as work:
        met = await work.people.find(AccountId(650))
        assert met is not None
        assert met.resident is not None
        rows = await work.tallies.participation_rows(TOWN, SURVEY)
    assert [(row.arrival.value, row.count) for row in rows] == [("link", 1)]


async def test_a_survey_for_other_courtyards_says_for_whom_it_is(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    station = PlaceId(13)
    from dataclasses import replace

    await put_yard(town, asked=replace(YARD, questions=(LACKS,), audience=(station,)))
    olena = await neighbour(town, language=language)
    await olena.ask("/surveys")
    assert "Двір на Шевченка, 12" not in olena.last.buttons
    await olena.open(survey_link("viche_bot", TOWN, SURVEY))
    shown = await olena.until_text("Двір біля станції")
    assert say("survey-your-home", place="Двір на Шевченка, 12") in shown.text
    homeless = await neighbour(town, language=language, number=602, home=None)
    await homeless.open(survey_link("viche_bot", TOWN, SURVEY))
    await homeless.until_button(say("survey-button-name-home"))
    await homeless.press_data(BeginPress(survey=SURVEY).pack(), message=homeless.last.id)
    await homeless.until_button(say("survey-button-name-home"))
    async with town.wiring.storage.reading() as work:
        assert await work.responses.of_resident(TOWN, SURVEY, ResidentId(602)) is None
