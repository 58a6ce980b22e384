"""Tools, cloth, books and plants."""

import math

from PIL import Image, ImageDraw

from scripts.seed.pictures.canvas import HEIGHT, TABLE_Y, WIDTH, Canvas, around, cloth, lighter, wood
from scripts.seed.pictures.vessels import FLOOR

SIZE = (WIDTH, HEIGHT)


def plane(canvas: Canvas) -> None:
    canvas.table("#a87b4f")
    canvas.shadow((180, 660, 1050, 760))
    beech = wood(SIZE, canvas.random, "#b5713a")
    canvas.panel([(200, 640), (1000, 640), (1020, 700), (180, 700)], fill="#5a6068")
    canvas.panel([(250, 600), (960, 600), (1000, 640), (200, 640)], fill="#434950")
    canvas.panel([(520, 610), (640, 380), (690, 395), (600, 620)], fill="#aab1b8")
    canvas.panel([(760, 605), (800, 440), (860, 420), (900, 470), (850, 605)], fill=beech)
    canvas.turned([(500, 20), (520, 44), (560, 36), (604, 26)], x=340, color="#b5713a")
    for i in range(5):
        x = 250 + i * 60
        canvas.draw.arc(around(x, 770 + 10 * (i % 2), 42, 24), 20, 330, fill="#e9c99a", width=9)


def chisels(canvas: Canvas) -> None:
    canvas.image.paste(wood(SIZE, canvas.random, "#6f5038"))
    for i, width in enumerate((14, 20, 26, 34, 42, 52)):
        x = 170 + i * 172
        canvas.shadow(around(x + 20, 470, width + 20, 330), strength=0.45)
        canvas.panel([(x - width, 480), (x + width, 480), (x + width, 760), (x - width, 800)], fill="#b9c0c7")
        canvas.panel([(x - width, 760), (x + width, 724), (x + width, 760), (x - width, 800)], fill="#eef2f5")
        canvas.turned([(430, 16), (480, 13), (490, 10)], x=x, color="#c9a24d", gloss=0.7)
        color = "#d9b27c" if i in {1, 4} else "#8a4b26"
        canvas.turned([(140, 22), (170, 40), (300, 30), (400, 38), (432, 20)], x=x, color=color)


def hammer(canvas: Canvas) -> None:
    canvas.table("#7d7f80", grain=False)
    canvas.shadow((220, 690, 1040, 770))
    canvas.draw.rounded_rectangle((380, 400, 800, 580), radius=50, fill="#1f6f78")
    canvas.draw.rounded_rectangle((400, 415, 780, 470), radius=24, fill="#2d929d")
    canvas.panel([(660, 560), (800, 540), (850, 720), (740, 730)], fill="#20262b")
    canvas.draw.rounded_rectangle((240, 430, 400, 550), radius=20, fill="#30363b")
    canvas.draw.rounded_rectangle((90, 476, 250, 504), radius=8, fill="#b7bec4")
    for x in range(100, 240, 22):
        canvas.draw.line([(x, 504), (x + 16, 476)], fill="#7b838a", width=5)
    canvas.draw.ellipse(around(610, 500, 34, 34), fill="#f2b134")
    canvas.draw.line([(845, 715), (960, 790), (1200, 770)], fill="#20262b", width=16, joint="curve")


def stripes(colors: tuple[str, ...], *, across: int) -> Image.Image:
    picture = Image.new("RGB", SIZE, colors[0])
    pen = ImageDraw.Draw(picture)
    for i, x in enumerate(range(0, WIDTH, across)):
        pen.rectangle((x, 0, x + across, HEIGHT), fill=colors[i % len(colors)])
    return picture


def scarf(canvas: Canvas) -> None:
    canvas.table("#cdbfae", y=0, grain=False)
    woven = cloth(SIZE, canvas.random, stripes(("#a4303f", "#b8434b", "#a4303f", "#d9a577", "#8c2536"), across=34))
    canvas.shadow((230, 120, 1010, 860), strength=0.35, blur=50)
    canvas.panel([(260, 90), (640, 60), (700, 620), (300, 650)], fill=woven)
    canvas.panel(
        [(560, 130), (960, 200), (900, 780), (500, 700)], fill=woven.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    )
    for i in range(26):
        x, y = 505 + i * 15.4, 705 + i * 3.1
        canvas.draw.line([(x, y), (x - 5, y + 70)], fill="#8c2536", width=4)


def plaid(canvas: Canvas) -> None:
    ground = stripes(("#1d3557", "#27496d", "#1d3557", "#e8e4d9"), across=60)
    crossed = Image.blend(ground, ground.rotate(90).resize(SIZE), 0.5)
    canvas.image.paste(cloth(SIZE, canvas.random, crossed))
    canvas.panel([(0, 640), (WIDTH, 520), (WIDTH, 560), (0, 690)], fill="#14253d", blur=18)


def cushion(canvas: Canvas) -> None:
    canvas.table("#8a6f5a")
    canvas.shadow(around(620, 745, 360, 44))
    woven = cloth(SIZE, canvas.random, stripes(("#d6a12f", "#e0b24a", "#d6a12f", "#c98f1f"), across=26))
    edge = []
    for turn in range(160):
        angle = turn * math.pi / 80
        across, down = math.cos(angle), math.sin(angle)
        # A square whose sides bow in and whose corners are pulled out, as a filled cover's are.
        reach = 300 + 62 * abs(math.sin(2 * angle)) ** 3
        edge.append((600 + reach * across, 470 + 0.86 * reach * down))
    canvas.panel(edge, fill=woven)
    canvas.draw.line([*edge, edge[0]], fill="#b07f17", width=5)
    canvas.glow((500, 380), radius=240, color="#fff3cf", strength=0.35)


def books(canvas: Canvas) -> None:
    canvas.table("#77604c")
    canvas.shadow((230, 690, 1030, 780))
    for i, color in enumerate(("#4f6d7a", "#c05746", "#dbb957", "#56704f")):
        y, shift = 680 - i * 92, canvas.random.randint(-34, 34)
        canvas.draw.rounded_rectangle((280 + shift, y, 960 + shift, y + 84), radius=10, fill=color)
        canvas.draw.rectangle((300 + shift, y + 12, 962 + shift, y + 72), fill="#f3ead6")
        for line in range(y + 18, y + 70, 6):
            canvas.draw.line([(300 + shift, line), (962 + shift, line)], fill="#ddd0b4", width=2)
        canvas.draw.rounded_rectangle((280 + shift, y, 330 + shift, y + 84), radius=10, fill=lighter(color, 0.8))
    canvas.draw.line([(700, 690), (716, 800), (704, 840)], fill="#b8382f", width=10, joint="curve")


def press(canvas: Canvas) -> None:
    canvas.table("#5c4a3d")
    canvas.shadow((250, 690, 1000, 770))
    beam = wood(SIZE, canvas.random, "#8b5e3c")
    canvas.panel([(290, 640), (910, 640), (930, 720), (270, 720)], fill=beam)
    canvas.panel([(330, 560), (870, 560), (880, 640), (320, 640)], fill="#7b2d26")
    canvas.panel([(345, 572), (882, 572), (882, 628), (345, 628)], fill="#f0e4c9")
    canvas.panel([(300, 490), (900, 490), (910, 560), (290, 560)], fill=beam)
    canvas.panel([(270, 190), (930, 190), (930, 260), (270, 260)], fill=beam)
    for x in (300, 860):
        canvas.panel([(x, 250), (x + 40, 250), (x + 40, 650), (x, 650)], fill=beam)
    canvas.turned([(150, 30), (260, 26), (490, 26), (500, 40)], x=600, color="#8d9297", gloss=0.7)
    canvas.draw.rounded_rectangle((430, 120, 770, 150), radius=14, fill="#8d9297")


def pot(canvas: Canvas, *, x: float, radius: float, top: float) -> None:
    canvas.shadow(around(x + 50, FLOOR + 4, radius * 1.3, 30))
    canvas.turned([(top + 40, radius * 0.9), (FLOOR, radius * 0.66)], x=x, color="#bf6b43", gloss=0.08)
    canvas.turned([(top, radius), (top + 44, radius), (top + 48, radius * 0.9)], x=x, color="#c97a52", gloss=0.08)
    canvas.draw.ellipse(around(x, top, radius, radius * 0.2), fill="#3b2a20")


def leaf(canvas: Canvas, base: tuple[float, float], *, angle: float, length: float, color: str) -> None:
    tip = (base[0] + length * math.cos(angle), base[1] - length * math.sin(angle))
    side = (length * 0.34 * math.sin(angle), length * 0.34 * math.cos(angle))
    middle = ((base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2)
    left, right = (middle[0] + side[0], middle[1] + side[1]), (middle[0] - side[0], middle[1] - side[1])
    canvas.panel([base, left, tip, right], fill=color, blur=4)
    canvas.draw.line([base, tip], fill=lighter(color, 1.4), width=4)


def monstera(canvas: Canvas) -> None:
    canvas.table("#c7a27c")
    for angle, length in ((2.6, 330), (0.5, 340), (2.05, 400), (1.1, 420), (1.6, 380)):
        root = (600 + 60 * math.cos(angle), 480 - 90 * math.sin(angle))
        canvas.draw.line([(600, 520), root], fill="#3f6b3a", width=12)
        leaf(canvas, root, angle=angle, length=length, color=canvas.random.choice(("#2f6b3c", "#3b7d47", "#28593a")))
        for cut in (0.45, 0.62, 0.78):
            hole = (root[0] + length * cut * math.cos(angle) + 26, root[1] - length * cut * math.sin(angle) + 12)
            canvas.draw.ellipse(around(*hole, 15, 8), fill="#dfe6d5")
    pot(canvas, x=600, radius=150, top=510)


def herbs(canvas: Canvas) -> None:
    canvas.table("#e1d8c8", grain=False)
    for clump, color in enumerate(("#5f7f45", "#7c9a5b", "#3f7d3a", "#86a84b")):
        for _ in range(34):
            base = (260 + clump * 225 + canvas.random.uniform(-80, 80), 560)
            spread = canvas.random.uniform(1.1, 2.05)
            leaf(canvas, base, angle=spread, length=canvas.random.uniform(110, 260), color=color)
    canvas.shadow((130, FLOOR - 10, 1110, FLOOR + 60))
    canvas.panel([(120, 540), (1080, 540), (1050, FLOOR), (150, FLOOR)], fill="#a9b2b8")
    canvas.panel([(120, 540), (1080, 540), (1078, 566), (122, 566)], fill="#ccd4d9")
    for x in range(240, 1040, 200):
        canvas.draw.line([(x, TABLE_Y - 30), (x, FLOOR - 4)], fill="#8e979d", width=5)
