"""An official appeal on paper: A4, who asks, what, and under which number it was registered."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from civic.appeals.model import AppealPaper
from rendering.measuring import drawable

_TEMPLATE = Path(__file__).with_name("appeal.typ")


def written_paper(paper: AppealPaper) -> bytes:
    return json.dumps(asdict(paper), ensure_ascii=False).encode()


def read_paper(written: bytes) -> AppealPaper:
    told = json.loads(written)
    lines = tuple((name, said) for name, said in told.pop("lines"))
    return AppealPaper(**told, lines=lines)


def appeal_pdf(paper: AppealPaper) -> bytes:
    import typst

    # Words reach the template as data, never as markup: nothing typed can become a command.
    page = json.dumps(page_of(paper), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE), sys_inputs={"page": page}, ignore_system_fonts=True, format="pdf"
    )
    return bytes(made)


def page_of(paper: AppealPaper) -> dict[str, Any]:
    return {
        "language": paper.language,
        "town": drawable(paper.town),
        "title": drawable(paper.title),
        "lines": [[drawable(name), drawable(said)] for name, said in paper.lines],
        "text_title": drawable(paper.text_title),
        "text": [drawable(line) for line in paper.text.split("\n") if line],
        "signed": drawable(paper.signed),
        "law": drawable(paper.law),
    }
