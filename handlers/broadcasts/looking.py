"""The very messages that people get or will get, sent to whoever decides of them."""

from dataclasses import replace
from typing import Literal

from civic.broadcasts.actions.dispatching import voice_of
from civic.broadcasts.message import message_params
from civic.broadcasts.model import Broadcast, Content
from civic.broadcasts.rules.content import is_said
from civic.broadcasts.rules.parts import parts_of
from civic.broadcasts.rules.text import MARK_ROOM
from civic.communities.model import Community
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language, language_of
from civic.places.model import PlaceKind
from civic.unit_of_work import Work
from handlers.effects import Send
from handlers.person import Person
from handlers.screens.broadcasts.message import message_screen
from locales.catalog import Say


async def looked_at(
    broadcast: Broadcast,
    content: Content,
    town: Community,
    person: Person,
    work: Work,
    say: Say,
    *,
    is_corrected: bool = False,
) -> list[Send]:
    """In every language that was written, with oneself in the braces; no button counts."""
    shown = replace(broadcast, content=content)
    voice = await voice_of(shown, town, officials=work.officials)
    reader = await _reader(person, work)

    def part(which: Literal["album", "main"]) -> JsonObject:
        return message_params(
            shown, which, speaker=voice.speaker, own=voice.own, is_corrected=is_corrected,
            is_test=True,
        )  # fmt: skip

    sends = []
    if parts_of(content, spare=MARK_ROOM if is_corrected else 0).ahead and not is_corrected:
        sends.append(Send(screen=message_screen(part("album"), say)))
    main = part("main")
    for language in written_in(content, town):
        params = {**main, "speak": language, "reader": reader}
        sends.append(Send(screen=message_screen(params, say)))
    return sends


def written_in(content: Content, town: Community) -> list[Language]:
    """The town's own first."""
    return [one for one in town.languages if is_said(content.texts.get(one, ""))]


async def _reader(person: Person, work: Work) -> dict[str, str]:
    """As the carrier calls whoever reads it."""
    yard = ""
    resident = person.resident
    if resident is not None and resident.home is not None:
        path = await work.places.path(resident.community, resident.home)
        home = next((one for one in path if one.kind is PlaceKind.COURTYARD), path[0])
        yard = home.name.in_(language_of(person.account.language))
    return {"first_name": person.account.first_name, "courtyard": yard}
