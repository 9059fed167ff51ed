"""No, in the words and with the codes of GeoReport v2."""

import secrets
from collections.abc import Awaitable, Callable

import structlog
from fastapi import Response

from civic.kernel.refusal import NotFound, Refusal
from locales.catalog import Say
from web.open311.formats import ERRORS, Format, written

_log = structlog.get_logger("open311")


class Failed(Exception):  # noqa: N818 - an answer to whoever asked, not an error of ours
    """Said to the asking program as the standard words it."""

    def __init__(self, status: int, description: str, *, wait: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.wait = wait
        """Seconds after which it may try again."""


async def answered(
    form: Format, say: Callable[[], Say], work: Callable[[], Awaitable[Response]]
) -> Response:
    """What `work` answers, or why not, in the format that was asked for."""
    try:
        return await work()
    except Failed as failed:
        answer = said(form, failed.status, failed.description)
        if failed.wait is not None:
            answer.headers["Retry-After"] = str(failed.wait)
        return answer
    except NotFound as gone:
        return said(form, 404, say()(gone.key, **gone.params))
    except Refusal as refusal:
        return said(form, 400, say()(refusal.key, **refusal.params))
    except Exception:  # noqa: BLE001 - logged whole; a stranger gets a code that stands in the log
        code = secrets.token_hex(4)
        _log.exception("open311-failed", code=code)
        # The standard knows no 500: whatever could not be done as expected is a 400.
        return said(form, 400, f"General service error. Please tell us this code: {code}")


def said(form: Format, status: int, description: str) -> Response:
    return written([{"code": status, "description": description}], ERRORS, form, status=status)
