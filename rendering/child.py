"""The short-lived process that draws: what to draw on stdin, files in a folder."""

import json
import sys
from pathlib import Path

from civic.kernel.language import language_of
from civic.reports.published import read_report


def draw_report(published: bytes, folder: Path, languages: list[str]) -> None:
    """The four forms of a report, in a folder a language."""
    from rendering.caption import caption_of
    from rendering.document import report_pdf
    from rendering.picture import report_picture
    from rendering.voice import Voice
    from rendering.workbook import write_workbook

    report = read_report(published)
    for code in languages:
        voice = Voice(report, language_of(code))
        place = folder / code
        place.mkdir()
        (place / "caption.txt").write_text(caption_of(report, voice), encoding="utf-8")
        (place / "report.png").write_bytes(report_picture(report, voice))
        (place / "report.pdf").write_bytes(report_pdf(report, voice))
        write_workbook(report, voice, place / "report.xlsx")


def draw_qr(asked: bytes, folder: Path) -> None:
    from rendering.qr import render_qr

    wanted = json.loads(asked)
    (folder / "qr.png").write_bytes(render_qr(wanted["url"], wanted["title"]))


def draw_delivery(written: bytes, folder: Path, language: str) -> None:
    from civic.broadcasts.reporting import read_delivery_report
    from locales.catalog import say
    from rendering.delivery_book import write_delivery_book

    report = read_delivery_report(written)
    write_delivery_book(report, say(language_of(language)), folder / "delivery.xlsx")


def main() -> None:
    what, folder, *languages = sys.argv[1:]
    given = sys.stdin.buffer.read()
    if what == "qr":
        draw_qr(given, Path(folder))
    elif what == "delivery":
        draw_delivery(given, Path(folder), languages[0])
    else:
        draw_report(given, Path(folder), languages)


if __name__ == "__main__":
    main()
