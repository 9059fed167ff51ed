"""Strangers' photos made anew: upright, small, with nothing hidden in them."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from civic.kernel.refusal import Refusal
from rendering.photos import develop
from tests.made_photos import (
    ORIENTATION,
    SECRET,
    png_with_text,
    saved,
    scene,
    with_everything_hidden_in_it,
)

SAMPLES = [
    saved(scene(60, 40)),
    saved(scene(60, 40), progressive=True),
    saved(scene(60, 40), "PNG"),
    saved(scene(60, 40).convert("P"), "PNG"),
    saved(scene(60, 40), "WEBP"),
    saved(scene(60, 40), "WEBP", lossless=True),
    with_everything_hidden_in_it(),
]


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    return picture


def looks(picture: Image.Image, x: float, y: float) -> str:
    seen = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(seen, tuple)
    red, green, blue = seen
    if min(red, green, blue) > 240:
        return "white"
    return "red" if red > green else "green"


@pytest.mark.parametrize(
    "sent", [with_everything_hidden_in_it(), png_with_text()], ids=["JPEG", "PNG"]
)
def test_nothing_that_was_hidden_in_a_photo_stays_in_ours(sent: bytes) -> None:
    assert SECRET in sent
    for ours in develop(sent):
        picture = opened(ours)
        assert SECRET[:12] not in ours
        assert b"Exif" not in ours
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
            "progressive", "progression",
        }  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_in_any_position_stands_upright(orientation: int) -> None:
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    taken = scene() if turned is None else scene().transpose(turned)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    for ours in develop(saved(taken, exif=exif)):
        picture = opened(ours)
        assert picture.width > picture.height
        assert (looks(picture, 0.5, 0.1), looks(picture, 0.5, 0.9)) == ("red", "green")


def test_a_photo_with_a_broken_orientation_is_shown_as_it_is() -> None:
    sent = with_everything_hidden_in_it()
    at = sent.index(b"Exif\0\0") + 10
    picture = opened(develop(sent[:at] + b"\xff" * 8 + sent[at + 8 :])[0])
    assert picture.size == (640, 480)


@pytest.mark.parametrize("size", [(6_000, 4_000), (2_000, 6_000), (100, 80), (20_000, 3)])
def test_ours_is_no_larger_than_the_limit_and_never_blown_up(size: tuple[int, int]) -> None:
    large, small = (opened(ours) for ours in develop(saved(scene(*size))))
    assert max(large.size) == min(2_560, max(size))
    assert max(small.size) == min(480, max(size))
    if min(size) > 50:
        assert large.width / large.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_any_colours_that_a_photo_may_have_are_shown(mode: str) -> None:
    drawn = Image.new(mode, (3_000, 2_000)) if mode == "I;16" else scene(3_000, 2_000).convert(mode)
    picture = opened(develop(saved(drawn, "JPEG" if mode == "CMYK" else "PNG"))[0])
    assert picture.size == (2_560, 1_707)


def test_sixteen_bits_of_grey_are_not_all_white() -> None:
    grey = Image.new("I;16", (80, 80), 32_768)
    assert opened(develop(saved(grey, "PNG"))[0]).getpixel((40, 40)) == (128, 128, 128)


def test_what_is_seen_through_lies_on_white() -> None:
    glass = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    assert looks(opened(develop(saved(glass, "PNG"))[0]), 0.5, 0.5) == "white"


@pytest.mark.parametrize("sent", SAMPLES)
def test_a_photo_that_breaks_off_is_refused(sent: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        develop(sent[: len(sent) // 2])
    assert refused.value.key == "photo-broken"


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_whatever_is_done_to_a_file_it_is_developed_or_refused(
    sent: bytes, data: st.DataObject
) -> None:
    spoilt = bytearray(sent)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        if not spoilt:
            break
    with suppress(Refusal):
        large, small = develop(bytes(spoilt))
        assert max(opened(large).size) <= 2_560
        assert max(opened(small).size) <= 480
