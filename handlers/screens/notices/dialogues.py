"""What residents and officials hear of a dialogue."""

from civic.kernel.ids import DialogueId
from handlers.presses.dialogues import (
    DialoguePress,
    GoOnPress,
    NotSolvedPress,
    TakePress,
)
from handlers.screens.dialogues.wording import media_of, office_words, shortened
from handlers.screens.navigation import home_button
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from locales.catalog import Say

NAME_ROOM = 100
EXCERPT_ROOM = 1200

# --- To the resident.


@notice("dialogue-received")
def received(params: Params, say: Say) -> Screen:
    """One card for all that is written in a sitting."""
    lines = [say.n("dialogue-received", params["count"], **_called(params, say))]
    lines.append(say("dialogue-form-waits" if params["waits"] else "dialogue-send-more"))
    return Screen(text="\n".join(lines), rows=((home_button(say),),))


@notice("dialogue-answer")
def answer(params: Params, say: Say) -> Screen:
    text = "\n\n".join(part for part in (_from(params, say), escape(params["text"])) if part)
    press = GoOnPress(DialogueId(params["dialogue"]))
    reply = Button(label=say("dialogue-answer-button"), press=press.pack())
    media = media_of(params["kind"], params["file"])
    return Screen(text=text, rows=((reply, home_button(say)),), media=media)


@notice("dialogue-closed")
def closed(params: Params, say: Say) -> Screen:
    parts = [
        _from(params, say),
        escape(params["text"]),
        say("dialogue-closed", number=say.number(params["number"])),
    ]
    press = NotSolvedPress(DialogueId(params["dialogue"]))
    again = Button(label=say("dialogue-not-solved"), press=press.pack())
    return Screen(
        text="\n\n".join(part for part in parts if part),
        rows=((again, home_button(say)),),
        media=media_of(params["kind"], params["file"]),
    )


@notice("dialogue-moved")
def moved(params: Params, say: Say) -> Screen:
    return Screen(text=say("dialogue-moved", **_called(params, say)), rows=((home_button(say),),))


def _from(params: Params, say: Say) -> str:
    if params["by"]:
        by = shortened(params["by"], NAME_ROOM)
        return say("dialogue-from-named", by=by, **_called(params, say))
    return say("dialogue-from", **_called(params, say))


# --- To the office.


@notice("dialogue-waiting")
def waiting(params: Params, say: Say) -> Screen:
    said = shortened(params["text"], EXCERPT_ROOM)
    if params["kind"] != "text":
        said = " ".join(part for part in (say(f"dialogue-kind-{params['kind']}"), said) if part)
    name = shortened(params["name"], NAME_ROOM)
    text = say("dialogue-waiting", name=name, words=said, **_called(params, say))
    if params.get("held"):
        return Screen(text=text, rows=((_open(params, say),),))
    return Screen(text=text, rows=((_open(params, say), _take(params, say)),))


@notice("dialogue-not-solved")
def not_solved(params: Params, say: Say) -> Screen:
    name = shortened(params["name"], NAME_ROOM)
    text = say("dialogue-told-not-solved", name=name, **_called(params, say))
    return Screen(text=text, rows=((_open(params, say),),))


@notice("dialogue-taken")
def taken(params: Params, say: Say) -> Screen:
    by = shortened(params["by"], NAME_ROOM)
    text = say("dialogue-taken", by=by, **_called(params, say))
    return Screen(text=text, rows=((_open(params, say),),))


@notice("dialogue-passed")
def passed(params: Params, say: Say) -> Screen:
    by = shortened(params["by"], NAME_ROOM)
    text = say("dialogue-passed", by=by, **_called(params, say))
    return Screen(text=text, rows=((_open(params, say),),))


def _open(params: Params, say: Say) -> Button:
    press = DialoguePress(DialogueId(params["dialogue"]))
    return Button(label=say("dialogue-open"), press=press.pack())


def _take(params: Params, say: Say) -> Button:
    press = TakePress(DialogueId(params["dialogue"]))
    return Button(label=say("dialogue-take"), press=press.pack())


def _called(params: Params, say: Say) -> dict[str, str]:
    return {
        "number": say.number(params["number"]),
        "office": office_words(params["office"], say),
    }
