"""Ready answers: offered where words are asked for, kept by whoever says them."""

from collections.abc import Sequence

from civic.communities.model import Agency
from civic.kernel.ids import ServiceRequestId
from civic.kernel.language import LANGUAGES, Language, language_of
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from handlers.presses.service_request_office import (
    AskStepPress,
    NewTemplatePress,
    RemoveTemplatePress,
    RequestAsidePress,
    SeeTemplatePress,
    TemplatePress,
    TemplatesPress,
    UseTemplatePress,
    WordTemplatePress,
)
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.office_card import OfficeCard
from handlers.screens.service_requests.office_wording import agency_words, button, heading
from locales.catalog import Say

OFFERED = 4
PAGE = 6
LABEL_ROOM = 44


def offered_rows(
    request: ServiceRequestId, step: str, templates: Sequence[AnswerTemplate], say: Say
) -> Rows:
    """The first few, each by its beginning."""
    return column(
        [
            Button(label=label_of(one, say), press=SeeTemplatePress(request, step, one.id).pack())
            for one in templates[:OFFERED]
        ]
    )


def label_of(template: AnswerTemplate, say: Say) -> str:
    text = " ".join(template.texts.in_(language_of(say.language)).split())
    return "💬 " + (text if len(text) <= LABEL_ROOM else text[: LABEL_ROOM - 1].rstrip() + "…")


def chosen_screen(
    card: OfficeCard, step: str, template: AnswerTemplate, language: Language, *, say: Say
) -> Screen:
    """The very words that go, in the language of whoever asked; others may be typed instead."""
    text = escape(template.texts.in_(language))
    parts = [heading(card.request, card.category, say), text, say("office-template-or-type")]
    send = button("office-template-send", UseTemplatePress(card.request.id, step, template.id), say)
    back = AskStepPress(card.request.id, step)
    return Screen(text="\n\n".join(parts), rows=((send,), *ways(say, back)))


def templates_screen(templates: Sequence[AnswerTemplate], *, page: int, say: Say) -> Screen:
    shown = templates[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(label=label_of(one, say), press=TemplatePress(one.id).pack()) for one in shown
    ]
    new = button("office-template-new", NewTemplatePress(), say)
    text = say("office-templates" if templates else "office-templates-none")
    turns = pages(page, len(templates), PAGE, TemplatesPress, say)
    return Screen(
        text=text, rows=(*column(buttons), *turns, (new,), *ways(say, RequestAsidePress()))
    )


def uses_screen(*, say: Say) -> Screen:
    buttons = [
        button(f"office-template-for-{use.value}", NewTemplatePress(use.value), say)
        for use in TemplateUse
    ]
    return Screen(
        text=say("office-template-which"), rows=(*column(buttons), *ways(say, TemplatesPress()))
    )


def template_screen(
    template: AnswerTemplate, agencies: Sequence[Agency], *, may_keep: bool, say: Say
) -> Screen:
    """In every language there is, with those that are still to be written."""
    lines = [say(f"office-template-for-{template.use.value}")]
    if template.agency is not None:
        agency = agency_words(template.agency, agencies, say)
        lines.append(say("office-requests-of", agency=escape(agency)))
    else:
        lines.append(say("office-template-of-all"))
    parts = ["\n".join(lines)]
    parts += [
        say("office-template-words", language=say(f"language-{name}"), text=escape(words))
        for name in LANGUAGES
        if (words := template.texts.texts.get(name))
    ]
    rows: Rows = ()
    if may_keep:
        rows = column(
            [
                button(
                    "office-template-rewrite" if template.texts.has(name)
                    else "office-template-translate",
                    WordTemplatePress(template.id, name),
                    say,
                    language=say(f"language-{name}"),
                )
                for name in LANGUAGES
            ]
            + [button("office-template-remove", RemoveTemplatePress(template.id), say)]
        )  # fmt: skip
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, TemplatesPress())))


def writing_screen(use: str, *, language: Language, say: Say) -> Screen:
    text = say(
        "office-template-write", use=say(f"office-template-for-{use}"),
        language=say(f"language-{language}"),
    )  # fmt: skip
    return Screen(text=text, rows=((cancel_button(say),), *ways(say, TemplatesPress())))
