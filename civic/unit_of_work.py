"""What an edge opens: every feature's store on one transaction."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from civic.acquaintance import People
from civic.appeals.ports import Appeals
from civic.assets.ports import AssetLists, Assets, AssetSheets
from civic.audiences.ports import Audiences, SavedAudiences
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.reporting import DeliveryReports
from civic.channels.ports import Channels, KnownChats
from civic.communities.ports import (
    AuditTrail,
    Communities,
    OfficialInvitations,
    Officials,
    OwnerCodes,
)
from civic.dialogues.ports import Dialogues
from civic.ideas.ports import Ideas
from civic.kernel.audit import AuditLog
from civic.kernel.bulk import Bulks
from civic.kernel.command_menu import CommandMenus
from civic.kernel.drawings import Drawings
from civic.kernel.files import FileShelf
from civic.kernel.fires import Fires
from civic.kernel.letters import Letters
from civic.kernel.outbox import Outbox
from civic.kernel.personal import AccountStore, PersonalStore
from civic.kernel.photos import Photos
from civic.places.ports import PlaceBook, PlaceLists
from civic.reports.ports import Reports, ReportSchedules, Tallies
from civic.reports.requests.ports import RequestReports
from civic.residents.ports import Accounts, Residents
from civic.service_requests.duties.ports import RequestDuties
from civic.service_requests.open311.ports import OutsideBook
from civic.service_requests.ports import (
    RequestCategories,
    RequestDrafts,
    RequestRoutes,
    ServiceRequests,
)
from civic.service_requests.relays.ports import Relays
from civic.service_requests.spots import Geocodings
from civic.service_requests.templates.ports import AnswerTemplates
from civic.surveys.answering.ports import Responses
from civic.surveys.exporting.ports import AnswerFiles
from civic.surveys.ports import Invitations, Surveys


class Work(Protocol):
    """All stores on one transaction. Only the edge that opened it commits."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def bulks(self) -> Bulks: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def trail(self) -> AuditTrail: ...
    @property
    def people(self) -> People: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def residents(self) -> Residents: ...
    @property
    def communities(self) -> Communities: ...
    @property
    def officials(self) -> Officials: ...
    @property
    def invitations(self) -> OfficialInvitations: ...
    @property
    def owner_codes(self) -> OwnerCodes: ...
    @property
    def personal(self) -> Sequence[PersonalStore]:
        """What keeps something of a resident, in the order in which it can be forgotten."""

    @property
    def accountwide(self) -> Sequence[AccountStore]:
        """What keeps something of an account, whatever its town."""

    @property
    def places(self) -> PlaceBook: ...
    @property
    def place_lists(self) -> PlaceLists: ...
    @property
    def assets(self) -> Assets: ...
    @property
    def asset_lists(self) -> AssetLists: ...
    @property
    def asset_sheets(self) -> AssetSheets: ...
    @property
    def audiences(self) -> Audiences: ...
    @property
    def saved_audiences(self) -> SavedAudiences: ...
    @property
    def known_chats(self) -> KnownChats: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def dialogues(self) -> Dialogues: ...
    @property
    def service_requests(self) -> ServiceRequests: ...
    @property
    def request_categories(self) -> RequestCategories: ...
    @property
    def request_drafts(self) -> RequestDrafts: ...
    @property
    def geocodings(self) -> Geocodings: ...
    @property
    def request_duties(self) -> RequestDuties: ...
    @property
    def answer_templates(self) -> AnswerTemplates: ...
    @property
    def request_routes(self) -> RequestRoutes: ...
    @property
    def ideas(self) -> Ideas: ...
    @property
    def relays(self) -> Relays: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def open311(self) -> OutsideBook: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def survey_invitations(self) -> Invitations: ...
    @property
    def responses(self) -> Responses: ...
    @property
    def answer_files(self) -> AnswerFiles: ...
    @property
    def broadcasts(self) -> Broadcasts: ...
    @property
    def delivery_reports(self) -> DeliveryReports: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def request_reports(self) -> RequestReports: ...
    @property
    def report_schedules(self) -> ReportSchedules: ...
    @property
    def tallies(self) -> Tallies:
        """On a unit that only reads."""

    @property
    def files(self) -> FileShelf: ...
    @property
    def photos(self) -> Photos: ...
    @property
    def drawings(self) -> Drawings: ...
    @property
    def command_menus(self) -> CommandMenus: ...
    @property
    def fires(self) -> Fires: ...


Begin = Callable[[], AbstractAsyncContextManager[Work]]
"""Opens a unit: commits when the block ends well, rolls back when it raises."""

Read = Callable[[], AbstractAsyncContextManager[Work]]
"""Opens a unit that only reads, beside those that write."""
