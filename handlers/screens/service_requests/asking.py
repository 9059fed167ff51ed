"""Asking the town for something: what is wrong, what it is about, where, and the summary."""

from collections.abc import Sequence

from civic.assets.model import NearAsset
from civic.kernel.ids import AssetId, CategoryId
from civic.kernel.language import language_of
from civic.places.model import Place, Suggestion
from civic.service_requests.draft import Ask, Draft
from civic.service_requests.model import Category
from civic.service_requests.rules.filing import PHOTOS_LIMIT
from handlers.presses.appeals import AppealDraftPress
from handlers.presses.service_requests import (
    AnewPress,
    AnonymousPress,
    AskPress,
    AsTypedPress,
    AtHomePress,
    CategoriesPress,
    ChooseAssetPress,
    ChooseBuildingPress,
    ChooseCategoryPress,
    ContactPress,
    CourtyardPress,
    DraftId,
    DropPhotosPress,
    FilePress,
    SendSpotPress,
    WordlessPress,
)
from handlers.screens.navigation import cancel_button, home_button, pages, ways
from handlers.screens.screen import Button, Key, Rows, Screen, column, escape
from handlers.screens.service_requests.resident_wording import (
    cut,
    shortened,
    title_of,
    to,
)
from locales.catalog import Say

PAGE = 7
LIKELY = 4
FOUND = 6
TEXT_ROOM = 300
FIRST_LEVEL = CategoryId(0)
NO_ASSET = AssetId(0)


def what_screen(draft: Draft, *, danger: str = "", say: Say) -> Screen:
    """What is wrong: words, photos or a voice message."""
    if not draft.pictures and not draft.text:
        parts = [say("ask-what"), say("ask-what-how", limit=say.number(PHOTOS_LIMIT))]
        return Screen(text=_with(danger, *parts), rows=_out(say))
    told = [_said(draft, say), _files(draft, say)]
    rows: Rows = ()
    if draft.pictures or draft.text:
        key = "ask-wordless" if not draft.text else "ask-go-on"
        rows = ((to(key, WordlessPress(), say),),)
    if draft.photos:
        rows += ((to("ask-drop-photos", DropPhotosPress(), say),),)
    key = "ask-words" if not draft.text else "ask-words-anew"
    return Screen(text=_with(danger, *told, say(key)), rows=(*rows, *_out(say)))


def categories_screen(
    draft: Draft,
    likely: Sequence[Category],
    listed: Sequence[Category],
    groups: frozenset[CategoryId],
    *,
    parent: Category | None,
    page: int,
    is_searched: bool = False,
    is_complete: bool = False,
    say: Say,
) -> Screen:
    """The likeliest first; then the first level, or what one of it holds.

    `is_complete`: it is only changed, and back leads to the summary.
    """
    room = PAGE - len(likely)
    shown = listed[page * room : (page + 1) * room]
    buttons = [
        Button(label=title_of(one, say), press=ChooseCategoryPress(one.id).pack())
        for one in (likely if page == 0 else ())
    ]
    buttons += [_category(one, one.id in groups, say) for one in shown]
    here = parent.id if parent else FIRST_LEVEL

    def turn(other: int) -> CategoriesPress:
        return CategoriesPress(here, other)

    turning = () if is_searched else pages(page, len(listed), room, turn, say)
    key = "ask-category-likely" if likely else "ask-category"
    heading = say("ask-category-in", group=escape(title_of(parent, say))) if parent else say(key)
    back: Rows = ()
    if parent is not None or is_searched:
        back = ((to("ask-all-categories", CategoriesPress(FIRST_LEVEL), say),),)
    where = say("ask-summary-where", place=escape(draft.address)) if draft.address else ""
    told = (_said(draft, say), _files(draft, say), where, heading)
    text = "\n".join(part for part in told if part)
    out = _out(say, Ask.SUMMARY if is_complete else Ask.WHAT)
    return Screen(text=text, rows=(*column(buttons), *turning, *back, *out))


def _category(category: Category, is_group: bool, say: Say) -> Button:
    if is_group:
        label = cut(f"{title_of(category, say)} ›")
        return Button(label=label, press=CategoriesPress(category.id).pack())
    return Button(label=title_of(category, say), press=ChooseCategoryPress(category.id).pack())


def place_screen(
    category: Category,
    home: Place | None,
    *,
    has_numbers: bool,
    danger: str,
    is_complete: bool = False,
    say: Say,
) -> Screen:
    """`has_numbers`: it is about things that the town lists by the numbers on them."""
    parts = [
        say("ask-place-heading", category=escape(title_of(category, say))),
        say("ask-place-how-asset" if has_numbers else "ask-place-how"),
    ]
    rows: Rows = ()
    if home is not None:
        label = cut(say("ask-at-home", place=home.title_in(language_of(say.language))))
        rows = ((Button(label=label, press=AtHomePress().pack()),),)
    rows += ((to("ask-send-spot", SendSpotPress(), say),),)
    out = _out(say, Ask.SUMMARY if is_complete else Ask.CATEGORY)
    return Screen(text=_with(danger, *parts), rows=(*rows, *out))


def spot_screen(*, say: Say) -> Screen:
    """With a key that sends where one stands: a button under a message cannot."""
    keys = (
        (Key(label=say("ask-spot-key"), asks="location"),),
        (Key(label=say("cancel")),),
    )
    return Screen(text=say("ask-spot"), keys=keys)


def found_screen(
    typed: str,
    assets: Sequence[tuple[AssetId, str]],
    built: Sequence[Suggestion],
    *,
    say: Say,
) -> Screen:
    """What a typed number or address may mean."""
    buttons = [
        Button(label=cut(label), press=ChooseAssetPress(asset).pack()) for asset, label in assets
    ]
    buttons += [
        Button(
            label=cut(_address(one, say)),
            press=ChooseBuildingPress(one.building.place.id).pack(),
        )
        for one in built
    ]
    key = "ask-place-found" if buttons else "ask-place-not-found"
    text = say(key, typed=shortened(typed, 60))
    others: Rows = (
        (to("ask-as-typed", AsTypedPress(), say),),
        (to("ask-send-spot", SendSpotPress(), say),),
    )
    return Screen(text=text, rows=(*column(buttons[:FOUND]), *others, *_out(say, Ask.PLACE)))


def nearest_screen(near: Sequence[tuple[NearAsset, str]], *, say: Say) -> Screen:
    """Which of the things around; `near` with what each is called."""
    buttons = [
        Button(
            label=cut(say("ask-asset-near", asset=label, metres=say.number(one.metres))),
            press=ChooseAssetPress(one.asset.id).pack(),
        )
        for one, label in near
    ]
    none = Button(label=say("ask-asset-none"), press=ChooseAssetPress(NO_ASSET).pack())
    return Screen(
        text=say("ask-asset-which"),
        rows=(*column(buttons), (none,), *_out(say, Ask.PLACE)),
    )


def summary_screen(
    draft: Draft,
    category: Category,
    *,
    where: str,
    answers: Sequence[str],
    danger: str,
    say: Say,
) -> Screen:
    """One look before it is filed; each part can be changed."""
    what = (
        f"<b>{escape(title_of(category, say))}</b>",
        say("ask-summary-where", place=where),
        _said(draft, say),
        _files(draft, say),
        *answers,
    )
    who = (
        say("ask-summary-unnamed" if draft.is_anonymous else "ask-summary-named"),
        say("ask-summary-contact", contact=escape(draft.contact)) if draft.contact else "",
    )
    told = ("\n".join(part for part in parts if part) for parts in (what, who))
    text = "\n\n".join((say("ask-summary"), *told))
    anonymous = AnonymousPress(on=not draft.is_anonymous)
    name = "ask-show-name" if draft.is_anonymous else "ask-hide-name"
    contact = "ask-drop-contact" if draft.contact else "ask-contact-button"
    rows: Rows = (
        (to("ask-file", FilePress(DraftId(draft.id)), say),),
        (to("ask-file-official", AppealDraftPress(DraftId(draft.id)), say),),
        (
            to("ask-change-what", AskPress(Ask.WHAT.value), say),
            to("ask-change-category", AskPress(Ask.CATEGORY.value), say),
            to("ask-change-place", AskPress(Ask.PLACE.value), say),
        ),
        (to(name, anonymous, say), to(contact, ContactPress(is_gone=bool(draft.contact)), say)),
    )
    # Cancelling leads home too: eight choices are enough.
    return Screen(text=_with(danger, text), rows=(*rows, (cancel_button(say),)))


def contact_screen(*, say: Say) -> Screen:
    return Screen(text=say("ask-contact"), rows=_out(say, Ask.SUMMARY))


def full_screen(*, say: Say) -> Screen:
    """More photos than a request takes: which are kept, and how to go on."""
    text = say("ask-photos-full", limit=say.number(PHOTOS_LIMIT))
    return Screen(text=text, rows=((to("ask-go-on", AskPress(""), say),), *_out(say)))


def begun_screen(draft: Draft, *, is_more: bool = False, say: Say) -> Screen:
    """Something was begun before: go on, or begin anew. `is_more`: what came belongs to either."""
    parts = [say("ask-begun"), _said(draft, say), _files(draft, say)]
    if is_more:
        parts.append(say("ask-begun-more"))
    rows: Rows = (
        (to("ask-add-here" if is_more else "ask-go-on", AskPress(""), say),),
        (to("ask-anew", AnewPress(DraftId(draft.id), is_sure=False), say),),
    )
    text = "\n".join(part for part in parts if part)
    return Screen(text=text, rows=(*rows, *ways(say, CourtyardPress())))


def anew_screen(draft: Draft, *, say: Say) -> Screen:
    rows: Rows = (
        (to("ask-anew-sure", AnewPress(DraftId(draft.id), is_sure=True), say),),
        (to("ask-go-on", AskPress(""), say),),
    )
    return Screen(text=say("ask-anew-ask"), rows=rows)


def not_here_screen(*, say: Say) -> Screen:
    """A town that takes no requests here yet."""
    return Screen(text=say("ask-not-here"), rows=ways(say))


def _said(draft: Draft, say: Say) -> str:
    return say("ask-said", text=shortened(draft.text, TEXT_ROOM)) if draft.text else ""


def _files(draft: Draft, say: Say) -> str:
    told = []
    if draft.pictures:
        told.append(say.n("ask-photos", draft.pictures))
    if draft.has_voice:
        told.append(say("ask-voice"))
    return " · ".join(told)


def _address(one: Suggestion, say: Say) -> str:
    language = language_of(say.language)
    title = one.building.place.title_in(language)
    return f"{title} · {one.building.within[0].in_(language)}" if one.building.within else title


def _with(danger: str, *parts: str) -> str:
    return "\n\n".join(part for part in (danger, "\n".join(part for part in parts if part)) if part)


def _out(say: Say, back: Ask | None = None) -> Rows:
    """A step back, and out; what was written so far is kept."""
    if back is None:
        return ((cancel_button(say), home_button(say)),)
    return ((to("back", AskPress(back.value), say), cancel_button(say)),)
