"""Other servers that serve a town's categories, named from the terminal."""

from dataclasses import replace
from datetime import datetime

from bot.operator import SHOWN, at_the_desk, town_of
from civic.communities.model import Community
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import RelayServerId, ServiceRequestId
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound
from civic.service_requests.relays.actions import retry_relay
from civic.service_requests.relays.model import RelayServer, Served
from gateways.http.allowance import read_allowance
from gateways.http.outbound import OutboundFailure, checked_address
from gateways.open311.keys import KeyFiles
from storage.unit_of_work import SqlWork


async def add_server(slug: str, *, name: str, url: str, jurisdiction: str, key: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        settings = wiring.settings
        try:
            checked_address(url, read_allowance(settings.outbound_allow))
        except OutboundFailure:
            raise SystemExit(
                "The address begins with https://, or VICHE_OUTBOUND_ALLOW names it."
            ) from None
        now = wiring.clock.now()
        server = RelayServer(
            id=RelayServerId(wiring.new_id(now)), community=town.id,
            name=clean_line(name, 100) or slug, url=url.rstrip("/"), jurisdiction=jurisdiction,
            since=now,
        )  # fmt: skip
        KeyFiles(settings.lasting_keys).write(server, key)
        await work.relays.put_server(server)
        await _note(work, town, "relay-server-added", server, wiring.clock.now())
    return [f"{server.name}: server {server.id}. Now name what it serves: open311 server serve."]


async def serve_category(slug: str, *, category: str, server: int, code: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        known = await _server(work, town, server)
        every = await work.request_categories.all(town.id)
        found = next((one for one in every if one.code == category), None)
        if found is None:
            raise NotFound("relay-category-gone", code=category[:60])
        await work.relays.put_served(
            Served(community=town.id, category=found.id, server=known.id, code=code)
        )
        await _note(work, town, "relay-category-served", known, wiring.clock.now())
    return [f"What is filed under {category} goes to {known.name} as {code}."]


async def list_servers(slug: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.reading() as work:
        town = await town_of(work, slug)
        categories = {one.id: one.code for one in await work.request_categories.all(town.id)}
        served = await work.relays.served(town.id)
        lines = []
        for server in await work.relays.servers(town.id):
            codes = [
                f"{categories[one.category]} as {one.code}"
                for one in served
                if one.server == server.id
            ]
            stopped = "\tstopped" if server.stopped else ""
            lines.append(f"{server.id}\t{server.name}\t{server.url}\t{', '.join(codes)}{stopped}")
        dead = await work.relays.dead(town.id, limit=SHOWN)
        requests = await work.service_requests.some(town.id, [one.request for one in dead])
        lines += [
            f"given up: request {requests[one.request].number}: {one.error}"
            for one in dead
            if one.request in requests
        ]
    return lines or ["No other server serves this town."]


async def stop_server(slug: str, *, server: int) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        known = await _server(work, town, server)
        await work.relays.put_server(replace(known, stopped=True))
        await _note(work, town, "relay-server-stopped", known, wiring.clock.now())
    return [f"Nothing more is passed to {known.name}."]


async def retry_request(slug: str, *, number: int) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        found = await work.service_requests.by_number(town.id, number)
        request = found.id if found else ServiceRequestId(0)
        if not await retry_relay(town.id, request, desk=work, now=wiring.clock.now()):
            raise NotFound("relay-nothing-dead", number=number)
    return [f"Request {number} is looked for at its server, and sent again if it is not there."]


async def _server(work: SqlWork, town: Community, server: int) -> RelayServer:
    found = next((one for one in await work.relays.servers(town.id) if one.id == server), None)
    if found is None:
        raise NotFound("relay-server-gone")
    return found


async def _note(
    work: SqlWork, town: Community, verb: str, server: RelayServer, now: datetime
) -> None:
    entry = AuditEntry(
        community=town.id, actor=None, verb=verb, subject=f"relay-server:{server.id}"
    )
    await work.audit.note(entry, now=now)
