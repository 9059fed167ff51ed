"""Photos and drawings of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from typing import Any

from civic.kernel.drawings import DrawingKind, Waiting
from civic.kernel.ids import CommunityId, FileId
from civic.kernel.photos import DevelopedPhoto
from storage.unit_of_work import SqlWork
from tests.asked import AUTHOR, MONDAY

DEVELOPED = DevelopedPhoto(picture=b"-", preview=b"-", width=1, height=1)
MAP_KEY = "d" * 50
_KEYS = (MAP_KEY, f"ЧУЖЕ {MAP_KEY}")
"""What both towns have, and what only the other has."""


async def sketch(work: SqlWork, community: CommunityId, word: str) -> None:
    await work.photos.take(community, AUTHOR, word.encode() or b"-", now=MONDAY)
    wish = Waiting(account=AUTHOR, caption=f"{word}двір")
    for key in {MAP_KEY, f"{word}{MAP_KEY}"}:
        await work.drawings.want(community, key, DrawingKind.MAP, word.encode(), wish, now=MONDAY)


SPECIAL: Mapping[str, tuple[Any, Any]] = {
    **{f"drawings.{name}.key": _KEYS for name in ("drawn", "want", "drop", "put", "put_off")},
    "drawings.put.file": (FileId(3), FileId(6)),
    "drawings.want.kind": (DrawingKind.MAP, DrawingKind.PAIR),
    "drawings.want.waiting": (Waiting(account=AUTHOR, caption="-"),) * 2,
    "drawings.want.written": (b"{}", b"{}"),
    **{
        f"files.{name}.file": (FileId(2), FileId(3))
        for name in ("begin_upload", "give_up_upload", "keep_telegram_id", "read")
    },
    "files.erase_of.owner": (AUTHOR, AUTHOR),
    "files.erase.files_": ((FileId(2),), (FileId(3),)),
    "files.put.stays": (False, True),
    "files.replace.file": (FileId(3), FileId(6)),
    **{
        f"photos.{name}.file": (FileId(5), FileId(6))
        for name in ("develop", "is_developed", "original", "preview", "put_off")
    },
    "photos.develop.developed": (DEVELOPED, DEVELOPED),
    "photos.develop.keep_original": (True, False),
    "photos.keep.developed": (DEVELOPED, DEVELOPED),
    "photos.take.sender": (AUTHOR, AUTHOR),
}
