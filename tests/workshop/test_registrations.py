"""How handlers are registered: only with filters that run in the loop."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.workshop.tree import named, product_modules

OBSERVERS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "callback_query",
        "inline_query",
        "my_chat_member",
        "chat_member",
        "poll",
        "poll_answer",
        "errors",
    }
)


def _speaking() -> Iterator[tuple[Path, ast.Module]]:
    """The modules that may meet aiogram."""
    return (
        (path, module)
        for path, module in product_modules()
        if named(path).split("/")[0] in {"bot", "handlers"}
    )


def _registrations() -> Iterator[tuple[str, ast.expr | ast.stmt, list[ast.expr]]]:
    """Where, what is registered, and behind which filters."""
    for path, module in _speaking():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and _is_observer(decorator.func):
                        yield f"{named(path)}:{node.lineno}", node, _filters(decorator)
            elif isinstance(node, ast.Call) and _is_registering(node.func):
                yield f"{named(path)}:{node.lineno}", node, _filters(node)


def _is_observer(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr in OBSERVERS


def _is_registering(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute)
        and func.attr in {"register", "filter"}
        and _is_observer(func.value)
    )


def _filters(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(given.value for given in call.keywords if given.arg != "flags")]


def test_nothing_registers_with_a_bare_f_or_a_lambda() -> None:
    # A synchronous filter runs in a thread each time: ten times the cost of an update.
    bare = [
        where
        for where, _, filters in _registrations()
        for given in filters
        for node in ast.walk(given)
        if isinstance(node, ast.Lambda) or (isinstance(node, ast.Name) and node.id == "F")
    ]
    assert bare == []


def test_the_magic_filter_is_not_even_imported() -> None:
    importers = []
    for path, module in _speaking():
        for node in ast.walk(module):
            names = {alias.name for alias in getattr(node, "names", []) if hasattr(alias, "name")}
            source = getattr(node, "module", None) or ""
            if source.startswith("magic_filter") or (source == "aiogram" and "F" in names):
                importers.append(named(path))
    assert importers == []


def test_every_handler_is_asynchronous() -> None:
    assert [
        where for where, handler, _ in _registrations() if isinstance(handler, ast.FunctionDef)
    ] == []


def test_every_filter_of_ours_is_asynchronous() -> None:
    threads = [
        f"{named(path)}:{method.lineno}"
        for path, module in _speaking()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Filter" for base in node.bases)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "__call__"
    ]
    assert threads == []


def test_no_handler_of_errors_swallows_a_failure_that_must_roll_back() -> None:
    errors = [
        where
        for where, handler, _ in _registrations()
        for decorator in getattr(handler, "decorator_list", [])
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"errors", "error"}
    ]
    assert errors == []


def test_no_handler_speaks_to_telegram_itself_or_catches_a_refusal() -> None:
    meddling = []
    for path, module in _speaking():
        if not named(path).startswith("handlers/"):
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler) and "Refusal" in {
                one.id for one in ast.walk(node.type or node) if isinstance(one, ast.Name)
            }:
                meddling.append(f"{named(path)}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "aiogram.methods"
            ):
                meddling.append(f"{named(path)}:{node.lineno}")
    assert meddling == []
