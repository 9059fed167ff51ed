"""The bot is let into a channel and a group; an administrator binds them and sees what is amiss."""

from typing import Any

from civic.channels.model import Channel, ChatKind
from civic.kernel.ids import ChatId, PlaceId
from tests.journeys.running_town import COURTYARDS, IHOR, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import Body, PersonChat

SHEVCHENKA = COURTYARDS[PlaceId(11)][0]
STRANGER = 1003


async def made(
    town: RunningTown, title: str, kind: str, owner: int, *, is_admin: bool = False
) -> Body:
    """A chat that its owner let the bot into."""
    wish: dict[str, Any] = {"title": title, "type": kind, "owner": owner}
    wish |= {"bot": town.sandbox.bot, "bot_is_admin": is_admin}
    return dict(await town.sandbox.post("/control/groups", wish))


async def is_now(town: RunningTown, chat: Body, status: str, **rights: Any) -> None:
    wish = {"id": town.sandbox.bot, "status": status, "rights": rights}
    await town.sandbox.post(f"/control/groups/{chat['id']}/members", wish)


async def bound(town: RunningTown) -> list[Channel]:
    async with town.wiring.storage.reading() as work:
        return await work.channels.all(TOWN)


async def to_unbound(ihor: PersonChat, language: str) -> None:
    say = voice(language)
    await ihor.send("/office")
    await ihor.until_button(say("office-setup"))
    await ihor.press(say("office-setup"))
    await ihor.until_button(say("office-channels"))
    await ihor.press(say("office-channels"))
    await ihor.until_button(say("channels-add"))
    await ihor.press(say("channels-add"))


async def test_a_channel_is_bound_to_the_town_and_a_group_to_a_courtyard(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    news = await made(town, "Новини громади", "channel", IHOR, is_admin=True)
    yard = await made(town, "Сусіди & друзі", "group", IHOR)
    await to_unbound(ihor, language)
    shown = await ihor.until_text(say("channels-which"))
    assert {"📢 Новини громади", "👥 Сусіди & друзі"} <= set(shown.buttons)

    await ihor.press("📢 Новини громади")
    await ihor.until_button(say("channel-whole-town"))
    await ihor.press(say("channel-whole-town"))
    await ihor.until_text("Новини громади", say("channel-for-whole-town"))

    await to_unbound(ihor, language)
    shown = await ihor.until_button("👥 Сусіди & друзі")
    assert "📢 Новини громади" not in shown.buttons
    await ihor.press("👥 Сусіди & друзі")
    await ihor.until_button(say("channel-whole-town"))
    await ihor.send("шевченка")
    await ihor.until_button(SHEVCHENKA)
    await ihor.press(SHEVCHENKA)
    await ihor.until_text("Сусіди & друзі", SHEVCHENKA)

    assert [(one.chat, one.kind, one.place) for one in await bound(town)] == [
        (ChatId(news["id"]), ChatKind.CHANNEL, None),
        (ChatId(yard["id"]), ChatKind.GROUP, PlaceId(11)),
    ]
    async with town.wiring.storage.reading() as work:
        verbs = [entry.verb for entry in await work.audit.entries(TOWN, limit=9)]
    assert verbs.count("channel-bound") == 2


async def test_a_place_is_chosen_by_walking_and_changed(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await made(town, "Двір", "group", IHOR)
    await to_unbound(ihor, language)
    await ihor.until_button("👥 Двір")
    await ihor.press("👥 Двір")
    await ihor.until_button("Західний")
    districts = await ihor.until_button("Західний")
    look = next(row[1] for row in districts.rows if row[0]["text"] == "Західний")
    await ihor.press_data(look["data"], message=districts.id)
    await ihor.until_button(SHEVCHENKA)
    await ihor.press(SHEVCHENKA)
    await ihor.until_text("Двір", SHEVCHENKA)
    await ihor.press(say("channel-change-place"))
    await ihor.until_button("Східний")
    await ihor.press("Східний")
    await ihor.until_text("Східний")
    assert [one.place for one in await bound(town)] == [PlaceId(2)]


async def test_lost_rights_are_told_and_mended(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    news = await made(town, "Новини", "channel", IHOR, is_admin=True)
    await to_unbound(ihor, language)
    await ihor.until_button("📢 Новини")
    await ihor.press("📢 Новини")
    await ihor.until_button(say("channel-whole-town"))
    await ihor.press(say("channel-whole-town"))
    await ihor.until_button(say("channel-unbind"))

    await is_now(town, news, "administrator", can_post_messages=False)
    await ihor.until_text(say("channel-lost", title="Новини"))
    await ihor.press(say("channel-look"))
    await ihor.until_text(say("channel-cannot-post"), say("channel-mend-channel"))

    await is_now(town, news, "administrator", can_post_messages=True)
    await ihor.send("/office")
    await ihor.until_button(say("office-setup"))
    await ihor.press(say("office-setup"))
    await ihor.until_button(say("office-channels"))
    await ihor.press(say("office-channels"))
    shown = await ihor.until_button("📢 Новини")
    assert say("channel-cannot-post") not in shown.text


async def test_a_chat_that_a_stranger_added_the_bot_to_is_not_offered(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await town.person("Хтось", id=STRANGER, language=language)
    await made(town, "Чужа група", "group", STRANGER)
    await to_unbound(ihor, language)
    shown = await ihor.until_text(say("channels-nothing-to-bind"))
    assert not any("Чужа" in label for label in shown.buttons)


async def test_a_group_keeps_its_courtyard_when_it_becomes_a_supergroup(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    yard = await made(town, "Двір", "group", IHOR)
    await to_unbound(ihor, language)
    await ihor.until_button("👥 Двір")
    await ihor.press("👥 Двір")
    await ihor.until_button("Західний")
    await ihor.press("Західний")
    await ihor.until_button(say("channel-unbind"))
    grown = await town.sandbox.post(f"/control/groups/{yard['id']}/upgrade")
    await town.settle(ihor)
    (channel,) = await bound(town)
    assert (channel.chat, channel.place, channel.can_post) == (grown["id"], PlaceId(1), True)


async def test_a_chat_is_unbound_after_a_second_press(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await made(town, "Двір", "group", IHOR)
    await to_unbound(ihor, language)
    await ihor.until_button("👥 Двір")
    await ihor.press("👥 Двір")
    await ihor.until_button("Східний")
    await ihor.press("Східний")
    await ihor.until_button(say("channel-unbind"))
    await ihor.press(say("channel-unbind"))
    await ihor.until_text(say("channel-ask-unbind"))
    await ihor.press(say("channel-unbind-sure"))
    await ihor.until_button(say("channels-add"))
    assert await bound(town) == []


async def test_a_bot_that_was_taken_out_of_a_bound_chat_says_so(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    yard = await made(town, "Двір", "group", IHOR)
    await to_unbound(ihor, language)
    await ihor.until_button("👥 Двір")
    await ihor.press("👥 Двір")
    await ihor.until_button("Східний")
    await ihor.press("Східний")
    await ihor.until_button(say("channel-unbind"))
    await is_now(town, yard, "kicked")
    await ihor.until_text(say("channel-lost", title="Двір"))
    await ihor.press(say("channel-look"))
    await ihor.until_text(say("channel-cannot-post"), say("channel-mend-group"))
    await ihor.press(say("channel-mended"))
    assert ihor.toast == say("channel-bot-outside")
    await is_now(town, yard, "restricted", is_member=True, can_send_messages=False)
    await town.settle(ihor)
    await ihor.press(say("channel-mended"))
    shown = await ihor.until_button(say("channel-unbind"))
    assert say("channel-mended") not in shown.buttons
