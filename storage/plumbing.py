"""What a process needs of the database whatever its features: messages, files, time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId, IdMaker
from storage.bulks import SqlBulks
from storage.claims import SqlClaims
from storage.clock import SqlClock
from storage.command_menus import SqlCommandMenus
from storage.conversation import SqlConversation
from storage.delivery import SqlDelivery
from storage.drawings import SqlDrawings
from storage.files import SqlFiles
from storage.geocodings import SqlGeocodings
from storage.inbox import SqlInbox
from storage.leftovers import SqlLeftovers
from storage.outbox import SqlOutbox
from storage.pace import Limits, Real
from storage.people import SqlPeople
from storage.photos import SqlPhotos
from storage.prepared import Prepared
from storage.readers import SqlReaders
from storage.schedules import SqlFires, SqlLeases
from storage.standing import SqlStanding
from storage.worked_off import SqlWorkedOff

_SAVEPOINT = Prepared(lambda _: text("SAVEPOINT within"))
_ROLLBACK = Prepared(lambda _: text("ROLLBACK TO SAVEPOINT within"))
_RELEASE = Prepared(lambda _: text("RELEASE SAVEPOINT within"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What the stores need to know of the process: the bot, its files, its boot, its limits."""

    bot: BotId
    files: Path
    boot: str
    limits: Limits
    new_id: IdMaker
    real: Real = None


class SqlPlumbing:
    """Makes each of its stores when it is first asked for."""

    def __init__(self, connection: AsyncConnection, installation: Installation) -> None:
        self.connection = connection
        self.installation = installation
        self.bot = installation.bot
        self.new_id = installation.new_id

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is done within is undone when it fails; the rest of the unit stays.

        As plain SQL: SQLAlchemy's own nested transaction costs as much as several statements.
        """
        await _SAVEPOINT.run(self.connection, {})
        try:
            yield
        except BaseException:
            await _ROLLBACK.run(self.connection, {})
            await _RELEASE.run(self.connection, {})
            raise
        await _RELEASE.run(self.connection, {})

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self.connection, bot=self.bot)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.connection, bot=self.bot)

    @cached_property
    def bulks(self) -> SqlBulks:
        return SqlBulks(self.connection, bot=self.bot)

    @cached_property
    def conversation(self) -> SqlConversation:
        return SqlConversation(self.connection, bot=self.bot)

    @cached_property
    def standing(self) -> SqlStanding:
        return SqlStanding(self.connection, bot=self.bot)

    @cached_property
    def claims(self) -> SqlClaims:
        return SqlClaims(
            self.connection, bot=self.bot, inbox=self.inbox, standing=self.standing,
            people=self.people,
        )  # fmt: skip

    @cached_property
    def worked_off(self) -> SqlWorkedOff:
        return SqlWorkedOff(self.connection, bot=self.bot, inbox=self.inbox, outbox=self.outbox)

    @cached_property
    def delivery(self) -> SqlDelivery:
        return SqlDelivery(
            self.connection,
            bot=self.bot,
            boot=self.installation.boot,
            limits=self.installation.limits,
            real=self.installation.real,
        )

    @cached_property
    def files(self) -> SqlFiles:
        return SqlFiles(
            self.connection, bot=self.bot, folder=self.installation.files, new_id=self.new_id
        )

    @cached_property
    def photos(self) -> SqlPhotos:
        return SqlPhotos(self.connection, self.files)

    @cached_property
    def drawings(self) -> SqlDrawings:
        return SqlDrawings(self.connection, self.files)

    @cached_property
    def geocodings(self) -> SqlGeocodings:
        made = self.installation
        return SqlGeocodings(self.connection, boot=made.boot, real=made.real)

    @cached_property
    def readers(self) -> SqlReaders:
        return SqlReaders(self.connection, bot=self.bot)

    @cached_property
    def clock(self) -> SqlClock:
        return SqlClock(self.connection)

    @cached_property
    def leases(self) -> SqlLeases:
        return SqlLeases(self.connection, boot=self.installation.boot, real=self.installation.real)

    @cached_property
    def fires(self) -> SqlFires:
        return SqlFires(self.connection, boot=self.installation.boot, real=self.installation.real)

    @cached_property
    def leftovers(self) -> SqlLeftovers:
        return SqlLeftovers(
            self.connection, bot=self.bot, files=self.files, photos=self.photos,
            drawings=self.drawings, geocodings=self.geocodings, pace=self.delivery.pace,
        )  # fmt: skip

    @cached_property
    def command_menus(self) -> SqlCommandMenus:
        return SqlCommandMenus(self.connection, bot=self.bot)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self.connection, bot=self.bot)
