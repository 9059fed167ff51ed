"""Which jobs the tick runs, each with what it needs."""

from datetime import datetime
from functools import partial
from random import SystemRandom

from bot.scheduler import Job, Tick
from bot.settings import Settings
from bot.wiring import Wiring
from gateways.asset_files.opening import assets_in_message
from gateways.email.smtp import SmtpPost, read_mail_server
from gateways.geocoding.nominatim import Nominatim
from gateways.http.allowance import read_allowance
from gateways.http.outbound import Outbound
from gateways.open311.client import Open311Client
from gateways.open311.keys import KeyFiles
from gateways.place_files.opening import places_in_message
from handlers.commands import commands_for
from handlers.links import asset_link, survey_link
from jobs.appeals import watch_appeals
from jobs.asset_lists import keep_asset_lists
from jobs.asset_sheets import make_asset_sheets
from jobs.audit import chain_audits
from jobs.broadcasts.hours import keep_hours, sweep_bulks
from jobs.broadcasts.reporting import make_delivery_reports
from jobs.broadcasts.showing import show_progress as show_broadcasts
from jobs.broadcasts.starting import correct_due, start_due
from jobs.broadcasts.writing_out import write_out
from jobs.command_menus import keep_command_menus
from jobs.drawings import draw_wanted
from jobs.ideas import watch_ideas
from jobs.letters import post_letters
from jobs.map_search import look_up_spots
from jobs.photos import develop_photos
from jobs.place_lists import keep_place_lists
from jobs.relays import relay_requests
from jobs.reports.issuing import issue_due_reports
from jobs.reports.requests import issue_request_reports
from jobs.request_duties import end_leaves
from jobs.retention import forget_the_old
from jobs.service_requests import watch_requests
from jobs.surveys.answer_files import make_answer_files
from jobs.surveys.mailing import write_mailings
from jobs.surveys.running import close_due, erase_withdrawn, open_due
from jobs.surveys.showing import draw_posters, show_progress
from locales.catalog import say
from rendering.darkroom import ChildDarkroom
from rendering.drawing import Drawer
from rendering.mapping import MapDrawer
from storage.unit_of_work import Storage

VERSION = "0.1.0"
"""Printed in every report; the project's, which an image does not carry as a file."""


def build_tick(wiring: Wiring, *, bot_username: str) -> Tick:
    return Tick(
        jobs_of(wiring, bot_username=bot_username),
        clock=wiring.clock,
        storage=wiring.storage,
        outbox_bell=wiring.outbox_bell,
    )


def jobs_of(wiring: Wiring, *, bot_username: str) -> list[tuple[str, Job]]:
    """Closings come before reports: what closes now is reported in the same tick."""
    storage = wiring.storage
    drawer = Drawer()
    return [
        *_survey_jobs(storage, drawer, bot_username),
        *_report_jobs(storage, drawer),
        *_broadcast_jobs(storage, drawer),
        ("place-lists", _place_lists(wiring)),
        *_map_search(wiring),
        ("requests", _requests(storage)),
        ("relays", _relays(wiring)),
        ("ideas", _ideas(wiring)),
        *_appeal_jobs(wiring, drawer),
        ("leaves", _leaves(storage)),
        *_asset_jobs(wiring, drawer, bot_username),
        *_pictures(storage),
        *_housekeeping(storage),
    ]


def _survey_jobs(storage: Storage, drawer: Drawer, bot_username: str) -> list[tuple[str, Job]]:
    async def openings(now: datetime) -> int:
        return await open_due(begin=storage.writing, now=now)

    async def closings(now: datetime) -> int:
        return await close_due(begin=storage.writing, now=now)

    async def erasures(now: datetime) -> int:
        return await erase_withdrawn(begin=storage.writing, now=now)

    async def posters(now: datetime) -> int:
        return await draw_posters(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_qr,
            link_to=partial(survey_link, bot_username),
            now=now,
        )

    async def progress(now: datetime) -> int:
        return await show_progress(begin=storage.writing, read=storage.reading, now=now)

    async def answer_files(now: datetime) -> int:
        return await make_answer_files(begin=storage.writing, read=storage.reading, now=now)

    return [
        ("openings", openings),
        ("closings", closings),
        ("erasures", erasures),
        ("posters", posters),
        ("progress", progress),
        ("answer-files", answer_files),
    ]


def _place_lists(wiring: Wiring) -> Job:
    async def place_lists(now: datetime) -> int:
        storage = wiring.storage
        return await keep_place_lists(
            begin=storage.writing,
            read=storage.reading,
            read_places=places_in_message,
            new_id=wiring.new_id,
            now=now,
        )

    return place_lists


def _asset_jobs(wiring: Wiring, drawer: Drawer, bot_username: str) -> list[tuple[str, Job]]:
    storage = wiring.storage

    async def asset_lists(now: datetime) -> int:
        return await keep_asset_lists(
            begin=storage.writing,
            read=storage.reading,
            read_assets=assets_in_message,
            new_id=wiring.new_id,
            now=now,
        )

    async def asset_sheets(now: datetime) -> int:
        return await make_asset_sheets(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_labels,
            link_to=partial(asset_link, bot_username),
            now=now,
        )

    return [("asset-lists", asset_lists), ("asset-sheets", asset_sheets)]


def _pictures(storage: Storage) -> list[tuple[str, Job]]:
    """Photos first: what is made of them may be asked for in the same tick."""
    darkroom, drawer = ChildDarkroom(), MapDrawer()

    async def photos(now: datetime) -> int:
        return await develop_photos(
            begin=storage.writing, read=storage.reading, darkroom=darkroom, now=now
        )

    async def drawings(now: datetime) -> int:
        return await draw_wanted(
            begin=storage.writing, read=storage.reading, draw_map=drawer.draw, darkroom=darkroom,
            now=now,
        )  # fmt: skip

    return [("photos", photos), ("drawings", drawings)]


def _leaves(storage: Storage) -> Job:
    async def leaves(now: datetime) -> int:
        return await end_leaves(begin=storage.writing, now=now)

    return leaves


def _relays(wiring: Wiring) -> Job:
    settings = wiring.settings
    outbound = Outbound(read_allowance(settings.outbound_allow))
    others = Open311Client(outbound, KeyFiles(settings.lasting_keys).read)
    chance = SystemRandom()

    async def relays(now: datetime) -> int:
        return await relay_requests(
            begin=wiring.storage.writing, others=others, chance=chance.random, now=now
        )

    return relays


def _map_search(wiring: Wiring) -> list[tuple[str, Job]]:
    """Only where the operator named a service."""
    settings = wiring.settings
    if settings.nominatim_url is None:
        return []
    outbound = Outbound(read_allowance(settings.outbound_allow), agent=_agent(settings))
    geocoder = Nominatim(outbound, settings.nominatim_url)

    async def map_search(now: datetime) -> int:
        storage = wiring.storage
        return await look_up_spots(
            begin=storage.writing, read=storage.reading, geocoder=geocoder, now=now
        )

    return [("map-search", map_search)]


def _agent(settings: Settings) -> str:
    """Whoever serves the map may want to know who asks."""
    return f"Viche/{VERSION}" + (f" (+{settings.public_url})" if settings.public_url else "")


def _requests(storage: Storage) -> Job:
    async def requests(now: datetime) -> int:
        return await watch_requests(begin=storage.writing, now=now)

    return requests


def _ideas(wiring: Wiring) -> Job:
    async def ideas(now: datetime) -> int:
        return await watch_ideas(begin=wiring.storage.writing, new_id=wiring.new_id, now=now)

    return ideas


def _appeal_jobs(wiring: Wiring, drawer: Drawer) -> list[tuple[str, Job]]:
    """What is put on paper leaves in the same tick."""
    storage, given = wiring.storage, wiring.settings.smtp_url
    post = SmtpPost(read_mail_server(given.get_secret_value())) if given else None

    async def appeals(now: datetime) -> int:
        return await watch_appeals(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_appeal,
            has_mail=post is not None,
            new_id=wiring.new_id,
            now=now,
        )

    async def letters(now: datetime) -> int:
        return await post_letters(begin=storage.writing, read=storage.reading, post=post, now=now)

    return [("appeals", appeals), ("letters", letters)]


def _report_jobs(storage: Storage, drawer: Drawer) -> list[tuple[str, Job]]:
    async def reports(now: datetime) -> int:
        return await issue_due_reports(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_all,
            software=f"Viche {VERSION}",
            now=now,
        )

    async def request_reports(now: datetime) -> int:
        return await issue_request_reports(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_requests,
            software=f"Viche {VERSION}",
            now=now,
        )

    async def mailings(now: datetime) -> int:
        return await write_mailings(begin=storage.writing, now=now)

    return [("reports", reports), ("request-reports", request_reports), ("mailings", mailings)]


def _broadcast_jobs(storage: Storage, drawer: Drawer) -> list[tuple[str, Job]]:
    """What begins is written out in the same tick, and shown as it then stands."""

    async def broadcasts(now: datetime) -> int:
        return await start_due(begin=storage.writing, now=now)

    async def corrections(now: datetime) -> int:
        return await correct_due(begin=storage.writing, now=now)

    async def hours(now: datetime) -> int:
        return await keep_hours(begin=storage.writing, read=storage.reading, now=now)

    async def dispatches(now: datetime) -> int:
        return await write_out(begin=storage.writing, read=storage.reading, now=now)

    async def sweeping(now: datetime) -> int:
        return await sweep_bulks(begin=storage.writing, now=now)

    async def deliveries(now: datetime) -> int:
        return await show_broadcasts(begin=storage.writing, read=storage.reading, now=now)

    async def delivery_reports(now: datetime) -> int:
        return await make_delivery_reports(
            begin=storage.writing, read=storage.reading, draw=drawer.draw_delivery, now=now
        )

    return [
        ("broadcasts", broadcasts),
        ("corrections", corrections),
        ("hours", hours),
        ("dispatches", dispatches),
        ("sweeping", sweeping),
        ("deliveries", deliveries),
        ("delivery-reports", delivery_reports),
    ]


def _housekeeping(storage: Storage) -> list[tuple[str, Job]]:
    async def command_menus(now: datetime) -> int:
        return await keep_command_menus(
            begin=storage.writing,
            read=storage.reading,
            menu=lambda language: commands_for(say(language), official=True),
            now=now,
        )

    async def audit(now: datetime) -> int:
        return await chain_audits(begin=storage.writing, now=now)

    async def retention(now: datetime) -> int:
        return await forget_the_old(begin=storage.writing, now=now)

    return [("command-menus", command_menus), ("audit", audit), ("retention", retention)]
