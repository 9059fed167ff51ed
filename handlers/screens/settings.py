"""Settings: language, courtyard, places to follow, quiet hours, topics, and the way out of all."""

from collections.abc import Sequence

from civic.communities.model import Community
from civic.kernel.language import language_of
from civic.places.model import Place
from civic.residents.model import EVERYTHING, QuietHours, Resident, Topic
from civic.residents.rules import FOLLOWED_LIMIT, NO_QUIET, QUIET_PRESETS, WEEKLY_LIMITS, hears
from handlers.presses.places import FollowPress, HomePress
from handlers.presses.settings import (
    AskStopPress,
    FollowedPress,
    LanguagesPress,
    MoreTopicsPress,
    QuietPress,
    SetQuietPress,
    SettingsPress,
    SetWeeklyLimitPress,
    TopicsPress,
    TurnEverythingPress,
    TurnTopicPress,
    UnfollowPress,
    WeeklyLimitPress,
)
from handlers.presses.start import OtherTownPress
from handlers.screens.menu import town_name
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

FIRST_TOPICS = 6
"""What the town tells unasked; further ones stand behind a button."""


def settings_screen(
    resident: Resident, community: Community, places: Sequence[Place], *, say: Say
) -> Screen:
    """`places` holds the home and those followed."""
    known = {place.id: place for place in places}
    home = known.get(resident.home) if resident.home else None
    followed = [known[place] for place in resident.followed if place in known]
    lines = [
        say("settings-heading"),
        say("settings-town", town=town_name(community, say)),
        say("settings-language", language=say(f"language-{resident.language}")),
        say("settings-home", place=_title(home, say)) if home else say("settings-home-none"),
    ]
    if followed:
        names = "; ".join(_title(place, say) for place in followed)
        lines.append(say("settings-followed", places=names))
    lines += [_quiet(resident.quiet, say), _topics(resident, say)]
    if resident.weekly_limit is not None:
        lines.append(_weekly(resident, say))
    rows: Rows = (
        (
            Button(label=say("settings-change-language"), press=LanguagesPress().pack()),
            Button(label=say("settings-change-home"), press=HomePress().pack()),
        ),
        (
            Button(label=say("settings-change-quiet"), press=QuietPress().pack()),
            Button(label=say("settings-change-topics"), press=TopicsPress().pack()),
        ),
        (
            Button(label=say("settings-change-followed"), press=FollowedPress().pack()),
            Button(label=say("settings-change-town"), press=OtherTownPress().pack()),
        ),
        (Button(label=say("settings-change-weekly"), press=WeeklyLimitPress().pack()),),
        (_everything(resident, "settings-stop", say),),
    )
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say)))


def _everything(resident: Resident, off: str, say: Say) -> Button:
    """Whoever turned everything off is offered the way back, not the same once more."""
    if EVERYTHING in resident.muted:
        return Button(label=say("topics-all-on"), press=TurnEverythingPress(on=True).pack())
    return Button(label=say(off), press=AskStopPress().pack())


def no_town_screen(*, say: Say) -> Screen:
    rows: Rows = (
        (Button(label=say("settings-change-language"), press=LanguagesPress().pack()),),
        (Button(label=say("settings-choose-town"), press=OtherTownPress().pack()),),
    )
    return Screen(text=say("settings-no-town"), rows=(*rows, *ways(say)))


def followed_screen(followed: Sequence[Place], *, say: Say) -> Screen:
    names = [f"• {_title(place, say)}" for place in followed]
    text = "\n".join([say("followed-heading", limit=say.number(FOLLOWED_LIMIT)), *names])
    buttons = [
        Button(
            label=say("followed-remove", place=place.title_in(language_of(say.language))),
            press=UnfollowPress(place.id).pack(),
        )
        for place in followed
    ]
    if len(followed) < FOLLOWED_LIMIT:
        buttons.append(Button(label=say("followed-add"), press=FollowPress().pack()))
    return Screen(text=text, rows=(*column(buttons), *ways(say, SettingsPress())))


def quiet_screen(resident: Resident, *, say: Say) -> Screen:
    text = "\n\n".join([_quiet(resident.quiet, say), say("quiet-explained"), say("quiet-type")])
    presets = [
        Button(label=_marked(hours, quiet == resident.quiet), press=_set(quiet).pack())
        for quiet in QUIET_PRESETS
        for hours in [hours_of(quiet)]
    ]
    none = resident.quiet.start == resident.quiet.end
    off = Button(label=_marked(say("quiet-none-button"), none), press=_set(NO_QUIET).pack())
    return Screen(text=text, rows=(tuple(presets), (off,), *ways(say, SettingsPress())))


def topics_screen(resident: Resident, *, of: Topic | None = None, say: Say) -> Screen:
    """Eight choices at most: those of the second page come with one of them, `of`."""
    first, second = tuple(Topic)[:FIRST_TOPICS], tuple(Topic)[FIRST_TOPICS:]
    shown = second if of in second else first
    buttons = [
        Button(
            label=_marked(say(f"topic-{topic.value}"), hears(resident, topic)),
            press=TurnTopicPress(topic.value, not hears(resident, topic)).pack(),
        )
        for topic in shown
    ]
    if shown is first:
        more = Button(label=say("topics-more"), press=MoreTopicsPress().pack())
        buttons.append(more)
    everything = _everything(resident, "topics-all-off", say)
    text = "\n\n".join([_topics(resident, say), _weekly(resident, say), say("topics-explained")])
    rows = (*column(buttons), (everything,))
    back = SettingsPress() if shown is first else TopicsPress()
    return Screen(text=text, rows=(*rows, *ways(say, back)))


def weekly_limit_screen(resident: Resident, *, say: Say) -> Screen:
    choices = tuple(
        Button(
            label=_marked(say.number(limit), limit == resident.weekly_limit),
            press=SetWeeklyLimitPress(limit).pack(),
        )
        for limit in WEEKLY_LIMITS
    )
    is_free = resident.weekly_limit is None
    free = Button(
        label=_marked(say("weekly-none-button"), is_free), press=SetWeeklyLimitPress(0).pack()
    )
    text = "\n\n".join([_weekly(resident, say), say("weekly-explained")])
    return Screen(text=text, rows=(choices, (free,), *ways(say, SettingsPress())))


def ask_stop_screen(*, is_amid_form: bool = False, say: Say) -> Screen:
    stop = Button(label=say("stop-yes"), press=TurnEverythingPress(on=False).pack())
    text = say("stop-ask")
    if is_amid_form:
        text = "\n\n".join([text, say("stop-amid-form")])
    return Screen(text=text, rows=((stop,), *ways(say, SettingsPress())))


def stopped_screen(*, say: Say) -> Screen:
    again = Button(label=say("topics-all-on"), press=TurnEverythingPress(on=True).pack())
    return Screen(text=say("stop-done"), rows=((again,), *ways(say)))


def hours_of(quiet: QuietHours) -> str:
    return f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"


def _quiet(quiet: QuietHours, say: Say) -> str:
    if quiet.start == quiet.end:
        return say("settings-quiet-none")
    return say("settings-quiet", hours=hours_of(quiet))


def _weekly(resident: Resident, say: Say) -> str:
    if resident.weekly_limit is None:
        return say("settings-weekly-none")
    return say.n("settings-weekly", resident.weekly_limit)


def _topics(resident: Resident, say: Say) -> str:
    if EVERYTHING in resident.muted:
        return say("settings-topics-none")
    on = [say(f"topic-{topic.value}") for topic in Topic if hears(resident, topic)]
    if not on:
        return say("settings-topics-none")
    # Within a sentence, so without the capital of a button.
    listed = ", ".join(topic[:1].lower() + topic[1:] for topic in on)
    return say("settings-topics", topics=listed)


def _title(place: Place, say: Say) -> str:
    return escape(place.title_in(language_of(say.language)))


def _set(quiet: QuietHours) -> SetQuietPress:
    return SetQuietPress(
        quiet.start.hour * 60 + quiet.start.minute, quiet.end.hour * 60 + quiet.end.minute
    )


def _marked(label: str, is_on: bool) -> str:
    return f"✓ {label}" if is_on else label
