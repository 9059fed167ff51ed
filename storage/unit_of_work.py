"""Every store on one connection."""

from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId, IdMaker


class SqlWork:
    """Makes a store when it is first asked for; commits nothing itself."""

    def __init__(self, connection: AsyncConnection, *, bot: BotId, new_id: IdMaker) -> None:
        self.connection = connection
        self.bot = bot
        self.new_id = new_id
