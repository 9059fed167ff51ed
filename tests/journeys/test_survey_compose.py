"""An official composes a survey in the chat, tries it out, launches it; neighbours are invited."""

from dataclasses import replace
from datetime import timedelta

from civic.kernel.ids import PlaceId
from civic.kernel.language import Translated
from civic.surveys.model import Question, QuestionKind, Questionnaire, SurveyState
from handlers.presses.surveys import DraftPress
from locales.catalog import Say
from tests.asked import survey
from tests.journeys.peopled_survey import put_resident
from tests.journeys.running_town import COURTYARDS, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.sandbox_client import PersonChat

SHEVCHENKA, STATION = [place for place in COURTYARDS if place in {11, 13}]


async def compose(official: PersonChat, say: Say) -> None:
    """From the office to a draft with one question of each kind."""
    await official.ask("/office")
    await official.press(say("office-surveys"))
    await official.until_button(say("survey-button-new"))
    await official.press(say("survey-button-new"))
    await official.until_text(say("survey-ask-title"))
    await official.send("Двір на Шевченка, 12")
    await official.until_text(say("survey-ask-introduction"))
    await official.send("Плануємо весняні роботи у дворі.")
    await official.until_text(say("survey-ask-kind"))
    await add(official, say, "several_choices", "Чого найбільше бракує у вашому дворі?")
    await official.until_text(say("survey-ask-options"))
    await official.send("1. Лавки\n2. Освітлення\n3. Дитячий майданчик\n4. Дерева\n5. Нічого")
    await official.until_text("Чого найбільше бракує")
    await press(official, say("survey-flag-other"))
    await official.until_text(say("survey-other"))
    await press(official, say("survey-button-alone"))
    await official.until_text(say("survey-alone"))
    await press(official, "Нічого")
    await official.until_button("✓ Нічого")
    await press(official, say("back"))
    await another(official, say)
    await add(official, say, "scale", "Як вам освітлення?")
    await official.until_text("Як вам освітлення?")
    await another(official, say)
    await add(official, say, "whole_number", "Скільки років ви тут живете?")
    await official.until_text(say("survey-ask-limits"))
    await official.send("від 0 до 120")
    await official.until_text("Скільки років")


async def another(official: PersonChat, say: Say) -> None:
    await press(official, say("survey-button-add-question"))
    await official.until_text(say("survey-ask-kind"))


async def neighbour(
    town: RunningTown, name: str, number: int, home: PlaceId, *, language: str = "uk"
) -> PersonChat:
    """Lives there, and has talked with the bot before."""
    chat = await town.person(name, language=language, id=number)
    await put_resident(town, number, home=home, language=language)
    await chat.ask("/menu")
    return chat


async def add(official: PersonChat, say: Say, kind: str, prompt: str) -> None:
    await press(official, say(f"survey-kind-{kind}"))
    await official.until_text(say("survey-ask-prompt"))
    await official.send(prompt)


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def to_draft(official: PersonChat, say: Say) -> None:
    await press(official, say("back"))
    await official.until_text(say("survey-questions-hint"))
    await press(official, say("back"))
    await official.until_button(say("survey-button-check"))


async def close_in_three_days(official: PersonChat, say: Say) -> None:
    await press(official, say("survey-button-times"))
    await press(official, say("survey-button-closes-on", day="04.03"))
    await official.until(lambda chat: say("survey-not-set") not in chat.last.text)
    await press(official, say("back"))
    await official.until_button(say("survey-button-check"))


async def launch(official: PersonChat, say: Say) -> None:
    await press(official, say("survey-button-check"))
    await official.until_text(say("survey-launch-frozen"))
    await press(official, say("survey-button-launch"))
    await official.until_button(say("survey-button-pause"))


async def test_a_survey_is_composed_tried_launched_and_reaches_its_neighbours(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    olena = await neighbour(town, "Олена", 601, SHEVCHENKA)
    petro = await neighbour(town, "Петро", 602, STATION)

    await compose(official, say)
    await to_draft(official, say)
    await press(official, say("survey-button-audience"))
    await official.until_text(say.n("survey-people", 2))
    await press(official, say("survey-button-courtyards"))
    await press(official, "Західний")
    await press(official, "Двір на Шевченка, 12")
    await official.until_text(say("survey-audience-now", people=say.n("survey-people", 1)))
    await press(official, say("back"))
    await official.until_text(say("survey-which-district"))
    await press(official, say("back"))
    await official.until_text(say("survey-audience"), say.n("survey-people", 1))
    await press(official, say("back"))
    await close_in_three_days(official, say)

    await press(official, say("survey-button-check"))
    await press(official, say("survey-button-trial"))
    await official.until_text(say("survey-trial-mark"), "1")
    await press(official, "Лавки")
    await press(official, say("survey-button-next"))
    await press(official, "4")
    await official.until_text("Скільки років")
    await official.send("12")
    await press(official, say("survey-button-finish"))
    await press(official, say("survey-button-back-to-draft"))
    await official.until_text(say("survey-launch-frozen"))
    await press(official, say("survey-button-launch"))
    await official.until_button(say("survey-button-pause"))

    await town.tick()
    invitation = await olena.until_button("Відповісти")
    assert "Запитує Благоустрій" in invitation.text
    await town.settle(petro)
    assert len(petro.received) == 1
    async with town.wiring.storage.reading() as work:
        (survey,) = await work.surveys.in_states(TOWN, tuple(SurveyState), limit=9)
        rows = await work.tallies.participation_rows(TOWN, survey.id)
    assert [(row.arrival.value, row.count) for row in rows] == [("invited", 1)]

    await town.tick()
    await official.until_any(say("survey-steer-figures", invited="1", reached="1", opened="0",
                                 begun="0", finished="0"))  # fmt: skip


async def test_another_language_is_written_text_by_text_and_a_missing_one_is_marked(
    town: RunningTown,
) -> None:
    say = voice("uk")
    official = await town.official()
    await compose(official, say)
    await to_draft(official, say)
    await close_in_three_days(official, say)
    await press(official, say("survey-button-languages"))
    await press(official, say("survey-language-en"))
    await official.until_text("англійською", "Двір на Шевченка, 12")
    await official.send("The yard at Shevchenka 12")
    await official.until_text("Плануємо весняні роботи")
    await press(official, say("survey-button-skip"))
    await official.until_text("Чого найбільше бракує")
    await official.send("What does your yard lack most?")
    await official.until_text("Лавки", "Освітлення")
    await official.send("Benches\nLight\nPlayground\nTrees\nNothing\nOther…")
    await official.until_text("Як вам освітлення?")
    await press(official, say("back"))
    await official.until_text(say("survey-languages"))
    await press(official, say("back"))
    await launch(official, say)

    anna = await neighbour(town, "Anna", 611, SHEVCHENKA, language="en")
    await town.tick()
    invitation = await anna.until_button("Answer")
    assert "The yard at Shevchenka 12" in invitation.text
    await anna.press("Answer")
    await anna.until_text("The text is in Ukrainian only.", "Плануємо")
    await anna.press("Begin ›")
    shown = await anna.until_text("What does your yard lack most?")
    assert "Benches" in shown.buttons
    assert "only" not in shown.text


async def test_a_translation_is_mended_in_the_draft(town: RunningTown) -> None:
    say = voice("uk")
    both = Translated({"uk": "Парк", "en": "Prak"})
    asked = Questionnaire(
        title=both, questions=(Question(kind=QuestionKind.SCALE, prompt=both, required=True),)
    )
    async with town.wiring.storage.writing() as work:
        await work.surveys.put(
            replace(survey(SurveyState.DRAFT, asked=asked, community=TOWN), author=OKSANA)
        )
    official = await town.official()
    await official.ask("/office")
    await press(official, say("office-surveys"))
    await press(official, "1. Парк")
    await press(official, say("survey-button-languages"))
    await press(official, say("survey-button-mend", language=say("survey-language-en")))
    await press(official, "1. питання: Prak")
    await official.until_text(
        say("survey-correct-text"), say("survey-correct-original", text="Парк")
    )
    await official.send("The park")
    await official.until_button("1. питання: The park")


async def test_a_draft_is_still_there_after_a_restart_and_can_be_thrown_away(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await compose(official, say)
    await official.ask("/cancel")
    await official.ask("/office")
    await press(official, say("office-surveys"))
    await press(official, "1. Двір на Шевченка, 12")
    await official.until_text(
        seen(say("survey-draft-heading", number=1, title="Двір на Шевченка, 12")),
        say.n("survey-questions", 3),
    )
    await press(official, say("survey-button-questions"))
    await press(official, "2. Як вам освітлення?")
    await press(official, say("survey-button-arrange"))
    await press(official, say("survey-button-delete"))
    await official.until(lambda chat: "2. Скільки років ви тут живете?" in chat.last.buttons)
    await press(official, say("back"))
    await press(official, say("survey-button-check"))
    await press(official, say("survey-button-discard"))
    await press(official, say("survey-button-discard-sure"))
    await official.until_text(say("survey-office-none"))
    async with town.wiring.storage.reading() as work:
        noted = await work.audit.entries(TOWN, limit=9)
    assert [entry.verb for entry in noted] == ["survey.discarded", "survey.drafted"]
    assert all(entry.details == {} for entry in noted), "never its words"


async def test_what_is_typed_wrong_is_said_and_asked_again(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await compose(official, say)
    await to_draft(official, say)
    await press(official, say("survey-button-times"))
    await press(official, say("survey-button-type-closing"))
    await official.until_text(say("survey-ask-closing"))
    await official.send("колись потім")
    await official.until_text(say("survey-moment-unclear"))
    await official.send("05.03 18:00")
    await official.until_text("2027", "18:00")
    await press(official, say("back"))
    await press(official, say("survey-button-title"))
    await official.until_text(say("survey-ask-title"))
    await official.send("я" * 130)
    await official.until_text("130")
    await official.send("Двір")
    await official.until_text(seen(say("survey-draft-heading", number=1, title="Двір")))


async def test_a_resident_cannot_press_an_officials_button(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await compose(official, say)
    olena = await town.person("Олена", id=601, language=language)
    await put_resident(town, 601, language=language)
    await olena.ask("/menu")
    async with town.wiring.storage.reading() as work:
        (draft,) = await work.surveys.in_states(TOWN, (SurveyState.DRAFT,), limit=9)
    data = DraftPress(survey=draft.id).pack()
    await olena.press_data(data, message=olena.last.id)
    assert olena.toast == say("not-allowed")


async def test_opening_waits_for_its_hour(town: RunningTown, language: str) -> None:
    say = voice(language)
    official = await town.official(language=language)
    olena = await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    await compose(official, say)
    await to_draft(official, say)
    await press(official, say("survey-button-times"))
    await press(official, say("survey-button-opens-on", day="02.03"))
    await official.until_text("2027", "09:00")
    await press(official, say("survey-button-closes-on", day="09.03"))
    await official.until_text("2027", "20:00")
    await press(official, say("back"))
    await press(official, say("survey-button-check"))
    await official.until_text(say("survey-launch-frozen"))
    await press(official, say("survey-button-launch"))
    await official.until_text(seen(say("survey-steer-scheduled", title="Двір на Шевченка, 12")))
    await town.tick()
    await town.settle(olena)
    assert len(olena.received) == 1
    await town.forward(timedelta(days=1))
    await town.tick()
    await olena.until_button(say("survey-button-open"))
