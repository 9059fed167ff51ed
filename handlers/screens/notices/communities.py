"""What administrators hear of who serves the town."""

from civic.kernel.language import language_of
from handlers.presses.menu import OfficePress
from handlers.screens.navigation import ways
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from locales.catalog import Say


@notice("official-joined")
def joined(params: Params, say: Say) -> Screen:
    lines = [say("official-joined", name=_name(params), role=_role(params["role"], say))]
    agency = params.get("agency")
    if agency:
        lines.append(say("office-agency", agency=_agency(agency, say)))
    return _to_office("\n".join(lines), say)


@notice("role-changed")
def changed(params: Params, say: Say) -> Screen:
    key = "role-changed" if params.get("by") else "role-changed-by-operator"
    text = say(
        key,
        name=_name(params),
        was=_role(params["from"], say),
        now=_role(params["to"], say),
        by=_by(params),
    )
    return _to_office(text, say)


@notice("official-left")
def left(params: Params, say: Say) -> Screen:
    text = say("official-left", name=_name(params), role=_role(params["role"], say))
    return _to_office(text, say)


@notice("official-revoked")
def revoked(params: Params, say: Say) -> Screen:
    key = "official-revoked" if params.get("by") else "official-revoked-by-operator"
    text = say(key, name=_name(params), role=_role(params["role"], say), by=_by(params))
    return _to_office(text, say)


@notice("agency-closed")
def agency_closed(params: Params, say: Say) -> Screen:
    closed, heir = _agency(params["agency"], say), params.get("heir")
    to = _agency(heir, say) if heir else say("agency-heir-dispatcher")
    lines = [say("agency-closed", name=closed, heir=to)]
    if params["requests"]:
        lines.append(say.n("agency-closed-requests", params["requests"]))
    return _to_office("\n".join(lines), say)


def _agency(names: Params, say: Say) -> str:
    return escape(names.get(language_of(say.language)) or next(iter(names.values()), ""))


def _to_office(text: str, say: Say) -> Screen:
    office = Button(label=say("menu-office"), press=OfficePress().pack())
    return Screen(text=text, rows=((office,), *ways(say)))


def _name(params: Params) -> str:
    return escape(str(params["name"]))


def _by(params: Params) -> str:
    return escape(str(params.get("by") or ""))


def _role(role: object, say: Say) -> str:
    return say(f"role-{role}")
