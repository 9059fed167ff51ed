"""What is told about a photo at once, from its first bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from civic.kernel.photos import check_photo
from civic.kernel.picture_headers import Format, format_of, header_of
from civic.kernel.refusal import Refusal
from locales.catalog import LANGUAGES, say
from tests.made_photos import moving, png_that_claims, saved, scene, webp_that_claims

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body onload=alert(1)>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_usual_photos_are_taken(kind: str) -> None:
    check_photo(saved(scene(), kind))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"\xff\xc0 is no frame"}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0"}),
    ],
)
def test_the_size_stands_in_the_first_bytes(kind: str, options: dict[str, object]) -> None:
    content = saved(scene(641, 77), kind, **options)
    found = format_of(content)
    assert found is Format(kind.lower())
    header = header_of(content, found)
    assert header is not None
    assert (header.width, header.height, header.is_moving) == (641, 77, False)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (SVG, "photo-not-a-picture"),
        (HTML, "photo-not-a-picture"),
        (b"\xef\xbb\xbf" + SVG, "photo-not-a-picture"),
        (b"%PDF-1.7", "photo-not-a-picture"),
        (b"MZ\x90", "photo-not-a-picture"),
        (b"", "photo-broken"),
        (saved(scene())[:20], "photo-broken"),
        (saved(scene(), "PNG")[:20], "photo-broken"),
        (saved(scene(), "WEBP")[:20], "photo-broken"),
        (saved(scene(), "GIF"), "photo-moves"),
        (moving("GIF"), "photo-moves"),
        (moving("PNG"), "photo-moves"),
        (moving("WEBP"), "photo-moves"),
        (saved(scene(), "BMP"), "photo-other-format"),
        (saved(scene(), "TIFF"), "photo-other-format"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo-other-format"),
        (png_that_claims(50_000, 50_000), "photo-too-many-pixels"),
        (png_that_claims(2**31 - 1, 2**31 - 1), "photo-too-many-pixels"),
        (png_that_claims(39_000_000, 1), "photo-too-many-pixels"),
        (png_that_claims(0, 5), "photo-broken"),
        (webp_that_claims(16_383, 16_383), "photo-too-many-pixels"),
        (saved(Image.new("1", (8_000, 5_000)), "PNG"), "photo-too-many-pixels"),
        (b"\xff\xd8\xff" + b"\0" * 20_000_000, "photo-too-heavy"),
    ],
    ids=[
        "an SVG", "a page", "an SVG with a mark before it", "a PDF", "a program", "nothing",
        "half a JPEG's head", "half a PNG's head", "half a WebP's head", "a GIF that stands",
        "a GIF", "a moving PNG", "a moving WebP", "a BMP", "a TIFF", "a HEIC", "a bomb",
        "the largest claim", "a line of 39 million pixels", "no width", "a WebP bomb",
        "40 megapixels", "more than 20 MB",
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_with_a_sentence(content: bytes, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_photo(content)
    assert refused.value.key == key
    for language in LANGUAGES:
        assert say(language)(key, **refused.value.params)


@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF....WEBPVP8X"]),
    st.binary(max_size=200),
)
def test_whatever_bytes_come_they_are_taken_or_refused(head: bytes, rest: bytes) -> None:
    with suppress(Refusal):
        check_photo(head + rest)
