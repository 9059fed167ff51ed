"""The year's dialogues put through the product: residents write, the office answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.wiring import Wiring
from civic.communities.model import Official
from civic.dialogues.actions.handling import answer_resident, close_dialogue
from civic.dialogues.actions.writing import Author, open_dialogue, write_to_office
from civic.dialogues.model import Dialogue, LineKind, Words
from civic.kernel.ids import AgencyId
from demo.announcing import Announcing
from demo.cast import CAST
from demo.crowd import Neighbour
from demo.history.letters import PastDialogue, Said
from demo.town import Town
from handlers.dialogues.desks import town_of
from storage.unit_of_work import SqlWork


@dataclass(slots=True, kw_only=True)
class Corresponding:
    town: Town
    wiring: Wiring
    announcing: Announcing

    async def hold(
        self, letter: PastDialogue, at: datetime, *, residents: Sequence[Neighbour]
    ) -> None:
        """From its first line to the last."""
        writer = _writer(letter, residents)
        assert writer.resident is not None  # whoever arrived has one
        author = Author(
            community=self.town.community.id,
            resident=writer.resident,
            account=writer.account,
            name=writer.first_name,
        )
        async with self.wiring.storage.writing() as work:
            dialogue = await open_dialogue(
                author,
                self._agency(letter),
                about=self.announcing.told[letter.about] if letter.about else None,
                dialogues=work.dialogues,
                now=at,
                new_id=self.wiring.new_id,
            )
            for number, said in enumerate(letter.said):
                is_last = letter.is_closed and number == len(letter.said) - 1
                moment = at + timedelta(minutes=said.after)
                await self._say(work, dialogue, said, author, moment, is_last=is_last)
        if letter.kept_for:
            reader = next(one for one in CAST if one.key == letter.kept_for)
            self.announcing.past.keep((reader.account,), "dialogue", dialogue.id)

    async def _say(
        self,
        work: SqlWork,
        dialogue: Dialogue,
        said: Said,
        author: Author,
        now: datetime,
        *,
        is_last: bool,
    ) -> None:
        found = await work.dialogues.dialogue(dialogue.community, dialogue.id)
        desk = (await town_of(self.town.community, work)).desk(found.agency, now)
        words = Words(kind=LineKind.TEXT, text=said.text)
        if not said.by:
            await write_to_office(
                found, words, author=author, desk=desk, sitting=None, together=1,
                form_waits=False, dialogues=work.dialogues, outbox=work.outbox, now=now,
                new_id=self.wiring.new_id,
            )  # fmt: skip
            return
        by = await self._official(work, said.by)
        if is_last:
            await close_dialogue(
                found, words, by=by, desk=desk, shows_name=False, silent=False,
                dialogues=work.dialogues, outbox=work.outbox, audit=work.audit, now=now,
                new_id=self.wiring.new_id,
            )  # fmt: skip
        else:
            await answer_resident(
                found, words, by=by, desk=desk, shows_name=False, silent=False,
                dialogues=work.dialogues, outbox=work.outbox, audit=work.audit, now=now,
                new_id=self.wiring.new_id,
            )  # fmt: skip

    async def _official(self, work: SqlWork, key: str) -> Official:
        account = next(one.account for one in CAST if one.key == key)
        return await work.officials.official(self.town.community.id, account)

    def _agency(self, letter: PastDialogue) -> AgencyId | None:
        return self.town.agencies.get(letter.agency)


def _writer(letter: PastDialogue, residents: Sequence[Neighbour]) -> Neighbour:
    """Whoever of the cast it names, else the first of that courtyard who stays."""
    played = {one.key: one.account for one in CAST}
    return next(
        one
        for one in residents
        if one.account == played.get(letter.who)
        or (one.stays and one.courtyard is not None and one.courtyard.title == letter.who)
    )
