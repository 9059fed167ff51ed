"""Buttons of the office: the town, its officials, making a town. Codes begin with o."""

from civic.kernel.ids import AccountId, AgencyId, CommunityId
from handlers.presses.registry import Press, press

# --- Which town.


@press("ow")
class OfficesPress(Press):
    """The towns one serves."""


@press("owt")
class SwitchOfficePress(Press):
    community: CommunityId


# --- Officials.


@press("oo")
class OfficialsPress(Press):
    page: int = 0


@press("op")
class OfficialPress(Press):
    account: AccountId


@press("or")
class ChangeRolePress(Press):
    account: AccountId
    role: str


@press("oma")
class OfficialAgencyPress(Press):
    """Into which agency they go."""

    account: AccountId
    page: int = 0


@press("omb")
class MoveOfficialPress(Press):
    """`agency` 0: none."""

    account: AccountId
    agency: AgencyId


@press("ork")
class AskRevokePress(Press):
    account: AccountId


@press("orv")
class RevokePress(Press):
    account: AccountId


@press("oi")
class InvitePress(Press):
    pass


@press("oir")
class InviteRolePress(Press):
    role: str
    page: int = 0


@press("oia")
class InviteToPress(Press):
    """Into this agency; 0 is none."""

    role: str
    agency: AgencyId


@press("oin")
class NewAgencyPress(Press):
    """Name a new agency; with a role, go on inviting into it."""

    role: str


@press("og")
class AgenciesPress(Press):
    page: int = 0


@press("ogc")
class AgencyPress(Press):
    agency: AgencyId


@press("oga")
class AskCloseAgencyPress(Press):
    """Who is to take over what it leaves."""

    agency: AgencyId
    page: int = 0


@press("ogx")
class CloseAgencyPress(Press):
    """`successor` 0: the dispatcher."""

    agency: AgencyId
    successor: AgencyId


# --- The town.


@press("ot")
class TownPress(Press):
    pass


@press("otn")
class TownNamesPress(Press):
    pass


@press("otg")
class TownLanguagesPress(Press):
    pass


@press("ote")
class EditTownPress(Press):
    """Ask for new words of this: name, timezone, phone, address, hours, emergency."""

    what: str


@press("otc")
class ClearTownPress(Press):
    """Leave these words empty."""

    what: str


@press("otl")
class TownLanguagePress(Press):
    language: str
    on: bool


# --- What holds for announcements and answers in the town.


@press("otb")
class TellingRulesPress(Press):
    pass


@press("otba")
class ApprovalFromPress(Press):
    """0 asks, or is typed."""

    recipients: int


@press("otbu")
class UrgentAWeekPress(Press):
    """-1 asks."""

    times: int


@press("otbs")
class SingleHandedPress(Press):
    on: bool


@press("otbn")
class NamesOfficialsPress(Press):
    on: bool


@press("otw")
class PublicPagesPress(Press):
    on: bool


# --- Making a town.


@press("of")
class FoundPress(Press):
    """Begin, or go on where it was left."""


@press("ofl")
class FoundLanguagePress(Press):
    language: str
    on: bool


@press("ofn")
class FoundNextPress(Press):
    """Languages are chosen, or no name in this language: the next step."""


@press("ofb")
class FoundBackPress(Press):
    """To the question before."""


@press("ofz")
class FoundKyivPress(Press):
    """Kyiv's time zone, and the town is made."""
