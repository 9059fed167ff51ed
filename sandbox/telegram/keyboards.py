"""Keyboards under and below messages: each button of exactly one kind, as Telegram wants them."""

from typing import Any

from sandbox.refusal import Refused, bad_request
from sandbox.telegram.objects import check_object
from sandbox.telegram.spans import link_problem, units

_KINDS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
)  # fmt: skip
_REQUESTS = (
    "request_users", "request_chat", "request_managed_bot", "request_contact",
    "request_location", "request_poll", "web_app",
)  # fmt: skip
_STYLES = frozenset({"danger", "success", "primary"})
BUTTON_LIMIT = 100
ROW_LIMIT = 8
REPLY_BUTTON_LIMIT = 300
REPLY_ROW_LIMIT = 12
MARKUP_BYTES = 10_000


def _inline_fault(message: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {message}")


def _rows(markup: dict[str, Any], name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _inline_button(raw: Any, *, private: bool) -> dict[str, Any]:
    button = check_object(
        "InlineKeyboardButton", raw, complaint="can't parse inline keyboard button"
    )
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in (None, *_STYLES):
        raise _inline_fault("invalid button style specified")
    kinds = [kind for kind in _KINDS if kind in button]
    if not kinds or (kinds == ["pay"] and not button["pay"]):
        raise _inline_fault("Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise _inline_fault(f"exactly one kind is allowed, found {', '.join(kinds)}")
    _check_kind(kinds[0], button, private=private)
    return button


def _check_kind(kind: str, button: dict[str, Any], *, private: bool) -> None:
    content = button[kind]
    if kind == "callback_data":
        if not 1 <= len(content.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    elif kind == "url":
        _check_url(content, "inline keyboard button")
    elif kind == "web_app":
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
        check_web_app(content, "inline keyboard button Web App")
    elif kind == "login_url":
        login = check_object("LoginUrl", content, complaint="can't parse inline keyboard button")
        _check_url(login["url"], "inline keyboard button login", https_only=True)
    elif kind == "copy_text":
        copied = check_object(
            "CopyTextButton", content, complaint="can't parse inline keyboard button"
        )
        if not 1 <= units(copied["text"]) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif kind in {"pay", "callback_game"}:
        raise bad_request(f'the sandbox does not play the button kind "{kind}"')


def _check_url(url: str, what: str, *, https_only: bool = False) -> None:
    problem = link_problem(url, https_only=https_only) if url else "URL host is empty"
    if problem:
        raise bad_request(f"{what} URL '{url}' is invalid: {problem}")


def check_web_app(raw: Any, what: str) -> None:
    app = check_object("WebAppInfo", raw, complaint="can't parse keyboard button")
    _check_url(app["url"], what, https_only=True)


def read_inline(markup: dict[str, Any], *, private: bool) -> dict[str, Any] | None:
    """The checked inline keyboard; None when it holds no buttons, which removes it."""
    if set(markup) & {"keyboard", "remove_keyboard"}:
        raise bad_request("inline keyboard expected")
    markup = check_object("InlineKeyboardMarkup", markup, complaint="can't parse reply markup")
    rows = [
        [_inline_button(raw, private=private) for raw in row]
        for row in _rows(markup, "inline_keyboard")
    ]
    rows = [row for row in rows if row]
    if any(len(row) > ROW_LIMIT for row in rows) or sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    size = sum(len(str(button).encode()) for row in rows for button in row)
    if size > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _reply_button(raw: Any, *, private: bool) -> dict[str, Any]:
    if isinstance(raw, str):
        raw = {"text": raw}
    button = check_object("KeyboardButton", raw, complaint="can't parse keyboard button")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    wishes = [name for name in _REQUESTS if button.get(name)]
    if len(wishes) > 1:
        raise bad_request(f"can't parse keyboard button: at most one of {', '.join(wishes)}")
    if wishes and not private:
        words = {
            "request_contact": "phone number can be requested in private chats only",
            "request_location": "location can be requested in private chats only",
            "request_poll": "poll can be requested in private chats only",
            "web_app": "Web App buttons can be used in private chats only",
        }
        raise bad_request(words.get(wishes[0], "chats can be requested in private chats only"))
    if "web_app" in wishes:
        check_web_app(button["web_app"], "keyboard button Web App")
    return button


def _read_reply(markup: dict[str, Any], *, private: bool) -> dict[str, Any]:
    markup = check_object("ReplyKeyboardMarkup", markup, complaint="can't parse reply markup")
    rows = [
        [_reply_button(raw, private=private) for raw in row] for row in _rows(markup, "keyboard")
    ]
    rows = [row for row in rows if row]
    if not rows:
        raise bad_request("reply keyboard must contain at least one button")
    if any(len(row) > REPLY_ROW_LIMIT for row in rows) or sum(map(len, rows)) > REPLY_BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    if units(markup.get("input_field_placeholder", "")) > 64:
        raise bad_request("input field placeholder is too long")
    return {**markup, "keyboard": rows}


def read_markup(raw: dict[str, Any] | None, *, private: bool) -> dict[str, Any] | None:
    """Any of the four reply markups, checked; exactly one of them in an object."""
    if not raw:
        return None
    kinds = set(raw) & {"inline_keyboard", "keyboard", "remove_keyboard"}
    if not kinds and "force_reply" not in raw:
        raise bad_request("object expected as reply markup")
    if len(kinds) > 1:
        raise bad_request("can't parse reply markup: more than one kind of keyboard")
    if "inline_keyboard" in raw:
        return read_inline(raw, private=private)
    if "keyboard" in raw:
        return _read_reply(raw, private=private)
    kind = "ReplyKeyboardRemove" if "remove_keyboard" in raw else "ForceReply"
    checked = check_object(kind, raw, complaint="can't parse reply markup")
    return checked if checked.get("remove_keyboard") or checked.get("force_reply") else None
