"""Files requests with photos at a steady pace, in a process that may be killed at any moment.

python -m bench.filing URL FOLDER FIRST LAST RATE BEGAN: whoever comes after one that was killed
begins again; what was filed is known by its draft, and nothing is filed twice.
"""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

from bench.databases import storage_on
from bench.people import FIRST_PERSON
from bench.town import TOWN, now
from civic.kernel.ids import AccountId, CategoryId
from civic.service_requests.actions.filing import file_request
from civic.service_requests.model import NewPhoto, NewRequest
from storage.unit_of_work import Storage

PHOTO = 100_000
"""Bytes, as Telegram makes of what a phone took."""
CATEGORY = CategoryId(1)
DAY = timedelta(days=1)
AT_ONCE = 8


async def main() -> None:
    url, folder, *numbers = sys.argv[1:]
    first, last, rate = (int(one) for one in numbers[:3])
    began = float(numbers[3])
    async with storage_on(url, Path(folder)) as storage:
        line = asyncio.Semaphore(1 if storage.is_sqlite else AT_ONCE)
        waits = await asyncio.gather(
            *(
                _file(storage, number, due=began + (number - first) / rate, line=line)
                for number in range(first, last)
            )
        )
    for number, wait in waits:
        print(number, f"{wait:.4f}", flush=True)


async def _file(
    storage: Storage, number: int, *, due: float, line: asyncio.Semaphore
) -> tuple[int, float]:
    """How long it took from the moment that somebody pressed "send"."""
    await asyncio.sleep(max(0.0, due - time.time()))
    asked = time.time()
    async with line, storage.writing() as work:
        account = AccountId(FIRST_PERSON + number)
        resident = await work.residents.of_account(TOWN, account)
        if resident is None:
            raise RuntimeError("nobody to file it")
        known = await work.service_requests.filed_since(TOWN, resident.id, now() - DAY)
        if known:
            return number, 0.0
        file = await work.photos.take(TOWN, account, photo_of(number), now=now())
        new = NewRequest(
            draft=number,
            category=CATEGORY,
            text=f"Біля входу номер {number} не світить ліхтар",
            address=f"Довга, {number}",
            photos=(NewPhoto(file=file),),
        )
        await file_request(
            TOWN, new, by=resident, desk=work, new_id=storage.installation.new_id, now=now()
        )
    return number, time.time() - asked


def photo_of(number: int) -> bytes:
    """Bytes that are this request's alone: whatever is mixed up is found out."""
    mark = f"photo {number} ".encode()
    return mark * (PHOTO // len(mark))


if __name__ == "__main__":
    asyncio.run(main())
