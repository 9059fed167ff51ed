"""What is kept in the repository: its files, its modules and what they say."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PRODUCT = (
    "bot",
    "civic",
    "demo",
    "gateways",
    "handlers",
    "jobs",
    "locales",
    "migrations",
    "rendering",
    "storage",
    "web",
)
CODE = frozenset({".py", ".js", ".css", ".html", ".typ"})


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, as it stands in the work tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return tuple(path for path in paths if path.is_file())


def code_files() -> tuple[Path, ...]:
    return tuple(path for path in kept_files() if path.suffix in CODE)


def text_files() -> Iterator[tuple[Path, str]]:
    """Whatever reads as text; pictures and fonts do not."""
    for path in kept_files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def documents() -> tuple[Path, ...]:
    return tuple(path for path in kept_files() if path.suffix == ".md")


def product_modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in kept_files():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PRODUCT:
            yield path, parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
