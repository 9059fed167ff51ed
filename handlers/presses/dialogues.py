"""Buttons of dialogues between residents and the office: codes begin with d."""

from civic.kernel.ids import AccountId, AgencyId, DialogueId
from handlers.presses.registry import Press, press

# --- A resident's.


@press("d")
class TalkPress(Press):
    """Speak to a person: one's own dialogues, else a new one."""


@press("dn")
class NewDialoguePress(Press):
    """Begin anew: choose the office, where there are several."""

    page: int = 0


@press("dw")
class WriteToPress(Press):
    """0: the town's office."""

    agency: AgencyId


@press("dm")
class MyDialoguePress(Press):
    dialogue: DialogueId
    page: int = 0


@press("dg")
class GoOnPress(Press):
    """Write more in it."""

    dialogue: DialogueId


@press("du")
class NotSolvedPress(Press):
    """It was closed too early."""

    dialogue: DialogueId


@press("dp")
class PlacePress(Press):
    """Where what was written after the end belongs: into the old dialogue, or into a new one."""

    dialogue: DialogueId
    into_old: bool


# --- An official's.


@press("dl")
class DialoguesPress(Press):
    """`which`: waiting, mine or all."""

    which: str = "waiting"
    page: int = 0


@press("dc")
class DialoguePress(Press):
    """Page 0 holds the latest lines."""

    dialogue: DialogueId
    page: int = 0


@press("df")
class WholeLinesPress(Press):
    """What the page shortens: whole texts, files, voices."""

    dialogue: DialogueId
    page: int


@press("dt")
class TakePress(Press):
    dialogue: DialogueId


@press("da")
class AnswerPress(Press):
    dialogue: DialogueId


@press("dx")
class AskClosePress(Press):
    dialogue: DialogueId


@press("dxx")
class ClosePress(Press):
    """Without a word."""

    dialogue: DialogueId


@press("dv")
class AskPassPress(Press):
    dialogue: DialogueId
    page: int = 0


@press("dvo")
class PassToColleaguePress(Press):
    dialogue: DialogueId
    account: AccountId


@press("dva")
class PassToAgencyPress(Press):
    """0: the town's office."""

    dialogue: DialogueId
    agency: AgencyId
