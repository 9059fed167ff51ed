"""What a file would change in the town's inventory."""

from collections.abc import Mapping, Sequence

from civic.assets.model import Asset, AssetKind, AssetSummary
from civic.kernel.ids import AssetKindId, FileId
from civic.kernel.language import language_of
from handlers.presses.assets import (
    EVERY_KIND,
    AskRetireAssetsPress,
    AssetKindPress,
    AssetsPress,
    ImportAssetsPress,
)
from handlers.presses.registry import Press
from handlers.screens.navigation import ways
from handlers.screens.place_lists import finding_text
from handlers.screens.screen import Button, Rows, Screen, escape
from locales.catalog import Say

NAMED = 3
FINDINGS = 5
LEFT = 8
_NAME = 40


def dry_run_screen(
    name: str,
    summary: AssetSummary,
    file: FileId,
    kind: AssetKindId,
    kinds: Mapping[str, AssetKind],
    *,
    say: Say,
) -> Screen:
    """`summary` is of the file taken for a complete list: retiring is offered apart."""
    parts = [say("places-dry-run", name=escape(_cut(name)))]
    parts += _counted(summary, kinds, say)
    rows: Rows = ()
    if summary.added or summary.changed:
        keep = ImportAssetsPress(file, kind, complete=False)
        rows += ((Button(label=say("places-keep"), press=keep.pack()),),)
    is_read = bool(summary.added or summary.changed or summary.unchanged)
    if summary.retired and not is_read:
        # Nobody means a file of which nothing could be read to empty the list.
        parts.append(say("assets-unread-stay"))
    elif summary.retired:
        parts.append(_retiring(summary, say))
        label = say.n("assets-keep-complete", summary.retired)
        rows += ((Button(label=label, press=AskRetireAssetsPress(file, kind).pack()),),)
    if summary.changes_nothing and summary.unchanged:
        parts.append(say("places-nothing-changes"))
    parts += _columns(summary, say)
    parts += _found(summary, say)
    return Screen(text="\n".join(parts), rows=(*rows, *ways(say, _back(kind))))


def ask_retire_screen(
    summary: AssetSummary, file: FileId, kind: AssetKindId, *, say: Say
) -> Screen:
    """Names the first of them: nobody retires half an inventory by a slip of the finger."""
    sure = ImportAssetsPress(file, kind, complete=True)
    label = say.n("assets-retire-sure", summary.retired)
    return Screen(
        text="\n\n".join([_retiring(summary, say), say("assets-retire-ask")]),
        rows=((Button(label=label, press=sure.pack()),), *ways(say, _back(kind))),
    )


def being_kept_screen(kind: AssetKindId, *, say: Say) -> Screen:
    return Screen(text=say("places-being-kept"), rows=ways(say, _back(kind)))


def _back(kind: AssetKindId) -> Press:
    return AssetsPress() if kind == EVERY_KIND else AssetKindPress(kind)


def _counted(summary: AssetSummary, kinds: Mapping[str, AssetKind], say: Say) -> list[str]:
    language = language_of(say.language)
    lines = [
        say("assets-kind-line", kind=escape(_name_of(code, kinds, language)), count=say.number(n))
        for code, n in summary.counts.items()
    ]
    if summary.added:
        lines.append(_with(say.n("assets-added", summary.added), summary.first_added))
    if summary.changed:
        after = [change.after for change in summary.first_changed]
        fields = {field for change in summary.first_changed for field in change.fields}
        told = ", ".join(say(f"assets-field-{field}") for field in sorted(fields))
        lines.append(f"{_with(say.n('assets-changed', summary.changed), after)} ({told})")
    if summary.unchanged:
        lines.append(say.n("assets-unchanged", summary.unchanged))
    if summary.placed:
        lines.append(say.n("assets-placed", summary.placed))
    return lines


def _name_of(code: str, kinds: Mapping[str, AssetKind], language: str) -> str:
    return kinds[code].title_in(language_of(language)) if code in kinds else code


def _retiring(summary: AssetSummary, say: Say) -> str:
    return _with(say.n("assets-not-listed", summary.retired), summary.first_retired)


def _columns(summary: AssetSummary, say: Say) -> list[str]:
    """Nothing of a file is dropped in silence."""
    if not summary.left:
        return []
    names = ", ".join(escape(_cut(name)) for name in summary.left[:LEFT])
    more = "…" if len(summary.left) > LEFT else ""
    return [say("assets-columns-left", columns=names + more)]


def _found(summary: AssetSummary, say: Say) -> list[str]:
    if not summary.found:
        return []
    lines = ["", say.n("places-found", summary.found)]
    lines += [f"• {finding_text(finding, say)}" for finding in summary.findings[:FINDINGS]]
    return [*lines, "…"] if summary.found > FINDINGS else lines


def _with(line: str, assets: Sequence[Asset]) -> str:
    """The line with the first few numbers."""
    names = [escape(_cut(asset.label)) for asset in assets[:NAMED]]
    return f"{line}: {', '.join(names)}{'…' if len(assets) > NAMED else ''}"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
