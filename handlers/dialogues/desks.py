"""Who of the office stands behind a dialogue, and who is speaking to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.communities.model import Agency, Community, Official
from civic.communities.rules import Action, check_may, is_allowed
from civic.dialogues.actions.writing import Author
from civic.dialogues.model import Desk, Dialogue, DialogueState, Wanted
from civic.dialogues.rules import OPEN_STATES, agencies_seen_by, check_reads, desk_of
from civic.kernel.ids import AgencyId, DialogueId
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.person import Person

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town's agencies, and those of its officials who may answer residents."""

    community: Community
    agencies: Sequence[Agency]
    staff: Sequence[Official]

    def desk(self, agency: AgencyId | None, now: datetime) -> Desk:
        return desk_of(
            agency,
            agencies=self.agencies,
            staff=self.staff,
            zone=self.community.timezone,
            now=now,
        )


async def town_of(community: Community, work: Work) -> Town:
    officials = await work.officials.all(community.id)
    return Town(
        community=community,
        agencies=await work.officials.agencies(community.id),
        staff=[one for one in officials if is_allowed(one, Action.ANSWER_RESIDENTS)],
    )


def author_of(person: Person) -> tuple[Author, Community]:
    """The resident who writes, and their town."""
    if person.resident is None or person.community is None:
        raise Refusal("town-needed")
    if person.resident.community != person.community.id:
        raise Refusal("town-needed")
    author = Author(
        community=person.community.id,
        resident=person.resident.id,
        account=person.account.id,
        name=clean_line(person.account.first_name, NAME_LIMIT) or str(person.resident.id),
    )
    return author, person.community


async def own_dialogue(author: Author, dialogue: DialogueId, work: Work) -> Dialogue:
    """Raise NotFound when there is none, or when it is somebody else's."""
    found = await work.dialogues.of_resident(author.community, author.resident, dialogue)
    if found is None:
        raise NotFound("dialogue-gone")
    return found


def clerk_of(person: Person) -> tuple[Official, Community]:
    """The official at the desk, and the town whose office they look at."""
    official = check_may(person.official, Action.ANSWER_RESIDENTS)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """A dialogue before an official who may read it."""

    official: Official
    town: Town
    dialogue: Dialogue
    desk: Desk


async def at_desk(person: Person, dialogue: DialogueId, work: Work, now: datetime) -> AtDesk:
    """Raise Refusal when another office reads it, NotFound when it is gone."""
    official, office = clerk_of(person)
    found = await work.dialogues.dialogue(office.id, dialogue)
    town = await town_of(office, work)
    desk = town.desk(found.agency, now)
    check_reads(official, desk)
    return AtDesk(official=official, town=town, dialogue=found, desk=desk)


def wanted_of(which: str, official: Official, town: Town) -> Wanted:
    """The lists that an official may turn to."""
    agencies = agencies_seen_by(official, agencies=town.agencies, staff=town.staff)
    if which == "mine":
        return Wanted(states=OPEN_STATES, agencies=agencies, assignee=official.account)
    if which == "all":
        return Wanted(states=tuple(DialogueState), agencies=agencies, newest_first=True)
    return Wanted(states=(DialogueState.WAITING_FOR_OFFICE,), agencies=agencies)


async def waiting_before(official: Official, office: Community, work: Work) -> int:
    """How many dialogues wait for an answer that this official may give."""
    if not is_allowed(official, Action.ANSWER_RESIDENTS):
        return 0
    town = await town_of(office, work)
    return await work.dialogues.count(office.id, wanted_of("waiting", official, town))
