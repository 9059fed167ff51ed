"""`viche open311`: what other programs may do, and which other servers serve a town."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

app = typer.Typer(help="Open311: programs that bring requests.", no_args_is_help=True)
key_app = typer.Typer(help="Keys with which programs bring requests.", no_args_is_help=True)
app.add_typer(key_app, name="key")

Slug = Annotated[str, typer.Option("--community", "-c", help="The town's short name.")]


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
