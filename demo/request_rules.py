"""The demo's categories and routes, brought as an administrator would: from two tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.wiring import Wiring
from civic.communities.actions.duties import set_duties
from civic.communities.model import Official
from civic.kernel.ids import AnswerTemplateId, CommunityId
from civic.service_requests.actions.categories import import_categories, put_category
from civic.service_requests.actions.routing import plan_rules, replace_rules
from civic.service_requests.model import Category
from civic.service_requests.templates.actions import write_template
from civic.service_requests.templates.model import TemplateUse
from civic.surveys.model import Question
from demo.cast import IHOR, OKSANA
from demo.history.asking import in_words, one_of, plain, words
from demo.town import Town
from storage.unit_of_work import SqlWork

CATEGORIES = Path(__file__).parent / "nemishaieve_categories.csv"
ROUTES = Path(__file__).parent / "nemishaieve_routes.csv"
KINDS: Mapping[str, str] = {
    "light-lamp": "lamp",
    "light-pole": "lamp",
    "yard-bench": "bench",
    "waste-bin": "bin",
    "yard-playground": "playground",
}
"""Of which asset a category is about."""
QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "light-lamp": (
        one_of(
            words("Як саме він не світить?", "What is wrong with it?", "Что с ним не так?"),
            plain("dark", "Не світить зовсім", "It is dark", "Не горит совсем"),
            plain("blinks", "Блимає", "It flickers", "Мигает"),
            plain("daytime", "Світить удень", "It is on by day", "Горит днём"),
        ),
    ),
    "water-none": (
        one_of(
            words("Якої води немає?", "Which water is off?", "Какой воды нет?"),
            plain("cold", "Холодної", "Cold", "Холодной"),
            plain("hot", "Гарячої", "Hot", "Горячей"),
            plain("both", "Жодної", "Both", "Никакой"),
        ),
    ),
    "house-heating": (
        in_words(
            words(
                "Скільки градусів у кімнаті?",
                "How many degrees is it in the room?",
                "Сколько градусов в комнате?",
            )
        ),
    ),
}
SPEAKS_FOR: Mapping[str, str] = {"blinks": "блима", "daytime": "вдень", "hot": "гаряч"}
"""What is written by those who would choose this option."""
READY = (
    (TemplateUse.ASK, "Надішліть, будь ласка, фото або номер із таблички."),
    (TemplateUse.FINISH, "Зроблено. Подивіться, будь ласка, і скажіть, чи все гаразд."),
    (TemplateUse.REFUSE, "Це не належить громаді. Ось хто відповідає і як до них звернутися: "),
    (TemplateUse.REPLY, "Майстер буде цього тижня, у будній день до 17:00."),
)
"""What Oksana keeps ready."""


async def bring_rules(town: Town, wiring: Wiring, *, now: datetime) -> None:
    community = town.community.id
    async with wiring.storage.writing() as work:
        ihor = await work.officials.official(community, IHOR.account)
        text = CATEGORIES.read_text(encoding="utf-8")
        plan = await import_categories(
            community, text, complete=True, by=ihor, desk=work, new_id=wiring.new_id, now=now
        )
        assert not plan.findings  # the table is ours
        await _refine(work, plan.added, ihor, now=now)
        routes = await plan_rules(
            community, ROUTES.read_text(encoding="utf-8"), desk=work, new_id=wiring.new_id, now=now
        )
        assert not routes.findings  # so is this
        await replace_rules(community, routes.rules, by=ihor, desk=work, now=now)
        await _staff(work, community, ihor, wiring, now=now)


async def _refine(
    work: SqlWork, categories: tuple[Category, ...], by: Official, *, now: datetime
) -> None:
    """What no table says: what a category is about, and what it asks."""
    for category in categories:
        kind = None
        if category.code in KINDS:
            kind = await work.assets.kind_by_code(category.community, KINDS[category.code])
        questions = QUESTIONS.get(category.code, ())
        if kind is None and not questions:
            continue
        refined = replace(category, asset_kind=kind.id if kind else None, questions=questions)
        await put_category(refined, by=by, desk=work, now=now)


async def _staff(
    work: SqlWork, community: CommunityId, ihor: Official, wiring: Wiring, *, now: datetime
) -> None:
    """Ihor passes on what nobody was found for; Oksana keeps answers ready."""
    await set_duties(
        community, IHOR.account, is_head=False, is_dispatcher=True, by=ihor,
        officials=work.officials, audit=work.audit, now=now,
    )  # fmt: skip
    oksana = await work.officials.official(community, OKSANA.account)
    for use, text in READY:
        await write_template(
            community, AnswerTemplateId(wiring.new_id(now)), use, text, language="uk", by=oksana,
            templates=work.answer_templates, audit=work.audit, now=now,
        )  # fmt: skip
