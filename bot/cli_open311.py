"""`viche open311`: what other programs may do, and which other servers serve a town."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Open311: programs that bring requests, servers that take them.", no_args_is_help=True
)
key_app = typer.Typer(help="Keys with which programs bring requests.", no_args_is_help=True)
server_app = typer.Typer(help="Other servers that serve categories.", no_args_is_help=True)
app.add_typer(key_app, name="key")
app.add_typer(server_app, name="server")

Slug = Annotated[str, typer.Option("--community", "-c", help="The town's short name.")]


@server_app.command("add")
def server_add(
    community: Slug,
    name: Annotated[str, typer.Option(help="As residents read it on their card.")],
    url: Annotated[str, typer.Option(help="Its GeoReport v2 endpoint, without /requests.")],
    jurisdiction: Annotated[str, typer.Option(help="Its jurisdiction_id, if it wants one.")] = "",
    key_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Holds its api_key.")
    ] = None,
) -> None:
    """Another server; requests filed from now on are passed to it."""
    from bot.operator_relays import add_server

    key = key_file.read_text("utf-8").strip() if key_file else ""
    _say(add_server(community, name=name, url=url, jurisdiction=jurisdiction, key=key))


@server_app.command("serve")
def server_serve(
    community: Slug,
    category: Annotated[str, typer.Argument(help="The category's code here.")],
    server: Annotated[int, typer.Argument(help="Its number, as `open311 server list` shows.")],
    code: Annotated[str, typer.Option(help="The service_code there.")],
) -> None:
    """What is filed under the category is passed to the server."""
    from bot.operator_relays import serve_category

    _say(serve_category(community, category=category, server=server, code=code))


@server_app.command("list")
def server_list(community: Slug) -> None:
    """The servers, what each serves, and requests that were given up."""
    from bot.operator_relays import list_servers

    _say(list_servers(community))


@server_app.command("stop")
def server_stop(
    community: Slug,
    server: Annotated[int, typer.Argument(help="Its number, as `open311 server list` shows.")],
) -> None:
    """Nothing more is passed to it, nor read from it."""
    from bot.operator_relays import stop_server

    _say(stop_server(community, server=server))


@app.command("retry")
def retry(
    community: Slug, number: Annotated[int, typer.Argument(help="The request's number.")]
) -> None:
    """Look there for a request that was given up, and send it again if it is not there."""
    from bot.operator_relays import retry_request

    _say(retry_request(community, number=number))


@key_app.command("add")
def key_add(
    community: Slug,
    name: Annotated[str, typer.Option(help="Whose program it is.")],
    hourly: Annotated[int, typer.Option(help="So many requests an hour.")] = 300,
) -> None:
    """Make a key and print it, once: only its hash is kept."""
    from bot.operator_keys import add_key

    _say(add_key(community, name=name, hourly=hourly))


@key_app.command("list")
def key_list(community: Slug) -> None:
    """Which programs have a key."""
    from bot.operator_keys import list_keys

    _say(list_keys(community))


@key_app.command("revoke")
def key_revoke(
    community: Slug,
    key: Annotated[int, typer.Argument(help="Its number, as `open311 key list` shows.")],
) -> None:
    """Take a key back; what was brought with it stays."""
    from bot.operator_keys import revoke_key

    _say(revoke_key(community, key=key))


def _say(telling: Coroutine[Any, Any, list[str]]) -> None:
    for line in asyncio.run(telling):
        typer.echo(line)
