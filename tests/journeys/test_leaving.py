"""Whoever presses something else has left the question that waited for words."""

from handlers.presses.surveys import ChoosePress
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_survey_answer import SURVEY, neighbour, put_yard
from tests.sandbox_client import PersonChat


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def test_words_after_going_back_do_not_withdraw_a_survey(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town)
    await neighbour(town, language=language)
    official = await town.official(language=language)
    await official.ask("/office")
    await press(official, say("office-surveys"))
    await press(official, "1. Двір на Шевченка, 12")
    await press(official, say("survey-button-withdraw"))
    await press(official, say("survey-button-withdraw-erase"))
    await official.until_text(say("survey-ask-reason-erase"))
    await press(official, say("back"))
    await official.until_button(say("survey-button-withdraw-keep"))
    await official.send("Ой, ні")
    await official.until_text(say("fallback-text"))
    async with town.wiring.storage.reading() as work:
        assert (await work.surveys.survey(TOWN, SURVEY)).reason == ""


async def test_a_button_of_a_trial_does_nothing_once_the_survey_is_launched(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await put_yard(town)
    official = await town.official(language=language)
    menu = await official.ask("/menu")
    data = ChoosePress(survey=SURVEY, question=2, option=0, is_trial=True).pack()
    await official.press_data(data, message=menu.id)
    assert official.toast == say("survey-launched-already")


async def test_words_after_going_back_name_no_agency(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-officials"))
    await press(ihor, say("officials-invite"))
    await press(ihor, say("role-analyst").capitalize())
    await press(ihor, say("invite-new-agency"))
    await ihor.until_text(say("agency-name-ask"))
    await press(ihor, say("back"))
    await ihor.until_button(say("role-analyst").capitalize())
    await ihor.send("Дякую")
    await ihor.until_text(say("fallback-text"))
    async with town.wiring.storage.reading() as work:
        agencies = await work.officials.agencies(TOWN)
    assert "Дякую" not in [agency.name.in_("uk") for agency in agencies]
