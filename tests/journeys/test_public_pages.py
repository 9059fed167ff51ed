"""An administrator hides the town's public pages and maps, and shows them again."""

from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def has_pages(town: RunningTown) -> bool:
    async with town.wiring.storage.reading() as work:
        return (await work.communities.community(TOWN)).has_public_pages


async def test_all_public_pages_are_hidden_with_one_press_and_shown_with_another(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-town"))
    # Unasked they are there.
    await ihor.until_text(say("town-pages-on"))
    await press(ihor, say("town-button-pages-off"))
    await ihor.until_text(say("town-pages-off"))
    assert not await has_pages(town)
    await press(ihor, say("town-button-pages-on"))
    await ihor.until_text(say("town-pages-on"))
    assert await has_pages(town)
