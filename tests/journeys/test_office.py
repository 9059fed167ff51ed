"""Administrators invite, change roles, take them away and say what is to be said of the town."""

import re
from datetime import date, timedelta

import pytest

from civic.appeals.model import Term
from civic.appeals.rules import due_by
from civic.communities.model import Role
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.refusal import Refusal
from civic.service_requests.rules.deadlines import calendar_of
from handlers.presses.communities import EditTownPress
from tests.journeys.running_town import IHOR, OFFICES, TITLES, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.people import town as some_town
from tests.people import who_serves
from tests.sandbox_client import PersonChat


async def invitation(ihor: PersonChat, language: str, role: str, agency: str) -> str:
    """The link that an administrator gets after three presses."""
    say = voice(language)
    await ihor.send("/office")
    await ihor.until_button(say("office-officials"))
    await ihor.press(say("office-officials"))
    await ihor.until_button(say("officials-invite"))
    await ihor.press(say("officials-invite"))
    label = say(f"role-{role}").capitalize()
    await ihor.until_button(label)
    await ihor.press(label)
    await ihor.until_button(agency)
    await ihor.press(agency)
    shown = await ihor.until_any("start=i-")
    found = re.search(r"https://t\.me/\S+", shown.text)
    assert found is not None
    return found[0]


async def test_an_invitation_makes_one_official_of_one_agency(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    link = await invitation(ihor, language, "analyst", say("invite-no-agency"))
    petro = await town.person("Петро", language=language)
    await petro.open(link)
    joined = await petro.until_text(say("office-you-are", role=say("role-analyst")))
    assert say("menu-office") in joined.buttons
    await ihor.until_text(say("official-joined", name="Петро", role=say("role-analyst")))
    other = await town.person("Інший", language=language)
    await other.open(link)
    await other.until_text(say("invitation-gone"))
    await petro.open(link)
    await petro.until_text(say("official-already"))
    # An analyst's office has no button that an analyst may not press.
    await petro.send("/office")
    office = await petro.until_button(say("office-reports"))
    assert say("office-officials") not in office.buttons
    await petro.press(say("office-surveys"))
    seen = await petro.until_text(say("survey-office-none"))
    assert say("survey-button-new") not in seen.buttons


async def test_an_invitation_dies_after_three_days(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    link = await invitation(ihor, language, "official", OFFICES[language])
    await town.forward(timedelta(hours=72))
    petro = await town.person("Петро", language=language)
    await petro.open(link)
    await petro.until_text(say("invitation-gone"))
    async with town.wiring.storage.reading() as work:
        assert [one.account for one in await work.officials.all(TOWN)] == [ihor.id]


async def test_an_agency_is_named_on_the_way_to_an_invitation(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await ihor.until_button(say("office-officials"))
    await ihor.press(say("office-officials"))
    await ihor.until_button(say("officials-invite"))
    await ihor.press(say("officials-invite"))
    await ihor.until_button(say("role-official").capitalize())
    await ihor.press(say("role-official").capitalize())
    await ihor.until_button(say("invite-new-agency"))
    await ihor.press(say("invite-new-agency"))
    await ihor.until_text(say("agency-name-ask"))
    await ihor.send("ЖКГ <i>\u202e")
    shown = await ihor.until_text("ЖКГ <i>", "start=i-")
    petro = await town.person("Петро", language=language)
    link = re.search(r"https://t\.me/\S+", shown.text)
    assert link is not None
    await petro.open(link[0])
    await petro.until_text(say("office-agency", agency="ЖКГ <i>"))


async def test_a_role_is_changed_and_taken_away_and_all_concerned_hear_of_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    oksana = await town.official(language=language)
    await oksana.ask("/menu")
    await _open(ihor, "Оксана", "official", language)
    await ihor.press(say("official-make-administrator"))
    changed = say(
        "role-changed", name="Оксана", was=say("role-official"), now=say("role-administrator"),
        by="Ігор",
    )  # fmt: skip
    await oksana.until_any(changed)
    await ihor.until_any(changed)
    await _open(oksana, "Ігор", "administrator", language)
    await oksana.press(say("official-revoke"))
    await oksana.until_button(say("official-revoke-yes"))
    await oksana.press(say("official-revoke-yes"))
    await ihor.until_any(
        say("official-revoked", name="Ігор", role=say("role-administrator"), by="Оксана")
    )
    await ihor.send("/office")
    await ihor.until_text(say("office-none"))
    async with town.wiring.storage.reading() as work:
        left = [(one.account, one.role) for one in await work.officials.all(TOWN)]
    assert left == [(oksana.id, Role.ADMINISTRATOR)]


async def test_the_last_administrator_cannot_leave_in_the_chat(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await _open(ihor, "Ігор", "administrator", language)
    await ihor.press(say("official-make-analyst"))
    assert ihor.toast == say("last-administrator")
    await ihor.press(say("official-leave"))
    await ihor.until_button(say("official-leave-yes"))
    await ihor.press(say("official-leave-yes"))
    assert ihor.toast == say("last-administrator")


async def test_a_button_of_the_office_does_nothing_for_a_resident(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await _open(ihor, "Ігор", "administrator", language)
    data = ihor.last.button(say("official-leave"))["data"]
    olena = await town.person("Олена", language=language)
    await olena.send("/start")
    await olena.until_button(voice(language)(f"language-{language}"))
    await olena.press_data(data)
    assert olena.toast == say("not-allowed")


async def test_the_towns_contacts_are_changed_and_shown_to_residents(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await ihor.until_button(say("office-setup"))
    await ihor.press(say("office-setup"))
    await ihor.until_button(say("office-town"))
    await ihor.press(say("office-town"))
    await ihor.until_button(say("town-edit-hours"))
    await ihor.press(say("town-edit-hours"))
    await ihor.until_text(say("town-ask-hours"))
    await ihor.send("щодня <b>8–20")
    await ihor.until_text(say("town-hours", text="щодня <b>8–20"))
    await ihor.press(say("town-edit-phone"))
    await ihor.until_button(say("town-clear"))
    await ihor.press(say("town-clear"))
    await ihor.until_text(say("town-phone", text=say("town-empty")))
    await ihor.send("/help")
    await ihor.until_text(say("help-hours", text="щодня <b>8–20"))
    assert "+380" not in ihor.last.text


async def test_an_official_of_two_towns_sees_which_and_switches(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    other = CommunityId(1002)
    async with town.wiring.storage.writing() as work:
        await work.communities.put(some_town(other, "Бородянка"))
        await work.officials.put(who_serves(Role.ANALYST, account=IHOR, community=other))
    await ihor.send("/office")
    await ihor.until_text(TITLES[language], say("role-administrator"))
    await ihor.press(say("office-switch"))
    await ihor.until_button("Бородянка")
    await ihor.press("Бородянка")
    await ihor.until_text("Бородянка", say("role-analyst"))
    async with town.wiring.storage.reading() as work:
        seen = await work.people.find(AccountId(ihor.id))
    assert seen is not None
    assert seen.office is not None
    assert (seen.office.id, TOWN) == (other, TOWN)


async def _open(chat: PersonChat, name: str, role: str, language: str) -> None:
    """The card of one official."""
    say = voice(language)
    await chat.send("/office")
    await chat.until_button(say("office-officials"))
    await chat.press(say("office-officials"))
    label = say("officials-line", name=name, role=say(f"role-{role}"))
    await chat.until_button(label)
    await chat.press(label)
    await chat.until_text(say("official-role", role=say(f"role-{role}")))


async def test_a_towns_country_says_which_days_off_and_which_law_hold(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await ihor.press_data(EditTownPress("country").pack(), message=ihor.last.id)
    await ihor.until_text(seen(say("town-ask-country")))
    await ihor.send("Нарнія")
    await ihor.until_any(say("country-unknown", typed="Нарнія"))
    await ihor.send("pl")
    await ihor.until_text(seen(say("town-country", country="PL")))
    async with town.wiring.storage.reading() as work:
        calendar = calendar_of(await work.communities.community(TOWN))
    # The third of May is a day off in Poland alone.
    assert not calendar.is_working(date(2027, 5, 3))
    with pytest.raises(Refusal, match="appeal-no-law"):
        due_by(Term.USUAL, town.now, calendar)
