"""Reports drawn by a process of their own."""

import subprocess
import sys
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from civic.kernel.language import Language
from rendering import children, drawing
from rendering.children import DrawingFailed
from rendering.drawing import Drawer
from tests.made_reports import report

LANGUAGES: tuple[Language, ...] = ("uk", "en", "ru")


async def test_a_report_comes_as_picture_words_paper_and_workbook_in_every_language() -> None:
    drawn = await Drawer().draw_all(report(), LANGUAGES)
    page = {"uk": "Сторінка 1 з", "en": "Page 1 of", "ru": "Страница 1 из"}
    sheet = {"uk": "Підсумок", "en": "Summary", "ru": "Итоги"}
    told = {"uk": "завершили 85", "en": "finished 85", "ru": "закончили 85"}
    for language in LANGUAGES:
        found = drawn[language]
        picture = Image.open(BytesIO(found.picture_png))
        assert picture.width == 1080
        assert picture.width + picture.height < 10_000
        assert told[language] in found.caption
        assert page[language] in PdfReader(BytesIO(found.pdf)).pages[0].extract_text()
        assert load_workbook(BytesIO(found.xlsx)).sheetnames[0] == sheet[language]


async def test_a_drawing_that_takes_too_long_is_stopped_and_said() -> None:
    with pytest.raises(DrawingFailed, match="not drawn within"):
        await Drawer(timeout_seconds=0).draw(report(), "uk")


async def test_a_drawing_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "published_bytes", lambda _report: b"no report")
    with pytest.raises(DrawingFailed, match="JSONDecodeError"):
        await Drawer().draw(report(), "uk")


async def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICHE_BOT_TOKEN", "1:secret")
    assert "VICHE_BOT_TOKEN" not in children.child_environment()


def test_the_parent_never_loads_what_draws() -> None:
    heavy = {"altair", "vl_convert", "typst", "xlsxwriter", "segno", "babel"}
    asked = f"import sys, rendering.drawing; print({heavy!r} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


async def test_a_qr_picture_carries_its_title_below_the_code() -> None:
    picture = Image.open(
        BytesIO(await Drawer().draw_qr("https://t.me/viche_bot?start=s7", "Двори"))
    )
    assert picture.height > picture.width
