"""What every painted still life is made of: light, surfaces, bodies turned on a wheel, shadows.

Painted larger than shown and scaled down, so that edges are smooth. All chance comes from the painter's own seed.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT = 1200, 900
TABLE_Y = 600
STRIP = 256


class Canvas:
    def __init__(self, seed: str, *, top: str, bottom: str) -> None:
        self.random = Random(seed)
        self.image = blend(top, bottom, (WIDTH, HEIGHT))
        self.glow((WIDTH * 0.3, HEIGHT * 0.2), radius=700, color="white", strength=0.35)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def glow(self, center: Point, *, radius: float, color: str, strength: float) -> None:
        size = int(2 * radius)
        # Pillow's falloff is 80 where the circle meets the square's sides: below it is nothing.
        falloff = ImageOps.invert(Image.radial_gradient("L").resize((size, size)))
        mask = Image.new("L", self.image.size)
        mask.paste(
            falloff.point(lambda v: max(0, v - 80) * 255 / 175 * strength),
            (int(center[0] - radius), int(center[1] - radius)),
        )
        self.image.paste(Image.new("RGB", self.image.size, color), mask=mask)

    def table(self, color: str, *, y: int = TABLE_Y, grain: bool = True) -> None:
        size = (WIDTH, HEIGHT - y)
        top = wood(size, self.random, color) if grain else blend(lighter(color, 1.1), lighter(color, 0.75), size)
        self.image.paste(top, (0, y))
        self.draw.line([(0, y), (WIDTH, y)], fill=lighter(color, 1.25), width=3)

    def shadow(self, box: Box, *, strength: float = 0.5, blur: int = 22) -> None:
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).ellipse(box, fill=int(255 * strength))
        self.image.paste(Image.new("RGB", self.image.size, "#1a1412"), mask=mask.filter(ImageFilter.GaussianBlur(blur)))

    def turned(self, profile: Sequence[Point], *, x: float, color: str, gloss: float = 0.35) -> None:
        """A body of revolution about the vertical axis at x, from (y, radius) pairs from top to bottom."""
        rows = outline(profile)
        top, bottom = int(rows[0][0]), int(rows[-1][0])
        widest = max(radius for _, radius in rows)
        shade = Image.new("L", (int(2 * widest) + 2, bottom - top + 1))
        mask = Image.new("L", shade.size)
        strip = round_shading(gloss)
        for y, radius in rows:
            width = max(1, int(2 * radius))
            place = (int(widest - radius), int(y) - top)
            shade.paste(strip.resize((width, 1)), place)
            mask.paste(255, (*place, place[0] + width, place[1] + 1))
        body = ImageOps.colorize(shade, lighter(color, 0.28), lighter(color, 1.75), mid=color)
        self.image.paste(body, (int(x - widest), top), mask.filter(ImageFilter.GaussianBlur(0.8)))

    def rim(self, x: float, y: float, radius: float, *, color: str, inside: str, thickness: float = 9) -> None:
        """The opening of a vessel, seen from a little above."""
        tilt = 0.22
        self.draw.ellipse(around(x, y, radius, radius * tilt), fill=lighter(color, 1.3))
        inner = radius - thickness
        self.draw.ellipse(around(x, y + 2, inner, inner * tilt), fill=inside)

    def ball(self, center: Point, radius: float, *, color: str) -> None:
        size = int(2 * radius)
        light = ImageOps.invert(Image.radial_gradient("L").resize((size * 2, size * 2)))
        shade = light.crop((size * 3 // 5, size * 3 // 5, size * 3 // 5 + size, size * 3 // 5 + size))
        mask = Image.new("L", (size, size))
        ImageDraw.Draw(mask).ellipse((0, 0, size - 1, size - 1), fill=255)
        body = ImageOps.colorize(shade, lighter(color, 0.3), lighter(color, 1.8), mid=color)
        self.image.paste(body, (int(center[0] - radius), int(center[1] - radius)), mask)

    def panel(self, points: Sequence[Point], *, fill: Image.Image | str, blur: float = 0.8) -> None:
        """A flat piece in any shape; a picture as fill is cut out where the piece lies."""
        margin = int(3 * blur) + 2
        left, top = (int(min(point[axis] for point in points)) - margin for axis in (0, 1))
        right, bottom = (int(max(point[axis] for point in points)) + margin for axis in (0, 1))
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in points], fill=255)
        cover = fill.crop((left, top, right, bottom)) if isinstance(fill, Image.Image) else fill
        if isinstance(cover, str):
            cover = Image.new("RGB", mask.size, cover)
        self.image.paste(cover, (left, top), mask.filter(ImageFilter.GaussianBlur(blur)))

    def hang(self, picture: Image.Image, at: tuple[int, int]) -> None:
        """A sheet on the wall or the table, with the shadow it throws."""
        x, y = at
        width, height = picture.size
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).rectangle((x + 12, y + 16, x + width + 12, y + height + 16), fill=120)
        self.image.paste(Image.new("RGB", self.image.size, "#1a1412"), mask=mask.filter(ImageFilter.GaussianBlur(14)))
        self.image.paste(picture, at)


def blend(top: str, bottom: str, size: tuple[int, int]) -> Image.Image:
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def wood(size: tuple[int, int], random: Random, color: str) -> Image.Image:
    width, height = size
    rough = noise((max(2, width // 160), max(2, height // 3)), random).resize(size, Image.Resampling.BICUBIC)
    fine = noise((max(2, width // 30), height), random).resize(size, Image.Resampling.BICUBIC)
    grain = Image.blend(rough, fine, 0.3)
    return ImageOps.colorize(grain, lighter(color, 0.72), lighter(color, 1.15))


def cloth(size: tuple[int, int], random: Random, picture: Image.Image) -> Image.Image:
    """A woven pattern with soft folds."""
    folds = noise((6, 4), random).resize(size, Image.Resampling.BICUBIC)
    threads = noise((size[0] // 3, size[1] // 3), random).resize(size)
    light = Image.blend(folds, threads, 0.18).point(lambda v: 120 + v // 2)
    return ImageChops.multiply(picture.resize(size), Image.merge("RGB", (light, light, light)))


def noise(size: tuple[int, int], random: Random) -> Image.Image:
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def outline(profile: Sequence[Point]) -> list[Point]:
    """One radius per pixel row, with smooth passages between the given ones."""
    rows: list[Point] = []
    for (y, radius), (next_y, next_radius) in itertools.pairwise(profile):
        steps = int(next_y - y)
        ease: Callable[[float], float] = lambda t: (1 - math.cos(math.pi * t)) / 2  # noqa: E731
        rows += [(y + i, radius + (next_radius - radius) * ease(i / steps)) for i in range(steps)]
    return rows


def round_shading(gloss: float) -> Image.Image:
    """How light falls on a cylinder from the upper left, as one row of pixels."""
    strip = Image.new("L", (STRIP, 1))
    for i in range(STRIP):
        across = 2 * i / (STRIP - 1) - 1
        facing = max(0.0, math.cos(math.asin(across) + 0.65))
        shine = gloss * max(0.0, math.cos(math.asin(across) + 0.75)) ** 24
        bounce = 0.12 * max(0.0, across) ** 4
        strip.putpixel((i, 0), min(255, int(255 * (0.12 + 0.55 * facing + shine + bounce))))
    return strip


def around(x: float, y: float, across: float, down: float) -> Box:
    return (x - across, y - down, x + across, y + down)


def lighter(color: str, factor: float) -> str:
    """Below 1 darker. Keeps the hue."""
    channels = [min(255, int(value * factor)) for value in ImageColor.getrgb(color)[:3]]
    return "#{:02x}{:02x}{:02x}".format(*channels)
