"""Speaks GeoReport v2 with another server, and believes only what it can read."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from civic.service_requests.relays.model import (
    Failure,
    Outgoing,
    RelayFailed,
    RelayServer,
    Remote,
)
from gateways.http.outbound import Answer, Limits, Outbound, OutboundFailure
from gateways.open311.answers import (
    RemoteRequest,
    Told,
    Unreadable,
    errors_of,
    read_rows,
    requests_of,
)

LIMITS = Limits(seconds=10.0, largest=4_000_000)
_OK = range(200, 300)
_BUSY = frozenset({429, 503})
_SERVER = 500
_NOT_FOUND = 404
_GENERAL = "general service error"


class Open311Client:
    def __init__(self, outbound: Outbound, key_of: Callable[[RelayServer], str]) -> None:
        self._outbound = outbound
        self._key_of = key_of

    async def post(self, server: RelayServer, outgoing: Outgoing) -> Remote:
        answer = await self._sent(server, outgoing)
        _check(answer, posted=True)
        told = _read(answer, posted=True)
        for row in told.rows:
            if row.get("service_request_id"):
                return Remote(id=row["service_request_id"] or "")
            if row.get("token"):
                return Remote(token=row["token"] or "")
        raise RelayFailed(Failure.IN_DOUBT, "it answers neither a number nor a token")

    async def by_token(self, server: RelayServer, token: str) -> Remote | None:
        answer = await self._got(server, f"tokens/{_named(token)}.json", {})
        if answer.status == _NOT_FOUND:
            return None
        _check(answer)
        for row in _read(answer).rows:
            if row.get("service_request_id") and row.get("token") in {token, None}:
                return Remote(id=row["service_request_id"] or "")
        return None

    async def sought(
        self, server: RelayServer, outgoing: Outgoing, since: datetime
    ) -> Remote | None:
        """First by its name, which servers like ours know; then in the list of what came in."""
        try:
            named = await self.by_token(server, outgoing.token)
        except RelayFailed:
            # Many know no tokens, and say so in their own ways.
            named = None
        if named is not None:
            return named
        answer = await self._got(
            server, "requests.json",
            {"service_code": outgoing.code, "start_date": since.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )  # fmt: skip
        _check(answer)
        for one in requests_of(_read(answer)):
            if reference_of(outgoing) in one.description:
                return _remote(one)
        return None

    async def status(self, server: RelayServer, remote_id: str) -> Remote:
        answer = await self._got(server, f"requests/{_named(remote_id)}.json", self._keyed(server))
        _check(answer)
        for one in requests_of(_read(answer)):
            if one.id == remote_id:
                return _remote(one)
        raise RelayFailed(Failure.NOT_SENT, "it answers with another's number, or with none")

    async def _sent(self, server: RelayServer, outgoing: Outgoing) -> Answer:
        form: dict[str, str | list[str]] = {
            **self._keyed(server),
            **_jurisdiction(server),
            "service_code": outgoing.code,
            "description": f"{outgoing.text}\n{reference_of(outgoing)}".strip(),
            "address_string": outgoing.address,
        }
        if outgoing.latitude is not None and outgoing.longitude is not None:
            form |= {"lat": repr(outgoing.latitude), "long": repr(outgoing.longitude)}
        try:
            return await self._outbound.post(
                f"{server.url.rstrip('/')}/requests.json", form, limits=LIMITS,
                headers={"Idempotency-Key": outgoing.token},
            )  # fmt: skip
        except OutboundFailure as failed:
            failure = Failure.IN_DOUBT if failed.may_have_arrived else Failure.NOT_SENT
            raise RelayFailed(failure, str(failed)) from None

    async def _got(self, server: RelayServer, path: str, query: dict[str, str]) -> Answer:
        asked = {**_jurisdiction(server), **query}
        url = f"{server.url.rstrip('/')}/{path}"
        try:
            return await self._outbound.get(url, query=asked, limits=LIMITS)
        except OutboundFailure as failed:
            raise RelayFailed(Failure.NOT_SENT, str(failed)) from None

    def _keyed(self, server: RelayServer) -> dict[str, str]:
        key = self._key_of(server)
        return {"api_key": key} if key else {}


def reference_of(outgoing: Outgoing) -> str:
    """Stands in the text, so that what arrived is found whatever the server keeps of it."""
    return f"[viche {outgoing.token}]"


def _named(part: str) -> str:
    """Their ids may hold anything; none leads to another address of theirs."""
    return quote(part, safe="")


def _jurisdiction(server: RelayServer) -> dict[str, str]:
    return {"jurisdiction_id": server.jurisdiction} if server.jurisdiction else {}


def _check(answer: Answer, *, posted: bool = False) -> None:
    if answer.status in _OK:
        return
    words = errors_of(answer.body, answer.media_type) or f"status {answer.status}"
    if answer.status in _BUSY:
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 7 else 0
        raise RelayFailed(Failure.BUSY, words, wait=seconds)
    if answer.status >= _SERVER or _GENERAL in words.lower():
        # As the standard words it: "any failure during processing, eg CRM is down".
        raise RelayFailed(Failure.IN_DOUBT if posted else Failure.NOT_SENT, words)
    raise RelayFailed(Failure.REFUSED, words)


def _read(answer: Answer, *, posted: bool = False) -> Told:
    try:
        return read_rows(answer.body, answer.media_type)
    except Unreadable as broken:
        failure = Failure.IN_DOUBT if posted else Failure.NOT_SENT
        raise RelayFailed(failure, f"not an answer: {broken}") from None


def _remote(one: RemoteRequest) -> Remote:
    return Remote(id=one.id, status=one.status[:20], notes=one.notes[:500])
