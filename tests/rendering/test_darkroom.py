"""Photos made anew by a process of their own."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from civic.kernel.photos import Darkroom, DevelopedPhoto
from civic.kernel.refusal import Refusal
from locales.catalog import LANGUAGES
from rendering import child
from rendering.children import Children, DrawingStopped
from rendering.darkroom import ChildDarkroom
from tests.made_photos import png_that_claims, saved, scene

ROOM: Darkroom = ChildDarkroom()


async def test_of_ten_photos_each_is_developed_or_refused_for_itself() -> None:
    good, bad = saved(scene(800, 600)), b"<svg/>"
    developed = await ROOM.develop([good, bad, saved(scene(), "PNG"), *[good] * 6, bad])
    assert [isinstance(one, DevelopedPhoto) for one in developed] == [
        True, False, True, *[True] * 6, False,
    ]  # fmt: skip
    first, refused = developed[0], developed[1]
    assert isinstance(first, DevelopedPhoto)
    assert (first.width, first.height) == (800, 600)
    assert Image.open(BytesIO(first.preview)).size == (480, 360)
    assert isinstance(refused, Refusal)
    assert refused.key == "photo-not-a-picture"


async def test_a_refusal_brings_its_figures_along() -> None:
    (refused,) = await ROOM.develop([png_that_claims(9_000, 9_000)])
    assert isinstance(refused, Refusal)
    assert (refused.key, dict(refused.params)) == ("photo-too-many-pixels", {"megapixels": 40})


async def test_nothing_sent_is_nothing_developed() -> None:
    assert await ROOM.develop([]) == []


async def test_a_photo_that_brings_the_process_down_is_refused_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fatal, good = b"fatal", saved(scene())
    run = Children.run

    async def falls_over_the_fatal(
        self: Children, arguments: list[str], given: bytes = b""
    ) -> None:
        folder = Path(arguments[1])
        if any(sent.read_bytes() == fatal for sent in folder.glob("*.sent")):
            raise DrawingStopped("signal 11")
        await run(self, arguments, given)

    monkeypatch.setattr(Children, "run", falls_over_the_fatal)
    one, two, three = await ROOM.develop([good, fatal, good])
    assert isinstance(one, DevelopedPhoto)
    assert isinstance(two, Refusal)
    assert two.key == "photo-unreadable"
    assert isinstance(three, DevelopedPhoto)


async def test_a_photo_that_takes_too_long_is_refused() -> None:
    (refused,) = await ChildDarkroom(timeout_seconds=0).develop([saved(scene())])
    assert isinstance(refused, Refusal)
    assert refused.key == "photo-unreadable"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are the system's")
def test_the_process_gets_no_more_memory_than_it_may_have() -> None:
    # Another process, because a limit once set cannot be taken back.
    greedy = (
        "from rendering.limits import bound\n"
        f"bound(memory={child.PHOTO_MEMORY}, seconds=5)\n"
        f"bytearray({child.PHOTO_MEMORY})\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", greedy], check=False, capture_output=True, text=True
    )
    assert "MemoryError" in said.stderr


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_the_largest_photo_that_is_taken_has_room(kind: str) -> None:
    large = Image.effect_noise((790, 500), 90).convert("RGBA" if kind != "JPEG" else "RGB")
    options = {"lossless": True, "method": 0} if kind == "WEBP" else {}
    sent = saved(large.resize((7_990, 5_000), Image.Resampling.NEAREST), kind, **options)
    assert len(sent) < 20_000_000
    (one,) = await ROOM.develop([sent])
    assert isinstance(one, DevelopedPhoto)
    assert one.width == 2_560


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sizes", [((1_200, 900), (900, 1_200)), ((60, 900), (2_560, 40))])
async def test_before_and_after_stand_side_by_side_whatever_their_shapes(
    language: str, sizes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    before, after = (saved(scene(*size)) for size in sizes)
    both = Image.open(BytesIO(await ROOM.side_by_side(before, after, language)))  # type: ignore[arg-type]  # one of the three
    assert both.format == "JPEG"
    assert both.width > both.height
    assert both.width + both.height < 10_000
    assert both.width / both.height < 20
