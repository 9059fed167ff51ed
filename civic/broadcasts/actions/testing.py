"""A test to oneself: the very messages that others would get, marked as a test."""

from datetime import datetime

from civic.broadcasts.actions.dispatching import voice_of
from civic.broadcasts.actions.noting import note
from civic.broadcasts.message import NOTICE, Part, message_params
from civic.broadcasts.model import Broadcast
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules.content import check_complete, is_said
from civic.broadcasts.rules.parts import parts_of
from civic.communities.model import Community, Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.ids import BroadcastId
from civic.kernel.language import Language
from civic.kernel.outbox import Lane, Notice, Outbox


async def send_test(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Only the one who asked gets it, in every language that was written.

    Its buttons say that it is a test.
    """
    official = check_may(by, Action.COMPOSE_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast)
    town = await communities.community(found.community)
    check_complete(found, town.languages[0])
    voice = await voice_of(found, town, officials=officials)
    for part, language in _messages(found, town):
        params = message_params(found, part, speaker=voice.speaker, own=voice.own, is_test=True)
        await outbox.owe(
            Notice(
                to=official.account,
                community=found.community,
                key=NOTICE,
                params={**params, "speak": language},
                lane=Lane.INTERACTIVE,
            ),
            now=now,
        )
    await note(found, "tested", official.account, audit=audit, now=now)
    return found


def _messages(broadcast: Broadcast, town: Community) -> list[tuple[Part, Language]]:
    """Files that go ahead once, then the words of each language."""
    texts = broadcast.content.texts
    written = [one for one in (*town.languages, *texts) if is_said(texts.get(one, ""))]
    spoken: list[tuple[Part, Language]] = [("main", one) for one in dict.fromkeys(written)]
    if parts_of(broadcast.content).ahead:
        spoken.insert(0, ("album", town.languages[0]))
    return spoken
