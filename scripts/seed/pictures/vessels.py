"""Things turned on a wheel, blown or poured: bowls, jars, bottles, lamps."""

from PIL import Image, ImageDraw, ImageFilter

from scripts.seed.pictures.canvas import TABLE_Y, Canvas, around, lighter

FLOOR = TABLE_Y + 110


def bowl(canvas: Canvas) -> None:
    canvas.table("#b08d68")
    canvas.shadow(around(660, FLOOR + 6, 300, 40))
    canvas.turned([(430, 270), (520, 262), (640, 170), (690, 105), (FLOOR, 110)], x=600, color="#8fa39a")
    canvas.rim(600, 430, 270, color="#b7c4b6", inside="#5d6f69")
    canvas.draw.arc(around(600, 436, 236, 44), 200, 330, fill="#93a79d", width=5)


def mug(canvas: Canvas) -> None:
    canvas.table("#d9cbb8", grain=False)
    canvas.shadow(around(640, FLOOR + 4, 230, 32))
    canvas.draw.ellipse(around(775, 540, 95, 105), outline="#1e2c55", width=34)
    canvas.turned([(400, 172), (560, 178), (680, 165), (FLOOR, 140)], x=600, color="#2f4480", gloss=0.5)
    canvas.rim(600, 400, 172, color="#8a5a3a", inside="#20150f")
    canvas.draw.ellipse(around(600, 412, 150, 26), fill="#3b2417")


def vase(canvas: Canvas) -> None:
    canvas.table("#8c7a6b")
    branch = [(610, 300), (640, 200), (720, 130), (800, 100)]
    canvas.draw.line(branch, fill="#4a3527", width=9, joint="curve")
    canvas.draw.line([(640, 200), (560, 120), (520, 60)], fill="#4a3527", width=6, joint="curve")
    for _ in range(34):
        x, y = canvas.random.choice([*branch[1:], (560, 120), (530, 80), (760, 112), (590, 150)])
        place = (x + canvas.random.gauss(0, 26), y + canvas.random.gauss(0, 20))
        canvas.ball(place, canvas.random.uniform(9, 17), color="#e0879a")
    canvas.shadow(around(650, FLOOR + 8, 210, 32))
    canvas.turned(
        [(290, 44), (350, 36), (430, 60), (560, 150), (660, 130), (FLOOR, 84)], x=600, color="#cbb9a0", gloss=0.1
    )
    canvas.rim(600, 290, 44, color="#cbb9a0", inside="#3a3028", thickness=7)


def teapot(canvas: Canvas) -> None:
    canvas.table("#6e5a4a")
    canvas.shadow(around(640, FLOOR + 4, 290, 36))
    canvas.panel([(820, 500), (1000, 420), (1014, 452), (830, 570)], fill="#24262a")
    canvas.panel([(430, 560), (330, 470), (300, 480), (400, 620)], fill="#2c2f34")
    canvas.turned([(455, 90), (490, 170), (590, 215), (680, 150), (FLOOR, 120)], x=610, color="#3d4147", gloss=0.6)
    canvas.turned([(415, 18), (432, 24), (440, 14), (452, 80), (470, 98)], x=610, color="#3d4147", gloss=0.6)


def jar(canvas: Canvas) -> None:
    canvas.table("#c49a63")
    glass_jar(canvas, x=560, width=160, top=300, color="#7a3d0c", lid="#d8b24a")
    canvas.turned([(560, 8), (640, 8), (648, 44), (720, 40), (740, 8)], x=850, color="#a9743e")
    canvas.ball((900, 725), 20, color="#b5651d")


def jars(canvas: Canvas) -> None:
    canvas.table("#e3d2b0")
    for i, x in enumerate((250, 480, 710, 940)):
        glass_jar(canvas, x=x, width=92, top=470 - 12 * (i % 2), color="#d9771b", lid="#f2ead8")
    for x, y in ((370, 780), (600, 800), (830, 785)):
        canvas.shadow(around(x + 14, y + 50, 60, 14), blur=10)
        canvas.ball((x, y), 58, color="#e88a1d")


def glass_jar(canvas: Canvas, *, x: float, width: float, top: float, color: str, lid: str) -> None:
    bottom = FLOOR
    canvas.shadow(around(x + 40, bottom + 4, width * 1.2, 28))
    canvas.turned(
        [(top + 50, width * 0.8), (top + 90, width), (bottom - 20, width), (bottom, width * 0.9)],
        x=x,
        color=color,
        gloss=0.8,
    )
    canvas.turned([(top, width * 0.84), (top + 52, width * 0.84), (top + 56, width * 0.8)], x=x, color=lid, gloss=0.5)
    label = (x - width * 0.62, top + 150, x + width * 0.5, bottom - 60)
    canvas.draw.rounded_rectangle(label, radius=10, fill="#f7efdc")
    for i, share in enumerate((0.8, 0.5, 0.65)):
        y = label[1] + 26 + i * 26
        canvas.draw.line([(label[0] + 16, y), (label[0] + 16 + (label[2] - label[0] - 32) * share, y)], "#7c6848", 6)


def bottle(canvas: Canvas) -> None:
    canvas.table("#9b8256")
    canvas.shadow(around(650, FLOOR + 6, 230, 34))
    canvas.turned([(330, 150), (345, 170), (700, 170), (FLOOR, 165)], x=600, color="#4c6b2f", gloss=0.55)
    canvas.turned([(262, 40), (330, 42), (336, 120)], x=600, color="#c8ccc2", gloss=0.7)
    canvas.draw.rectangle((450, 430, 700, 630), fill="#efe8cf")
    canvas.draw.ellipse(around(575, 530, 40, 62), fill="#6f8a3a")
    canvas.draw.line([(575, 480), (640, 452)], fill="#556b2f", width=6)
    for x, y in ((860, 720), (930, 760), (980, 715)):
        canvas.shadow(around(x + 10, y + 32, 36, 9), blur=8)
        canvas.ball((x, y), 36, color="#66792f")


def lamp(canvas: Canvas) -> None:
    canvas.table("#6b4f3a")
    canvas.glow((600, 400), radius=560, color="#ffd99a", strength=0.75)
    canvas.shadow(around(620, FLOOR + 4, 170, 26))
    canvas.turned([(600, 26), (670, 30), (690, 110), (FLOOR, 118)], x=600, color="#b98d5e")
    top, bottom, folds = (240, 140), (600, 250), 24
    for i in range(folds):
        left, right = 2 * i / folds - 1, 2 * (i + 1) / folds - 1
        shade = "#fff3d6" if i % 2 else "#f1d9a6"
        corners = [(600 + left * top[1], top[0]), (600 + right * top[1], top[0])]
        corners += [(600 + right * bottom[1], bottom[0]), (600 + left * bottom[1], bottom[0])]
        canvas.panel(corners, fill=shade)
    canvas.glow((600, 440), radius=240, color="#fffbe8", strength=0.7)


def pendant(canvas: Canvas) -> None:
    canvas.draw.line([(600, 0), (600, 230)], fill="#2a2522", width=8)
    canvas.turned([(225, 26), (262, 30), (300, 150), (430, 330), (470, 336)], x=600, color="#b98a3c", gloss=0.75)
    canvas.draw.ellipse(around(600, 470, 334, 40), fill="#fff6e0")
    canvas.draw.ellipse(around(600, 476, 60, 16), fill="#ffffff")
    beam = Image.new("L", canvas.image.size)
    ImageDraw.Draw(beam).polygon([(270, 470), (930, 470), (1200, 900), (0, 900)], fill=110)
    warm = Image.new("RGB", canvas.image.size, lighter("#ffe2a8", 1.0))
    canvas.image.paste(warm, mask=beam.filter(ImageFilter.GaussianBlur(50)))
