"""A person asks what is kept about them, and is forgotten at once."""

import json

from civic.kernel.ids import AccountId
from tests.journeys.running_town import TITLES, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_settings import settled


async def test_everything_kept_comes_as_a_file_and_goes_for_good(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await settled(town, language)
    account = AccountId(olena.id)
    await olena.send("/privacy")
    await olena.until_text(say("privacy-sentence-2"), say("privacy-rights"))
    await olena.press(say("privacy-tell-all"))
    sent = await olena.until_text(say("privacy-file"))
    told = json.loads(await olena.download(sent))
    assert told["account"]["first_name"] == "Олена"
    (here,) = told["towns"]
    assert here["resident"]["privacy_sentence"]["language"] == language

    await olena.send("/privacy")
    await olena.until_text(say("privacy-rights"))
    await olena.press(say("privacy-erase"))
    await olena.until_text(say("erase-ask"), say("erase-what-stays"))
    await olena.press(say("erase-yes"))
    await olena.until_text(say("erase-done"), say("erase-what-stayed"))
    async with town.wiring.storage.reading() as work:
        assert await work.people.find(account) is None
        assert await work.residents.everywhere(account) == []
        assert not (await work.standing.of([olena.id])).conversations

    # Afterwards they are as new: the language is asked for first.
    await olena.send("/start")
    await olena.until_text(say("start-welcome"))


async def test_who_changes_their_mind_is_not_forgotten(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await settled(town, language)
    await olena.send("/privacy")
    await olena.until_text(say("privacy-rights"))
    await olena.press(say("privacy-erase"))
    await olena.until_button(say("erase-yes"))
    await olena.press(say("back"))
    await olena.until_text(say("privacy-rights"))
    await olena.send("/menu")
    await olena.until_text(TITLES[language])
    async with town.wiring.storage.reading() as work:
        assert await work.people.find(AccountId(olena.id)) is not None


async def test_the_last_administrator_hands_the_town_over_before_being_forgotten(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/privacy")
    await ihor.until_button(say("privacy-erase"))
    await ihor.press(say("privacy-erase"))
    await ihor.until_text(say("erase-office"))
    await ihor.press(say("erase-yes"))
    assert ihor.toast == say("last-administrator")
    async with town.wiring.storage.reading() as work:
        assert await work.people.find(AccountId(ihor.id)) is not None


async def test_an_official_who_is_forgotten_leaves_and_administrators_hear_of_it(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/menu")
    oksana = await town.official(language=language)
    await oksana.send("/privacy")
    await oksana.until_button(say("privacy-erase"))
    await oksana.press(say("privacy-erase"))
    await oksana.until_button(say("erase-yes"))
    await oksana.press(say("erase-yes"))
    await oksana.until_text(say("erase-done"), say("erase-audit-stayed"))
    await ihor.until_text(say("official-left", name="Оксана", role=say("role-official")))
    async with town.wiring.storage.reading() as work:
        assert await work.officials.serving(AccountId(oksana.id)) == []
