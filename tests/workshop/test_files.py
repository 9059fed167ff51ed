"""Files stay short, and are named for what they do."""

import ast
import re

from tests.workshop.tree import code_files, kept_files, named, parsed, text_files

LONGEST = 400
EMPTY_NAMES = frozenset({"utils", "helpers", "common", "misc", "manager", "base", "core", "shared"})


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in code_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = (path for path in kept_files() if path.suffix in {".py", ".js"})
    assert [
        named(path)
        for path in modules
        if EMPTY_NAMES & {path.stem, *path.relative_to(path.anchor).parent.parts[-3:]}
    ] == []


def test_a_package_opens_with_one_docstring_and_nothing_else() -> None:
    packages = [path for path in code_files() if path.name == "__init__.py"]
    assert packages
    assert [named(path) for path in packages if not _is_one_line(path.read_text("utf-8"))] == []


def test_a_module_opens_with_one_line_in_the_words_of_the_domain() -> None:
    modules = [path for path in code_files() if path.suffix == ".py"]
    silent = [path for path in modules if not _opens_with_a_line(parsed(path))]
    assert [named(path) for path in silent] == []


def test_tests_are_modules_without_packages() -> None:
    assert [
        named(path)
        for path in kept_files()
        if path.name == "__init__.py" and named(path).startswith("tests/")
    ] == []


def test_no_work_is_left_for_later_in_the_code() -> None:
    word = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    assert [named(path) for path in code_files() if word.search(path.read_text("utf-8"))] == []


def test_a_check_is_silenced_only_with_a_reason() -> None:
    silenced = re.compile(
        r"#\s*(type:\s*ignore|noqa)(?P<codes>(\[[\w,\s-]+\]|:\s*[A-Z0-9,\s]*\d))?(?P<why>.*)$"
    )
    bare = []
    for path in code_files():
        if path.suffix != ".py":
            continue
        reasons: set[str] = set()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            found = silenced.search(line)
            if found is None:
                continue
            codes, why = found["codes"], found["why"].strip(" #-")
            # The second of a kind in one file may lean on the reason that stands above.
            if codes and (why or codes in reasons):
                reasons.add(codes)
            else:
                bare.append(f"{named(path)}:{number}")
    assert bare == []


def test_nothing_names_a_folder_of_somebodys_machine() -> None:
    folder = re.compile(r"(?<![\w./~-])/(?:work|root|home|Users)/\w")
    assert [named(path) for path, text in text_files() if folder.search(text)] == []


def test_every_address_written_down_is_one_we_mean() -> None:
    address = re.compile(r"https?://([\w.-]+)")
    known = re.compile(
        r"^("
        r"127\.0\.0\.1|localhost|0\.0\.0\.0|api\.telegram\.org|core\.telegram\.org|t\.me|telegram\.org"
        r"|www\.w3\.org|www\.apache\.org|wiki\.open311\.org|169\.254\.169\.254|([\w-]+\.)*example(\.\w+)?|.*\.(test|invalid)|10\.\d.*|x|y"
        r"|sandbox|bot|web|telegram|viche|t|([a-z]|town)\.ua"
        r")$"
    )
    strange = {
        f"{named(path)}: {host}"
        for path, text in text_files()
        for host in address.findall(text)
        if not known.match(host.rstrip("."))
    }
    assert strange == set()


def _is_one_line(text: str) -> bool:
    body = ast.parse(text).body
    return len(body) == 1 and _opens_with_a_line(ast.parse(text))


def _opens_with_a_line(module: ast.Module) -> bool:
    words = ast.get_docstring(module)
    return bool(words) and "\n\n" not in str(words).split("\n")[0]
