"""An announcement with pictures and a survey goes to people and into the town's channel."""

import base64
from urllib.parse import urlsplit

from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import ChatId
from tests.journeys.peopled_survey import SURVEY, put_survey
from tests.journeys.running_town import IHOR, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_channels import made
from tests.journeys.writing_broadcasts import SHEVCHENKA, begin, neighbour, only_one, press
from tests.sandbox.pictures import png
from tests.sandbox_client import Body


async def channel(town: RunningTown) -> Body:
    news = await made(town, "Новини", "channel", IHOR, is_admin=True)
    chat, kind, now = ChatId(news["id"]), ChatKind.CHANNEL, town.now
    async with town.wiring.storage.writing() as work:
        await work.known_chats.put(
            KnownChat(
                id=chat, kind=kind, title="Новини", can_post=True, added_by=IHOR, learnt_at=now
            )
        )
        await work.channels.put(
            Channel(
                community=TOWN, chat=chat, kind=kind, title="Новини", can_post=True, place=None,
                bound_by=IHOR, bound_at=now,
            )
        )  # fmt: skip
    return news


async def test_pictures_go_ahead_and_the_survey_opens_below_the_words(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/menu")
    official = await town.official(language=language)
    news = await channel(town)
    await put_survey(town, questions=1)
    olena = await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)

    await begin(official, say, "repairs")
    items = [{"photo": base64.b64encode(png(20 + n, 20)).decode()} for n in range(2)]
    items[0]["caption"] = "Дивіться, {ім'я|сусіде}, яким буде двір."
    await official.send_album(items)
    await official.until_text(say.n("broadcast-photos", 2))
    await press(official, say("broadcast-buttons-of"))
    await press(official, say("broadcast-add-survey"))
    await press(official, "Наш двір")
    await official.until_button("✕ Наш двір")
    await press(official, say("broadcast-add-read"))
    await official.until_button(say("broadcast-drop-button", label=say("broadcast-button-read")))
    await press(official, say("back"))
    await press(official, say("broadcast-outlets-of"))
    await press(official, "Новини")
    await press(official, say("back"))
    await press(official, say("broadcast-check"))
    await official.until_text("Новини", "Ігор")
    await press(official, say("broadcast-request"))

    await press(ihor, say("told-look"))
    await press(ihor, say("told-approve"))
    await town.settle(ihor)
    await town.tick()
    got = await olena.until_any("Дивіться, Олена, яким буде двір.")
    before = [seen.kind for seen in olena.received if seen.id < got.id][-2:]
    assert before == ["photo", "photo"]
    assert got.buttons == ["Наш двір", "Прочитано", say("broadcast-mute-repairs")]
    await olena.press("Наш двір", message=got.id)
    opened = await olena.until_text("Наш двір")
    assert opened.id > got.id
    assert "Дивіться" in olena.message(got.id).text

    await town.settle()
    posts = (await town.sandbox.get(f"/control/groups/{news['id']}/chat"))["messages"]
    assert [post["kind"] for post in posts][-3:] == ["photo", "photo", "text"]
    assert "Дивіться, сусіде, яким буде двір." in posts[-1]["text"]
    (button,) = [button for row in posts[-1]["keyboard"] for button in row]
    assert button["text"] == "Наш двір"
    link = urlsplit(button["url"])
    async with town.wiring.storage.reading() as work:
        name = await work.clock.mark(f"bot_username:{work.bot}")
    assert (link.path, link.query) == (f"/{name}", f"start=s-{TOWN}-{SURVEY}")
    assert (await only_one(town)).channels == (ChatId(news["id"]),)
