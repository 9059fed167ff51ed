"""Fetches a picture that somebody names by its address, however large or strange it is."""

import structlog

from civic.kernel.photos import LARGEST_FILE
from gateways.http.outbound import Limits, Outbound, OutboundFailure

_PICTURE = Limits(
    seconds=15.0,
    largest=LARGEST_FILE,
    types=frozenset({"image/jpeg", "image/jpg", "image/png", "image/webp"}),
)
_OK = 200
_log = structlog.get_logger("outbound")


class PictureGateway:
    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def fetch(self, url: str) -> bytes | None:
        """None whatever stands in the way: which it was would tell a stranger of our network."""
        try:
            answer = await self._outbound.get(url, limits=_PICTURE, accept="image/*")
        except OutboundFailure as failed:
            _log.info("picture-not-fetched", why=failed.why.value)
            return None
        return answer.body if answer.status == _OK else None
