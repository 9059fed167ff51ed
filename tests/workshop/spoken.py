"""What the code says, and what the catalogues know: keys, parameters, families of keys."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from locales.catalog import LANGUAGES
from tests.workshop.tree import ROOT, named, product_modules

SPEAKERS = frozenset({"say", "_say"})
TELLERS = frozenset({"Refusal", "NotFound"})
KEYED = frozenset({"Notice", "MenuEntry"})
KEY = re.compile(r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One place where a key is named; `given` is None where more parameters may come with it."""

    key: str
    where: str
    given: frozenset[str] | None
    counted: bool = False


@dataclass(slots=True)
class Speech:
    spoken: list[Spoken] = field(default_factory=list)
    families: list[tuple[str, re.Pattern[str]]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    """Every word that stands in the code: a key held in a table, a value that fills a family."""

    def uses(self, key: str) -> bool:
        if key in self.words:
            return True
        fillings = (pattern.fullmatch(key) for _, pattern in self.families)
        return any(all(map(self._is_said, found.groups())) for found in fillings if found)

    def _is_said(self, filling: str) -> bool:
        return filling.isdecimal() or bool({filling, filling.replace("-", "_")} & self.words)


@cache
def catalogues(language: str) -> Mapping[str, Catalog]:
    """The catalogues of one language by the name of their feature."""
    read = {}
    for path in sorted((ROOT / "locales" / language).glob("*.po")):
        with path.open("rb") as opened:
            read[path.stem] = read_po(opened, locale=language, abort_invalid=True)
    return read


@cache
def messages(language: str) -> Mapping[str, Message]:
    return {
        key_of(message): message
        for catalogue in catalogues(language).values()
        for message in catalogue
        if message.id
    }


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def placeholders(text: str) -> frozenset[str]:
    """Raise ValueError when the braces do not fit together."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@cache
def speech() -> Speech:
    heard = Speech()
    for path, module in product_modules():
        for node in ast.walk(module):
            match node:
                case ast.Constant(value=str(word)):
                    heard.words.add(word)
                case ast.JoinedStr():
                    pattern = _family(node)
                    if pattern is not None:
                        heard.families.append((f"{named(path)}:{node.lineno}", pattern))
                case ast.Call():
                    heard.spoken.extend(_keys_of_call(node, named(path)))
    return heard


def _keys_of_call(call: ast.Call, name: str) -> Iterator[Spoken]:
    called, counted = _called(call.func)
    first = call.args[0] if call.args else None
    if called in KEYED:
        first = next((given.value for given in call.keywords if given.arg == "key"), first)
    elif called not in SPEAKERS | TELLERS:
        return
    given = None
    if called not in KEYED and all(word.arg for word in call.keywords):
        given = frozenset(str(word.arg) for word in call.keywords)
    for key in _literals(first):
        if key in LANGUAGES:
            continue  # `say("uk")` asks for a voice
        yield Spoken(key=key, where=f"{name}:{call.lineno}", given=given, counted=counted)


def _called(func: ast.expr) -> tuple[str, bool]:
    """The name that is called, and whether it is its `.n`."""
    match func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="n"):
            return name, True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name, False
        case ast.Call(func=ast.Name(id="say" | "speak")):
            return "say", False  # `say(language)("key")`
    return "", False


def _literals(node: ast.expr | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _family(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """`f"survey-is-{state}"` stands for all keys of that shape."""
    pattern = ""
    for part in node.values:
        match part:
            case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z0-9-]+", text):
                pattern += text
            case ast.FormattedValue():
                pattern += "([a-z0-9_-]+)"
            case _:
                return None
    return re.compile(pattern) if re.match(r"[a-z]+-", pattern) or "-" in pattern[12:] else None
