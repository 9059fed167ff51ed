"""Every store on one connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path

from civic.kernel.personal import AccountStore, PersonalStore
from storage.answer_files import SqlAnswerFiles
from storage.appeals import SqlAppeals
from storage.asset_waiting import SqlAssetLists, SqlAssetSheets
from storage.assets import SqlAssets
from storage.audiences import SqlAudiences
from storage.audit import SqlAudit
from storage.broadcast_readings import SqlReadings
from storage.broadcasts import SqlBroadcasts
from storage.channels import SqlChannels, SqlKnownChats
from storage.codes import SqlOfficialInvitations, SqlOwnerCodes
from storage.communities import SqlCommunities, SqlOfficials
from storage.delivery_reports import SqlDeliveryReports
from storage.dialogues import SqlDialogues
from storage.engines import Database
from storage.ideas import SqlIdeas
from storage.letters import SqlLetters
from storage.open311 import SqlOpen311
from storage.personal import Correspondence, OfficeTraces, PersonalFiles
from storage.place_lists import SqlPlaceLists
from storage.places import SqlPlaces
from storage.plumbing import Installation, SqlPlumbing
from storage.relays import SqlRelays
from storage.reports import SqlReports, SqlReportSchedules
from storage.request_drafts import SqlRequestDrafts
from storage.request_office import SqlAnswerTemplates, SqlRequestDuties
from storage.request_reports import SqlRequestReports
from storage.residents import SqlAccounts, SqlResidents
from storage.response_tallies import SqlTallies
from storage.responses import SqlResponses
from storage.saved_audiences import SqlSavedAudiences
from storage.service_request_settings import SqlRequestCategories, SqlRequestRoutes
from storage.service_requests import SqlServiceRequests
from storage.survey_invitations import SqlInvitations
from storage.survey_traces import SqlSurveyTraces
from storage.surveys import SqlSurveys


class SqlWork(SqlPlumbing):
    """Every store on one connection; commits nothing itself."""

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
