"""Pictures of what is for sale in the sample market, painted by rule, the same every time."""

import hashlib
import io
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image

from scripts.seed.pictures import things, vessels, works
from scripts.seed.pictures.canvas import Canvas

KEPT = Path(__file__).resolve().parents[3] / "build" / "pictures"
SHOWN = (800, 600)
QUALITY = 82
MEDIA_TYPE = "image/webp"

# The painter of each scene, and the light it is painted in: the wall's color at the top and at the bottom.
SCENES: dict[str, tuple[Callable[[Canvas], None], str, str]] = {
    "bowl": (vessels.bowl, "#e9e2d6", "#cfc3b0"),
    "mug": (vessels.mug, "#f0d9c5", "#e2b99a"),
    "vase": (vessels.vase, "#dfe3dc", "#b9bfb2"),
    "teapot": (vessels.teapot, "#d6cdbf", "#a89a86"),
    "jar": (vessels.jar, "#fbe8b9", "#e9c877"),
    "jars": (vessels.jars, "#fdf3dd", "#f4d9a8"),
    "bottle": (vessels.bottle, "#eef0d8", "#c9d09c"),
    "lamp": (vessels.lamp, "#3c4150", "#23262f"),
    "pendant": (vessels.pendant, "#4b3f3a", "#2a2321"),
    "type": (works.type_specimen, "#dbe7ee", "#a9c2d1"),
    "poster": (works.poster, "#f4f1ea", "#dcd5c6"),
    "layout": (works.layout, "#d8c9b4", "#b59f82"),
    "hills": (works.hills, "#efe9df", "#d6ccbb"),
    "moon": (works.moon, "#c8c3d6", "#9c94b3"),
    "map": (works.city_map, "#b7a58c", "#8f7c63"),
    "plan": (works.plan, "#e4efe7", "#b8d1c2"),
    "marble": (works.marble, "#ffffff", "#ffffff"),
    "rain": (works.rain, "#4f6d8c", "#233345"),
    "waves": (works.waves, "#1b1b2f", "#2e2a4f"),
    "icons": (works.icons, "#cfe8d5", "#9fcfb0"),
    "plane": (things.plane, "#dde1e4", "#b5bcc2"),
    "chisels": (things.chisels, "#6f5038", "#6f5038"),
    "hammer": (things.hammer, "#f5e6c8", "#e3c48a"),
    "cloth": (things.scarf, "#e8ddd0", "#d4c4b2"),
    "plaid": (things.plaid, "#1d3557", "#1d3557"),
    "cushion": (things.cushion, "#e3e8ea", "#bfc9cd"),
    "books": (things.books, "#ece4d6", "#cabda5"),
    "press": (things.press, "#d9cfc0", "#b3a48d"),
    "monstera": (things.monstera, "#f3f1e7", "#dfe6d5"),
    "herbs": (things.herbs, "#e6f0f5", "#bcd6e4"),
}


def paint(scene: str) -> bytes:
    painter, top, bottom = SCENES[scene]

    def painted() -> bytes:
        canvas = Canvas(scene, top=top, bottom=bottom)
        painter(canvas)
        return packed(canvas.image)

    return kept(scene, painted)


def portrait(name: str) -> bytes:
    """A face for a profile: three hills under a sun, in colors drawn from the name."""

    def painted() -> bytes:
        canvas = Canvas(name, top=hue(name, 0), bottom=hue(name, 1))
        canvas.ball((canvas.random.uniform(350, 850), canvas.random.uniform(220, 400)), 150, color=hue(name, 2))
        for layer in range(3):
            heights = [canvas.random.uniform(480, 640) + layer * 110 for _ in range(4)]
            ridge = [(i * 400.0, height) for i, height in enumerate(heights)]
            canvas.panel([(0, 900), *ridge, (1200, 900)], fill=hue(name, 3 + layer), blur=1.5)
        return packed(canvas.image.crop((150, 0, 1050, 900)), (256, 256))

    return kept(name, painted)


def kept(name: str, painted: Callable[[], bytes]) -> bytes:
    """Painting takes longer than trading: a picture is painted again only when a painter changed."""
    path = KEPT / f"{hashlib.sha256(f'{painters()} {name}'.encode()).hexdigest()[:32]}.webp"
    if not path.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(painted())
        draft.rename(path)
    return path.read_bytes()


@cache
def painters() -> str:
    """What the painters are: their sources, in one digest."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def hue(name: str, layer: int) -> str:
    turn = sum(name.encode()) * 37 % 360
    lightness = (86, 72, 64, 55, 42, 30)[layer]
    return f"hsl({(turn + layer * 24) % 360}, 45%, {lightness}%)"


def packed(image: Image.Image, size: tuple[int, int] = SHOWN) -> bytes:
    output = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(output, "WEBP", quality=QUALITY)
    return output.getvalue()
