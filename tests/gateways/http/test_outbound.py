"""The way out: public addresses over https alone, checked at connect, and never for long."""

import ipaddress
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest

from gateways.http.allowance import first_unfit, is_public, read_allowance
from gateways.http.outbound import Limits, Outbound, OutboundFailure, Why
from gateways.http.pictures import PictureGateway
from gateways.http.transport import GuardedBackend
from tests.gateways.http.answering import Names, allowed, another_server, answer, named

LIMITS = Limits()
NOBODY = read_allowance("")
PUBLIC = "93.184.215.14"


class Network(httpcore.AsyncNetworkBackend):
    """Notes where a connection would lead, and makes none."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append(host)
        raise httpcore.ConnectError(host)


async def failed(outbound: Outbound, url: str, limits: Limits = LIMITS) -> OutboundFailure:
    with pytest.raises(OutboundFailure) as failure:
        await outbound.get(url, limits=limits)
    return failure.value


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::", "2001:0:7f00:1::", "192.0.2.1", "198.18.0.1",
    ],
)  # fmt: skip
async def test_a_private_address_is_not_asked_whatever_it_is_dressed_as(private: str) -> None:
    network = Network()
    backend = GuardedBackend(NOBODY, resolve=named([private]), network=network)
    async with Outbound(NOBODY, backend=backend) as outbound:
        assert (await failed(outbound, "https://roads.example/x")).why is Why.FORBIDDEN
    assert network.connected == []


@pytest.mark.parametrize("public", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_may_be_asked(public: str) -> None:
    assert is_public(ipaddress.ip_address(public))


async def test_a_name_that_also_stands_for_a_private_address_is_not_asked() -> None:
    network = Network()
    backend = GuardedBackend(NOBODY, resolve=named([PUBLIC, "127.0.0.1"]), network=network)
    async with Outbound(NOBODY, backend=backend) as outbound:
        assert (await failed(outbound, "https://roads.example/")).why is Why.FORBIDDEN
    assert network.connected == []


async def test_what_was_checked_is_what_is_connected_to_though_the_name_changes_at_once() -> None:
    network, names = Network(), named([PUBLIC], ["127.0.0.1"])
    async with Outbound(
        NOBODY, backend=GuardedBackend(NOBODY, resolve=names, network=network)
    ) as outbound:
        assert (await failed(outbound, "https://rebinding.example/")).why is Why.UNREACHABLE
        assert (network.connected, names.asked) == ([PUBLIC], 1)
        assert (await failed(outbound, "https://rebinding.example/")).why is Why.FORBIDDEN
    assert network.connected == [PUBLIC]


@pytest.mark.parametrize(
    "url",
    [
        "http://roads.example/", "ftp://roads.example/", "file:///etc/passwd", "gopher://x/",
        "https://", "https://x:secret@roads.example/", "roads.example", "", "https://[::1",
        "https://roads.example:99999/", "https://roads.example/" + "a" * 2_000,
    ],
)  # fmt: skip
async def test_what_is_no_plain_https_address_is_not_even_looked_up(url: str) -> None:
    names = Names([[]])
    async with Outbound(NOBODY, backend=GuardedBackend(NOBODY, resolve=names)) as outbound:
        assert (await failed(outbound, url)).why is Why.ADDRESS
    assert names.asked == 0


@pytest.mark.parametrize("dressed", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]"])
async def test_this_machine_is_not_asked_however_it_is_written(dressed: str) -> None:
    async with another_server() as server, Outbound(NOBODY) as outbound:
        failure = await failed(outbound, f"https://{dressed}:{server.port}/")
    assert failure.why in {Why.FORBIDDEN, Why.UNREACHABLE}
    assert server.heard == []


async def test_the_operator_may_name_what_else_is_asked() -> None:
    async with another_server(answer(b"[1]")) as server, allowed(server) as outbound:
        told = await outbound.get(server.address + "/x?y=1", limits=LIMITS)
    assert (told.status, told.media_type, told.body) == (200, "application/json", b"[1]")
    assert server.heard[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert b"accept-encoding: identity" in server.heard[0].lower()


async def test_another_port_of_a_host_that_the_operator_named_stays_shut() -> None:
    async with another_server() as server, another_server() as other, allowed(server) as outbound:
        assert (await failed(outbound, other.address)).why is Why.ADDRESS
        https = f"https://127.0.0.1:{other.port}/"
        assert (await failed(outbound, https)).why is Why.FORBIDDEN
    assert other.heard == []


async def test_a_redirect_is_not_followed() -> None:
    async with another_server() as inside:
        there = answer(b"", status=302, more=f"Location: {inside.address}/secret\r\n")
        async with another_server(there) as server, allowed(server) as outbound:
            assert (await failed(outbound, server.address)).why is Why.REDIRECT
    assert inside.heard == []


async def test_what_is_too_large_is_not_read_to_its_end() -> None:
    limits = Limits(largest=1_000)
    announced = answer(b"a" * 1_001)
    silent = b"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nConnection: close\r\n\r\n" + b"a" * 5_000
    lying = announced.replace(b"Content-Length: 1001", b"Transfer-Encoding: chunked").replace(
        b"a" * 1_001, b"".join(b"64\r\n" + b"a" * 100 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n"
    )
    for said in (announced, silent, lying):
        async with another_server(said) as server, allowed(server) as outbound:
            assert (await failed(outbound, server.address, limits)).why is Why.LARGE


async def test_who_never_answers_is_not_waited_for() -> None:
    trickle = b"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 9\r\n\r\na"
    async with another_server(None, trickle) as server, allowed(server) as outbound:
        limits = Limits(seconds=0.1)
        assert (await failed(outbound, server.address, limits)).why is Why.SLOW
        assert (await failed(outbound, server.address)).why is Why.BROKEN


async def test_the_type_is_checked_and_nothing_packed_is_unpacked() -> None:
    limits = Limits(types=frozenset({"image/png"}))
    packed = answer(b"x", media_type="image/png", more="Content-Encoding: gzip\r\n")
    html = answer(b"<html>", media_type="text/html; charset=utf-8")
    fine = answer(b"png", media_type="IMAGE/PNG; a=b")
    async with another_server(html, packed, fine) as server, allowed(server) as outbound:
        assert (await failed(outbound, server.address, limits)).why is Why.TYPE
        assert (await failed(outbound, server.address, limits)).why is Why.TYPE
        assert (await outbound.get(server.address, limits=limits)).body == b"png"


async def test_whoever_hangs_up_or_talks_nonsense_is_told_apart_from_who_never_heard() -> None:
    async with another_server(b"", b"SMTP ready\r\n\r\n") as server, allowed(server) as outbound:
        for _ in range(2):
            with pytest.raises(OutboundFailure) as failure:
                await outbound.post(server.address, {"a": "b"}, limits=LIMITS)
            assert failure.value.may_have_arrived
    async with allowed(server) as outbound:
        with pytest.raises(OutboundFailure) as failure:
            await outbound.post(server.address, {"a": "b"}, limits=LIMITS)
    assert failure.value.why is Why.UNREACHABLE
    assert not failure.value.may_have_arrived


async def test_a_form_is_sent_with_every_value_of_a_field() -> None:
    async with another_server(answer(b"{}")) as server, allowed(server) as outbound:
        form: dict[str, str | list[str]] = {"attribute[A][]": ["1", "2"], "description": "Яма"}
        await outbound.post(server.address, form, limits=LIMITS, headers={"Idempotency-Key": "k"})
    heard = server.heard[0].lower()
    assert b"idempotency-key: k" in heard
    assert heard.endswith(
        b"attribute%5ba%5d%5b%5d=1&attribute%5ba%5d%5b%5d=2&description=%d0%af%d0%bc%d0%b0"
    )


async def test_a_picture_is_fetched_or_nobody_learns_why_not() -> None:
    fine = answer(b"\xff\xd8\xff", media_type="image/jpeg")
    gone = answer(b"\xff\xd8\xff", status=404, media_type="image/jpeg")
    page = answer(b"<svg/>", media_type="image/svg+xml")
    async with another_server(fine, gone, page) as server, allowed(server) as outbound:
        pictures = PictureGateway(outbound)
        assert await pictures.fetch(f" {server.address}/a.jpg ") == b"\xff\xd8\xff"
        assert await pictures.fetch(server.address) is None
        assert await pictures.fetch(server.address) is None
    async with Outbound(NOBODY) as outbound:
        assert await PictureGateway(outbound).fetch("https://169.254.169.254/latest") is None


def test_exceptions_are_addresses_and_networks_and_anything_else_is_told() -> None:
    allowance = read_allowance("http://Roads.example:8080, 10.2.0.0/16,https://water.example")
    assert allowance.is_origin("http", "roads.EXAMPLE.", 8080)
    assert allowance.is_origin("https", "water.example", 443)
    assert not allowance.is_origin("http", "water.example", 443)
    inside, outside = ipaddress.ip_address("10.2.9.9"), ipaddress.ip_address("10.3.0.1")
    assert first_unfit([inside, outside], allowance) == outside
    for wrong in ("roads.example", "10.2.0.1/16", "ftp://x", "https://x/path", "http://"):
        with pytest.raises(ValueError, match="address"):
            read_allowance(wrong)
