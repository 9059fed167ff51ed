"""An official picks whom something is for, and sees at each step how many that makes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from civic.audiences.model import AnsweredSurvey, AudienceRule
from civic.communities.model import Role
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AccountId, PlaceId, ResidentId, SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.places.model import Place, PlaceKind
from civic.residents.model import Resident
from civic.unit_of_work import Work
from handlers.audiences.holding import Held
from handlers.audiences.router import build_router
from handlers.person import Person
from handlers.presses.audiences import AudiencePress, SubjectId, ToggleLanguagePress
from handlers.presses.menu import OfficePress
from handlers.screens.audiences.picking import Picking
from handlers.screens.audiences.places import PAGE, found_screen
from locales.catalog import Say, say
from storage.engines import Database
from tests.asked import AUTHOR, COURTYARD, MONDAY, TOWN, YARD, response, uk
from tests.bot.post import Post, post_office
from tests.survey_town import (
    BUILDING,
    DISTRICT,
    OTHER_COURTYARD,
    build_town,
    launch,
)

SUBJECT = SubjectId(77)
UK = say("uk")
FIRST = AudiencePress(of="t", subject=SUBJECT)


@dataclass
class MemoryHolder:
    """A feature with one thing, whose audience it keeps in a variable."""

    rule: AudienceRule = field(default_factory=AudienceRule)
    is_closed: bool = False

    async def held(self, subject: SubjectId, person: Person, work: Work, say: Say) -> Held:
        check_may(person.official, Action.MANAGE_AUDIENCES)
        if subject != SUBJECT or self.is_closed:
            raise Refusal("not-allowed")
        return Held(rule=self.rule, title="Вода", topic="outages", back=OfficePress())

    async def keep(
        self,
        subject: SubjectId,
        rule: AudienceRule,
        person: Person,
        work: Work,
        now: datetime,
    ) -> None:
        self.rule = rule


@dataclass
class Desk:
    """The official's chat with the picker."""

    post: Post
    holder: MemoryHolder

    async def press(self, data: str, *, person: int = AUTHOR) -> None:
        self.post.telegram.calls.clear()
        await self.post.arrives(self.post.presses(data, 1, person=person))
        await self.post.settle()

    async def open(self) -> None:
        await self.press(FIRST.pack())

    async def choose(self, label: str) -> None:
        """Press the button of that label on the screen shown last."""
        await self.press(self.buttons[label])

    async def type(self, words: str) -> None:
        self.post.telegram.calls.clear()
        await self.post.arrives(self.post.says(words, person=AUTHOR))
        await self.post.settle()

    @property
    def shown(self) -> dict[str, Any]:
        screens = [params for _, params in self.post.telegram.calls if "reply_markup" in params]
        assert screens, self.post.telegram.calls
        return screens[-1]

    @property
    def text(self) -> str:
        return str(self.shown["text"])

    @property
    def said(self) -> str:
        return " ".join(self.post.telegram.texts())

    @property
    def buttons(self) -> dict[str, str]:
        rows = self.shown["reply_markup"]["inline_keyboard"]
        return {button["text"]: button["callback_data"] for row in rows for button in row}


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    holder = MemoryHolder()
    async with post_office(database, tmp_path, routers=[build_router({"t": holder})]) as post:
        async with post.storage.writing() as work:
            await build_town(work)
            for number, home in ((1, COURTYARD), (2, BUILDING), (3, OTHER_COURTYARD), (4, None)):
                await work.residents.put(
                    Resident(
                        id=ResidentId(number), community=TOWN, account=AccountId(1000 + number),
                        language="en" if number == 3 else "uk", home=home, joined_at=MONDAY,
                        muted=frozenset({"outages"} if number == 2 else ()),
                    )
                )  # fmt: skip
        yield Desk(post=post, holder=holder)


def will_get(people: int) -> str:
    return UK("audience-recipients", count=UK.number(people))


async def test_the_first_screen_tells_who_gets_it_and_who_does_not_and_why(desk: Desk) -> None:
    await desk.open()
    assert desk.text.startswith("Вода")
    assert UK("audience-whole-town") in desk.text
    assert will_get(3) in desk.text
    reason = UK.n("audience-left-topic-off", 1, topic=UK("topic-outages"))
    assert reason in desk.text
    assert len(desk.buttons) <= 8 + 2


async def test_places_are_ticked_looked_into_and_counted_at_once(desk: Desk) -> None:
    async with desk.post.storage.reading() as work:
        names = {
            place: found.title_in("uk")
            for place, found in (
                await work.places.some(TOWN, [DISTRICT, COURTYARD, OTHER_COURTYARD, BUILDING])
            ).items()
        }
    await desk.open()
    await desk.choose(UK("audience-button-places"))
    await desk.choose(UK("audience-look-courtyards"))
    await desk.choose(names[OTHER_COURTYARD])
    assert desk.holder.rule.places == (OTHER_COURTYARD,)
    assert f"✓ {names[OTHER_COURTYARD]}" in desk.buttons
    assert will_get(1) in desk.text
    await desk.choose(UK("back"))
    await desk.choose(names[DISTRICT])
    # The district stands for its courtyard, and a courtyard in it cannot be ticked besides.
    assert desk.holder.rule.places == (DISTRICT,)
    await desk.choose(UK("audience-look-courtyards"))
    assert UK("audience-covered") in desk.text
    await desk.choose(names[COURTYARD])
    assert UK("audience-covered") in desk.said
    assert desk.holder.rule.places == (DISTRICT,)
    await desk.open()
    assert UK.n("audience-without-home", 1) in desk.text


async def test_a_place_is_found_by_typing(desk: Desk) -> None:
    async with desk.post.storage.reading() as work:
        name = (await work.places.place(TOWN, COURTYARD)).title_in("uk")
    await desk.open()
    await desk.choose(UK("audience-button-places"))
    await desk.type("нічого такого")
    assert UK("audience-found-none", typed="нічого такого") in desk.text
    await desk.type(name.split()[-1])
    await desk.choose(name)
    assert desk.holder.rule.places == (COURTYARD,)
    assert f"✓ {name}" in desk.buttons


async def test_people_are_chosen_by_language_and_by_a_survey(desk: Desk) -> None:
    async with desk.post.storage.writing() as work:
        asked = await launch(work, asked=replace(YARD, title=uk("Лавки")))
        begun = replace(response(1, of=asked.id), resident=ResidentId(1))
        await work.responses.begin(begun)
        await work.responses.finish(begun, place=None, now=MONDAY)
    await desk.open()
    await desk.choose(UK("audience-button-languages"))
    await desk.choose(UK("language-uk"))
    assert desk.holder.rule.languages == ("uk",)
    assert will_get(2) in desk.text
    await desk.choose(UK("back"))
    await desk.choose(UK("audience-button-survey"))
    await desk.choose("Лавки")
    await desk.choose(UK("audience-answered-did"))
    assert desk.holder.rule.survey == AnsweredSurvey(survey=SurveyId(1), did=True)
    # One person: their number would say who answered.
    assert UK("audience-few", limit=UK.number(5)) in desk.text
    assert "<b>1</b>" not in desk.text
    await desk.choose(UK("audience-answered-any"))
    assert desk.holder.rule.survey is None


async def test_officials_are_chosen_instead_of_residents(desk: Desk) -> None:
    desk.holder.rule = AudienceRule(places=(COURTYARD,))
    await desk.open()
    await desk.choose(UK("audience-button-office"))
    await desk.choose(UK("audience-role-official"))
    assert desk.holder.rule == AudienceRule(roles=(Role.OFFICIAL,))
    assert will_get(1) in desk.text
    await desk.choose(UK("back"))
    assert UK("audience-office-roles", roles=UK("audience-role-official")) in desk.text


async def test_an_audience_is_kept_under_a_name_used_and_left_out(desk: Desk) -> None:
    desk.holder.rule = AudienceRule(places=(COURTYARD,))
    await desk.open()
    await desk.choose(UK("audience-button-save"))
    await desk.type("Парк")
    assert "Парк" in desk.buttons
    await desk.choose("Парк")
    await desk.choose(UK("audience-button-use"))
    saved = desk.holder.rule.saved
    assert saved is not None
    assert UK("audience-saved-line", name="«Парк»") in desk.text
    await desk.choose(UK("audience-button-anew"))
    assert desk.holder.rule == AudienceRule()
    await desk.choose(UK("audience-button-except"))
    await desk.choose(UK("audience-button-without-saved"))
    await desk.choose("Парк")
    assert desk.holder.rule.without_saved == (saved,)
    assert will_get(2) in desk.text
    async with desk.post.storage.reading() as work:
        verbs = [entry.verb for entry in await work.audit.entries(TOWN, limit=9)]
    assert verbs == ["audience-saved"]


async def test_a_name_that_is_taken_is_asked_again(desk: Desk) -> None:
    desk.holder.rule = AudienceRule(places=(COURTYARD,))
    for _ in range(2):
        await desk.open()
        await desk.choose(UK("audience-button-save"))
        await desk.type("Парк")
    assert UK("audience-name-taken", name="Парк") in desk.said
    await desk.type("Парк 2")
    assert {"Парк", "Парк 2"} <= set(desk.buttons)


async def test_a_rule_by_a_deleted_audience_says_so_and_is_mended(desk: Desk) -> None:
    desk.holder.rule = AudienceRule(places=(COURTYARD,))
    await desk.open()
    await desk.choose(UK("audience-button-save"))
    await desk.type("Парк")
    await desk.choose("Парк")
    await desk.choose(UK("audience-button-use"))
    await desk.choose(UK("audience-button-saved"))
    await desk.choose("✓ Парк")
    await desk.choose(UK("audience-button-delete"))
    assert UK("audience-ask-delete") in desk.text
    await desk.choose(UK("audience-button-delete-sure"))
    assert UK("audience-deleted", name="Парк") in desk.said
    await desk.open()
    assert UK("audience-names-gone") in desk.text
    assert UK("audience-cannot-count") in desk.text
    await desk.choose(UK("audience-button-drop-gone"))
    assert desk.holder.rule == AudienceRule()


async def test_a_place_that_the_town_dropped_is_named_and_taken_out(desk: Desk) -> None:
    desk.holder.rule = AudienceRule(places=(COURTYARD, OTHER_COURTYARD))
    async with desk.post.storage.writing() as work:
        place = await work.places.place(TOWN, OTHER_COURTYARD)
        await work.places.put(TOWN, [replace(place, retired=True)])
    await desk.open()
    gone = UK("audience-place-gone", place=place.title_in("uk"))
    assert gone in desk.text
    await desk.choose(UK("audience-button-drop-gone"))
    assert desk.holder.rule.places == (COURTYARD,)


async def test_what_may_not_be_changed_any_more_is_refused_at_each_press(desk: Desk) -> None:
    await desk.open()
    desk.holder.is_closed = True
    await desk.press(ToggleLanguagePress("t", SUBJECT, "en", on=True).pack())
    assert UK("not-allowed") in desk.said
    assert desk.holder.rule == AudienceRule()
    await desk.press(AudiencePress(of="z", subject=SUBJECT).pack())
    assert UK("not-found") in desk.said


async def test_a_place_left_out_is_said(desk: Desk) -> None:
    async with desk.post.storage.reading() as work:
        name = (await work.places.place(TOWN, DISTRICT)).title_in("uk")
    await desk.open()
    await desk.choose(UK("audience-button-except"))
    await desk.choose(UK("audience-button-without-places"))
    await desk.choose(name)
    assert desk.holder.rule == AudienceRule(without_places=(PlaceId(DISTRICT),))
    assert will_get(1) in desk.text
    await desk.choose(UK("back"))
    assert UK("audience-without-places", places=name) in desk.text


@pytest.mark.parametrize("count", [PAGE, PAGE + 1])
def test_what_did_not_fit_on_the_page_is_not_passed_over_in_silence(count: int) -> None:
    picking = Picking(
        of="t", subject=SUBJECT, rule=AudienceRule(), title="Вода", topic=None, is_urgent=False,
        back=OfficePress(),
    )  # fmt: skip
    places = [
        Place(
            id=PlaceId(100 + number), community=TOWN, kind=PlaceKind.COURTYARD, parent=None, external_id="",
            name=Translated({"uk": f"Двір {number}"}),
        )
        for number in range(count)
    ]  # fmt: skip
    shown = found_screen(picking, places, "двір", out=False, counted="", say=UK)
    has_more = UK("audience-found-more", typed="двір") in shown.text
    assert has_more is (count > PAGE)
    assert len([row for row in shown.rows if "Двір" in row[0].label]) == PAGE
