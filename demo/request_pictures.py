"""Small pictures that we draw ourselves: what is broken, and how it looks once mended."""

from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from civic.kernel.photos import DevelopedPhoto
from demo.history.requests.model import Scene
from rendering.photos import jpeg_of

WIDTH, HEIGHT = 640, 480
_GROUND = 330
_NIGHT, _DAY = (24, 28, 48), (188, 214, 232)
_GRASS, _ASPHALT, _WALL = (104, 140, 86), (98, 100, 104), (206, 192, 170)
_WOOD, _STEEL, _DARK = (150, 104, 62), (70, 74, 80), (42, 40, 40)
_GLOW = (255, 224, 140)
_PREVIEW = (320, 240)
Pen = ImageDraw.ImageDraw


@cache
def picture_of(scene: Scene, *, is_mended: bool) -> DevelopedPhoto:
    sky = _NIGHT if scene is Scene.LAMP else _DAY
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    pen = ImageDraw.Draw(picture)
    _yard(pen, is_night=scene is Scene.LAMP)
    _DRAWN[scene](pen, is_mended)
    preview = picture.resize(_PREVIEW)
    return DevelopedPhoto(
        picture=jpeg_of(picture), preview=jpeg_of(preview), width=WIDTH, height=HEIGHT
    )


def _yard(pen: Pen, *, is_night: bool) -> None:
    """A house of five floors, and the ground before it."""
    wall = (64, 60, 66) if is_night else _WALL
    pen.rectangle((40, 60, 300, _GROUND), fill=wall)
    for floor in range(5):
        for window in range(5):
            left, top = 58 + window * 50, 76 + floor * 48
            is_lit = is_night and (floor * 5 + window) % 3 == 1
            glass = _GLOW if is_lit else ((40, 44, 60) if is_night else (120, 150, 176))
            pen.rectangle((left, top, left + 28, top + 30), fill=glass)
    ground = (38, 50, 40) if is_night else _GRASS
    pen.rectangle((0, _GROUND, WIDTH, HEIGHT), fill=ground)
    pen.polygon(
        ((360, _GROUND), (470, _GROUND), (640, HEIGHT), (240, HEIGHT)),
        fill=(52, 54, 60) if is_night else _ASPHALT,
    )


def _lamp(pen: Pen, is_mended: bool) -> None:
    if is_mended:
        pen.polygon(((520, 110), (400, 400), (640, 400)), fill=(86, 84, 70))
        pen.ellipse((440, 370, 610, 430), fill=(120, 112, 84))
    pen.rectangle((552, 90, 560, 400), fill=_STEEL)
    pen.rectangle((510, 86, 560, 94), fill=_STEEL)
    pen.ellipse((500, 88, 544, 110), fill=_GLOW if is_mended else (60, 58, 56))


def _bench(pen: Pen, is_mended: bool) -> None:
    for left in (400, 570):
        pen.rectangle((left, 350, left + 10, 420), fill=_STEEL)
    for number, top in enumerate((300, 318, 346)):
        if not is_mended and number == 1:
            pen.polygon(((392, 318), (470, 322), (462, 330), (392, 330)), fill=_WOOD)
            pen.polygon(((500, 352), (588, 392), (582, 404), (496, 362)), fill=_WOOD)
            pen.line((470, 322, 486, 312), fill=_DARK, width=3)
            continue
        board = (172, 120, 66) if is_mended else _WOOD
        pen.rectangle((392, top, 590, top + 12), fill=board)


def _pothole(pen: Pen, is_mended: bool) -> None:
    if is_mended:
        pen.polygon(((350, 392), (500, 392), (530, 446), (320, 446)), fill=(62, 64, 68))
        return
    pen.polygon(
        ((352, 400), (400, 388), (470, 394), (512, 416), (476, 444), (390, 446), (334, 428)),
        fill=(66, 58, 50),
    )
    pen.ellipse((376, 404, 476, 436), fill=(120, 140, 152))


def _swing(pen: Pen, is_mended: bool) -> None:
    pen.line((380, 420, 430, 200), fill=(196, 70, 60), width=9)
    pen.line((620, 420, 570, 200), fill=(196, 70, 60), width=9)
    pen.line((430, 200, 570, 200), fill=(196, 70, 60), width=9)
    pen.line((470, 200, 470, 370), fill=_STEEL, width=4)
    if is_mended:
        pen.line((530, 200, 530, 370), fill=_STEEL, width=4)
        pen.rectangle((460, 366, 540, 378), fill=_WOOD)
        return
    pen.line((530, 200, 536, 262), fill=_STEEL, width=4)
    pen.polygon(((460, 362), (548, 414), (540, 424), (452, 374)), fill=_WOOD)


def _waste(pen: Pen, is_mended: bool) -> None:
    for number, left in enumerate((380, 490)):
        colour = (70, 110, 84) if number else (206, 170, 60)
        pen.polygon(((left, 320), (left + 92, 320), (left + 84, 420), (left + 8, 420)), fill=colour)
        pen.rectangle((left - 4, 308, left + 96, 320), fill=_STEEL)
    if is_mended:
        return
    bags = ((372, 400), (430, 284), (468, 416), (520, 280), (560, 396), (340, 430), (600, 424))
    for number, (left, top) in enumerate(bags):
        shade = (52, 52, 58) if number % 2 else (224, 224, 226)
        pen.ellipse((left, top, left + 58, top + 40), fill=shade)


def _branch(pen: Pen, is_mended: bool) -> None:
    pen.rectangle((500, 180, 530, 420), fill=(104, 78, 54))
    for left, top in ((430, 90), (480, 60), (530, 96), (470, 130)):
        pen.ellipse((left, top, left + 120, top + 100), fill=(84, 128, 70))
    if is_mended:
        pen.ellipse((498, 236, 532, 256), fill=(206, 178, 130))
        return
    pen.line((516, 246, 400, 300), fill=(120, 96, 74), width=14)
    pen.line((430, 286, 372, 270), fill=(120, 96, 74), width=7)
    pen.line((410, 296, 366, 330), fill=(120, 96, 74), width=6)


_DRAWN: dict[Scene, Callable[[Pen, bool], None]] = {
    Scene.LAMP: _lamp,
    Scene.BENCH: _bench,
    Scene.POTHOLE: _pothole,
    Scene.SWING: _swing,
    Scene.WASTE: _waste,
    Scene.BRANCH: _branch,
}
