"""Every store on one connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId, IdMaker
from civic.kernel.personal import AccountStore, PersonalStore
from storage.answer_files import SqlAnswerFiles
from storage.appeals import SqlAppeals
from storage.asset_waiting import SqlAssetLists, SqlAssetSheets
from storage.assets import SqlAssets
from storage.audiences import SqlAudiences
from storage.audit import SqlAudit
from storage.broadcast_readings import SqlReadings
from storage.broadcasts import SqlBroadcasts
from storage.bulks import SqlBulks
from storage.channels import SqlChannels, SqlKnownChats
from storage.claims import SqlClaims
from storage.clock import SqlClock
from storage.codes import SqlOfficialInvitations, SqlOwnerCodes
from storage.command_menus import SqlCommandMenus
from storage.communities import SqlCommunities, SqlOfficials
from storage.conversation import SqlConversation
from storage.delivery import SqlDelivery
from storage.delivery_reports import SqlDeliveryReports
from storage.dialogues import SqlDialogues
from storage.drawings import SqlDrawings
from storage.engines import Database
from storage.files import SqlFiles
from storage.ideas import SqlIdeas
from storage.inbox import SqlInbox
from storage.leftovers import SqlLeftovers
from storage.letters import SqlLetters
from storage.open311 import SqlOpen311
from storage.outbox import SqlOutbox
from storage.pace import Limits, Real
from storage.people import SqlPeople
from storage.personal import Correspondence, OfficeTraces, PersonalFiles
from storage.photos import SqlPhotos
from storage.place_lists import SqlPlaceLists
from storage.places import SqlPlaces
from storage.prepared import Prepared
from storage.readers import SqlReaders
from storage.relays import SqlRelays
from storage.reports import SqlReports, SqlReportSchedules
from storage.request_drafts import SqlRequestDrafts
from storage.request_office import SqlAnswerTemplates, SqlRequestDuties
from storage.request_reports import SqlRequestReports
from storage.residents import SqlAccounts, SqlResidents
from storage.response_tallies import SqlTallies
from storage.responses import SqlResponses
from storage.saved_audiences import SqlSavedAudiences
from storage.schedules import SqlFires, SqlLeases
from storage.service_request_settings import SqlRequestCategories, SqlRequestRoutes
from storage.service_requests import SqlServiceRequests
from storage.standing import SqlStanding
from storage.survey_invitations import SqlInvitations
from storage.survey_traces import SqlSurveyTraces
from storage.surveys import SqlSurveys
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


class SqlWork:
    """Makes a store when it is first asked for; commits nothing itself."""

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

    # The plumbing.
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
            drawings=self.drawings, pace=self.delivery.pace,
        )  # fmt: skip

    @cached_property
    def command_menus(self) -> SqlCommandMenus:
        return SqlCommandMenus(self.connection, bot=self.bot)

    # The features, each with its store.
    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self.connection, bot=self.bot)

    @cached_property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self.connection, bot=self.bot)

    @cached_property
    def residents(self) -> SqlResidents:
        return SqlResidents(self.connection)

    @cached_property
    def communities(self) -> SqlCommunities:
        return SqlCommunities(self.connection)

    @cached_property
    def officials(self) -> SqlOfficials:
        return SqlOfficials(self.connection)

    @cached_property
    def invitations(self) -> SqlOfficialInvitations:
        return SqlOfficialInvitations(self.connection)

    @cached_property
    def owner_codes(self) -> SqlOwnerCodes:
        return SqlOwnerCodes(self.connection, bot=self.bot, new_id=self.new_id)

    @cached_property
    def audit(self) -> SqlAudit:
        return SqlAudit(self.connection, new_id=self.new_id)

    @property
    def trail(self) -> SqlAudit:
        return self.audit

    @cached_property
    def places(self) -> SqlPlaces:
        return SqlPlaces(self.connection)

    @cached_property
    def place_lists(self) -> SqlPlaceLists:
        return SqlPlaceLists(self.connection)

    @cached_property
    def assets(self) -> SqlAssets:
        return SqlAssets(self.connection)

    @cached_property
    def asset_lists(self) -> SqlAssetLists:
        return SqlAssetLists(self.connection)

    @cached_property
    def asset_sheets(self) -> SqlAssetSheets:
        return SqlAssetSheets(self.connection)

    @cached_property
    def audiences(self) -> SqlAudiences:
        return SqlAudiences(self.connection, bot=self.bot)

    @cached_property
    def saved_audiences(self) -> SqlSavedAudiences:
        return SqlSavedAudiences(self.connection)

    @cached_property
    def known_chats(self) -> SqlKnownChats:
        return SqlKnownChats(self.connection, bot=self.bot)

    @cached_property
    def channels(self) -> SqlChannels:
        return SqlChannels(self.connection, bot=self.bot)

    @cached_property
    def delivery_reports(self) -> SqlDeliveryReports:
        return SqlDeliveryReports(self.connection, bot=self.bot)

    @cached_property
    def dialogues(self) -> SqlDialogues:
        return SqlDialogues(self.connection, bot=self.bot)

    @cached_property
    def service_requests(self) -> SqlServiceRequests:
        return SqlServiceRequests(self.connection, bot=self.bot)

    @cached_property
    def request_categories(self) -> SqlRequestCategories:
        return SqlRequestCategories(self.connection)

    @cached_property
    def request_drafts(self) -> SqlRequestDrafts:
        return SqlRequestDrafts(self.connection, self.files)

    @cached_property
    def request_duties(self) -> SqlRequestDuties:
        return SqlRequestDuties(self.connection)

    @cached_property
    def answer_templates(self) -> SqlAnswerTemplates:
        return SqlAnswerTemplates(self.connection)

    @cached_property
    def request_routes(self) -> SqlRequestRoutes:
        return SqlRequestRoutes(self.connection)

    @cached_property
    def ideas(self) -> SqlIdeas:
        return SqlIdeas(self.connection, self.files, bot=self.bot)

    @cached_property
    def relays(self) -> SqlRelays:
        return SqlRelays(self.connection)

    @cached_property
    def appeals(self) -> SqlAppeals:
        return SqlAppeals(self.connection, self.files)

    @cached_property
    def letters(self) -> SqlLetters:
        return SqlLetters(self.connection)

    @cached_property
    def open311(self) -> SqlOpen311:
        return SqlOpen311(self.connection)

    @cached_property
    def surveys(self) -> SqlSurveys:
        return SqlSurveys(self.connection)

    @cached_property
    def survey_invitations(self) -> SqlInvitations:
        return SqlInvitations(self.connection, bot=self.bot)

    @cached_property
    def responses(self) -> SqlResponses:
        return SqlResponses(self.connection)

    @cached_property
    def answer_files(self) -> SqlAnswerFiles:
        return SqlAnswerFiles(self.connection, bot=self.bot)

    @cached_property
    def tallies(self) -> SqlTallies:
        """On a reading connection only."""
        return SqlTallies(self.connection, bot=self.bot)

    @cached_property
    def broadcasts(self) -> SqlBroadcasts:
        return SqlBroadcasts(self.connection)

    @cached_property
    def survey_traces(self) -> SqlSurveyTraces:
        return SqlSurveyTraces(self.connection)

    @property
    def personal(self) -> tuple[PersonalStore, ...]:
        # Residents last: what others keep points at them.
        return (
            PersonalFiles(self.connection, self.files),
            self.survey_traces,
            self.dialogues,
            self.service_requests,
            self.request_drafts,
            self.ideas,
            self.appeals,
            SqlReadings(self.connection),
            self.residents,
        )

    @property
    def accountwide(self) -> tuple[AccountStore, ...]:
        correspondence = Correspondence(
            self.connection, bot=self.bot, inbox=self.inbox, conversation=self.conversation
        )
        return (
            correspondence,
            OfficeTraces(self.connection),
            self.known_chats,
            self.officials,
            self.owner_codes,
            self.accounts,
        )

    @cached_property
    def reports(self) -> SqlReports:
        return SqlReports(self.connection)

    @cached_property
    def request_reports(self) -> SqlRequestReports:
        return SqlRequestReports(self.connection)

    @cached_property
    def report_schedules(self) -> SqlReportSchedules:
        return SqlReportSchedules(self.connection)


class Storage:
    """Opens units of work on a database: `writing()` is the one that commits."""

    def __init__(self, database: Database, installation: Installation) -> None:
        self.database = database
        self.installation = installation

    @property
    def is_sqlite(self) -> bool:
        return self.database.is_sqlite

    @property
    def files(self) -> Path:
        return self.installation.files

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlWork]:
        async with self.database.writing() as connection:
            yield SqlWork(connection, self.installation)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlWork]:
        async with self.database.reading() as connection:
            yield SqlWork(connection, self.installation)
