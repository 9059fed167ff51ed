"""What a header means, and what a cell says as an answer."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import Refusal
from civic.surveys.answering.model import Answer
from civic.surveys.answering.rules import HARD, OTHER_LIMIT, SKIPPED, TEXT_LIMIT
from civic.surveys.importing.model import ColumnPlan, QuestionColumns, ReadRow, RowFinding
from civic.surveys.model import (
    CHOICES,
    SCALE_POINTS,
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
)

_IDS = frozenset(
    {"id", "_id", "response_id", "responseid", "external_id", "uuid", "_uuid"}
    | {"номер_анкети", "номер_відповіді", "номер_анкеты", "ид"}
)
_PLACES = frozenset(
    {"place", "place_id", "courtyard", "courtyard_id", "двір", "двор", "код_двору", "код_двора"}
)
_HARD = frozenset({"важко сказати", "трудно сказать", "hard to say", "hard_to_say", "dk"})
_YES = frozenset({"1", "1.0", "true", "yes", "так", "да", "x", "х", "✓"})
_NO = frozenset({"", "0", "0.0", "false", "no", "ні", "нет"})
_WHOLE = re.compile(r"([+-]?\d{1,18})(?:[.,]0+)?")
_ID_LIMIT = 100


def plan_columns(asked: Questionnaire, header: Sequence[str]) -> ColumnPlan:
    """Forgiving: a question is known by its code, its words in any language, or its number."""
    names = _names_of_questions(asked)
    taken: dict[int, int] = {}
    flags: dict[int, dict[str, int]] = {}
    unread: list[str] = []
    special: dict[str, int] = {}
    for at, head in enumerate(header):
        number = names.get(_folded(head))
        if number is not None and number not in taken:
            taken[number] = at
        elif number is None and (which := _special(head)) and which not in special:
            special[which] = at
        elif not _note_flag(asked, names, head, at, flags):
            unread.append(head.strip())
    unread += [
        header[at].strip() for n, marked in flags.items() if n in taken for at in marked.values()
    ]
    questions = {
        number: QuestionColumns(
            whole=taken.get(number),
            by_option={} if number in taken else flags.get(number, {}),
        )
        for number in sorted({*taken, *flags})
    }
    if not questions:
        raise Refusal("responses-no-columns")
    return ColumnPlan(
        questions=questions,
        external_id=special.get("id"),
        place=special.get("place"),
        unread=tuple(name for name in unread if name),
    )


def read_row(
    asked: Questionnaire, plan: ColumnPlan, row: int, cells: Sequence[str]
) -> ReadRow | RowFinding:
    """A question without a column, and an empty cell, count as skipped."""
    answers: dict[int, Answer] = {}
    for number, question in enumerate(asked.questions, start=1):
        columns = plan.questions.get(number)
        answer = SKIPPED if columns is None else _answer(question, columns, cells)
        if answer is None:
            told = _told(columns, cells)
            params: dict[str, str | int] = {"number": number, "told": told}
            return RowFinding(row=row, key=f"responses-row-{_WRONG[question.kind]}", params=params)
        answers[number] = answer
    return ReadRow(
        row=row,
        external_id=_cell(cells, plan.external_id)[:_ID_LIMIT],
        place=_cell(cells, plan.place),
        answers=answers,
    )


def hash_of_row(cells: Iterable[str]) -> str:
    """What a row without an id of its own is known by."""
    said = "\x1f".join(cell.strip() for cell in cells)
    return f"row:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


_WRONG: Mapping[QuestionKind, str] = {
    QuestionKind.ONE_CHOICE: "option",
    QuestionKind.SEVERAL_CHOICES: "option",
    QuestionKind.WHOLE_NUMBER: "number",
    QuestionKind.SCALE: "scale",
    QuestionKind.TEXT: "text",
}


def _answer(question: Question, columns: QuestionColumns, cells: Sequence[str]) -> Answer | None:
    """None: the cell says something that this question does not allow."""
    if columns.whole is None:
        return _from_flags(question, columns.by_option, cells)
    cell = _cell(cells, columns.whole)
    if not cell:
        return SKIPPED
    if question.kind in CHOICES:
        return _choice(question, cell)
    return HARD if _folded(cell) in _HARD else _written(question, cell)


def _written(question: Question, cell: str) -> Answer | None:
    match question.kind:
        case QuestionKind.WHOLE_NUMBER:
            return _number(cell, question.least, question.most)
        case QuestionKind.SCALE:
            return _number(cell, 1, SCALE_POINTS)
        case _:
            text = clean_text(cell, TEXT_LIMIT)
            return Answer(text=text) if text else SKIPPED


def _from_flags(
    question: Question, by_option: Mapping[str, int], cells: Sequence[str]
) -> Answer | None:
    told = {code: _folded(_cell(cells, at)) for code, at in by_option.items()}
    if any(cell not in _YES | _NO for cell in told.values()):
        return None
    chosen = tuple(option.code for option in question.options if told.get(option.code, "") in _YES)
    if chosen:
        return Answer(chosen=chosen) if _stand_together(question, chosen) else None
    return SKIPPED


def _choice(question: Question, cell: str) -> Answer | None:
    single = _option(question, cell)
    if single is not None:
        return Answer(chosen=(single.code,))
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        chosen = _several(question, cell)
        if chosen:
            return Answer(chosen=chosen) if _stand_together(question, chosen) else None
    if _folded(cell) in _HARD:
        return HARD
    other = next((o for o in question.options if o.role is OptionRole.OTHER), None)
    if other is None:
        return None
    return Answer(chosen=(other.code,), text=clean_text(cell, OTHER_LIMIT))


def _several(question: Question, cell: str) -> tuple[str, ...]:
    """Codes with blanks between, or labels with semicolons, bars, line ends or commas."""
    for pattern in (r"\s+", r"[;|\n]", r","):
        parts = [part for part in re.split(pattern, cell) if part.strip()]
        found = [_option(question, part) for part in parts]
        if found and all(found):
            held = {option.code for option in found if option is not None}
            return tuple(option.code for option in question.options if option.code in held)
    return ()


def _stand_together(question: Question, chosen: Sequence[str]) -> bool:
    alone = {o.code for o in question.options if o.role is OptionRole.EXCLUSIVE}
    return len(chosen) == 1 or not alone & set(chosen)


def _option(question: Question, told: str) -> Option | None:
    wanted = _folded(told)
    by_code = next((o for o in question.options if _folded(o.code) == wanted), None)
    return by_code or next(
        (o for o in question.options if wanted in {_folded(t) for t in o.label.texts.values()}),
        None,
    )


def _number(cell: str, least: int, most: int) -> Answer | None:
    found = _WHOLE.fullmatch(re.sub(r"\s", "", cell))
    if found is None or not least <= int(found[1]) <= most:
        return None
    return Answer(number=int(found[1]))


def _names_of_questions(asked: Questionnaire) -> dict[str, int]:
    """The first question of a name has it; numbers yield to codes and words."""
    names: dict[str, int] = {}
    numbered = list(enumerate(asked.questions, start=1))
    for number, question in numbered:
        for name in (question.code, *question.prompt.texts.values()):
            if _folded(name):
                names.setdefault(_folded(name), number)
    for number, _ in numbered:
        for name in (f"q{number}", str(number), f"питання {number}", f"вопрос {number}"):
            names.setdefault(name, number)
    return names


def _note_flag(
    asked: Questionnaire,
    names: Mapping[str, int],
    head: str,
    at: int,
    flags: dict[int, dict[str, int]],
) -> bool:
    """`skills/fundraising`: one option of a question of several choices."""
    name, slash, told = head.rpartition("/")
    number = names.get(_folded(name)) if slash else None
    if number is None:
        return False
    question = asked.questions[number - 1]
    option = _option(question, told)
    if question.kind is not QuestionKind.SEVERAL_CHOICES or option is None:
        return False
    flags.setdefault(number, {}).setdefault(option.code, at)
    return True


def _special(head: str) -> str | None:
    name = re.sub(r"\s+", "_", _folded(head))
    if name in _IDS:
        return "id"
    return "place" if name in _PLACES else None


def _told(columns: QuestionColumns | None, cells: Sequence[str]) -> str:
    whole = _cell(cells, columns.whole) if columns else ""
    return clean_text(whole, 60).replace("\n", " ")


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _folded(text: str) -> str:
    plain = text.casefold().replace("ʼ", "'").replace("’", "'").replace("\ufeff", "")
    return " ".join(plain.split()).rstrip(" ?:.…")
