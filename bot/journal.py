"""The log: structured, without locals in tracebacks and without secrets."""

import logging
import re
import sys
from typing import Any, Literal

import structlog

_SECRETS = (
    re.compile(r"(?<!\d)\d{5,}:[\w-]{10,}"),
    # Codes as we make them, and whatever follows /start: failures quote what people typed.
    re.compile(r"\b[0-9a-f]{32}\b"),
    re.compile(r"(?:(?<=/start )|(?<=start=))[\w-]+"),
)


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
        render,
        hide_secrets,
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    _configure_libraries()


def hide_secrets(_logger: object, _method: str, line: str) -> str:
    """A bot's token or a code, in an address or a traceback, becomes stars, however deep."""
    for secret in _SECRETS:
        line = secret.sub("***", line)
    return line


class _WithoutSecrets(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return hide_secrets(None, "", super().format(record))


def _configure_libraries() -> None:
    """What libraries warn of goes to the same place in the same way."""
    # A handler that fails would write the arguments out, unmasked.
    logging.raiseExceptions = False
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, _WithoutSecrets) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_WithoutSecrets("%(asctime)s [%(levelname)s] %(name)s: %(message)s"))
        root.addHandler(handler)
    # aiogram would write a line an update, APScheduler a line a tick.
    for noisy in ("aiogram.event", "aiogram.dispatcher", "apscheduler", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
