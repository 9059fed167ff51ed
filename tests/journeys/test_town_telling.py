"""An administrator sets who must approve, how many urgent ones there may be, what residents see."""

from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def test_what_holds_for_announcements_is_set_and_noted(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-town"))
    await press(ihor, say("town-telling"))
    await press(ihor, say("telling-change-approval"))
    await press(ihor, "50")
    await ihor.until(lambda chat: "50" in chat.last.text)
    await press(ihor, say("telling-change-urgent"))
    await ihor.until_text(say("telling-ask-urgent", least="0", most="10"))
    await ihor.send("багато")
    await ihor.until_text(say("urgent-a-week-limits", least="0", most="10"))
    await ihor.send("2")
    await ihor.until_button(say("telling-change-urgent"))
    await press(ihor, say("telling-show-names"))
    await ihor.until_button(say("telling-hide-names"))
    async with town.wiring.storage.reading() as work:
        community = await work.communities.community(TOWN)
        noted = await work.audit.entries(TOWN, limit=9)
    assert (community.approval_from, community.urgent_a_week) == (50, 2)
    assert community.names_officials
    assert [entry.details["what"] for entry in noted] == [
        "names_officials",
        "urgent_a_week",
        "approval_from",
    ]


async def test_one_person_alone_may_send_alone_and_two_may_not(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-town"))
    await press(ihor, say("town-telling"))
    await press(ihor, say("telling-begin-alone"))
    await ihor.until_button(say("telling-end-alone"))
    await press(ihor, say("telling-end-alone"))
    await ihor.until_button(say("telling-begin-alone"))
    await town.official(language=language)
    await press(ihor, say("telling-begin-alone"))
    assert ihor.toast == say("single-handed-not-alone")


async def test_an_official_sets_nothing_of_it(town: RunningTown, language: str) -> None:
    say = voice(language)
    oksana = await town.official(language=language)
    shown = await oksana.ask("/office")
    assert say("office-setup") not in shown.buttons
