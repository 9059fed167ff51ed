"""The town's list of places in the office: what it holds, and what a file would change."""

from collections.abc import Mapping, Sequence

from civic.kernel.ids import FileId
from civic.kernel.language import language_of
from civic.places.model import Finding, ImportSummary, Place, PlaceKind
from handlers.presses.menu import OfficePress
from handlers.presses.places import AskRetirePress, ImportPlacesPress, PlacesOfficePress
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, escape
from locales.catalog import Say

NAMED = 3
FINDINGS = 5
_NAME = 40


def place_list_screen(counts: Mapping[PlaceKind, int], *, most: int, say: Say) -> Screen:
    parts = [
        say(
            "places-heading",
            districts=say.number(counts[PlaceKind.DISTRICT]),
            courtyards=say.number(counts[PlaceKind.COURTYARD]),
            buildings=say.number(counts[PlaceKind.BUILDING]),
        ),
        say("places-send-file", most=say.number(most)),
        say("places-columns"),
    ]
    return Screen(text="\n\n".join(parts), rows=ways(say, OfficePress()))


def dry_run_screen(name: str, summary: ImportSummary, file: FileId, *, say: Say) -> Screen:
    """`summary` is of the file taken for a complete list: retiring is offered apart."""
    parts = [say("places-dry-run", name=escape(_cut(name))), *_counted(summary, say)]
    rows: Rows = ()
    if summary.added or summary.changed:
        keep = ImportPlacesPress(file, complete=False)
        rows += ((Button(label=say("places-keep"), press=keep.pack()),),)
    if summary.retired:
        parts.append(_retiring(summary, say))
        label = say.n("places-keep-complete", summary.retired)
        rows += ((Button(label=label, press=AskRetirePress(file).pack()),),)
    if summary.changes_nothing and summary.unchanged:
        parts.append(say("places-nothing-changes"))
    parts += _found(summary, say)
    return Screen(text="\n".join(parts), rows=(*rows, *ways(say, PlacesOfficePress())))


def ask_retire_screen(summary: ImportSummary, file: FileId, *, say: Say) -> Screen:
    """Names the first of them: nobody retires half a town by a slip of the finger."""
    sure = ImportPlacesPress(file, complete=True)
    label = say.n("places-retire-sure", summary.retired)
    return Screen(
        text="\n\n".join([_retiring(summary, say), say("places-retire-ask")]),
        rows=((Button(label=label, press=sure.pack()),), *ways(say, PlacesOfficePress())),
    )


def being_kept_screen(*, say: Say) -> Screen:
    return Screen(text=say("places-being-kept"), rows=ways(say, PlacesOfficePress()))


def _counted(summary: ImportSummary, say: Say) -> list[str]:
    lines = []
    if summary.added:
        lines.append(_with(say.n("places-added", summary.added), summary.first_added, say))
    if summary.changed:
        after = [change.after for change in summary.first_changed]
        fields = {field for change in summary.first_changed for field in change.fields}
        told = ", ".join(say(f"places-field-{field}") for field in sorted(fields))
        line = _with(say.n("places-changed", summary.changed), after, say)
        lines.append(f"{line} ({told})")
    if summary.unchanged:
        lines.append(say.n("places-unchanged", summary.unchanged))
    return lines


def _retiring(summary: ImportSummary, say: Say) -> str:
    return _with(say.n("places-not-listed", summary.retired), summary.first_retired, say)


def _with(line: str, places: Sequence[Place], say: Say) -> str:
    """The line with the first few names."""
    names = [escape(_cut(place.title_in(language_of(say.language)))) for place in places[:NAMED]]
    return f"{line}: {', '.join(names)}{'…' if len(places) > NAMED else ''}"


def _found(summary: ImportSummary, say: Say) -> list[str]:
    if not summary.found:
        return []
    lines = ["", say.n("places-found", summary.found)]
    lines += [f"• {finding_text(finding, say)}" for finding in summary.findings[:FINDINGS]]
    return [*lines, "…"] if summary.found > FINDINGS else lines


def finding_text(finding: Finding, say: Say) -> str:
    """Safe in HTML: what stands in it comes from the file."""
    params = {
        key: escape(_cut(value)) if isinstance(value, str) else value
        for key, value in finding.params.items()
    }
    return say("places-row", row=finding.row, why=say(finding.key, **params))


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
