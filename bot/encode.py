"""Screens and effects as calls of the Bot API."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.long_text import seen_units, split_text, units
from civic.kernel.ids import CommunityId
from handlers.effects import (
    Effect,
    FetchFile,
    Reply,
    Send,
    Show,
    Toast,
    Unbutton,
    Working,
    effects_of,
)
from handlers.screens.screen import Button, Key, Media, Screen
from storage.outbox import ANSWERS, Call

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
ANSWER_WITHIN = timedelta(seconds=8)
"""Telegram forgets a press after some ten seconds; an answer later than this is pointless."""
MAIN_CARD = "main"
NO_MESSAGE = 0
"""The walk through menus stands nowhere: its message became a card of its own."""
ALBUM_LIMIT = 10
FETCH = "fetchFile"
"""Not a method of Telegram's: the sender downloads a file and puts it into the inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a reply replies to: a chat, perhaps a press on one of its messages."""

    chat: int
    community: CommunityId | None
    received_at: datetime
    callback: str | None = None
    pressed: int | None = None
    pressed_is_text: bool = True
    answered_early: bool = False


@dataclass(slots=True)
class Encoded:
    calls: list[Call] = field(default_factory=list)
    cards: dict[tuple[int, str], int] = field(default_factory=dict)


def encode(reply: Reply, occasion: Occasion) -> Encoded:
    """Every press is answered, in words where the reply has some; then the rest in its order."""
    effects = effects_of(reply)
    encoded = Encoded()
    if occasion.callback is not None:
        _answer_press(effects, occasion, encoded)
    for effect in effects:
        if isinstance(effect, Show):
            of = occasion.community if effect.of is None else effect.of
            _show(effect, replace(occasion, community=of), encoded)
        elif isinstance(effect, Unbutton):
            _unbutton(occasion, encoded)
        else:
            encoded.calls += _calls_of(effect, occasion)
    return encoded


def _calls_of(effect: Send | Toast | Working | FetchFile, occasion: Occasion) -> list[Call]:
    match effect:
        case Send(screen=screen, to=to, silent=silent):
            chat = occasion.chat if to is None else int(to)
            new = messages(screen, silent=silent)
            return [_call(chat, method, payload, occasion) for method, payload in new]
        case Toast(text=text):
            if occasion.callback is not None and not occasion.answered_early:
                return []
            return [_call(occasion.chat, "sendMessage", {"text": text}, occasion)]
        case Working(action=action):
            return [_typing(action, occasion)]
        case FetchFile():
            return [_fetch(effect, occasion)]


def _typing(action: str, occasion: Occasion) -> Call:
    return Call(
        chat=occasion.chat,
        method="sendChatAction",
        payload={"action": action},
        lane=ANSWERS,
        paced=False,
        expires=occasion.received_at + ANSWER_WITHIN,
    )


def messages(screen: Screen, *, silent: bool = False) -> list[tuple[str, dict[str, Any]]]:
    """The calls that show a screen as new messages: long text in parts, buttons under the last."""
    quiet = {"disable_notification": True} if silent else {}
    markup = _markup(screen)
    file = screen.picture if screen.picture is not None else screen.document
    if screen.spot is not None:
        bodies = [("sendLocation", asdict(screen.spot))]
        bodies += _texts(screen.text) if screen.text else []
    elif screen.media:
        bodies = _with_media(screen, has_markup=bool(markup))
    elif file is not None:
        kind = "photo" if screen.picture is not None else "document"
        bodies = _captioned(f"send{kind.capitalize()}", {kind: {"file": int(file)}}, screen.text)
    else:
        bodies = _texts(screen.text)
    last = len(bodies) - 1
    return [
        (method, body | quiet | (markup if number == last else {}))
        for number, (method, body) in enumerate(bodies)
    ]


def _with_media(screen: Screen, *, has_markup: bool) -> list[tuple[str, dict[str, Any]]]:
    """One file under the text as its caption; several as albums, which bear no buttons."""
    bodies = [_sent_together(group) for group in _albums(screen.media)]
    method, body = bodies[0]
    if len(screen.media) == 1:
        return _captioned(method, body, screen.text)
    if has_markup or seen_units(screen.text) > CAPTION_LIMIT:
        return bodies + _texts(screen.text)
    if not screen.text:
        return bodies
    caption = {"caption": screen.text, "parse_mode": "HTML"}
    if method == "sendMediaGroup":
        head, *rest = body["media"]
        body = {"media": [head | caption, *rest]}
    else:
        body |= caption
    return [(method, body), *bodies[1:]]


def _albums(media: Sequence[Media]) -> list[list[Media]]:
    """Telegram puts pictures and documents into albums of their own, voice messages into none."""
    albums: list[list[Media]] = []
    for kind, alike in groupby(media, lambda one: one.kind):
        group = list(alike)
        size = 1 if kind == "voice" else ALBUM_LIMIT
        albums += [group[at : at + size] for at in range(0, len(group), size)]
    return albums


def _sent_together(group: Sequence[Media]) -> tuple[str, dict[str, Any]]:
    if len(group) > 1:
        items = [{"type": one.kind, "media": one.telegram_file} for one in group]
        return "sendMediaGroup", {"media": items}
    (one,) = group
    return f"send{one.kind.capitalize()}", {one.kind: one.telegram_file}


def _captioned(method: str, body: dict[str, Any], text: str) -> list[tuple[str, dict[str, Any]]]:
    """The text under the file while it fits there, else behind it."""
    if seen_units(text) > CAPTION_LIMIT:
        return [(method, body), *_texts(text)]
    return [(method, body | ({"caption": text, "parse_mode": "HTML"} if text else {}))]


def _texts(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [("sendMessage", _text(part)) for part in split_text(text, TEXT_LIMIT)]


def edit_payload(screen: Screen, message: int) -> dict[str, Any]:
    (first, *_) = split_text(screen.text, TEXT_LIMIT)
    return {"message_id": message} | _text(first) | _markup(screen)


def _answer_press(effects: Sequence[Effect], occasion: Occasion, encoded: Encoded) -> None:
    if occasion.answered_early:
        return
    toast = next((effect for effect in effects if isinstance(effect, Toast)), None)
    payload: dict[str, Any] = {"callback_query_id": occasion.callback}
    if toast is not None:
        payload |= {"text": _shortened(toast.text), "show_alert": toast.alert}
    encoded.calls.append(
        Call(
            chat=occasion.chat, method="answerCallbackQuery", payload=payload, lane=ANSWERS,
            paced=False, expires=occasion.received_at + ANSWER_WITHIN,
        )
    )  # fmt: skip


def _shortened(text: str) -> str:
    """A toast has no parts; 200 characters as Telegram counts them."""
    while units(text) > TOAST_LIMIT:
        text = text[:-2].rstrip() + "…"
    return text


def _show(effect: Show, occasion: Occasion, encoded: Encoded) -> None:
    screen = effect.screen
    edits = (
        occasion.pressed is not None
        and occasion.pressed_is_text
        and screen.keys is None
        and screen.picture is None
        and screen.document is None
        and not screen.media
        and screen.spot is None
        and seen_units(screen.text) <= TEXT_LIMIT
    )
    if occasion.pressed is not None:
        encoded.cards[occasion.chat, effect.card] = occasion.pressed
        if effect.card != MAIN_CARD:
            encoded.cards[occasion.chat, MAIN_CARD] = NO_MESSAGE
    if edits and occasion.pressed is not None:
        encoded.calls.append(
            Call(
                chat=occasion.chat,
                method="editMessageText",
                payload=edit_payload(screen, occasion.pressed),
                paced=False,
                community=occasion.community,
                card=effect.card,
                target=f"{occasion.chat}:{occasion.pressed}",
            )
        )
        return
    if effect.changes and occasion.pressed is None:
        encoded.calls.append(_change(effect, occasion))
        return
    if occasion.pressed is not None and screen.keys is None:
        _unbutton(occasion, encoded)
    replaces = effect.replaces or (occasion.pressed is not None and screen.keys is not None)
    new = messages(screen)
    for number, (method, payload) in enumerate(new):
        is_card = number == len(new) - 1
        encoded.calls.append(
            Call(
                chat=occasion.chat,
                method=method,
                payload=payload,
                community=occasion.community,
                card=effect.card if is_card else None,
                replaces=replaces and is_card,
            )
        )


def _change(effect: Show, occasion: Occasion) -> Call:
    """Which message the card is, the sender knows: it may not have left yet."""
    payload = edit_payload(effect.screen, NO_MESSAGE)
    del payload["message_id"]
    return Call(
        chat=occasion.chat,
        method="editMessageText",
        payload=payload,
        paced=False,
        community=occasion.community,
        card=effect.card,
        target=f"{occasion.chat}:{effect.card}",
    )


def _unbutton(occasion: Occasion, encoded: Encoded) -> None:
    if occasion.pressed is None:
        return
    encoded.calls.append(
        Call(
            chat=occasion.chat, method="editMessageReplyMarkup",
            payload={"message_id": occasion.pressed}, paced=False,
        )
    )  # fmt: skip


def _fetch(effect: FetchFile, occasion: Occasion) -> Call:
    return Call(
        chat=occasion.chat,
        method=FETCH,
        payload={
            "file_id": effect.file_id,
            "name": effect.name,
            "then": effect.then,
            "params": effect.params,
        },
        lane=ANSWERS,
        paced=False,
    )


def _call(chat: int, method: str, payload: Mapping[str, Any], occasion: Occasion) -> Call:
    return Call(chat=chat, method=method, payload=payload, community=occasion.community)


def _text(text: str) -> dict[str, Any]:
    return {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def _markup(screen: Screen) -> dict[str, Any]:
    if screen.rows:
        rows = [[_button(button) for button in row] for row in screen.rows if row]
        return {"reply_markup": {"inline_keyboard": rows}}
    if screen.keys is None:
        return {}
    if not screen.keys:
        return {"reply_markup": {"remove_keyboard": True}}
    return {
        "reply_markup": {
            "keyboard": [[_key(key) for key in row] for row in screen.keys],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        }
    }


def _button(button: Button) -> dict[str, str]:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    if button.press is None:
        raise ValueError(f"the button {button.label!r} does nothing")
    return {"text": button.label, "callback_data": button.press}


def _key(key: Key) -> dict[str, Any]:
    asks = {"location": {"request_location": True}, "contact": {"request_contact": True}}
    return {"text": key.label} | asks.get(key.asks, {})
