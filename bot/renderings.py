"""A text for many is rendered once in each language: most of its readers get the very same."""

from dataclasses import replace

from bot.parcels import Parcel, names_reader
from storage.delivery import Leased

KEPT = 64
"""So many texts by language; those used last."""
_Key = tuple[int | None, str, str, bool]


class Renderings:
    def __init__(self) -> None:
        self._kept: dict[_Key, Parcel] = {}

    def find(self, row: Leased) -> Parcel | None:
        """What another reader got, addressed to this one; None: it has to be rendered."""
        if not _is_alike(row):
            return None
        kept = self._kept.get(_key(row))
        # A text may be corrected while it goes out.
        if kept is None or kept.row.payload["params"] != row.payload["params"]:
            return None
        own = {"chat_id": row.chat}
        if row.method == "noticeEdit":
            own["message_id"] = row.payload["message_id"]
        return replace(kept, row=row, params={**kept.params, **own})

    def keep(self, parcel: Parcel) -> None:
        if not _is_alike(parcel.row):
            return
        key = _key(parcel.row)
        self._kept.pop(key, None)
        self._kept[key] = parcel
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]


def _is_alike(row: Leased) -> bool:
    is_of_many = row.bulk is not None and row.method in {"notice", "noticeEdit"}
    return is_of_many and row.card is None and not names_reader(row)


def _key(row: Leased) -> _Key:
    return row.bulk, row.method, row.language, row.chat > 0
