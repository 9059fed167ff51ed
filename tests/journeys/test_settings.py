"""A resident changes the language, quiet hours and topics, and stops everything in two taps."""

from datetime import time

import pytest

from civic.kernel.ids import AccountId
from civic.residents.model import EVERYTHING, QuietHours, Resident, Topic
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat


async def settled(town: RunningTown, language: str) -> PersonChat:
    """Олена, who lives here since a moment ago."""
    say = voice(language)
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(say(f"language-{language}"))
    await olena.press(say(f"language-{language}"))
    await olena.until_text(say("start-why-courtyard"))
    await olena.tap(say("courtyard-later"))
    await olena.until_button(say("menu-settings"))
    return olena


async def kept(town: RunningTown, chat: PersonChat) -> Resident:
    async with town.wiring.storage.reading() as work:
        found = await work.people.find(AccountId(chat.id))
    assert found is not None
    assert found.resident is not None
    return found.resident


async def test_a_language_is_changed_and_everything_speaks_it(town: RunningTown) -> None:
    olena = await settled(town, "uk")
    await olena.send("/language")
    await olena.until_button("✓ Українська")
    await olena.press("English")
    await olena.until_text("Settings", "Language: English")
    await olena.send("/menu")
    await olena.until_text("What shall we do?")
    assert (await kept(town, olena)).language == "en"


async def test_quiet_hours_are_pressed_or_typed(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_text(say("settings-quiet", hours="22:00–08:00"))
    await olena.press(say("settings-change-quiet"))
    await olena.until_button("✓ 22:00–08:00")
    await olena.press("23:00–07:00")
    await olena.until_button("✓ 23:00–07:00")
    await olena.send("коли темно")
    await olena.until_text(say("quiet-unclear"))
    await olena.send("21.30 - 7")
    await olena.until_text(say("settings-quiet", hours="21:30–07:00"))
    assert (await kept(town, olena)).quiet == QuietHours(start=time(21, 30), end=time(7))
    await olena.press(say("quiet-none-button"))
    await olena.until_text(say("settings-quiet-none"))


@pytest.mark.parametrize(
    "words",
    ["/stop", "стоп", "STOP!", "/стоп", "«Відписатися»", "отписаться.", "Unsubscribe"],
)
async def test_two_taps_turn_everything_off_for_good(
    town: RunningTown, words: str, language: str
) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.send(words)
    await olena.until_text(say("stop-ask"))
    await olena.press(say("stop-yes"))
    await olena.until_text(say("stop-done"))
    assert (await kept(town, olena)).muted == {EVERYTHING}
    await olena.send("/settings")
    await olena.until_text(say("settings-topics-none"))


async def test_a_word_stops_everything_amid_a_form_which_goes_on_waiting(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-quiet"))
    await olena.press(say("settings-change-quiet"))
    await olena.until_button(say("quiet-none-button"))
    await olena.send("відписатися")
    await olena.until_text(say("stop-ask"), say("stop-amid-form"))
    await olena.send("21-9")
    await olena.until_text(say("settings-quiet", hours="21:00–09:00"))
    await olena.send("стоп")
    await olena.until_text(say("stop-ask"))
    await olena.press(say("stop-yes"))
    await olena.until_text(say("stop-done"))
    assert (await kept(town, olena)).muted == {EVERYTHING}


async def test_how_often_one_is_written_to_is_chosen(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-weekly"))
    await olena.press(say("settings-change-weekly"))
    await olena.until_button(f"✓ {say('weekly-none-button')}")
    await olena.press("5")
    await olena.until_text(say.n("settings-weekly", 5))
    assert (await kept(town, olena)).weekly_limit == 5
    await olena.send("/settings")
    again = await olena.until_button(say("settings-change-weekly"))
    assert say.n("settings-weekly", 5) in again.text
    await olena.press(say("settings-change-weekly"))
    await olena.until_button("✓ 5")
    await olena.press(say("weekly-none-button"))
    await olena.until_text(say("settings-weekly-none"))
    assert (await kept(town, olena)).weekly_limit is None


async def test_every_topic_has_a_switch_of_its_own(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-topics"))
    await olena.press(say("settings-change-topics"))
    for topic in Topic:
        if topic is Topic.RESULTS:
            await olena.press(say("topics-more"))
        await olena.until_button(f"✓ {say(f'topic-{topic.value}')}")
    await olena.press(f"✓ {say('topic-ideas')}")
    await olena.until_button(say("topic-ideas"))
    await olena.press(say("topic-ideas"))
    await olena.until_button(f"✓ {say('topic-ideas')}")
    await olena.press(say("back"))
    await olena.press(f"✓ {say('topic-outages')}")
    await olena.until_button(say("topic-outages"))
    assert (await kept(town, olena)).muted == {"outages"}


async def test_one_topic_is_turned_off_and_on(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-topics"))
    await olena.press(say("settings-change-topics"))
    await olena.until_button(f"✓ {say('topic-surveys')}")
    await olena.press(f"✓ {say('topic-surveys')}")
    await olena.until_button(say("topic-surveys"))
    assert (await kept(town, olena)).muted == {"surveys"}
    await olena.press(say("topic-surveys"))
    await olena.until_button(f"✓ {say('topic-surveys')}")
    assert (await kept(town, olena)).muted == frozenset()


async def test_a_double_press_does_one_thing(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-topics"))
    await olena.press(say("settings-change-topics"))
    screen = await olena.until_button(f"✓ {say('topic-surveys')}")
    data = screen.button(f"✓ {say('topic-surveys')}")["data"]
    for _ in range(2):
        await olena.press_data(data, message=screen.id)
    await olena.until_button(say("topic-surveys"))
    assert (await kept(town, olena)).muted == {"surveys"}


async def test_cancel_says_what_was_kept(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.press(say("menu-settings"))
    await olena.until_button(say("settings-change-quiet"))
    await olena.press(say("settings-change-quiet"))
    await olena.until_button(say("quiet-none-button"))
    before = (await kept(town, olena)).quiet
    await olena.send("/cancel")
    await olena.until_any(say("cancel-form"))
    await olena.send("21-9")
    await olena.until_text(say("fallback-text"))
    assert (await kept(town, olena)).quiet == before


async def test_help_shows_the_office_and_whom_to_call(town: RunningTown, language: str) -> None:
    olena = await settled(town, language)
    await olena.send("/help")
    shown = await olena.until_text("+380 44 000 00 00", "вул. Шевченка, 1", "пн–пт 9–18")
    assert all(number in shown.text for number in ("112", "101", "102", "103", "104"))
