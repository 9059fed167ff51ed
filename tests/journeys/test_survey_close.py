"""A survey that runs: paused, extended, corrected, closed, withdrawn, and what people hear of it."""

from datetime import timedelta

from civic.kernel.ids import ResidentId
from civic.surveys.answering.model import Answer
from civic.surveys.model import SurveyState
from handlers.links import survey_link
from handlers.presses.surveys import CopySurveyPress, OpenSurveyPress
from locales.catalog import Say
from tests.asked import YARD
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import SURVEY, begin, kept, neighbour, press, put_yard
from tests.sandbox_client import PersonChat

KYIV = "Europe/Kyiv"
TITLE = "Двір на Шевченка, 12"
SHORT = YARD.with_questions(YARD.questions[1:3])


async def steer(town: RunningTown, language: str = "uk") -> tuple[PersonChat, Say]:
    """The official at the survey's card."""
    say = voice(language)
    official = await town.official(language=language)
    await official.ask("/office")
    await press(official, say("office-surveys"))
    await press(official, "1. Двір на Шевченка, 12")
    await official.until_button(say("survey-button-refresh"))
    return official, say


async def answer_all(chat: PersonChat, language: str) -> None:
    """Both questions of the short survey, to the end."""
    say = voice(language)
    await chat.ask("/surveys")
    await press(chat, TITLE)
    await press(chat, say("survey-button-begin"))
    await press(chat, "Так")
    await press(chat, "5")
    await press(chat, say("survey-button-finish"))
    await chat.until_button(say("survey-button-change-answers"))


async def state(town: RunningTown) -> SurveyState:
    async with town.wiring.storage.reading() as work:
        return (await work.surveys.survey(TOWN, SURVEY)).state


async def test_whoever_answers_as_it_closes_is_told_and_what_was_complete_counts(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town, asked=SHORT, lasts=timedelta(hours=2))
    complete = await neighbour(town, language=language)
    late = await neighbour(town, language=language, number=602)
    await answer_all(complete, language)
    await late.ask("/surveys")
    await press(late, TITLE)
    await press(late, say("survey-button-begin"))
    await press(late, "Ні")
    await late.until_text("Як вам освітлення?")
    last = late.last
    # The hour strikes, and the tick has not come round yet.
    async with town.wiring.storage.writing() as work:
        ahead = await work.clock.move_ahead(timedelta(hours=2).total_seconds())
        town.wiring.clock.set_ahead(ahead)
    assert await state(town) is SurveyState.OPEN
    await late.press("3", message=last.id)
    told = await late.until_text(gist(language, "survey-closed-at"), say("survey-yours-unfinished"))
    assert told.id == last.id
    await complete.press(say("survey-button-change-answers"))
    await complete.until_text(gist(language, "survey-closed-at"), say("survey-yours-counted"))
    await town.tick()
    assert await state(town) is SurveyState.CLOSED
    async with town.wiring.storage.reading() as work:
        assert await work.responses.finished_count(TOWN, SURVEY) == 1


async def test_words_typed_after_the_close_are_met_with_a_sentence(
    town: RunningTown, language: str
) -> None:
    await put_yard(town, asked=YARD.with_questions((YARD.questions[4],)), lasts=timedelta(hours=2))
    olena = await neighbour(town, language=language)
    await olena.ask("/surveys")
    await press(olena, TITLE)
    await press(olena, voice(language)("survey-button-begin"))
    await olena.until_text("Що ще скажете?")
    await town.forward(timedelta(hours=3))
    await olena.send("Темно")
    await olena.until_text(
        gist(language, "survey-closed-at"), voice(language)("survey-yours-unfinished")
    )


async def test_a_paused_survey_waits_and_goes_on(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    await press(olena, "Лавки")
    question = olena.last
    official, _ = await steer(town, language)
    await press(official, say("survey-button-pause"))
    await official.until_button(say("survey-button-resume"))
    await olena.press("Дерева", message=question.id)
    await olena.until_text(gist(language, "survey-paused"), say("survey-yours-kept"))
    await press(official, say("survey-button-resume"))
    await official.until_button(say("survey-button-pause"))
    await olena.ask("/surveys")
    await press(olena, TITLE)
    await press(olena, say("survey-button-continue"))
    await olena.until_button("✓ Лавки")
    assert (await kept(town)).answers == {1: Answer(chosen=("1",))}


async def test_an_extension_is_told_once_to_those_invited(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await put_yard(town, lasts=timedelta(days=2))
    await invite(town)
    await olena.until_button(say("survey-button-open"))
    official, _ = await steer(town, language)
    await press(official, say("survey-button-extend"))
    await press(official, say.n("survey-days-more", 3))
    await official.until_button(say("survey-button-pause"))
    async with town.wiring.storage.reading() as work:
        closes = (await work.surveys.survey(TOWN, SURVEY)).closes_at
    assert closes is not None
    assert closes - town.now > timedelta(days=4)
    until = say.moment(closes, KYIV)
    await official.until_text(say("survey-steer-closes", closes=until))
    assert say("survey-button-extend") not in official.last.buttons
    await town.tick()
    await town.tick()
    extended = say("survey-extension", title=TITLE, until=until)
    told = await olena.until_text(extended)
    await town.settle(olena)
    assert sum(extended in text for text in olena.texts) == 1
    await olena.press(say("survey-button-open"), message=told.id)
    await olena.until_button(say("survey-button-begin"))


async def test_closing_early_is_confirmed_and_final(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_yard(town, asked=SHORT)
    olena = await neighbour(town, language=language)
    await answer_all(olena, language)
    official, _ = await steer(town, language)
    await press(official, say("survey-button-close"))
    await official.until_text(say("survey-close-sure", title=TITLE))
    await press(official, say("survey-button-close-sure"))
    await official.until_text(seen(say("survey-steer-closed", title=TITLE)))
    assert say("survey-button-resume") not in official.last.buttons
    await olena.press(say("survey-button-change-answers"))
    await olena.until_text(gist(language, "survey-closed-at"), say("survey-yours-counted"))


async def test_a_withdrawn_survey_says_why_and_erases_what_it_said_it_would(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await put_yard(town, asked=SHORT)
    await invite(town)
    invitation = await olena.until_button(say("survey-button-open"))
    await answer_all(olena, language)
    official, _ = await steer(town, language)
    await press(official, say("survey-button-withdraw"))
    await official.until_text(say("survey-withdraw-answers", title=TITLE))
    await press(official, say("survey-button-withdraw-erase"))
    await official.until_text(say("survey-ask-reason-erase"))
    await official.send("👍")
    await official.until_text(say("survey-reason-needed"))
    await official.send("Помилка в питанні <2>")
    await official.until_text(say("survey-withdraw-erases"), "Помилка в питанні <2>")
    assert await state(town) is SurveyState.OPEN
    await press(official, say("survey-button-withdraw-sure"))
    await official.until_text(
        seen(say("survey-steer-withdrawn", title=TITLE)), "Помилка в питанні <2>"
    )
    await olena.press_data(OpenSurveyPress(survey=SURVEY).pack(), message=invitation.id)
    shown = await olena.until_any(
        say("survey-withdrawn", title=TITLE, reason="Помилка в питанні <2>"),
        say("survey-yours-erased"),
    )
    assert shown.id == invitation.id
    await town.tick()
    async with town.wiring.storage.reading() as work:
        assert await work.responses.of_resident(TOWN, SURVEY, ResidentId(601)) is None
    await official.until_any(say("survey-erased", title=TITLE))


async def test_a_slip_is_mended_as_a_new_version_and_nothing_else_can_be(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await begin(olena, language)
    official, _ = await steer(town, language)
    await press(official, say("survey-button-correct"))
    await official.until_text(say("survey-correct"))
    await press(official, f"1. {say('survey-part-prompt')}: Чого найбільше бракує у ваш…")
    await official.until_text(say("survey-correct-text"))
    await official.send("Чого найбільше бракує у дворі?")
    await official.until_text(say("survey-steer-version", version="2"))
    await press(olena, "Лавки")
    await olena.until_text("Чого найбільше бракує у дворі?")
    async with town.wiring.storage.reading() as work:
        old = await work.surveys.version(TOWN, SURVEY, 1)
        new = await work.surveys.version(TOWN, SURVEY, 2)
    assert (new.replaces, old.questionnaire) == (1, YARD)
    assert (await kept(town)).version == 1


async def test_a_translation_is_mended_after_the_launch_too(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town)
    official, _ = await steer(town, language)
    for title in ("The yard at Shevchenka, 21", "The yard at Shevchenka, 12"):
        await press(official, say("survey-button-correct"))
        await press(official, say("survey-button-languages"))
        await press(official, say("survey-language-en"))
        await official.until_text(say("survey-correct-in", language=say("survey-into-en")))
        await press(official, official.last.buttons[0])
        await official.until_text(TITLE)
        await official.send(title)
        await official.until_button(say("survey-button-pause"))
    await official.until_text(say("survey-steer-version", version="3"))
    anna = await neighbour(town, language="en")
    await anna.ask("/surveys")
    await anna.until_text("The yard at Shevchenka, 12")


async def test_a_survey_that_went_wrong_is_withdrawn_and_asked_anew_from_a_copy(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town)
    official, _ = await steer(town, language)
    await press(official, say("survey-button-withdraw"))
    await press(official, say("survey-button-withdraw-erase"))
    await official.until_text(say("survey-ask-reason-erase"))
    await official.send("Забули про велосипедистів")
    await press(official, say("survey-button-withdraw-sure"))
    gone = await official.until_button(say("survey-button-copy"))
    for _ in range(2):
        await official.press_data(CopySurveyPress(survey=SURVEY).pack(), message=gone.id)
    await official.until_text(seen(say("survey-draft-heading", number="2", title=TITLE)))
    await town.settle(official)
    async with town.wiring.storage.reading() as work:
        drafts = await work.surveys.in_states(TOWN, {SurveyState.DRAFT}, limit=9)
    assert [(draft.number, draft.questionnaire) for draft in drafts] == [(2, YARD)]


async def test_the_link_comes_with_a_picture_to_print(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_yard(town)
    await town.tick()
    official, _ = await steer(town, language)
    await press(official, say("survey-button-link"))
    await official.until(lambda chat: chat.last.kind == "photo")
    assert f"s-{TOWN}-{SURVEY}" in official.last.text
    assert (await official.download(official.last))[:4] in {b"\x89PNG", b"\xff\xd8\xff\xe0"}


async def test_what_neighbours_wrote_comes_as_a_file_after_the_close(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town, asked=YARD.with_questions((YARD.questions[4],)), lasts=timedelta(hours=2))
    olena = await neighbour(town, language=language)
    await olena.ask("/surveys")
    await press(olena, TITLE)
    await press(olena, say("survey-button-begin"))
    await olena.until_text("Що ще скажете?")
    await olena.send("=1+1 темно біля гаража")
    await press(olena, say("survey-button-finish"))
    await olena.until_button(say("survey-button-change-answers"))
    official, _ = await steer(town, language)
    assert say("survey-button-words") not in official.last.buttons
    await town.forward(timedelta(hours=3))
    await press(official, say("survey-button-refresh"))
    await press(official, say("survey-button-words"))
    assert official.toast == say("survey-answers-coming")
    await town.tick()
    await official.until(lambda chat: any(one.kind == "document" for one in chat.received))
    (file,) = [
        one
        for one in official.received
        if one.kind == "document" and one.text == say("survey-answers-totals", title=TITLE)
    ]
    assert "'=1+1 темно біля гаража" in (await official.download(file)).decode("utf-8-sig")


async def test_quiet_hours_hold_an_invitation_until_the_morning(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await town.move_to(town.now.replace(hour=21))  # 23:00 in Kyiv
    await put_yard(town, lasts=timedelta(days=3))
    await invite(town)
    await town.tick()
    await town.settle(olena)
    assert len(olena.received) == 1
    official, _ = await steer(town, language)
    await official.until_text(say("survey-steer-waiting", waiting="1"))
    await town.move_to(town.now + timedelta(hours=9, minutes=1))
    await olena.until_button(say("survey-button-open"))


async def test_a_foreign_towns_survey_is_not_there(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await olena.open(survey_link("viche_bot", TOWN, type(SURVEY)(123)))
    await olena.until_text(say("survey-gone"))
    await olena.send("/start s-abc-1")
    await olena.until(lambda chat: chat.texts.count(say("survey-gone")) == 2)


async def invite(town: RunningTown) -> None:
    """As the launch does."""
    from civic.surveys.model import Mailing, MailingKind

    async with town.wiring.storage.writing() as work:
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
    await town.tick()
