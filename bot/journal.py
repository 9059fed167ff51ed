"""The log: structured, without locals in tracebacks and without secrets."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

_TOKEN = re.compile(r"\b\d{5,}:[\w-]{10,}")


def configure(log_format: Literal["console", "json"] = "console") -> None:
    render: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        hide_tokens,
        render,
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    # aiogram would write a line an update, APScheduler a line a tick.
    for noisy in ("aiogram.event", "aiogram.dispatcher", "apscheduler", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def hide_tokens(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A bot's token in an address or a traceback becomes stars."""
    for key, value in event.items():
        if isinstance(value, str) and ":" in value:
            event[key] = _TOKEN.sub("***", value)
    return event
