"""Whose dialogues an official reads, and what fits into a line."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from civic.communities.model import Agency, Role
from civic.dialogues.model import LineKind, Words
from civic.dialogues.rules import (
    TEXT_LIMIT,
    agencies_seen_by,
    cleaned,
    desk_of,
    why_not_line,
)
from civic.kernel.ids import AccountId, AgencyId
from civic.kernel.language import Translated
from civic.kernel.plain_text import clean_text
from tests.calendar import MONDAY
from tests.people import IHOR, TOWN, who_serves

AGENCIES = [
    Agency(id=AgencyId(n), community=TOWN, name=Translated({"uk": f"Підрозділ {n}"}))
    for n in range(1, 5)
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from((Role.OFFICIAL, Role.ADMINISTRATOR)),
            st.sampled_from((None, *(one.id for one in AGENCIES))),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from((None, *(one.id for one in AGENCIES))),
)
def test_the_list_holds_what_may_be_read_and_nothing_is_nobodys(
    served: list[tuple[Role, AgencyId | None]], agency: AgencyId | None
) -> None:
    staff = [
        replace(who_serves(role, account=AccountId(IHOR + n)), agency=at)
        for n, (role, at) in enumerate(served)
    ]
    desk = desk_of(agency, agencies=AGENCIES, staff=staff, zone="Europe/Kyiv", now=MONDAY)
    assert desk.told
    assert set(desk.told) <= set(desk.readers)
    for official in staff:
        seen = agencies_seen_by(official, agencies=AGENCIES, staff=staff)
        is_listed = seen is None or agency is None or agency in seen
        assert is_listed == (official in desk.readers)


@given(st.text(max_size=2 * TEXT_LIMIT))
def test_a_line_that_fits_is_kept_whole(text: str) -> None:
    line = Words(kind=LineKind.TEXT, text=text)
    if why_not_line(line, unanswered=0) is None:
        kept = cleaned(line)
        assert kept == clean_text(text, 10**6) != ""


def test_a_location_or_a_picture_needs_no_words() -> None:
    for kind in (LineKind.LOCATION, LineKind.PHOTO, LineKind.VOICE, LineKind.DOCUMENT):
        assert why_not_line(Words(kind=kind), unanswered=0) is None
