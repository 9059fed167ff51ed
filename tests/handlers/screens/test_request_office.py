"""Every screen and notice of the office that handles requests, in three languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.encode import messages
from civic.assets.model import Asset, AssetKind
from civic.communities.model import Agency, Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    AnswerTemplateId,
    AssetId,
    AssetKindId,
    CategoryId,
    FileId,
    PlaceId,
    ResidentId,
    RoutingRuleId,
    ServiceRequestId,
)
from civic.kernel.language import LANGUAGES, Translated
from civic.places.model import Point
from civic.service_requests.duties.model import Absence
from civic.service_requests.model import (
    Category,
    Event,
    EventKind,
    Look,
    Photo,
    PhotoKind,
    ServiceRequest,
    Status,
)
from civic.service_requests.rules.deadlines import TownCalendar
from civic.service_requests.rules.transitions import Party, Step
from civic.service_requests.settings import (
    CategoryPlan,
    DryRun,
    Rerouted,
    Route,
    RoutingPlan,
    RoutingRule,
    TableFinding,
)
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from handlers.presses.service_request_office import (
    ALL,
    NearQueuePress,
    RequestAsidePress,
    RequestQueuePress,
)
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from handlers.screens.service_requests import (
    office_asset,
    office_card,
    office_categories,
    office_duties,
    office_merging,
    office_photos,
    office_queue,
    office_rules,
    office_steps,
    office_templates,
)
from locales.catalog import Say
from locales.catalog import say as speak
from tests.calendar import MONDAY
from tests.people import IHOR, OKSANA, TOWN, who_serves

NASTY = "<b>&" + "я" * 90
LARGEST = 2**62
AGENCIES = [
    Agency(id=AgencyId(LARGEST + n), community=TOWN, name=Translated({"uk": f"{n} {NASTY}"}))
    for n in range(20)
]
CATEGORY = Category(
    id=CategoryId(LARGEST), community=TOWN, parent=None, code=NASTY, icon="🏡",
    name=Translated({"uk": NASTY}), words=(NASTY,) * 20, is_emergency=True, agency=AGENCIES[0].id,
)  # fmt: skip
REQUEST = ServiceRequest(
    id=ServiceRequestId(LARGEST), community=TOWN, number=123_456, draft=1, category=CATEGORY.id,
    asker=ResidentId(1), account=AccountId(1), contact=NASTY, text=NASTY * 30,
    point=Point(latitude=50, longitude=30), place=PlaceId(1), address=NASTY, agency=None,
    assignee=OKSANA, days=5, due_at=MONDAY, filed_at=MONDAY, changed_at=MONDAY, joined=40,
    reopened=1, events=30, is_hidden=True,
)  # fmt: skip
EVERYTHING = frozenset({Party.OFFICER, Party.DISPATCHER, Party.HEAD})
HERE = TownCalendar(zone="Europe/Kyiv", country="UA")
CARD = office_card.OfficeCard(
    request=REQUEST, category=CATEGORY, parties=EVERYTHING, agencies=AGENCIES, calendar=HERE,
    place=NASTY, asset=NASTY, asker=NASTY, holder=NASTY, is_own=False, photos=5, unlooked=3,
    merged_number=7, now=MONDAY,
)  # fmt: skip
KIND = AssetKind(
    id=AssetKindId(LARGEST), community=TOWN, code="lamp", name=Translated({"uk": NASTY}),
    is_public=True,
)  # fmt: skip
LAMP = Asset(
    id=AssetId(LARGEST), community=TOWN, kind=KIND.id, external_id="1", number=NASTY,
    point=Point(latitude=50, longitude=30),
)  # fmt: skip
SHELF = office_queue.Shelf(
    categories={CATEGORY.id: CATEGORY}, agencies=AGENCIES, calendar=HERE, now=MONDAY
)
OFFICIAL = replace(
    who_serves(Role.OFFICIAL, account=OKSANA), name=NASTY, agency=AGENCIES[0].id, is_head=True
)
STAFF = [replace(OFFICIAL, account=AccountId(IHOR + n)) for n in range(20)]
ABSENCE = Absence(
    community=TOWN, account=OKSANA, substitute=IHOR, first=date(2026, 1, 1), last=date(2026, 2, 1)
)
TEMPLATE = AnswerTemplate(
    id=AnswerTemplateId(LARGEST), community=TOWN, agency=AGENCIES[0].id, use=TemplateUse.REFUSE,
    texts=Translated({"uk": NASTY, "en": NASTY, "ru": NASTY}),
)  # fmt: skip
RULES = [
    RoutingRule(
        id=RoutingRuleId(LARGEST + n), community=TOWN, position=n + 1, agency=AGENCIES[0].id,
        categories=frozenset({CATEGORY.id}), owners=frozenset({NASTY}), hours=(22, 6),
        words=frozenset({f"{m}{NASTY}"[:60] for m in range(4)}),
    )
    for n in range(9)
]  # fmt: skip
NAMING = office_rules.Naming(categories={CATEGORY.id: NASTY}, places={}, agencies=AGENCIES)
TRIED = DryRun(
    looked_at=200, changed=20, by_agency={AGENCIES[0].id: (1, 2), None: (9, 0)},
    first=(Rerouted(request=REQUEST, was=None, would=Route(agency=AGENCIES[0].id)),) * 20,
)  # fmt: skip
FINDINGS = (TableFinding(row=3, key="request-table-agency", params={"cell": NASTY}),) * 30
PHOTO = Photo(
    request=REQUEST.id, file=FileId(LARGEST), by=None, kind=PhotoKind.BEFORE, taken_at=MONDAY
)


def _queues(say: Say) -> Iterator[Screen]:
    counts = dict.fromkeys(office_queue.QUEUES, 12)
    yield office_queue.desk_screen(AGENCIES[0].id, counts, SHELF, unlooked=9, say=say)
    yield office_queue.aside_screen(SHELF, done=4, handles=True, sets=True, say=say)
    for which in office_queue.QUEUES:
        press = RequestQueuePress(which, AGENCIES[0].id, 1)
        yield office_queue.queue_screen([REQUEST] * 6, press, 30, SHELF, say=say)
        yield office_queue.queue_screen([], press, 0, SHELF, say=say)
    near = NearQueuePress(5_000_000, 3_000_000, ALL, 1)
    yield office_queue.near_screen([REQUEST] * 6, near, SHELF, is_more=True, say=say)
    yield office_queue.near_screen([], near, SHELF, is_more=False, say=say)
    yield office_queue.agencies_screen(SHELF, page=1, say=say)


def _cards(say: Say) -> Iterator[Screen]:
    for status in Status:
        for agency in (None, AGENCIES[0].id):
            stands = replace(
                REQUEST, status=status, agency=agency, is_disputed=status is Status.DONE
            )
            card = replace(CARD, request=stands)
            yield office_card.card_screen(card, say=say)
            yield office_card.more_screen(card, say=say)
    said = replace(CARD, said=_event(EventKind.COMMENTED), names={OKSANA: NASTY})
    yield office_card.card_screen(said, say=say)
    yield office_asset.asset_history_screen(LAMP, KIND, [REQUEST] * 6, SHELF, page=0, say=say)
    yield office_card.details_screen(CARD, say=say)
    yield office_card.joined_screen(CARD, [NASTY] * 10, say=say)
    for kind in EventKind:
        if kind is EventKind.MOVED:
            continue
        event = _event(kind)
        yield office_card.history_screen(CARD, [event] * 6, {OKSANA: NASTY}, page=1, say=say)
    for step in Step:
        details = {"step": step.value, "day": "2026-12-01", "agency": AGENCIES[0].id}
        event = replace(_event(EventKind.MOVED), details=details)
        yield office_card.history_screen(CARD, [event], {}, page=0, say=say)
    for rule, matched in ((3, ["category", "hours"]), (3, []), (None, [])):
        routed = {"rule": rule, "matched": matched, "agency": AGENCIES[0].id}
        event = replace(_event(EventKind.ROUTED), details=routed)
        yield office_card.why_screen(CARD, event, say=say)


def _event(kind: EventKind) -> Event:
    return Event(
        request=REQUEST.id, n=1, at=MONDAY, by=OKSANA, from_office=True, kind=kind,
        text=NASTY * 20, details={"to": OKSANA},
    )  # fmt: skip


def _steps(say: Say) -> Iterator[Screen]:
    rows = office_templates.offered_rows(REQUEST.id, "refuse", [TEMPLATE] * 9, say)
    for step in ("refuse", "send_back", "ask", "answer", "reconsider", "uphold", "overturn",
                 "reply", "note"):  # fmt: skip
        yield office_steps.words_screen(CARD, step, rows=rows, say=say)
    yield office_steps.finish_screen(CARD, rows=rows, say=say)
    wants = replace(CARD, category=replace(CATEGORY, needs_photo_after=True))
    yield office_steps.finish_screen(wants, say=say)
    yield office_steps.days_screen(CARD, today=date(2026, 11, 23), say=say)
    yield office_steps.passing_screen(CARD, AGENCIES, page=1, say=say)
    yield office_steps.passing_screen(CARD, [], page=0, say=say)
    yield office_steps.assigning_screen(CARD, STAFF, IHOR, page=0, say=say)
    yield office_steps.assigning_screen(CARD, [], IHOR, page=0, say=say)
    alike = [office_merging.Alike(request=REQUEST, metres=n or None) for n in range(9)]
    yield office_merging.duplicate_screen(CARD, alike, page=1, say=say)
    yield office_merging.duplicate_screen(CARD, [], page=0, say=say)
    yield office_merging.gather_screen(CARD, alike, {REQUEST.id}, page=0, say=say)
    yield office_merging.gather_screen(CARD, [], set(), page=0, say=say)
    yield office_photos.more_photos_screen(9, [REQUEST] * 5, say=say)
    yield office_photos.more_photos_screen(0, [], say=say)


def _settings(say: Say) -> Iterator[Screen]:
    yield office_templates.chosen_screen(CARD, "refuse", TEMPLATE, "uk", say=say)
    yield office_templates.templates_screen([TEMPLATE] * 20, page=1, say=say)
    yield office_templates.uses_screen(say=say)
    yield office_templates.template_screen(TEMPLATE, AGENCIES, may_keep=True, say=say)
    yield office_templates.writing_screen("refuse", language="uk", say=say)
    yield office_categories.categories_screen([CATEGORY] * 20, None, page=1, say=say)
    yield office_categories.categories_screen([CATEGORY] * 20, CATEGORY, page=1, say=say)
    for holds in (0, 3):
        yield office_categories.category_screen(CATEGORY, AGENCIES, holds=holds, say=say)
    yield office_categories.wording_screen(CATEGORY, holds=0, say=say)
    for what in ("uk", "days", "words", "icon"):
        yield office_categories.asking_screen(CATEGORY, what, CATEGORY.id, say=say)
    yield office_categories.agencies_screen(CATEGORY, AGENCIES, page=1, say=say)
    plan = CategoryPlan(
        added=(CATEGORY,) * 9, changed=(CATEGORY,), retired=(CATEGORY,) * 9, findings=FINDINGS
    )
    yield office_categories.plan_screen(NASTY, plan, FileId(LARGEST), say=say)
    yield office_rules.rules_screen(RULES, NAMING, page=0, say=say)
    yield office_rules.rule_screen(RULES[3], NAMING, count=9, say=say)
    for how in office_rules.HOWS:
        yield office_rules.tried_screen(RULES[3], how, TRIED, NAMING, say=say)
    for findings in ((), FINDINGS):
        rules = RoutingPlan(rules=tuple(RULES), findings=findings)
        yield office_rules.rules_plan_screen(NASTY, rules, TRIED, FileId(LARGEST), NAMING, say=say)
    yield office_duties.duties_screen(STAFF, page=1, say=say)
    yield office_duties.duties_of_screen(OFFICIAL, AGENCIES, ABSENCE, at_night=True, say=say)
    for absence in (None, ABSENCE):
        yield office_duties.leave_screen(
            OFFICIAL, absence, STAFF, RequestAsidePress(), is_self=absence is None, page=1, say=say
        )
    yield office_duties.until_screen(OFFICIAL, STAFF[0], today=date(2026, 1, 1), say=say)


def _screens(say: Say) -> Iterator[Screen]:
    yield from _queues(say)
    yield from _cards(say)
    yield from _steps(say)
    yield from _settings(say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_and_what_people_typed_is_escaped(language: str) -> None:
    for screen in _screens(speak(language)):
        assert 0 < len(screen.text) <= 4_000
        assert NASTY not in screen.text
        assert len(messages(screen)) == 1, screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_eight_choices_stand_beside_the_ways_out(language: str) -> None:
    say = speak(language)
    out = {say("home"), say("back"), say("cancel"), say("page-before"), say("page-after")}
    for screen in _screens(say):
        choices = [b.label for row in screen.rows for b in row if b.label not in out]
        assert len(choices) <= 8, (screen.text, choices)
        assert {say("home"), say("cancel")} & {b.label for row in screen.rows for b in row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_photo_is_shown_with_what_was_found_once_it_is_ready(language: str) -> None:
    say = speak(language)
    for look in Look:
        photo = replace(PHOTO, look=look)
        screen = office_photos.photo_screen(
            REQUEST, CATEGORY, photo, is_ready=True, may_look=True, say=say
        )
        assert screen.picture == PHOTO.file
        assert len(screen.rows[0]) == (2 if look is Look.WAITING else 1)
    unready = office_photos.photo_screen(
        REQUEST, CATEGORY, PHOTO, is_ready=False, may_look=True, say=say
    )
    assert unready.picture is None
    voice = replace(PHOTO, kind=PhotoKind.VOICE)
    heard = office_photos.photo_screen(
        REQUEST, CATEGORY, voice, is_ready=True, may_look=True, say=say
    )
    assert (heard.document, heard.rows) == (PHOTO.file, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_of_news_is_a_sentence(language: str) -> None:
    """Of all that is told the office; steps that tell residents alone are none of it."""
    say = speak(language)
    told = {
        "filed", "commented", "photo_added", "said_not_done", "warned", "overdue", "assigned",
        "pass_on", "send_back", "answer", "withdraw", "confirm", "object", "dispute", "uphold",
        "overturn", "reconsider",
    }  # fmt: skip
    for news in told:
        params = {
            "request": LARGEST, "number": 5, "news": news, "status": "received", "icon": "🏡",
            "category": {"uk": NASTY}, "emergency": True, "text": NASTY * 3, "address": NASTY,
            "due_at": MONDAY.isoformat(), "zone": "Europe/Kyiv", "country": "UA",
        }  # fmt: skip
        screen = render_notice("request-office", params, say)
        assert NASTY not in screen.text
        assert screen.rows
    away = render_notice("request-stands-in", {"name": NASTY, "last": "2026-12-01"}, say)
    assert NASTY not in away.text
    assert render_notice("request-is-back", {}, say).rows


def test_what_a_request_is_about_is_named_once() -> None:
    request = replace(REQUEST, address="Ліхтар № Л-51")
    about = replace(CARD, request=request, place="Лісова, 1–9", asset="💡 Ліхтар, Л-51, КП")
    text = office_card.card_screen(about, say=speak("uk")).text
    assert text.count("Л-51") == 1
    assert "📍 Лісова, 1–9\n" in text
