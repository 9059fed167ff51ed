"""Labels read back as a phone and as a person would."""

import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from civic.assets.model import AssetLabel, LabelSheet
from rendering.drawing import Drawer
from rendering.labels import label_sheet_pdf, page_of, read_sheet, written_sheet


def sheet(count: int, *, number: str = "") -> LabelSheet:
    return LabelSheet(
        town="Немішаєве",
        invitation="Скануйте, щоб сказати, що не так",
        labels=tuple(
            AssetLabel(
                link=f"https://t.me/viche_bot?start=o-1-{n}",
                number=number or f"Л-{n}",
                kind="Ліхтар",
            )
            for n in range(1, count + 1)
        ),
    )


def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]


def test_twenty_four_labels_fill_a_page() -> None:
    first, second = pages(label_sheet_pdf(sheet(25)))
    assert "Л-24" in first
    assert "Л-25" not in first
    for said in ("Л-25", "Ліхтар", "Немішаєве", "Скануйте"):
        assert said in second


def test_a_number_that_looks_like_a_command_is_only_a_number() -> None:
    typed = '#panic() $x$ *_"\\'
    (page,) = pages(label_sheet_pdf(sheet(1, number=typed)))
    assert typed in page


def test_a_long_number_is_printed_smaller_and_stays_on_its_label() -> None:
    short, long = (
        page_of(sheet(1, number=number))["labels"][0]["size"] for number in ("7", "7" * 12)
    )
    assert short == 22
    assert 8 <= long < short
    assert len(pages(label_sheet_pdf(sheet(24, number="node/1234567890123456")))) == 1


def test_a_sheet_is_read_as_it_was_written() -> None:
    assert read_sheet(written_sheet(sheet(3))) == sheet(3)


async def test_labels_are_drawn_by_a_process_of_their_own() -> None:
    assert "Л-3" in pages(await Drawer().draw_labels(sheet(3)))[0]
    asked = "import sys, rendering.drawing; print({'typst', 'segno'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize("count", [480])
def test_twenty_pages_are_one_sheet(count: int) -> None:
    assert len(pages(label_sheet_pdf(sheet(count)))) == 20
