"""In a group the bot says one sentence and the way to it; nothing private, nothing noted."""

from typing import Any

from civic.kernel.ids import AccountId
from handlers.presses.settings import TellAllPress
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import Body, PersonChat

IVAN = 1002


async def yard_of(town: RunningTown, olena: PersonChat, language: str) -> Body:
    await town.person("Іван", id=IVAN, language=language)
    made = await town.sandbox.post(
        "/control/groups",
        {"title": "Двір", "owner": olena.id, "members": [IVAN], "bot": town.sandbox.bot},
    )
    return dict(made)


async def said_in(town: RunningTown, group: int) -> list[Body]:
    sent = await town.sandbox.calls("sendMessage")
    return [call["params"] for call in sent if call["params"].get("chat_id") == group]


async def say_in(town: RunningTown, group: Body, **wish: Any) -> None:
    await town.sandbox.post(f"/control/groups/{group['id']}/messages", {"person": IVAN, **wish})


async def all_is_heard(olena: PersonChat) -> None:
    """Whoever writes later is answered later: then what came before has been taken in."""
    await olena.ask("/menu")
    await olena.ask("/menu")


async def test_the_bot_greets_a_group_and_answers_there_by_the_way_to_itself(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    olena = await town.person("Олена", language=language)
    group = await yard_of(town, olena, language)
    await all_is_heard(olena)
    greeted = await said_in(town, group["id"])
    assert [message["text"] for message in greeted] == [say("group-hello")]

    await say_in(town, group, text="/settings")
    await say_in(town, group, text="/privacy@another_bot")
    await all_is_heard(olena)
    answered = await said_in(town, group["id"])
    assert [message["text"] for message in answered] == [say("group-hello")] * 2
    assert "t.me/" in str(answered[-1]["reply_markup"])
    async with town.wiring.storage.reading() as work:
        assert await work.people.find(AccountId(IVAN)) is None


async def test_a_group_that_grows_into_a_supergroup_disturbs_nothing(
    town: RunningTown, language: str
) -> None:
    olena = await town.person("Олена", language=language)
    group = await yard_of(town, olena, language)
    await town.sandbox.post(f"/control/groups/{group['id']}/upgrade")
    await all_is_heard(olena)
    async with town.wiring.storage.reading() as work:
        assert (await work.inbox.backlog()).dead == 0


async def test_a_forged_press_in_a_group_shows_nobodys_data(
    town: RunningTown, language: str
) -> None:
    olena = await town.person("Олена", language=language)
    group = await yard_of(town, olena, language)
    update = {
        "callback_query": {
            "id": "77",
            "from": {"id": olena.id, "is_bot": False, "first_name": "Олена", "language_code": "uk"},
            "chat_instance": "1",
            "data": TellAllPress().pack(),
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": group["id"], "type": "group", "title": "Двір"},
                "text": "?",
            },
        }
    }
    await town.sandbox.inject(update)
    await all_is_heard(olena)
    assert not await town.sandbox.calls("sendDocument")
