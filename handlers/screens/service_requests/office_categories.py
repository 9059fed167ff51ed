"""What may be asked about: two levels, whose each is, how long it may take; and as a table."""

from collections.abc import Sequence

from civic.assets.model import AssetKind
from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, CategoryId, FileId
from civic.kernel.language import LANGUAGES, language_of
from civic.service_requests.model import Category
from civic.service_requests.settings import CategoryPlan, TableFinding
from handlers.presses.service_request_office import RequestAsidePress
from handlers.presses.service_request_rules import (
    TOP,
    AskCategoryPress,
    CategoriesPress,
    CategoryAgenciesPress,
    CategoryKindsPress,
    CategoryPress,
    CategoryQuestionsPress,
    CategoryTablePress,
    CategoryWordingPress,
    FlagCategoryPress,
    GiveCategoryPress,
    ImportCategoriesPress,
    NewCategoryPress,
    RetireCategoryPress,
)
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.office_wording import agency_words, button, shortened
from locales.catalog import Say

PAGE = 5
NAMED, FINDINGS = 5, 6
CELL_ROOM = 60
FLAGS = ("public", "photo", "danger")


def categories_screen(
    within: Sequence[Category], parent: Category | None, *, page: int, say: Say
) -> Screen:
    language = language_of(say.language)
    buttons = [
        Button(
            label=("✕ " if one.retired else "") + one.title_in(language),
            press=CategoryPress(one.id).pack(),
        )
        for one in within[page * PAGE : (page + 1) * PAGE]
    ]
    here = parent.id if parent else TOP

    def turn(to: int) -> CategoriesPress:
        return CategoriesPress(here, to)

    new = button("office-category-new", NewCategoryPress(here), say)
    rows: Rows = (*column(buttons), *pages(page, len(within), PAGE, turn, say), (new,))
    if parent is not None:
        text = say("office-categories-within", category=escape(parent.title_in(language)))
        return Screen(text=text, rows=(*rows, *ways(say, CategoryPress(parent.id))))
    text = say("office-categories" if within else "office-categories-none")
    table = button("office-table-get", CategoryTablePress(), say)
    return Screen(
        text=f"{text}\n\n{say('office-categories-table')}",
        rows=(*rows, (table,), *ways(say, RequestAsidePress())),
    )


def category_screen(
    category: Category,
    agencies: Sequence[Agency],
    *,
    about: AssetKind | None = None,
    holds: int,
    say: Say,
) -> Screen:
    """`about`: which things of the town's; `holds`: how many categories lie within it."""
    parts = [
        "<b>" + escape(category.title_in(language_of(say.language))) + "</b>",
        "\n".join(_about(category, agencies, holds, say)),
    ]
    if about is not None:
        kind = escape(about.title_in(language_of(say.language)))
        parts.append(say("office-category-about", kind=kind))
    rows: list[tuple[Button, ...]] = []
    if category.parent is None:
        label = say("office-entry-counted", entry=say("office-category-inside"), count=holds)
        rows.append((Button(label=label, press=CategoriesPress(category.id).pack()),))
    rows.append((button("office-category-wording", CategoryWordingPress(category.id), say),))
    if not holds:
        # Nothing is asked under a heading: what lies within says whose it is and how long.
        rows.append(
            (
                button("office-category-agency", CategoryAgenciesPress(category.id), say),
                button("office-category-days", AskCategoryPress(category.id, "days"), say),
            )
        )
    rows.append(tuple(_flag(flag, category, say) for flag in _flags(holds)))
    key = "office-category-back" if category.retired else "office-category-retire"
    rows.append((button(key, RetireCategoryPress(category.id, not category.retired), say),))
    back = CategoriesPress(category.parent if category.parent is not None else TOP)
    text = "\n\n".join(part for part in parts if part)
    return Screen(text=text, rows=(*rows, *ways(say, back)))


def _flags(holds: int) -> Sequence[str]:
    return ("public",) if holds else FLAGS


def wording_screen(category: Category, *, holds: int, say: Say) -> Screen:
    """What it is called by, and what is asked of whoever chooses it."""
    names = [
        Button(label=say(f"language-{name}"), press=AskCategoryPress(category.id, name).pack())
        for name in LANGUAGES
    ]
    others = [
        button(f"office-category-{what}", AskCategoryPress(category.id, what), say)
        for what in ("icon", "words")
    ]
    title = escape(category.title_in(language_of(say.language)))
    words = shortened(", ".join(category.words) or "—", 300)
    lines = [f"<b>{title}</b>", *_names(category, say), say("office-category-said", words=words)]
    rows: Rows = (tuple(names), tuple(others))
    if not holds:
        rows += (
            (
                button("office-category-kind", CategoryKindsPress(category.id), say),
                button("office-category-questions", CategoryQuestionsPress(category.id), say),
            ),
        )
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say, CategoryPress(category.id))))


def _names(category: Category, say: Say) -> list[str]:
    return [
        f"{say(f'language-{name}')}: {escape(category.name.texts.get(name) or '—')}"
        for name in LANGUAGES
    ]


def _about(category: Category, agencies: Sequence[Agency], holds: int, say: Say) -> list[str]:
    lines = _names(category, say)
    lines.append(say("office-category-code", code=escape(category.code)))
    if not holds:
        agency = agency_words(category.agency, agencies, say)
        lines.append(say("office-requests-of", agency=escape(agency)))
        lines.append(say.n("office-category-takes", category.days))
    if category.words:
        words = shortened(", ".join(category.words), 300)
        lines.append(say("office-category-said", words=words))
    lines += [
        say(f"office-category-is-{flag}") if is_set(category, flag)
        else say(f"office-category-not-{flag}")
        for flag in _flags(holds)
    ]  # fmt: skip
    if category.questions:
        lines.append(say.n("office-category-asks", len(category.questions)))
    if category.retired:
        lines.append(say("office-category-retired"))
    return lines


def is_set(category: Category, flag: str) -> bool:
    flags = {
        "public": category.is_public,
        "photo": category.needs_photo_after,
        "danger": category.is_emergency,
    }
    return flags[flag]


def _flag(flag: str, category: Category, say: Say) -> Button:
    on = not is_set(category, flag)
    mark = "" if on else "✓ "
    press = FlagCategoryPress(category.id, flag, on)
    return Button(label=mark + say(f"office-category-flag-{flag}"), press=press.pack())


def asking_screen(category: Category | None, what: str, back: CategoryId, *, say: Say) -> Screen:
    """`category` None: a new one, whose name is typed first."""
    is_name = what in LANGUAGES
    text = (
        say("office-ask-category-name", language=say(f"language-{what}"))
        if is_name
        else say(f"office-ask-category-{what}")
    )
    press = CategoryPress(back) if category else CategoriesPress(back)
    return Screen(text=text, rows=((cancel_button(say),), *ways(say, press)))


def agencies_screen(
    category: Category, agencies: Sequence[Agency], *, page: int, say: Say
) -> Screen:
    choices = [(AgencyId(0), say("office-request-dispatcher"))]
    choices += [(one.id, one.name.in_(language_of(say.language))) for one in agencies]
    buttons = [
        Button(label=label, press=GiveCategoryPress(category.id, agency).pack())
        for agency, label in choices[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> CategoryAgenciesPress:
        return CategoryAgenciesPress(category.id, to)

    turns = pages(page, len(choices), PAGE, turn, say)
    text = say("office-category-whose")
    return Screen(
        text=text, rows=(*column(buttons), *turns, *ways(say, CategoryPress(category.id)))
    )


def plan_screen(name: str, plan: CategoryPlan, file: FileId, *, say: Say) -> Screen:
    """What the table would change; nothing is kept before somebody says so."""
    lines = [say("office-table-would", name=escape(name))]
    for key, some in (("added", plan.added), ("changed", plan.changed), ("retired", plan.retired)):
        if some:
            lines.append(_with_names(say.n(f"office-table-{key}", len(some)), some, say))
    if not (plan.added or plan.changed or plan.retired):
        lines.append(say("office-table-nothing"))
    lines += finding_lines(plan.findings, say)
    rows: Rows = ()
    if plan.added or plan.changed:
        keep = ImportCategoriesPress(file, complete=False)
        rows += ((button("office-table-keep", keep, say),),)
    if plan.retired:
        label = say.n("office-table-keep-all", len(plan.retired))
        rows += ((Button(label=label, press=ImportCategoriesPress(file, complete=True).pack()),),)
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say, CategoriesPress())))


def _with_names(line: str, some: Sequence[Category], say: Say) -> str:
    language = language_of(say.language)
    names = ", ".join(shortened(one.name.in_(language), CELL_ROOM) for one in some[:NAMED])
    return f"{line}: {names}" + ("…" if len(some) > NAMED else "")


def finding_lines(findings: Sequence[TableFinding], say: Say) -> list[str]:
    """What of a table is not taken, and why, by row."""
    if not findings:
        return []
    lines = ["", say.n("office-table-findings", len(findings))]
    for one in sorted(findings, key=lambda found: found.row)[:FINDINGS]:
        params = {
            name: shortened(value, CELL_ROOM) if isinstance(value, str) else say.number(value)
            for name, value in one.params.items()
        }
        why = say(one.key, **params)
        lines.append(say("office-table-row", row=say.number(one.row), why=why))
    return [*lines, "…"] if len(findings) > FINDINGS else lines
