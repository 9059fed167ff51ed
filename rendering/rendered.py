"""What a drawn report consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedReport:
    picture_png: bytes
    caption: str
    """Plain words, at most 1,024 characters; whoever sends it escapes it."""
    pdf: bytes
    xlsx: bytes
