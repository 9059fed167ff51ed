"""Documents lead somewhere, and name every setting and command there is."""

import re
import subprocess
from pathlib import Path

import pytest
import typer
from pydantic_settings import BaseSettings

from bot.cli import app
from bot.settings import Settings
from tests.workshop.spoken import forms_of, messages
from tests.workshop.tree import ROOT, documents, named

GUIDES = ("resident", "official", "administrator")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _settings(kind: type[BaseSettings]) -> set[str]:
    return {f"VICHE_{name.upper()}" for name in kind.model_fields}


def _commands(apps: typer.Typer, prefix: str = "viche") -> set[str]:
    """As they are typed: `viche import places`."""
    found = {
        f"{prefix} {(one.name or one.callback.__name__).replace('_', '-')}"
        for one in apps.registered_commands
        if one.callback is not None
    }
    for group in apps.registered_groups:
        if group.typer_instance is not None:
            found |= _commands(group.typer_instance, f"{prefix} {group.name}")
    return found


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).strip() for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("document", documents(), ids=named)
def test_every_link_between_our_documents_leads_somewhere(document: Path) -> None:
    lost = []
    for target in LINK.findall(FENCE.sub("", document.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_written_in_both_languages_with_the_same_chapters(guide: str) -> None:
    chapters = [
        re.findall(
            r"^(#+) ",
            (ROOT / f"docs/guides/{language}/{guide}.md").read_text("utf-8"),
            re.MULTILINE,
        )
        for language in ("uk", "en")
    ]
    assert chapters[0] == chapters[1]


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_calls_buttons_by_the_names_that_they_carry(guide: str, language: str) -> None:
    text = (ROOT / f"docs/guides/{language}/{guide}.md").read_text("utf-8")
    labels = {_plain(form) for message in messages(language).values() for form in forms_of(message)}
    named_in_bold = re.findall(r"\*\*(.+?)\*\*", text.replace("\n  ", " "))
    assert named_in_bold
    assert [name for name in named_in_bold if _plain(name) not in labels] == []


def _plain(label: str) -> str:
    """Without the signs around the words."""
    return re.sub(r"^[^\w]+|[^\w]+$", "", " ".join(label.split()))


def test_every_setting_stands_in_the_example_of_the_environment() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    assert _settings(Settings) == set(re.findall(r"^#?(VICHE_\w+)=", example, re.MULTILINE))


def test_the_example_of_the_environment_sets_nothing_by_itself() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.mark.parametrize("guide", ["operator.md", "operator.uk.md"])
def test_the_operators_guide_names_every_command_and_setting(guide: str) -> None:
    text = (ROOT / "docs" / "guides" / guide).read_text("utf-8")
    assert {command for command in _commands(app) if command not in text} == set()
    assert {name for name in _settings(Settings) if name not in text} == set()


@pytest.mark.parametrize("guide", ["operator.md", "operator.uk.md"])
def test_the_operators_guide_names_no_command_that_is_not_there(guide: str) -> None:
    text = (ROOT / "docs" / "guides" / guide).read_text("utf-8")
    known = _commands(app)
    typed = set(re.findall(r"(?:\./|`)(viche [a-z0-9]+(?: [a-z]+){0,2})", text))
    groups = {command.rsplit(" ", 1)[0] for command in known if command.count(" ") >= 2}
    groups |= {group.rsplit(" ", 1)[0] for group in groups}
    assert {
        one
        for one in typed
        if one not in known and one not in groups and one.rsplit(" ", 1)[0] not in known
    } == set()


def test_the_makefile_has_the_targets_that_documents_promise() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    promised = {
        target
        for document in documents()
        for target in re.findall(r"`make ([a-z]+)", document.read_text("utf-8"))
    }
    assert promised - targets == set()


def test_the_readme_opens_with_a_picture_and_the_two_commands() -> None:
    for readme in ("README.md", "README.en.md"):
        top = "\n".join((ROOT / readme).read_text("utf-8").splitlines()[:15])
        assert "docs/pictures/" in top
        assert re.search(r"^make run\b", top, re.MULTILINE)
        assert re.search(r"^make test\b", top, re.MULTILINE)


def test_every_picture_is_shown_by_some_document() -> None:
    linked = {
        (document.parent / target).resolve()
        for document in documents()
        for target in LINK.findall(document.read_text("utf-8"))
    }
    pictures = set((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert {named(picture) for picture in pictures - linked} == set()


def test_what_runs_for_itself_may_be_run() -> None:
    modes = subprocess.run(
        ["git", "ls-files", "-s", ".ci/run", "viche"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
    assert [line.split()[0] for line in modes] == ["100755", "100755"]
