"""What the operator does from the terminal."""

import asyncio
import json
import os
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from typer.testing import CliRunner

from bot.cli import app
from storage.engines import Database
from tests.asked import AUTHOR, TOWN
from tests.survey_town import build_town, launch, storage_on

CODE = re.compile(r"/start ([\w-]{8,64})")


async def viche(folder: Path, *arguments: str, expect: int = 0, **more: str) -> str:
    """Everything that `viche …` printed; its exit code is checked.

    In this process: starting another takes longer than what most commands do. That they start and
    serve is shown by the tests of processes.
    """
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {
        "LANG": "uk_UA.UTF-8",
        "VICHE_DATA_DIR": str(folder),
        "VICHE_BOT_TOKEN": "700700:a-token-of-no-use-at-all",
        **more,
    }
    with mock.patch.dict(os.environ, environment, clear=True):
        done = await asyncio.to_thread(CliRunner().invoke, app, arguments, prog_name="viche")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == expect, done.output
    return str(done.output)


async def test_a_town_is_made_and_its_owner_code_shown_once_and_kept_hashed(
    tmp_path: Path,
) -> None:
    told = await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")

    found = CODE.search(told)
    assert found is not None
    assert len(found[1]) >= 32
    assert found[1].encode() not in (tmp_path / "viche.db").read_bytes()
    assert found[1] not in await viche(tmp_path, "doctor")
    assert "Nobody serves" in await viche(tmp_path, "official", "list", "--community", "nem")


async def test_an_invitation_from_the_terminal_is_a_link_that_names_no_secret_in_the_database(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    told = await viche(tmp_path, "official", "invite", "-c", "nem", "--role", "analyst")

    found = CODE.search(told)
    assert found is not None
    secret = found[1].split("-")[-1]
    assert secret.encode() not in (tmp_path / "viche.db").read_bytes()


async def test_an_invitation_from_the_terminal_leads_into_the_agency_that_was_named(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    asked = ("official", "invite", "-c", "nem", "--agency")
    assert "no agencies yet" in await viche(tmp_path, *asked, "Відділ ЖКГ", expect=1)
    with sqlite3.connect(tmp_path / "viche.db") as database:
        name = json.dumps({"uk": "Відділ ЖКГ", "en": "Housing"})
        database.execute(
            "INSERT INTO agencies (community_id, id, name) SELECT id, 5, ? FROM communities",
            (name,),
        )

    assert "Відділ ЖКГ." in await viche(tmp_path, *asked, "Відділ снів", expect=1)
    for known in ("відділ  жкг", "Housing"):
        assert CODE.search(await viche(tmp_path, *asked, known))
    with sqlite3.connect(tmp_path / "viche.db") as database:
        invited = database.execute("SELECT agency_id FROM official_invitations").fetchall()
    assert invited == [(5,), (5,)]


async def test_what_is_wrong_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    for arguments in (
        ("community", "create", "--name", "X", "--languages", "uk,xx"),
        ("community", "create", "--name", "X", "--timezone", "Europe/Nowhere"),
        ("community", "create", "--name", "X", "--country", "ZZ"),
        ("official", "list", "--community", "nobody"),
        ("official", "invite", "-c", "nem", "--role", "king"),
        ("official", "revoke", "-c", "nem", "12345"),
    ):
        told = await viche(tmp_path, *arguments, expect=1)
        assert "Traceback" not in told, told
        assert told.strip()


async def test_what_is_not_there_is_told_for_whoever_types_and_not_for_the_chat(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    picture = tmp_path / "places.csv"
    picture.write_bytes(b"%PDF-1.7")
    for arguments, expected in (
        (("official", "list", "-c", "nobody"), 'no town "nobody"'),
        (("official", "promote", "-c", "nem", "12345"), "viche official list"),
        (("official", "revoke", "-c", "nem", "12345"), "viche official list"),
        (("community", "create", "--name", "\u200b "), "--name"),
        (("import", "places", str(picture), "-c", "nem"), "run the command again"),
    ):
        told = await viche(tmp_path, *arguments, expect=1, LANG="en_GB.UTF-8")
        assert expected in told
        assert "/menu" not in told
        assert "/start" not in told


async def test_responses_are_brought_against_the_number_on_the_surveys_card(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    table = tmp_path / "paper.csv"
    table.write_text("q1\nТак\n", "utf-8")
    told = await viche(
        tmp_path, "import", "responses", str(table), "-c", "nem", "--survey", "7", expect=1
    )
    assert "Такого опитування немає" in told


async def test_places_are_imported_after_a_dry_run_and_twice_changes_nothing(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    file = tmp_path / "places.csv"
    file.write_text(
        "kind;external_id;parent;name;street;number\n"
        "district;d1;;Західний;;\n"
        "courtyard;c1;d1;Двір на Садовій;;\n"
        "building;b1;c1;;вулиця Садова;5\n"
        "building;b1;c1;;вулиця Садова;5\n",
        encoding="utf-8-sig",
    )
    place = ("import", "places", str(file), "--community", "nem")

    dry = await viche(tmp_path, *place, "--dry-run")
    first = await viche(tmp_path, *place)
    second = await viche(tmp_path, *place)

    assert "Added 3" in dry
    assert "dry run" in dry
    assert "row 5" in dry
    assert "Added 3" in first
    assert "Added 0, changed 0, retired 0, unchanged 3" in second


async def test_the_doctor_lists_dead_letters_with_their_json(tmp_path: Path) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    with sqlite3.connect(tmp_path / "viche.db") as database:
        database.execute(
            "INSERT INTO inbox (bot_id, update_id, kind, raw, state, error, error_code, "
            "received_at, done_at) VALUES (700700, 9, 'poll', ?, 'dead', 'does not decode', "
            "'A1B2C3', 0, 0)",
            (json.dumps({"update_id": 9, "poll": {}}),),
        )
    told = await viche(tmp_path, "doctor")

    assert "dead letter 9" in told
    assert '"poll"' in told
    assert "A1B2C3" in told


async def test_the_doctor_names_channels_where_the_bot_may_not_post(tmp_path: Path) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    with sqlite3.connect(tmp_path / "viche.db") as database:
        database.executemany(
            "INSERT INTO known_chats (bot_id, id, kind, title, can_post, learnt_at) "
            "VALUES (700700, ?, 'channel', ?, ?, 0)",
            [(-1001, "Німий", False), (-1002, "Новини", True)],
        )
        database.execute(
            "INSERT INTO channels (community_id, chat_id, bound_by, bound_at) "
            "SELECT communities.id, known_chats.id, 501, 0 FROM communities, known_chats"
        )
    told = await viche(tmp_path, "doctor")

    assert "nem: the bot may not post in channel -1001 (Німий)" in told
    assert "Новини" not in told


async def test_a_database_of_a_newer_viche_is_refused_with_a_sentence(tmp_path: Path) -> None:
    await viche(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "viche.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'm9999'")

    told = await viche(tmp_path, "migrate", expect=1)
    assert "newer" in told
    assert "Traceback" not in told


async def test_a_setting_that_will_not_do_is_a_sentence_that_does_not_quote_it(
    tmp_path: Path,
) -> None:
    wrong = {
        "VICHE_WEB_PORT": "8o8o",
        "VICHE_UPDATES": "pigeon",
        "VICHE_TELEGRAM_API": "127.0.0.1:8081",
    }
    told = await viche(tmp_path, "doctor", expect=1, **wrong)
    for name, value in wrong.items():
        assert f"{name}: " in told
        assert value not in told
    assert "Traceback" not in told


async def test_a_town_that_names_no_time_zone_has_the_installations(tmp_path: Path) -> None:
    await viche(
        tmp_path, "community", "create", "--name", "Варшава", "--slug", "waw",
        VICHE_TIMEZONE="Europe/Warsaw",
    )  # fmt: skip
    with sqlite3.connect(tmp_path / "viche.db") as database:
        assert database.execute("SELECT timezone FROM communities").fetchall() == [
            ("Europe/Warsaw",)
        ]


async def an_open_survey(folder: Path) -> None:
    """A town with an official and a survey, in the database that the command line opens."""
    await viche(folder, "migrate")
    database = Database(f"sqlite+aiosqlite:///{folder / 'viche.db'}")
    async with storage_on(database, folder).writing() as work:
        await build_town(work)
        await launch(work, closes_at=datetime.now(UTC) + timedelta(days=9))
    await database.close()


async def test_roles_are_changed_from_the_terminal_also_the_last_administrators(
    tmp_path: Path,
) -> None:
    await an_open_survey(tmp_path)
    town, oksana = ("--community", f"town-{TOWN}"), str(int(AUTHOR))

    assert "Оксана: administrator" in await viche(tmp_path, "official", "promote", *town, oksana)
    assert "administrator" in await viche(tmp_path, "official", "list", *town)
    told = await viche(tmp_path, "official", "revoke", *town, oksana)
    assert "No administrator is left" in told
    assert "Nobody serves" in await viche(tmp_path, "official", "list", *town)


async def test_responses_on_paper_are_imported_by_the_number_on_the_surveys_card(
    tmp_path: Path,
) -> None:
    await an_open_survey(tmp_path)
    file = tmp_path / "answers.csv"
    file.write_text("id;q2\n1;Так\n2;Ні\n3;Мабуть\n", encoding="cp1251")
    with sqlite3.connect(tmp_path / "viche.db") as database:
        ((number,),) = database.execute("SELECT number FROM surveys").fetchall()
    bring = ("import", "responses", str(file), "-c", f"town-{TOWN}", "--survey", str(number))

    assert "Nothing is kept" in await viche(tmp_path, *bring, "--dry-run")
    first = await viche(tmp_path, *bring)
    second = await viche(tmp_path, *bring)

    assert "Added 3, known before 0, refused 0" in first
    assert "Added 0, known before 3, refused 0" in second
    with sqlite3.connect(tmp_path / "viche.db") as database:
        assert database.execute("SELECT DISTINCT mode FROM responses").fetchall() == [("imported",)]


async def test_an_inventory_is_brought_with_its_columns_named_and_told(tmp_path: Path) -> None:
    await viche(tmp_path, "community", "create", "--name", "Немішаєве", "--slug", "nem")
    lamps = tmp_path / "lamps.csv"
    lamps.write_text("no;lat;lon;code;watt\n7;50.5;30;A;60\n8;50.6;30;B;60\n", encoding="cp1251")
    bring = ("import", "assets", str(lamps), "-c", "nem", "--kind", "lamp", "--column", "id=code")

    assert "Added 2" in await viche(tmp_path, *bring, "--dry-run")
    assert "Added 2" in await viche(tmp_path, *bring)
    assert "unchanged 2" in await viche(tmp_path, *bring)
    lamps.write_text("no;lat;lon;code;watt\n7;50.5;30;A;60\n", encoding="cp1251")
    assert "retired 0" in await viche(tmp_path, *bring, "--partial")
    assert "retired 1" in await viche(tmp_path, *bring)
    for wrong, expected in (
        ((*bring[:8], "id=nothing"), "--column id=FACILITYID"),
        ((*bring[:8], "colour=code"), "FIELD=COLUMN"),
        (bring[:5], "--kind lamp"),
        ((*bring[:6], "spaceship"), "spaceship"),
    ):
        assert expected in await viche(tmp_path, *wrong, expect=1)
