"""The operator's command line. What a command needs is imported inside it: --help stays light."""

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli_open311 import app as open311_app

app = typer.Typer(
    name="viche",
    help="Viche lets a town talk with its residents in Telegram and keeps its word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
community_app = typer.Typer(help="Towns of this installation.", no_args_is_help=True)
official_app = typer.Typer(help="Who serves a town.", no_args_is_help=True)
import_app = typer.Typer(help="Bring what the town already has.", no_args_is_help=True)
app.add_typer(community_app, name="community")
app.add_typer(official_app, name="official")
app.add_typer(import_app, name="import")
app.add_typer(open311_app, name="open311")

Slug = Annotated[str, typer.Option("--community", "-c", help="The town's short name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


@app.command()
def run() -> None:
    """Everything in one process: the bot, the pages and the jobs."""
    _serve("bot", "web", "jobs")


@app.command()
def bot() -> None:
    """Only updates in and messages out."""
    _serve("bot")


@app.command()
def web() -> None:
    """Only the pages: health, metrics, the webhook."""
    _serve("web")


@app.command()
def jobs() -> None:
    """Only the tick: what is due."""
    _serve("jobs")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def sandbox(context: typer.Context) -> None:
    """A Telegram of your own: a local Bot API server and a chat in the browser."""
    command = [sys.executable, "-m", "sandbox", *context.args]
    raise SystemExit(subprocess.call(command, env=os.environ))  # noqa: S603 - our own module


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from bot.settings import read_settings
    from storage.migrating import migrate as apply

    revision = asyncio.run(apply(read_settings().database))
    typer.echo(f"The database is at revision {revision}.")


@app.command()
def doctor() -> None:
    """What an operator should know: dead letters, messages in doubt, backlog."""
    from bot.operator import examine

    _say(examine())


@community_app.command("create")
def community_create(
    name: Annotated[str, typer.Option(help="As its people call it.")],
    slug: Annotated[str | None, typer.Option(help="Short name for links and commands.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="As in the IANA list; else VICHE_TIMEZONE.")
    ] = None,
    country: Annotated[
        str, typer.Option(help="Two letters: whose days off, emergency numbers and law hold.")
    ] = "UA",
    languages: Annotated[str, typer.Option(help="The first is the town's own.")] = "uk,en,ru",
) -> None:
    """Create a town; prints the code that makes its first administrator."""
    from bot.operator import create_town

    _say(create_town(name=name, slug=slug, timezone=timezone, country=country, languages=languages))


@official_app.command("list")
def official_list(community: Slug) -> None:
    """Who serves the town, with which role."""
    from bot.operator import list_officials

    _say(list_officials(community))


@official_app.command("invite")
def official_invite(
    community: Slug,
    role: Annotated[str, typer.Option(help="official, analyst or administrator")] = "official",
    agency: Annotated[
        str | None, typer.Option(help="The agency they will serve in, as the town calls it.")
    ] = None,
) -> None:
    """Print an invitation link: single use, dead after three days."""
    from bot.operator import invite

    _say(invite(community, role=role, agency=agency))


@official_app.command("promote")
def official_promote(
    community: Slug,
    account: Annotated[int, typer.Argument(help="The Telegram id, as `official list` shows.")],
    role: Annotated[str, typer.Option(help="official, analyst or administrator")] = "administrator",
) -> None:
    """Give an official another role; every administrator is told."""
    from bot.operator import promote

    _say(promote(community, account=account, role=role))


@official_app.command("revoke")
def official_revoke(
    community: Slug,
    account: Annotated[int, typer.Argument(help="The Telegram id, as `official list` shows.")],
) -> None:
    """Take an official's role away; every administrator is told."""
    from bot.operator import revoke

    _say(revoke(community, account=account))


@import_app.command("places")
def import_places(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    community: Slug,
    dry_run: DryRun = False,
    complete: Annotated[
        bool, typer.Option(help="The file is the whole list: what it lacks is retired.")
    ] = False,
) -> None:
    """Districts, courtyards and buildings from CSV or GeoJSON; twice the same changes nothing."""
    from bot.operator_imports import import_places as bring

    _say(bring(file, community, dry_run=dry_run, complete=complete))


@import_app.command("assets")
def import_assets(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    community: Slug,
    kind: Annotated[
        str, typer.Option(help="What all of it is: lamp, bench … Else the file says it.")
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=COLUMN where a column is not to be guessed: id=FACILITYID."),
    ] = None,
    dry_run: DryRun = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Not the whole list: what it lacks stays.")
    ] = False,
) -> None:
    """Lamps, benches and the like from CSV, GeoJSON or OpenStreetMap; what is gone is retired."""
    from bot.operator_imports import import_assets as bring

    _say(bring(file, community, kind=kind, columns=column or (), dry_run=dry_run, partial=partial))


@import_app.command("responses")
def import_responses(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    community: Slug,
    survey: Annotated[int, typer.Option(help="The survey's number, as its card shows.")],
    dry_run: DryRun = False,
) -> None:
    """Responses on paper or from another service, marked as imported."""
    from bot.operator_imports import import_responses as bring

    _say(bring(file, community, survey=survey, dry_run=dry_run))


def _serve(*names: str) -> None:
    # Nothing of what is imported is garbage: looking for some takes a fifth of the start.
    gc.disable()
    from bot.journal import configure
    from bot.roles import Role
    from bot.roles import run as serve
    from bot.settings import read_settings

    settings = read_settings()
    configure(settings.log_format)
    asyncio.run(serve(settings, frozenset(Role(name) for name in names)))


def _say(telling: Coroutine[Any, Any, list[str]]) -> None:
    for line in asyncio.run(telling):
        typer.echo(line)


if __name__ == "__main__":
    app(prog_name="viche")
