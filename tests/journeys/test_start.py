"""Somebody new comes: a language, the town, the sentence of privacy, the menu."""

from dataclasses import replace
from datetime import timedelta

from civic.communities.actions.codes import make_owner_code
from civic.communities.model import Role
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.language import Translated, language_of
from tests.journeys.running_town import TITLES, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.people import NEMISHAIEVE
from tests.people import town as some_town

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
BORODIANKA = CommunityId(1002)


async def add_town(town: RunningTown) -> None:
    async with town.wiring.storage.writing() as work:
        other = some_town(BORODIANKA, "Бородянка")
        await work.communities.put(replace(other, name=Translated({"uk": "Бородянка"})))


def named(language: str) -> str:
    return NEMISHAIEVE.name.in_(language_of(language))


async def test_the_only_town_needs_no_asking(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_text(say("start-welcome"))
    await olena.press(say(f"language-{language}"))
    await olena.until_text(named(language), say("privacy-sentence-2"), say("start-why-courtyard"))
    # The question where one lives is asked at once.
    assert say("courtyard-send-location") in olena.keyboard
    await olena.tap(say("courtyard-later"))
    await olena.until_text(say("menu-heading", town=named(language)).split("\n")[1])
    assert olena.keyboard == []
    async with town.wiring.storage.reading() as work:
        met = await work.people.find(AccountId(olena.id))
    assert met is not None
    assert met.resident is not None
    assert met.resident.consent is not None
    assert met.resident.consent.language == language


async def test_a_town_is_found_by_its_name_and_none_is_listed(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await add_town(town)
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(say(f"language-{language}"))
    await olena.press(say(f"language-{language}"))
    await olena.until_text(say("start-ask-town"))
    await olena.send("Харків")
    unknown = await olena.until_text(say("start-no-such-town"))
    assert unknown.buttons == [say("home")]
    await olena.send("бородянка")
    await olena.until_any(say("start-town-found", town="Бородянка"))
    await olena.until_text(say("privacy-sentence-2"))


async def test_a_town_is_found_by_sending_a_location(town: RunningTown, language: str) -> None:
    say = voice(language)
    await add_town(town)
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press(voice(language)(f"language-{language}"))
    await olena.until_text(say("start-ask-town"))
    await olena.send_location(0.0, -30.0)
    await olena.until_text(say("start-no-such-town"))
    await olena.send_location(50.561, 30.081)
    await olena.until_text(say("privacy-sentence-2"), TITLES[language])


async def test_a_towns_link_leads_there_after_the_language(
    town: RunningTown, language: str
) -> None:
    await add_town(town)
    olena = await town.person("Олена", language=language)
    await olena.send(f"/start c-{BORODIANKA}")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press(voice(language)(f"language-{language}"))
    await olena.until_text("Бородянка", voice(language)("privacy-sentence-2"))


async def test_who_lives_in_one_town_moves_to_another_only_when_sure(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await add_town(town)
    olena = await town.person("Олена", language=language)
    await olena.send(f"/start c-{TOWN}")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press(voice(language)(f"language-{language}"))
    await olena.until_text(TITLES[language])
    await olena.send(f"/start c-{BORODIANKA}")
    await olena.until_text(say("start-move", town=TITLES[language], other="Бородянка"))
    await olena.press(say("start-move-yes", other="Бородянка"))
    await olena.until_text(seen(say("start-joined", town="Бородянка")))


async def test_looking_for_another_town_can_be_given_up(town: RunningTown, language: str) -> None:
    say = voice(language)
    await add_town(town)
    olena = await town.person("Олена", language=language)
    await olena.ask(f"/start c-{TOWN}")
    await olena.press(say(f"language-{language}"))
    await olena.until_text(named(language))
    await olena.send("/settings")
    await olena.until_button(say("settings-change-town"))
    await olena.press(say("settings-change-town"))
    await olena.until_text(say("start-ask-town"))
    await olena.tap(say("cancel"))
    await olena.until_button(say("menu-surveys"))
    assert olena.keyboard == []


async def test_a_link_to_nothing_is_said_to_be_so(town: RunningTown, language: str) -> None:
    olena = await town.person("Олена", language=language)
    await olena.send("/start zz-17")
    await olena.until_any(voice(language)("start-link-outdated"))
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.send("/start c-99999")
    await olena.until_text(voice(language)("community-gone"))


async def test_a_link_with_an_id_that_nobody_gave_is_outdated(
    town: RunningTown, language: str
) -> None:
    olena = await town.person("Олена", language=language)
    for link in ("c-99999999999999999999999", "i-99999999999999999999999-x", "c-0x1"):
        seen = await olena.ask(f"/start {link}")
        assert seen.text == voice(language)("start-link-outdated"), link
    seen = await olena.ask("/start s-1-99999999999999999999999")
    assert seen.text == voice(language)("survey-gone")


async def test_an_owner_code_leads_through_making_a_town(town: RunningTown, language: str) -> None:
    say = voice(language)
    async with town.wiring.storage.writing() as work:
        code = await make_owner_code(None, codes=work.owner_codes, now=town.now)
    ihor = await town.person("Ігор", language=language)
    await ihor.send(f"/start {code}")
    await ihor.until_text(say("found-name"))
    await ihor.send("Боро\u200bдянка <b>")
    await ihor.until_text("Бородянка <b>")
    await ihor.press("English")
    await ihor.until_button("✓ English")
    await ihor.press(say("next"))
    await ihor.until_button(say("found-same-name"))
    await ihor.send("Borodianka")
    await ihor.until_button(say("found-kyiv"))
    await ihor.send("Europe/Nowhere")
    await ihor.until_text(say("timezone-unknown", typed="Europe/Nowhere"))
    await ihor.press(say("found-kyiv"))
    made = await ihor.until_any("start=c-")
    assert say("menu-office") in made.buttons
    async with town.wiring.storage.reading() as work:
        kept = await work.communities.by_slug("borodianka-b")
        assert kept is not None
        assert kept.languages == ("uk", "en")
        assert kept.timezone == "Europe/Kyiv"
        assert (await work.officials.official(kept.id, AccountId(ihor.id))).role is (
            Role.ADMINISTRATOR
        )
    # The code is used up: for anybody, and in words that tell nothing.
    petro = await town.person("Петро")
    await petro.send(f"/start {code}")
    await petro.until_text(voice("uk").n("start-wrong-code", 4))


async def test_each_question_of_making_a_town_leads_back_to_the_one_before(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    async with town.wiring.storage.writing() as work:
        code = await make_owner_code(None, codes=work.owner_codes, now=town.now)
    ihor = await town.person("Ігор", language=language)
    await ihor.send(f"/start {code}")
    await ihor.until_text(say("found-name"))
    await ihor.send("Бородіанка")
    await ihor.until_button("English")
    await ihor.press("English")
    await ihor.until_button("✓ English")
    await ihor.press("Русский")
    await ihor.until_button("✓ Русский")
    await ihor.press(say("next"))
    await ihor.until_text(say("found-name-in-en", name="Бородіанка"))
    await ihor.send("Borodianca")
    await ihor.until_text(say("found-name-in-ru", name="Бородіанка"))
    await ihor.press(say("found-same-name"))
    await ihor.until_button(say("found-kyiv"))
    for question in ("found-name-in-ru", "found-name-in-en"):
        await ihor.press(say("back"))
        await ihor.until_text(say(question, name="Бородіанка"))
    await ihor.press(say("back"))
    await ihor.until_button("✓ Русский")
    await ihor.press(say("back"))
    await ihor.until_text(say("found-name"))
    await ihor.send("Бородянка")
    await ihor.until_button("✓ Русский")
    await ihor.press("✓ Русский")
    await ihor.until_button("Русский")
    await ihor.press(say("next"))
    await ihor.until_text(say("found-name-in-en", name="Бородянка"))
    await ihor.send("Borodianka")
    await ihor.until_button(say("found-kyiv"))
    await ihor.press(say("found-kyiv"))
    await ihor.until_any("start=c-")
    async with town.wiring.storage.reading() as work:
        kept = await work.communities.by_slug("borodianka")
    assert kept is not None
    assert kept.name.texts == {"uk": "Бородянка", "en": "Borodianka"}


async def test_five_wrong_codes_make_a_pause_of_an_hour(town: RunningTown, language: str) -> None:
    say = voice(language)
    async with town.wiring.storage.writing() as work:
        code = await make_owner_code(TOWN, codes=work.owner_codes, now=town.now)
    petro = await town.person("Петро", language=language)
    for left in (4, 3, 2, 1):
        await petro.send(f"/start WRONG-CODE-{left}")
        await petro.until_text(say.n("start-wrong-code", left))
    await petro.send("/start WRONG-CODE-0")
    await petro.until_text(say("start-codes-paused"))
    await petro.ask(f"/start {code}")
    assert petro.last.text == say("start-codes-paused")
    await town.forward(timedelta(hours=1))
    await petro.send(f"/start {code}")
    await petro.until_text(TITLES[language], say("role-administrator"))


async def test_whatever_else_comes_gets_an_answer_that_makes_sense(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(say(f"language-{language}"))
    await olena.press(say(f"language-{language}"))
    await olena.until_text(say("start-why-courtyard"))
    await olena.tap(say("courtyard-later"))
    await olena.until_button(say("menu-surveys"))
    await olena.send("а чому не світить ліхтар?")
    lost = await olena.until_text(say("fallback-text"), "+380 44")
    assert say("menu-surveys") in lost.buttons
    await olena.send_sticker()
    await olena.until_text(say("fallback-sticker"))
    await olena.send_voice(b"OggS")
    await olena.until_text(say("fallback-voice"))
    await olena.send_contact()
    await olena.until_text(say("fallback-contact"))
    sent = await olena.send("нічого")
    await olena.until_text(say("fallback-text"))
    await olena.edit(sent.id, "дещо")
    await olena.until_text(say("fallback-edited"))
    await olena.send("/nosuch")
    await olena.until_text(say("fallback-command"))
    await olena.press_data("zz9.forged")
    assert olena.toast == say("press-outdated")
    await olena.send("/cancel")
    await olena.until_any(say("cancel-nothing"))


async def test_an_album_is_one_thing_and_gets_one_answer(town: RunningTown, language: str) -> None:
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press(voice(language)(f"language-{language}"))
    await olena.until_text(voice(language)("start-why-courtyard"))
    await olena.tap(voice(language)("courtyard-later"))
    await olena.until_button(voice(language)("menu-surveys"))
    await olena.send_album([{"photo": PIXEL}, {"photo": PIXEL}, {"photo": PIXEL}])
    said = await olena.until_text(voice(language)("fallback-photo"))
    await olena.send("/menu")
    await olena.until_text(voice(language)("menu-heading", town=TITLES[language]).split("\n")[1])
    assert olena.texts.count(said.text) == 1


async def test_who_blocked_the_bot_is_out_of_reach_until_they_write(
    town: RunningTown, language: str
) -> None:
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press(voice(language)(f"language-{language}"))
    await olena.until_text(voice(language)("start-why-courtyard"))
    await olena.block()
    # Whoever comes later is answered later: then the block has been taken in.
    petro = await town.person("Петро", language=language)
    await petro.ask("/start")
    async with town.wiring.storage.reading() as work:
        blocked = await work.accounts.account(AccountId(olena.id))
    assert not blocked.reachable
    await olena.unblock()
    await olena.send("/menu")
    await olena.until_text(voice(language)("menu-heading", town=TITLES[language]).split("\n")[1])
    async with town.wiring.storage.reading() as work:
        back = await work.people.find(AccountId(olena.id))
    assert back is not None
    assert back.account.reachable
    assert back.resident is not None
    assert back.resident.reachable
