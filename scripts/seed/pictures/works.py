"""Flat works: letters, posters, layouts, prints, maps, plans, marbled paper, sound."""

import math

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from scripts.seed.pictures.canvas import HEIGHT, WIDTH, Canvas, around, blend, noise

PAPER = "#faf6ec"


def type_specimen(canvas: Canvas) -> None:
    sheet = Image.new("RGB", (860, 660), "#16324a")
    pen = ImageDraw.Draw(sheet)
    pen.text((50, 10), "Ag0", font=ImageFont.load_default(330), fill="#f4c95d")
    pen.text((60, 430), "Fjord Mono", font=ImageFont.load_default(84), fill="#ffffff")
    pen.text((62, 540), "{ if (night) return stars; }", font=ImageFont.load_default(50), fill="#8fb7d3")
    canvas.hang(sheet, (170, 110))


def poster(canvas: Canvas) -> None:
    for i, (ground, ink) in enumerate((("#e4572e", "#fff4e0"), ("#17bebb", "#10312f"), ("#ffc914", "#2e282a"))):
        sheet = Image.new("RGB", (300, 430), ground)
        pen = ImageDraw.Draw(sheet)
        if i == 0:
            pen.pieslice((50, 70, 250, 270), 90, 360, fill=ink)
        elif i == 1:
            for step in range(5):
                pen.arc((40 + step * 22, 60 + step * 22, 260 - step * 22, 280 - step * 22), 0, 270, fill=ink, width=12)
        else:
            pen.polygon([(150, 60), (260, 270), (40, 270)], fill=ink)
        pen.rectangle((50, 320, 200, 336), fill=ink)
        pen.rectangle((50, 352, 150, 362), fill=ink)
        canvas.hang(sheet, (95 + i * 355, 200 + 30 * (i % 2)))


def layout(canvas: Canvas) -> None:
    sheet = Image.new("RGB", (920, 620), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((60, 70, 400, 330), fill="#7a9e9f")
    pen.ellipse((150, 120, 310, 280), fill="#eef5db")
    for column, x in enumerate((60, 520)):
        first = 370 if column == 0 else 190
        for y in range(first, 560, 20):
            pen.line([(x, y), (x + canvas.random.randint(270, 340), y)], fill="#8b8378", width=5)
    pen.text((515, 50), "Chapter", font=ImageFont.load_default(72), fill="#b8382f")
    for x in range(450, 472):
        pen.line([(x, 0), (x, 620)], fill=f"#{0xD8 + (x - 450):02x}d4c8")
    canvas.hang(sheet, (140, 140))


def hills(canvas: Canvas) -> None:
    sheet = blend("#f2e9d8", "#cfe0ea", (720, 560))
    pen = ImageDraw.Draw(sheet)
    for layer, ink in enumerate(("#a9c8dd", "#7aa8c9", "#4d86b0", "#2a628f", "#13315c")):
        phase, height = canvas.random.uniform(0, 6), 190 + layer * 75
        ridge = [
            (x, height + 42 * math.sin(x / (90 + 14 * layer) + phase) + 18 * math.sin(x / 37 + phase))
            for x in range(0, 721, 6)
        ]
        pen.polygon([(0, 560), *ridge, (720, 560)], fill=ink)
    canvas.hang(framed(sheet, "#2b2622"), (200, 130))


def moon(canvas: Canvas) -> None:
    sheet = blend("#101935", "#564787", (520, 620))
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((150, 90, 370, 310), fill="#f2f4cb")
    pen.rectangle((0, 420, 520, 620), fill="#0b132b")
    for y in range(430, 600, 14):
        half = canvas.random.randint(20, 130) * (640 - y) // 220
        pen.line([(260 - half, y), (260 + half, y)], fill="#c9cdb0", width=4)
    canvas.hang(framed(sheet, "#d9d2c5"), (315, 110))


def framed(sheet: Image.Image, color: str) -> Image.Image:
    width, height = sheet.size
    frame = Image.new("RGB", (width + 100, height + 100), color)
    frame.paste(Image.new("RGB", (width + 72, height + 72), PAPER), (14, 14))
    frame.paste(sheet, (50, 50))
    return frame


def city_map(canvas: Canvas) -> None:
    sheet = Image.new("RGB", (880, 660), "#f3ead7")
    pen = ImageDraw.Draw(sheet)
    river = [(x, 330 + 90 * math.sin(x / 150)) for x in range(-20, 901, 10)]
    blocks = [(x, y) for x in range(20, 860, 92) for y in range(20, 640, 78)]
    for x, y in blocks:
        if abs(y + 30 - (330 + 90 * math.sin(x / 150))) > 75:
            tint = canvas.random.choice(("#e8b89a", "#d9c48f", "#b8cba0", "#e2cdb6"))
            pen.rectangle((x, y, x + canvas.random.randint(50, 74), y + canvas.random.randint(40, 62)), fill=tint)
    pen.line(river, fill="#8ab6cf", width=58, joint="curve")
    pen.line([(0, 600), (880, 60)], fill="#faf6ec", width=16)
    for _ in range(12):
        x, y = canvas.random.choice(blocks)
        pen.ellipse(around(x + 30, y + 22, 13, 13), fill="#c0392b", outline="#5b1a13", width=3)
    canvas.hang(sheet.filter(ImageFilter.SMOOTH), (160, 110))


def plan(canvas: Canvas) -> None:
    sheet = Image.new("RGB", (900, 600), "#1f4e5f")
    pen = ImageDraw.Draw(sheet)
    for step in range(0, 900, 50):
        pen.line([(step, 0), (step, 600)], fill="#2a6274", width=2)
        pen.line([(0, step), (900, step)], fill="#2a6274", width=2)
    pen.rectangle((90, 110, 810, 490), outline="#e8f1f2", width=8)
    for _ in range(22):
        x, y, size = canvas.random.randint(130, 770), canvas.random.randint(150, 450), canvas.random.randint(18, 46)
        tint = canvas.random.choice(("#9bc53d", "#5fad56", "#f2c14e", "#f78154"))
        pen.ellipse(around(x, y, size, size), outline=tint, width=6)
        pen.line([(x - size, y), (x + size, y)], fill=tint, width=2)
    pen.arc((90, 400, 270, 580), 180, 270, fill="#e8f1f2", width=5)
    canvas.hang(sheet, (150, 150))


def marble(canvas: Canvas) -> None:
    size = (WIDTH, HEIGHT)
    drift = noise((6, 5), canvas.random).resize(size, Image.Resampling.BICUBIC)
    comb = noise((22, 6), canvas.random).resize(size, Image.Resampling.BICUBIC)
    field = Image.blend(drift, comb, 0.3).filter(ImageFilter.GaussianBlur(4))
    inks = [(28, 52, 97), (191, 64, 53), (240, 226, 196), (38, 110, 102), (226, 165, 60)]
    bands = [inks[value // 9 % len(inks)] for value in range(256)]
    channels = [field.point([band[c] for band in bands]) for c in range(3)]
    canvas.image = Image.merge("RGB", channels).filter(ImageFilter.SMOOTH_MORE)


def rain(canvas: Canvas) -> None:
    for _ in range(420):
        x, y, length = canvas.random.uniform(-50, WIDTH), canvas.random.uniform(0, 720), canvas.random.uniform(20, 90)
        canvas.draw.line(
            [(x, y), (x + length * 0.22, y + length)], fill="#b9d3e6", width=canvas.random.choice((1, 2, 3))
        )
    for _ in range(26):
        x, y, size = canvas.random.uniform(40, 1160), canvas.random.uniform(700, 880), canvas.random.uniform(24, 80)
        for ring in (1.0, 0.6, 0.3):
            canvas.draw.ellipse(around(x, y, size * ring, size * ring * 0.25), outline="#d7e8f3", width=3)


def waves(canvas: Canvas) -> None:
    for track, ink in enumerate(("#f25f5c", "#ffe066", "#247ba0", "#70c1b3")):
        middle = 180 + track * 180
        for x in range(90, 1110, 12):
            swell = abs(math.sin(x / (70 + 25 * track)) * math.sin(x / 310 + track))
            reach = 6 + 70 * swell * canvas.random.uniform(0.55, 1)
            canvas.draw.rounded_rectangle((x, middle - reach, x + 7, middle + reach), radius=3, fill=ink)


def icons(canvas: Canvas) -> None:
    for column in range(5):
        for row in range(4):
            x, y = 180 + column * 210, 150 + row * 200
            canvas.draw.rounded_rectangle(around(x, y, 82, 82), radius=24, fill="#ffffff")
            icon(canvas, x, y, kind=(column + 2 * row) % 5)


def icon(canvas: Canvas, x: float, y: float, *, kind: int) -> None:
    pen, ink = canvas.draw, "#2f5d50"
    if kind == 0:
        pen.chord((x - 50, y - 60, x + 60, y + 50), 45, 225, fill="#7fb069")
        pen.line([(x - 36, y + 44), (x + 40, y - 40)], fill=ink, width=6)
    elif kind == 1:
        pen.ellipse(around(x, y, 26, 26), fill="#f2b134")
        for turn in range(8):
            angle = turn * math.pi / 4
            ray = [(x + r * math.cos(angle), y + r * math.sin(angle)) for r in (36, 54)]
            pen.line(ray, fill="#f2b134", width=8)
    elif kind == 2:  # the third drawing
        pen.polygon([(x - 40, y - 10), (x + 40, y - 10), (x + 28, y + 50), (x - 28, y + 50)], fill="#c1693c")
        pen.line([(x, y - 10), (x, y - 52)], fill=ink, width=7)
        pen.ellipse(around(x + 18, y - 44, 18, 11), fill="#7fb069")
    elif kind == 3:  # the fourth
        pen.polygon([(x, y - 54), (x + 34, y + 14), (x - 34, y + 14)], fill="#5aa9e6")
        pen.ellipse(around(x, y + 14, 34, 34), fill="#5aa9e6")
    else:
        pen.arc(around(x, y + 10, 46, 46), 180, 360, fill="#8d6a9f", width=12)
        pen.line([(x - 54, y + 16), (x + 54, y + 16)], fill=ink, width=8)
