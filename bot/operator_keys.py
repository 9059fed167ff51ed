"""Keys of other programs, given and taken back from the terminal."""

from bot.operator import at_the_desk, town_of
from civic.kernel.ids import ApiKeyId
from civic.service_requests.open311.actions.keys import make_key
from civic.service_requests.open311.actions.keys import revoke_key as revoke


async def add_key(slug: str, *, name: str, hourly: int) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        key, code = await make_key(
            town.id, name, hourly=hourly, by=None, desk=work, new_id=wiring.new_id,
            now=wiring.clock.now(),
        )  # fmt: skip
    return [
        f"{key.name}: key {key.id} of {town.slug}, {key.hourly} requests an hour.",
        "Their program sends this as api_key (shown only now):",
        f"  {code}",
    ]


async def list_keys(slug: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.reading() as work:
        town = await town_of(work, slug)
        keys = await work.open311.keys(town.id)
    return [
        f"{key.id}\t{key.name}\t{key.hourly} an hour\tsince {key.made_at:%Y-%m-%d}"
        + (f"\ttaken back {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "")
        for key in keys
    ] or ["No program has a key of this town."]


async def revoke_key(slug: str, *, key: int) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        gone = await revoke(town.id, ApiKeyId(key), by=None, desk=work, now=wiring.clock.now())
    return [f"{gone.name}: nothing more is taken with this key."]
