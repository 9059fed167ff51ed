"""How a questionnaire is written down: the same words and order give the same hash, for ever."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from civic.kernel.ids import PlaceId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import LANGUAGES, Language, Translated
from civic.surveys.model import (
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
    WhoWillSee,
)


def to_document(questionnaire: Questionnaire) -> JsonObject:
    return {
        "language": questionnaire.language,
        "title": texts_of(questionnaire.title),
        "introduction": texts_of(questionnaire.introduction),
        "who_will_see": questionnaire.who_will_see.value,
        "questions": [_question(question) for question in questionnaire.questions],
        "audience": list(questionnaire.audience),
        "results_to_respondents": questionnaire.results_to_respondents,
        "tables_while_open": questionnaire.tables_while_open,
    }


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    own: Language = document["language"]
    return Questionnaire(
        language=own,
        title=_translated(document["title"], own),
        introduction=_translated(document["introduction"], own),
        who_will_see=WhoWillSee(document["who_will_see"]),
        questions=tuple(_question_of(written, own) for written in document["questions"]),
        audience=tuple(PlaceId(place) for place in document["audience"]),
        results_to_respondents=document["results_to_respondents"],
        tables_while_open=document["tables_while_open"],
    )


def hash_of(questionnaire: Questionnaire) -> str:
    said = json.dumps(
        to_document(questionnaire), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _question(question: Question) -> JsonObject:
    return {
        "kind": question.kind.value,
        "code": question.code,
        "prompt": texts_of(question.prompt),
        "options": [
            {"code": option.code, "label": texts_of(option.label), "role": option.role.value}
            for option in question.options
        ],
        "required": question.required,
        "may_be_hard": question.may_be_hard,
        "is_sensitive": question.is_sensitive,
        "least": question.least,
        "most": question.most,
        "low_label": texts_of(question.low_label),
        "high_label": texts_of(question.high_label),
    }


def _question_of(written: Mapping[str, Any], own: Language) -> Question:
    return Question(
        kind=QuestionKind(written["kind"]),
        code=written["code"],
        prompt=_translated(written["prompt"], own),
        options=tuple(
            Option(
                code=option["code"],
                label=_translated(option["label"], own),
                role=OptionRole(option["role"]),
            )
            for option in written["options"]
        ),
        required=written["required"],
        may_be_hard=written["may_be_hard"],
        is_sensitive=written["is_sensitive"],
        least=written["least"],
        most=written["most"],
        low_label=_translated(written["low_label"], own),
        high_label=_translated(written["high_label"], own),
    )


def texts_of(text: Translated) -> dict[str, str]:
    return {language: text.texts[language] for language in text.texts}


def _translated(written: Mapping[str, str], own: Language) -> Translated:
    # A database may give the languages back in another order; the community's own comes first.
    order = (own, *(name for name in LANGUAGES if name != own))
    return Translated({name: written[name] for name in order if written.get(name)})
