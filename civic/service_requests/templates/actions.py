"""An agency keeps answers ready; what was said with them stays when they go."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official, Role
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AgencyId, AnswerTemplateId, CommunityId
from civic.kernel.language import Language, Translated
from civic.kernel.refusal import Refusal
from civic.service_requests.rules.filing import note_needed
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from civic.service_requests.templates.ports import AnswerTemplates

LIMIT = 100
"""So many a town."""


async def write_template(
    community: CommunityId,
    template: AnswerTemplateId,
    use: TemplateUse,
    text: str,
    *,
    language: Language,
    by: Official,
    templates: AnswerTemplates,
    audit: AuditLog,
    now: datetime,
) -> AnswerTemplate:
    """For the writer's agency; for everybody from an administrator, or whoever serves none."""
    check_may(by, Action.HANDLE_REQUESTS, town=community)
    if len(await templates.all(community)) >= LIMIT:
        raise Refusal("answer-templates-many", limit=LIMIT)
    made = AnswerTemplate(
        id=template, community=community, agency=agency_of(by), use=use,
        texts=Translated({language: note_needed(text)}),
    )  # fmt: skip
    await templates.put(made)
    await _note(made, "written", by, audit=audit, now=now)
    return made


async def translate_template(
    community: CommunityId,
    template: AnswerTemplateId,
    text: str,
    *,
    language: Language,
    by: Official,
    templates: AnswerTemplates,
    audit: AuditLog,
    now: datetime,
) -> AnswerTemplate:
    """Its words in one language, in place of those there were."""
    found = await templates.template(community, template)
    check_keeps(by, found)
    texts = Translated({**found.texts.texts, language: note_needed(text)})
    kept = replace(found, texts=texts)
    await templates.put(kept)
    await _note(kept, "changed", by, audit=audit, now=now)
    return kept


async def remove_template(
    community: CommunityId,
    template: AnswerTemplateId,
    *,
    by: Official,
    templates: AnswerTemplates,
    audit: AuditLog,
    now: datetime,
) -> None:
    found = await templates.template(community, template)
    check_keeps(by, found)
    if await templates.remove(community, template):
        await _note(found, "removed", by, audit=audit, now=now)


def agency_of(official: Official) -> AgencyId | None:
    return None if official.role is Role.ADMINISTRATOR else official.agency


def check_keeps(official: Official, template: AnswerTemplate) -> None:
    """Its agency and administrators change it."""
    check_may(official, Action.HANDLE_REQUESTS, town=template.community)
    if official.role is not Role.ADMINISTRATOR and official.agency != template.agency:
        raise Refusal("answer-template-not-yours")


def usable(
    templates: Iterable[AnswerTemplate], use: TemplateUse, agency: AgencyId | None
) -> list[AnswerTemplate]:
    """Of the agency that has the request first, then everybody's."""
    fit = [one for one in templates if one.use is use and one.agency in {agency, None}]
    return sorted(fit, key=lambda one: one.agency is None)


async def _note(
    template: AnswerTemplate, verb: str, by: Official, *, audit: AuditLog, now: datetime
) -> None:
    entry = AuditEntry(
        community=template.community, actor=by.account, verb=f"answer-template-{verb}",
        subject=f"answer-template:{template.id}", details={"use": template.use.value},
    )  # fmt: skip
    await audit.note(entry, now=now)
