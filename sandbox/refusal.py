"""How the sandbox says no: to a bot in Telegram's words, to whoever steers it in plain ones."""

from typing import Any


class Refused(Exception):  # noqa: N818 -- a refusal is no error of ours
    """A Bot API call that Telegram would not do; the description is Telegram's own wording."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlRefused(Exception):  # noqa: N818 -- a refusal is no error of ours
    """A wish to the control API that makes no sense now: 400 wrong, 404 nowhere, 409 not now."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def bad_request(message: str, **parameters: Any) -> Refused:
    return Refused(400, f"Bad Request: {message}", **parameters)


def forbidden(message: str) -> Refused:
    return Refused(403, f"Forbidden: {message}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
