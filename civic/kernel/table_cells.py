"""A cell of a table that a spreadsheet opens: what begins like a formula is told as text."""

_TRICKS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def guarded(cell: str) -> str:
    return _MARK + cell if _is_tricky(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given, also where a spreadsheet saved it meanwhile."""
    is_marked = cell.startswith(_MARK) and _is_tricky(cell)
    return cell.removeprefix(_MARK) if is_marked else cell


def _is_tricky(cell: str) -> bool:
    # Marks of its own count as well: otherwise one would be lost on the way back.
    return cell.lstrip(_MARK).startswith(_TRICKS)
