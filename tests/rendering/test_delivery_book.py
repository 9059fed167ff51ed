"""The delivery report as a workbook, as its child process draws it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from civic.broadcasts.reporting import DeliveryReport, Doubt, Line
from civic.kernel.language import LANGUAGES, Language
from locales.catalog import say as speak
from rendering.drawing import Drawer

REPORT = DeliveryReport(
    number=7,
    town="Немішаєве",
    words="=SUM(A1) не буде води",
    topic="outages",
    state="done",
    version=1,
    made_at="2027-03-01 10:00",
    started_at="2027-03-01 09:00",
    ended_at="2027-03-01 09:04",
    recalled_at="",
    threshold=5,
    read=812,
    totals={"sent": 9_812, "refused": 180, "unknown": 8},
    reasons={"blocked": 140, "topic-off": 40},
    channels=[["Канал громади", "sent"], ["", "no-right"]],
    languages=[Line(name="uk", counts={"sent": 9_000}), Line(name=None, counts={"sent": 812})],
    districts=[
        Line(name="Західний", counts={"sent": 6_000, "unknown": 8}),
        Line(name="", counts={"sent": 3_812}),
    ],
    hours=[Line(name="2027-03-01 09:00", counts={"sent": 9_812})],
    doubts=[Doubt(district="Західний", at="2027-03-01 09:03")],
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_delivery_report_has_its_sheets_and_figures_in_every_language(
    language: Language,
) -> None:
    say = speak(language)
    book = load_workbook(BytesIO(await Drawer().draw_delivery(REPORT, language)))
    names = ("summary", "languages", "districts", "hours", "channels", "doubts")
    assert book.sheetnames == [say(f"told-sheet-{name}") for name in names]
    summary = _rows(book[say("told-sheet-summary")])
    assert [say("told-outcome-sent"), 9_812] in summary
    assert [say("told-reason-blocked"), 140] in summary
    # What somebody typed is no formula.
    assert ["=SUM(A1) не буде води"] in summary
    assert book[say("told-sheet-summary")]["A3"].data_type == "s"
    districts = _rows(book[say("told-sheet-districts")])
    assert ["Західний", 6_000, 0, 8, 0, 0, 0, 6_008] in districts
    assert [say("told-nowhere"), 3_812, 0, 0, 0, 0, 0, 3_812] in districts
    channels = _rows(book[say("told-sheet-channels")])
    assert [say("told-channel-gone"), say("told-reason-no-right")] in channels
    assert ["Західний", "2027-03-01 09:03"] in _rows(book[say("told-sheet-doubts")])


async def test_sheets_that_would_be_empty_are_left_out() -> None:
    plain = replace(REPORT, channels=[], doubts=[])
    book = load_workbook(BytesIO(await Drawer().draw_delivery(plain, "uk")))
    assert len(book.sheetnames) == 4


def _rows(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row if cell.value is not None] for row in sheet]
