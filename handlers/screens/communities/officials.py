"""Who serves the town: a list, one of them, an invitation."""

from collections.abc import Sequence
from datetime import datetime

from civic.communities.model import Agency, Community, Official, Role
from civic.kernel.ids import AgencyId
from civic.kernel.language import language_of
from handlers.presses.communities import (
    AgenciesPress,
    AskRevokePress,
    ChangeRolePress,
    InvitePress,
    InviteRolePress,
    InviteToPress,
    MoveOfficialPress,
    NewAgencyPress,
    OfficialAgencyPress,
    OfficialPress,
    OfficialsPress,
    RevokePress,
)
from handlers.presses.menu import OfficePress
from handlers.screens.menu import town_name
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from locales.catalog import Say

PAGE = 6
ROLES = (Role.OFFICIAL, Role.ANALYST, Role.ADMINISTRATOR)


def officials_screen(
    officials: Sequence[Official], *, office: Community, page: int, say: Say
) -> Screen:
    shown = officials[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(
            label=say("officials-line", name=one.name[:40], role=say(f"role-{one.role.value}")),
            press=OfficialPress(one.account).pack(),
        )
        for one in shown
    ]
    invite = Button(label=say("officials-invite"), press=InvitePress().pack())
    agencies = Button(label=say("office-agencies"), press=AgenciesPress().pack())
    return Screen(
        text=say.n("officials-heading", len(officials), town=town_name(office, say)),
        rows=(
            *column(buttons),
            *pages(page, len(officials), PAGE, OfficialsPress, say),
            (invite,),
            (agencies,),
            *ways(say, OfficePress()),
        ),
    )


def official_card(
    official: Official, *, office: Community, agency: str, is_self: bool, say: Say
) -> Screen:
    lines = [
        say("official-card", name=escape(official.name), town=town_name(office, say)),
        say("official-role", role=say(f"role-{official.role.value}")),
    ]
    if agency:
        lines.append(say("office-agency", agency=escape(agency)))
    lines.append(say("official-since", day=say.day(official.since, office.timezone)))
    changes = [
        Button(
            label=say(f"official-make-{role.value}"),
            press=ChangeRolePress(official.account, role.value).pack(),
        )
        for role in ROLES
        if role is not official.role
    ]
    move = Button(label=say("official-move"), press=OfficialAgencyPress(official.account).pack())
    revoke = Button(
        label=say("official-leave" if is_self else "official-revoke"),
        press=AskRevokePress(official.account).pack(),
    )
    return Screen(
        text="\n".join(lines),
        rows=(*column([*changes, move, revoke]), *ways(say, OfficialsPress())),
    )


def official_agency_screen(
    official: Official, agencies: Sequence[Agency], *, office: Community, page: int, say: Say
) -> Screen:
    choices = [(AgencyId(0), say("invite-no-agency"))]
    choices += [(one.id, one.name.in_(language_of(say.language))) for one in agencies]
    buttons = [
        Button(
            label=("✓ " if agency == (official.agency or 0) else "") + label,
            press=MoveOfficialPress(official.account, agency).pack(),
        )
        for agency, label in choices[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> OfficialAgencyPress:
        return OfficialAgencyPress(official.account, to)

    text = say("official-move-ask", name=escape(official.name), town=town_name(office, say))
    return Screen(
        text=text,
        rows=(
            *column(buttons),
            *pages(page, len(choices), PAGE, turn, say),
            *ways(say, OfficialPress(official.account)),
        ),
    )


def ask_revoke_screen(official: Official, *, office: Community, is_self: bool, say: Say) -> Screen:
    key = "official-leave-ask" if is_self else "official-revoke-ask"
    text = say(key, name=escape(official.name), town=town_name(office, say))
    revoke = Button(
        label=say("official-leave-yes" if is_self else "official-revoke-yes"),
        press=RevokePress(official.account).pack(),
    )
    return Screen(text=text, rows=((revoke,), *ways(say, OfficialPress(official.account))))


def invite_role_screen(*, office: Community, say: Say) -> Screen:
    buttons = [
        Button(
            label=say(f"role-{role.value}").capitalize(), press=InviteRolePress(role.value).pack()
        )
        for role in ROLES
    ]
    text = say("invite-role", town=town_name(office, say))
    return Screen(text=text, rows=(*column(buttons), *ways(say, OfficialsPress())))


def invite_agency_screen(
    role: Role, agencies: Sequence[Agency], *, office: Community, page: int, say: Say
) -> Screen:
    size = PAGE - 2
    shown = agencies[page * size : (page + 1) * size]
    buttons = [
        Button(
            label=agency.name.in_(language_of(say.language)),
            press=InviteToPress(role.value, agency.id).pack(),
        )
        for agency in shown
    ]
    none = Button(
        label=say("invite-no-agency"), press=InviteToPress(role.value, AgencyId(0)).pack()
    )
    new = Button(label=say("invite-new-agency"), press=NewAgencyPress(role.value).pack())

    def turn(to: int) -> InviteRolePress:
        return InviteRolePress(role.value, to)

    return Screen(
        text=say("invite-agency", role=say(f"role-{role.value}"), town=town_name(office, say)),
        rows=(
            *column(buttons),
            *pages(page, len(agencies), size, turn, say),
            *column([none, new]),
            *ways(say, InvitePress()),
        ),
    )


def ask_agency_name_screen(*, say: Say) -> Screen:
    return Screen(text=say("agency-name-ask"), rows=ways(say, InvitePress()))


def invitation_screen(
    role: Role, agency: str, link: str, expires: datetime, *, office: Community, say: Say
) -> Screen:
    """The link goes on to one person; the bot does not show it again."""
    lines = [
        say(
            "invite-link",
            town=town_name(office, say),
            role=say(f"role-{role.value}"),
            until=say.moment(expires, office.timezone),
        )
    ]
    if agency:
        lines.append(say("office-agency", agency=escape(agency)))
    lines.append(f"<code>{link}</code>")
    return Screen(text="\n\n".join(lines), rows=ways(say, OfficialsPress()))
