"""What journeys of announcements have in common: an official who writes one, people who get it."""

from dataclasses import replace
from datetime import timedelta

from civic.broadcasts.model import Broadcast, BroadcastState
from civic.communities.model import Official, Role
from civic.kernel.ids import AccountId, PlaceId
from locales.catalog import Say
from tests.journeys.peopled_survey import put_resident
from tests.journeys.running_town import TOWN, RunningTown
from tests.sandbox_client import PersonChat

SHEVCHENKA, STATION = PlaceId(11), PlaceId(13)


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def neighbour(
    town: RunningTown, name: str, number: int, home: PlaceId, *, language: str = "uk"
) -> PersonChat:
    chat = await town.person(name, language=language, id=number)
    await put_resident(town, number, home=home, language=language)
    await chat.ask("/menu")
    return chat


async def begin(official: PersonChat, say: Say, topic: str = "outages") -> None:
    await official.ask("/office")
    await press(official, say("office-broadcasts"))
    await press(official, say("broadcast-new"))
    await press(official, say(f"topic-{topic}"))
    await official.until_text(say("broadcast-send-content", topic=say(f"topic-{topic}"))[-40:])


async def written(official: PersonChat, say: Say, text: str = "Води не буде до вечора.") -> None:
    await begin(official, say)
    await official.send(text)
    await official.until_button(say("broadcast-check"))


async def only_one(town: RunningTown) -> Broadcast:
    async with town.wiring.storage.reading() as work:
        (found,) = await work.broadcasts.in_states(TOWN, set(BroadcastState), limit=9)
    return found


async def serve(town: RunningTown, account: int, name: str) -> None:
    """Somebody else who may approve."""
    async with town.wiring.storage.writing() as work:
        await work.officials.put(
            Official(
                community=TOWN,
                account=AccountId(account),
                role=Role.OFFICIAL,
                agency=None,
                name=name,
                since=town.now - timedelta(days=9),
            )
        )


async def approve_from(town: RunningTown, recipients: int) -> None:
    async with town.wiring.storage.writing() as work:
        community = await work.communities.community(TOWN)
        await work.communities.put(replace(community, approval_from=recipients))
