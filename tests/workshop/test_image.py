"""The image and the composed services: the same lock, nobody's root, the settings there are."""

import re

from bot.settings import Settings
from tests.workshop.tree import PRODUCT, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")


def test_the_image_is_made_from_the_lock_by_hash_and_names_no_address() -> None:
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert not re.search(r"--(extra-)?index-url|--default-index|--find-links|ADD http", DOCKERFILE)
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert images
    assert all(re.fullmatch(r"python:3\.\d+-slim", name) for name in images)


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    assert re.search(r"^USER (?!root)\w+", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK", DOCKERFILE, re.MULTILINE)
    assert "/healthz" in DOCKERFILE


def test_the_image_holds_every_part_of_the_product_and_no_tests() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert copied == {*PRODUCT, "sandbox"}
    let_in = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    assert let_in >= copied


def test_composed_services_set_only_settings_that_exist() -> None:
    known = {f"VICHE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\s+(VICHE_\w+):", COMPOSE, re.MULTILINE)) <= known
    assert set(re.findall(r"\b(VICHE_[A-Z_]+)=", DOCKERFILE)) - {"VICHE_PYTHON"} <= known


def test_postgres_and_its_roles_start_only_when_asked_for() -> None:
    services = COMPOSE.split("\nservices:\n")[1].split("\nvolumes:\n")[0]
    blocks = dict(
        re.findall(r"^  (\w+):\n((?:    .*\n|\n|  +#.*\n)+)", services + "\n", re.MULTILINE)
    )
    assert set(blocks) == {"viche", "postgres", "migrate", "bot", "web", "jobs"}
    always = {name for name, block in blocks.items() if "profiles: [postgres]" not in block}
    assert always == {"viche"}


def test_every_composed_service_has_time_to_finish_what_is_in_hand() -> None:
    grace = re.search(r"stop_grace_period: (\d+)s", COMPOSE)
    assert grace is not None
    assert int(grace[1]) > 10
