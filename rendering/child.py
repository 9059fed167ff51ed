"""The short-lived process that draws: what to draw on stdin, files in a folder."""

import json
import sys
from pathlib import Path

from civic.kernel.language import language_of

PHOTO_MEMORY = 900_000_000
"""Bytes of addresses: the worst picture that is taken needs a fifth less."""
PHOTO_SECONDS = 15
"""Of work, for each; what people send takes less than one."""


def draw_report(published: bytes, folder: Path, languages: list[str]) -> None:
    """The four forms of a report, in a folder a language."""
    from civic.reports.published import read_report
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


def draw_requests(written: bytes, folder: Path, languages: list[str]) -> None:
    """The week's reports, a folder each, in it the four forms in a folder a language."""
    from civic.reports.published import read_published
    from civic.reports.requests.model import RequestReport
    from rendering.week_book import write_week_book
    from rendering.week_paper import week_pdf
    from rendering.week_picture import week_caption, week_picture
    from rendering.week_voice import WeekVoice

    for n, published in enumerate(json.loads(written)):
        report = read_published(RequestReport, published.encode())
        for code in languages:
            voice = WeekVoice(report, language_of(code))
            place = folder / str(n) / code
            place.mkdir(parents=True)
            (place / "caption.txt").write_text(week_caption(report, voice), encoding="utf-8")
            (place / "report.png").write_bytes(week_picture(report, voice))
            (place / "report.pdf").write_bytes(week_pdf(report, voice))
            write_week_book(report, voice, place / "report.xlsx")


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


def develop_photos(folder: Path) -> None:
    """Each by itself; whatever one of them does to this process, those before it are done."""
    from rendering.limits import bound

    sent = sorted(folder.glob("*.sent"))
    bound(memory=PHOTO_MEMORY, seconds=PHOTO_SECONDS * len(sent))
    for one in sent:
        develop_photo(one)


def develop_photo(sent: Path) -> None:
    from civic.kernel.refusal import Refusal
    from rendering.photos import develop

    refused: str | None = None
    params: dict[str, str | int | float] = {}
    try:
        picture, preview = develop(sent.read_bytes())
    except Refusal as refusal:
        refused, params = refusal.key, dict(refusal.params)
    except MemoryError:
        refused = "photo-unreadable"
    else:
        sent.with_suffix(".picture.jpg").write_bytes(picture)
        sent.with_suffix(".preview.jpg").write_bytes(preview)
    told = sent.with_suffix(".told")
    told.write_text(json.dumps({"refused": refused, "params": params}), encoding="utf-8")
    told.rename(sent.with_suffix(".done"))


def draw_side_by_side(folder: Path, language: str) -> None:
    from locales.catalog import say
    from rendering.side_by_side import side_by_side

    before, after = ((folder / name).read_bytes() for name in ("before.jpg", "after.jpg"))
    both = side_by_side(before, after, say(language_of(language)))
    (folder / "both.jpg").write_bytes(both)


def draw_labels(written: bytes, folder: Path) -> None:
    from rendering.labels import label_sheet_pdf, read_sheet

    (folder / "labels.pdf").write_bytes(label_sheet_pdf(read_sheet(written)))


def draw_appeal(written: bytes, folder: Path) -> None:
    from rendering.appeal import appeal_pdf, read_paper

    (folder / "appeal.pdf").write_bytes(appeal_pdf(read_paper(written)))


def draw_map(written: bytes, folder: Path) -> None:
    from civic.places.maps import read_place_map
    from locales.catalog import say
    from rendering.place_map import map_png

    shown = read_place_map(written)
    (folder / "map.png").write_bytes(map_png(shown, say(shown.language)))


def main() -> None:
    what, folder, *languages = sys.argv[1:]
    given = sys.stdin.buffer.read()
    if what == "qr":
        draw_qr(given, Path(folder))
    elif what == "requests":
        draw_requests(given, Path(folder), languages)
    elif what == "delivery":
        draw_delivery(given, Path(folder), languages[0])
    elif what == "labels":
        draw_labels(given, Path(folder))
    elif what == "appeal":
        draw_appeal(given, Path(folder))
    elif what == "map":
        draw_map(given, Path(folder))
    elif what == "photos":
        develop_photos(Path(folder))
    elif what == "side-by-side":
        draw_side_by_side(Path(folder), languages[0])
    else:
        draw_report(given, Path(folder), languages)


if __name__ == "__main__":
    main()
