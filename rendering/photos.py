"""A stranger's photo made anew: upright, smaller, with nothing hidden in it."""

from io import BytesIO

from PIL import Image, ImageOps

from civic.kernel.photos import LONGEST_SIDE, MEGAPIXELS, PREVIEW_SIDE, check_photo
from civic.kernel.refusal import Refusal

_TAKEN = ("JPEG", "PNG", "WEBP")
"""Only these readers are ever tried; a phone's JPEG of several views is read by the first."""
_SMOOTH = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})
"""Colours that can be mixed, and so made smaller, as they are."""
_WHITE = (255, 255, 255)
_QUALITY, _PREVIEW_QUALITY = 86, 80

Image.MAX_IMAGE_PIXELS = MEGAPIXELS * 1_000_000


def develop(content: bytes) -> tuple[bytes, bytes]:
    """The picture and its preview, both JPEG; raise Refusal, or MemoryError where room ends."""
    check_photo(content)
    try:
        picture = _read(content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a reader of pictures may stumble over anything in a stranger's file
        raise Refusal("photo-broken") from None
    preview = picture.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return jpeg_of(picture, _QUALITY), jpeg_of(preview, _PREVIEW_QUALITY)


def jpeg_of(picture: Image.Image, quality: int = _QUALITY) -> bytes:
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=quality, optimize=True, progressive=True)
    return kept.getvalue()


def _read(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content), formats=_TAKEN) as sent:
        whole = sent if sent.mode in _SMOOTH else _in_colours(sent)
        # Made small before anything else: a JPEG is then not even decoded whole.
        whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        seen = _in_colours(_upright(whole))
    # Onto a new sheet: comments, places and profiles stay with what was sent. A stranger's colour
    # profile is not even read; the colours it would mend differ little.
    sheet = Image.new("RGB", seen.size, _WHITE)
    sheet.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return sheet


def _in_colours(sent: Image.Image) -> Image.Image:
    if sent.mode.startswith("I"):
        # Sixteen bits of grey, of which a screen shows eight.
        return sent.point(lambda grey: grey / 256).convert("L").convert("RGB")
    return sent.convert("RGBA" if sent.has_transparency_data else "RGB")


def _upright(sent: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(sent)
    except Exception:  # noqa: BLE001 - what is told about the picture may be broken in any way
        # The picture itself is whole.
        return sent
