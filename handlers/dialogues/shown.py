"""A dialogue's card and the lists of them, before an official."""

from civic.dialogues.rules import holder_of
from civic.places.model import PlaceKind
from civic.unit_of_work import Work
from handlers.dialogues.desks import AtDesk, clerk_of, town_of, wanted_of
from handlers.person import Person
from handlers.screens.dialogues.office import (
    LISTS,
    Correspondent,
    dialogue_screen,
    dialogues_screen,
)
from handlers.screens.dialogues.wording import LINES_PAGE, PAGE
from handlers.screens.screen import Screen
from locales.catalog import Say


async def dialogues_list(person: Person, work: Work, say: Say, *, which: str, page: int) -> Screen:
    official, office = clerk_of(person)
    which = which if which in LISTS else "waiting"
    town = await town_of(office, work)
    wanted = {one: wanted_of(one, official, town) for one in LISTS}
    shown = await work.dialogues.page(office.id, wanted[which], offset=page * PAGE, limit=PAGE)
    return dialogues_screen(
        shown,
        which=which,
        page=page,
        counts={one: await work.dialogues.count(office.id, asked) for one, asked in wanted.items()},
        agencies=town.agencies,
        holders={one.account: one.name for one in town.staff},
        say=say,
    )


async def dialogue_card(at: AtDesk, work: Work, say: Say, *, page: int = 0) -> Screen:
    town, dialogue = at.town.community, at.dialogue
    lines = await work.dialogues.lines(
        town.id, dialogue.id, offset=page * LINES_PAGE, limit=LINES_PAGE
    )
    answers = [line.id for line in lines if line.from_office]
    return dialogue_screen(
        dialogue,
        at.desk,
        lines[::-1],
        writer=await _writer(at, work, say),
        holder=holder_of(dialogue, at.desk),
        undelivered=await work.dialogues.undelivered(town.id, dialogue, answers),
        reader=at.official,
        page=page,
        count=await work.dialogues.count_lines(town.id, dialogue.id),
        zone=town.timezone,
        say=say,
    )


async def _writer(at: AtDesk, work: Work, say: Say) -> Correspondent:
    town, dialogue = at.town.community.id, at.dialogue
    account = await work.accounts.find(dialogue.account)
    resident = await work.residents.resident(town, dialogue.resident)
    place = ""
    if resident.home is not None:
        path = await work.places.path(town, resident.home)
        # The courtyard, not the door: nobody needs to know more to answer.
        yard = next((one for one in path if one.kind is PlaceKind.COURTYARD), path[0])
        place = yard.name.in_(at.town.community.languages[0])
    about = None
    if dialogue.about is not None:
        about = (await work.dialogues.sender(town, dialogue.about)).number
    return Correspondent(
        name=account.first_name if account else say("dialogue-resident"),
        place=place,
        reachable=account is not None and account.reachable,
        about=about,
    )
