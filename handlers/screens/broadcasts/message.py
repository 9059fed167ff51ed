"""A broadcast as people get it: to a person, in a channel, or as a test to oneself."""

from collections.abc import Mapping
from typing import Any

from civic.broadcasts.document import attachment_of, button_of
from civic.broadcasts.model import BroadcastButton, LinkButton, ReadButton, SurveyButton
from civic.broadcasts.rules.content import is_said
from civic.broadcasts.rules.text import (
    CAPTION_LIMIT,
    LIMIT,
    Field,
    filled,
    longest_of,
    units,
    visible,
)
from civic.kernel.ids import BroadcastId, CommunityId
from civic.kernel.language import Language, Translated, language_of
from handlers.links import survey_link
from handlers.presses.broadcasts import AskedSurveyPress, MuteTopicPress, ReadPress, TrialPress
from handlers.presses.registry import Press
from handlers.screens.screen import Button, Media, Rows, Screen, escape
from locales.catalog import Say
from locales.catalog import say as speak

Params = Mapping[str, Any]
GAP = "\n\n"


def message_screen(params: Params, say: Say) -> Screen:
    """Of the notice `broadcast`; `params` are those of civic/broadcasts/message.py.

    `reader` (first_name, courtyard) fills in the placeholders; `speak` asks for one language
    whatever the reader's is; a channel's survey buttons need `bot_username` and `community`.
    """
    media = tuple(_media(one) for one in params["attachments"])
    if params["part"] == "album":
        return Screen(text="", media=media)
    voice = speak(params["own"]) if params["public"] else say
    if params.get("speak"):
        voice = speak(params["speak"])
    language = _language(params, voice)
    return Screen(
        text=_text(params, language, voice), rows=_rows(params, language, voice), media=media
    )


def _media(written: Mapping[str, Any]) -> Media:
    one = attachment_of(written)
    return Media(kind=one.kind.value, telegram_file=one.telegram_file)


def _language(params: Params, voice: Say) -> Language:
    """The reader's where it is written, else the town's."""
    texts: Mapping[Language, str] = params["texts"]
    for language in (language_of(voice.language), language_of(params["own"])):
        if is_said(texts.get(language, "")):
            return language
    return next((one for one, text in texts.items() if is_said(text)), language_of(params["own"]))


def _text(params: Params, language: Language, voice: Say) -> str:
    """As it was written; what stands around it is left out where there is no room for it."""
    written = params["texts"].get(language, "")
    own = speak(language)
    room = CAPTION_LIMIT if params["attachments"] else LIMIT
    room -= longest_of(written)
    after: list[str] = []
    if params["corrected"]:
        after.append(own("broadcast-corrected-mark"))
    room -= sum(_weight(part) for part in after)
    before: list[str] = []
    if params["urgent"]:
        room = _with(before, own("broadcast-urgent-mark"), room)
    signed = own("broadcast-signature", name=_speaker(params, language))
    room = _with(after, signed, room)
    if not params["public"] and language != voice.language:
        _with(after, voice(f"broadcast-only-in-{language}"), room)
    return GAP.join([*before, _filled(written, params, own), *after])


def _with(parts: list[str], part: str, room: int) -> int:
    """Join it where it fits; how much room there is then."""
    weight = _weight(part)
    if weight > room:
        return room
    parts.append(part)
    return room - weight


def _weight(part: str) -> int:
    return units(GAP + visible(part))


def _speaker(params: Params, language: Language) -> str:
    return escape(Translated(params["agency"]).in_(language))


def _filled(text: str, params: Params, own: Say) -> str:
    reader: Mapping[str, str] = params.get("reader") or {}
    return filled(
        text,
        {Field.NAME: reader.get("first_name"), Field.COURTYARD: reader.get("courtyard")},
        defaults=said_to_nobody(own),
    )


def said_to_nobody(say: Say) -> dict[Field, str]:
    """What stands where a reader's name and courtyard are not known."""
    return {
        Field.NAME: say("broadcast-default-name"),
        Field.COURTYARD: say("broadcast-default-courtyard"),
    }


def _rows(params: Params, language: Language, voice: Say) -> Rows:
    """The author's buttons, then the way to hear no more of the topic."""
    own = speak(language)
    buttons = [_button(button_of(one), params, language, own) for one in params["buttons"]]
    if not params["public"] and params["topic"]:
        press: Press = MuteTopicPress(
            broadcast=BroadcastId(params["broadcast"]), topic=params["topic"], off=True
        )
        label = voice(f"broadcast-mute-{params['topic']}")
        buttons.append(Button(label=label, press=_counting(press, params)))
    return tuple((button,) for button in buttons if button is not None)


def _button(button: BroadcastButton, params: Params, language: Language, own: Say) -> Button | None:
    """None where it has no sense: nobody in a channel can say that they have read it."""
    broadcast, is_public = BroadcastId(params["broadcast"]), params["public"]
    match button:
        case LinkButton(label=label, url=url):
            return Button(label=label.in_(language), url=url)
        case SurveyButton(label=label, survey=survey):
            shown = label.in_(language) or own("broadcast-button-survey")
            if is_public:
                town = CommunityId(params["community"])
                return Button(label=shown, url=survey_link(params["bot_username"], town, survey))
            press: Press = AskedSurveyPress(broadcast=broadcast, survey=survey)
            return Button(label=shown, press=_counting(press, params))
        case ReadButton():
            if is_public:
                return None
            return Button(
                label=own("broadcast-button-read"),
                press=_counting(ReadPress(broadcast=broadcast), params),
            )


def _counting(press: Press, params: Params) -> str:
    """Under a test nothing that is pressed counts."""
    return TrialPress().pack() if params["test"] else press.pack()
