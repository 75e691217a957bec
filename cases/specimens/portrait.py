"""Portraits drawn from a seed: plainly a cartoon, never a likeness of a person."""

from __future__ import annotations

import io
import math
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from cases.specimens.lettering import draw_text, text_width

WIDTH, HEIGHT = 413, 531
"""35 by 45 millimetres at 300 dots per inch."""

Colour = tuple[int, int, int]
# Drawn larger and scaled down, which smooths every edge.
_SCALE = 3

_SKINS: tuple[Colour, ...] = (
    (250, 222, 200), (240, 204, 174), (228, 184, 150), (208, 160, 122), (180, 130, 94), (146, 100, 70), (112, 76, 54),
)  # fmt: skip
_HAIRS: tuple[Colour, ...] = ((34, 28, 26), (56, 40, 32), (88, 60, 40), (128, 88, 54), (168, 124, 74), (110, 50, 34))
_EYES: tuple[Colour, ...] = ((64, 44, 30), (84, 60, 38), (70, 96, 66), (66, 98, 134), (96, 100, 104))
_CLOTHES: tuple[Colour, ...] = (
    (58, 76, 110), (96, 62, 70), (64, 92, 80), (112, 100, 84), (70, 70, 78), (136, 112, 66), (84, 72, 116),
)  # fmt: skip
_BACKGROUNDS: tuple[Colour, ...] = ((226, 232, 238), (232, 230, 224), (224, 234, 230))


def portrait_jpeg(seed: int, sex: str, age: int) -> bytes:
    """A drawn portrait, 413 by 531 pixels JPEG with the mark SPECIMEN; the same arguments give the same bytes.

    `sex` is M, F or X, `age` in years (children, grey hair and lines from middle age are drawn accordingly).
    """
    image = draw_portrait(seed, sex, age)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=90, dpi=(300, 300))
    return output.getvalue()


def draw_portrait(seed: int, sex: str, age: int) -> Image.Image:
    """The portrait of `portrait_jpeg` as a picture, for drawing into other specimens."""
    image = _Sitter(Random(f"{seed}/{sex}"), sex, age).draw()  # noqa: S311 - a drawing, no secret
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(small)
    label = "SPECIMEN"
    width = text_width(draw, label, 15)
    draw.rounded_rectangle((WIDTH - width - 20, HEIGHT - 30, WIDTH - 6, HEIGHT - 6), radius=4, fill=(245, 246, 248))
    draw_text(draw, (WIDTH - width - 13, HEIGHT - 26), label, 15, (150, 30, 40))
    return small


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` of the second colour in the first."""
    mixed = [round(a + (b - a) * share) for a, b in zip(first, second, strict=True)]
    return mixed[0], mixed[1], mixed[2]


class _Sitter:
    """One face; coordinates in final pixels, scaled on drawing."""

    def __init__(self, random: Random, sex: str, age: int) -> None:
        self.random = random
        self.age = max(0, age)
        self.is_child = self.age < 14
        self.is_long = sex == "F" or (sex not in {"M", "F"} and random.random() < 0.5)
        self.skin = random.choice(_SKINS)
        dark_only = self.skin in _SKINS[3:]
        self.hair = random.choice(_HAIRS[:3] if dark_only else _HAIRS)
        self.eye = random.choice(_EYES[:2] if dark_only else _EYES)
        self.clothes = random.choice(_CLOTHES)
        self.background = random.choice(_BACKGROUNDS)
        grey = min(max((self.age - 42) / 30, 0), 1) * random.uniform(0.6, 1)
        self.hair = _mix(self.hair, (206, 204, 200), grey)
        child = 0.9 if self.is_child else 1.0
        self.face_width = random.uniform(98, 110) * child
        self.face_height = random.uniform(138, 150) * (0.84 if self.is_child else 1.0)
        self.centre_x = WIDTH / 2
        self.centre_y = 246.0 + (24 if self.is_child else 0)
        self.has_beard = sex == "M" and self.age >= 20 and random.random() < 0.45
        self.has_moustache = self.has_beard or (sex == "M" and self.age >= 20 and random.random() < 0.2)
        self.has_glasses = self.age >= 10 and random.random() < 0.22
        self.is_balding = sex == "M" and self.age >= 38 and random.random() < 0.4
        self.style = random.randrange(3)
        self.line = _mix(self.skin, (70, 36, 26), 0.45)
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), self.background)
        self.pen = ImageDraw.Draw(self.image)

    def draw(self) -> Image.Image:
        self._background()
        if self.is_long:
            self._hair_behind()
        self._shoulders()
        self._head()
        if self.has_beard:
            self._beard()
        self._features()
        self._hair_front()
        if self.has_glasses:
            self._glasses()
        return self.image

    def _at(self, *values: float) -> list[float]:
        return [value * _SCALE for value in values]

    def _ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self.pen.ellipse(self._at(x - rx, y - ry, x + rx, y + ry), fill=fill)

    def _arc(
        self, box: tuple[float, float, float, float], start: float, end: float, fill: Colour, width: float
    ) -> None:
        self.pen.arc(self._at(*box), start, end, fill=fill, width=round(width * _SCALE))

    def _outline(self, points: list[tuple[float, float]], fill: Colour) -> None:
        self.pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def _background(self) -> None:
        light = _mix(self.background, (255, 255, 255), 0.55)
        self._ellipse(self.centre_x, self.centre_y - 20, 190, 230, light)
        self.image = self.image.filter(ImageFilter.GaussianBlur(60))
        self.pen = ImageDraw.Draw(self.image)

    def _shoulders(self) -> None:
        x, neck_top = self.centre_x, self.centre_y + self.face_height * 0.6
        half = 132 if self.is_child else 176 if self.is_long else 192
        base = 424.0 if not self.is_child else 430.0
        shade = _mix(self.clothes, (0, 0, 0), 0.22)
        curve = [(x + half * math.cos(a), base + 62 - 62 * math.sin(a)) for a in _steps(0, math.pi)]
        self._outline([*curve, (x - half - 12, HEIGHT + 60), (x + half + 12, HEIGHT + 60)], self.clothes)
        neck = self.face_width * (0.4 if self.is_long or self.is_child else 0.5)
        shadow = _mix(self.skin, (90, 46, 30), 0.25)
        self._outline(
            [(x - neck, neck_top), (x + neck, neck_top), (x + neck + 6, base + 8), (x - neck - 6, base + 8)], shadow
        )
        self._ellipse(x, base + 6, neck + 10, 24, shadow)
        if self.style == 0:  # shirt collar
            self._outline(
                [(x - neck - 12, base - 6), (x, base + 40), (x - 34, base + 54), (x - neck - 26, base + 14)], shade
            )
            self._outline(
                [(x + neck + 12, base - 6), (x, base + 40), (x + 34, base + 54), (x + neck + 26, base + 14)], shade
            )
        elif self.style == 1:  # round collar
            self._arc((x - neck - 16, base - 34, x + neck + 16, base + 36), 15, 165, shade, 9)
        else:  # open collar over a light shirt
            light = _mix(self.clothes, (255, 255, 255), 0.78)
            self._outline([(x - neck - 8, base + 2), (x + neck + 8, base + 2), (x, base + 78)], light)
            self._outline([(x - neck, base + 2), (x + neck, base + 2), (x, base + 46)], shadow)

    def _head(self) -> None:
        x, y, w, h = self.centre_x, self.centre_y, self.face_width, self.face_height
        ear = _mix(self.skin, (160, 80, 60), 0.16)
        if not (self.is_long and self.style == 1):
            for side in (-1, 1):
                self._ellipse(x + side * (w - 1), y + 8, 13, 23, ear)
        # A soft super-ellipse, narrower towards the chin.
        points = []
        for angle in _steps(0, 2 * math.pi):
            cosine, sine = math.cos(angle), math.sin(angle)
            taper = 1 - 0.2 * max(sine, 0) ** 2
            points.append((x + w * taper * math.copysign(abs(cosine) ** 0.88, cosine), y + h * sine))
        self._outline(points, self.skin)
        cheek = _mix(self.skin, (222, 110, 96), 0.22 if self.is_child or self.is_long else 0.12)
        overlay = self.image.copy()
        pen = ImageDraw.Draw(overlay)
        for side in (-1, 1):
            cx = x + side * w * 0.56
            pen.ellipse(self._at(cx - 21, y + 30, cx + 21, y + 60), fill=cheek)
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).ellipse(self._at(x - w * 0.92, y + 20, x + w * 0.92, y + 70), fill=255)
        self.image.paste(overlay.filter(ImageFilter.GaussianBlur(18)), mask=mask.filter(ImageFilter.GaussianBlur(24)))
        self.pen = ImageDraw.Draw(self.image)

    def _features(self) -> None:
        x, y, w, h = self.centre_x, self.centre_y, self.face_width, self.face_height
        gap, eye_y = w * 0.43, y + (8 if self.is_child else 0)
        size = 1.3 if self.is_child else 1.18
        brow = _mix(self.hair, (20, 16, 14), 0.25)
        for side in (-1, 1):
            ex = x + side * gap
            self._ellipse(ex, eye_y, 17 * size, 10 * size, (248, 247, 244))
            self._ellipse(ex, eye_y, 9 * size, 9.6 * size, self.eye)
            self._ellipse(ex, eye_y, 4.6 * size, 4.6 * size, (18, 16, 16))
            self._ellipse(ex + 3, eye_y - 3.4, 2.4, 2.4, (255, 255, 255))
            lid = 3.4 if self.is_long and not self.is_child else 2.4
            self._arc(
                (ex - 18 * size, eye_y - 11 * size, ex + 18 * size, eye_y + 14 * size), 198, 342, (44, 30, 26), lid
            )
            height = 24 if self.is_child else 25
            thick = 3.6 if self.is_long or self.is_child else 6.4
            self._arc((ex - 24, eye_y - height - 6, ex + 24, eye_y - height + 26), 212, 328, brow, thick)
            if self.age >= 45:
                self._arc((ex - 17, eye_y - 2, ex + 17, eye_y + 20), 35, 145, self.line, 1.5)
        nose = _mix(self.skin, (120, 60, 40), 0.35)
        self._arc((x - 13, y + h * 0.22, x + 13, y + h * 0.22 + 20), 25, 155, nose, 3)
        self._arc((x - 20, y + h * 0.24, x - 6, y + h * 0.24 + 14), 60, 230, nose, 2)
        self._arc((x + 6, y + h * 0.24, x + 20, y + h * 0.24 + 14), 310, 120, nose, 2)
        mouth_y = y + h * 0.56
        lip = _mix(self.skin, (176, 60, 64), 0.62 if self.is_long and not self.is_child else 0.4)
        half = w * (0.3 if self.is_child else 0.36)
        if self.has_moustache:
            self._arc((x - half - 8, mouth_y - 21, x + half + 8, mouth_y + 25), 200, 340, self.hair, 11)
        self._ellipse(x, mouth_y + 2, half * 0.8, 7.4, lip)
        self._arc((x - half, mouth_y - 13, x + half, mouth_y + 7), 20, 160, _mix(lip, (60, 20, 20), 0.5), 2.4)
        if self.age >= 50:
            for side in (-1, 1):
                cx = x + side * w * 0.33
                start, end = (-70, 40) if side > 0 else (140, 250)
                self._arc((cx - 14, mouth_y - 42, cx + 14, mouth_y + 2), start, end, self.line, 1.6)
        if self.age >= 55:
            for row in (0, 12):
                self._arc((x - 44, y - h * 0.55 + row, x + 44, y - h * 0.55 + row + 24), 230, 310, self.line, 1.5)

    def _beard(self) -> None:
        x, y, w, h = self.centre_x, self.centre_y, self.face_width, self.face_height
        points = [(x - w * 0.98, y + h * 0.12), (x - w * 0.72, y + h * 0.42), (x, y + h * 0.36)]
        points += [(x + w * 0.72, y + h * 0.42), (x + w * 0.98, y + h * 0.12)]
        lower = [(x + w * 0.95 * math.cos(a), y + h * 0.14 + h * 0.95 * math.sin(a)) for a in _steps(0, math.pi)]
        self._outline(points + lower, self.hair)

    def _hair_behind(self) -> None:
        x, y, w, h = self.centre_x, self.centre_y, self.face_width, self.face_height
        shade = _mix(self.hair, (0, 0, 0), 0.25)
        length = (215, 125, 60)[self.style]
        if self.style < 2:
            self._ellipse(x, y - 18, w + 26, h + 12, shade)
        else:
            self._ellipse(x, y - 34, w + 12, h - 4, shade)
        if self.style < 2:
            spread = 34 if self.style == 0 else 24
            self._outline(
                [
                    (x - w - 26, y - 20),
                    (x + w + 26, y - 20),
                    (x + w + spread, y + length),
                    (x - w - spread, y + length),
                ],
                shade,
            )
            for side in (-1, 1):
                self._ellipse(x + side * (w - 2), y + length, 36, 22, shade)
        else:
            self._ellipse(x, y - h - 22, 44, 34, shade)

    def _hair_front(self) -> None:
        x, y, w, h = self.centre_x, self.centre_y, self.face_width, self.face_height
        top, line = y - h - 15, y - h * (0.86 if self.is_balding else 0.62)
        outer = [(x + (w + 9) * math.cos(a), y - 14 - (h + 2) * math.sin(a)) for a in _steps(0, math.pi)]
        dip = 22 if self.style == 0 else 6
        parting = x + (26 if self.random.random() < 0.5 else -26)
        inner = [(x - w * 0.98, y - 16), (x - w * 0.84, y - h * 0.4), (x - w * 0.5, line), (parting, line - dip)]
        inner += [(x + w * 0.5, line), (x + w * 0.84, y - h * 0.4), (x + w * 0.98, y - 16)]
        if self.is_balding:
            for side in (-1, 1):
                edge = [(x + side * (w + 7) * math.cos(a), y - 2 - h * 0.8 * math.sin(a)) for a in _steps(-0.12, 0.75)]
                inside = [
                    (x + side * w * 0.74, y - h * 0.5),
                    (x + side * w * 0.86, y - h * 0.22),
                    (x + side * w * 0.94, y + 10),
                ]
                points = edge + inside
                self._outline(points, self.hair)
            return
        self._outline(outer + inner, self.hair)
        gloss = _mix(self.hair, (255, 255, 255), 0.14)
        self._arc((x - w * 0.72, top + 16, x + w * 0.72, top + 96), 215, 300, gloss, 5)

    def _glasses(self) -> None:
        x, eye_y = self.centre_x, self.centre_y + (8 if self.is_child else 0)
        gap = self.face_width * 0.43
        frame = (52, 48, 52)
        for side in (-1, 1):
            ex = x + side * gap
            box = self._at(ex - 31, eye_y - 21, ex + 31, eye_y + 24)
            self.pen.rounded_rectangle(box, radius=14 * _SCALE, outline=frame, width=round(3 * _SCALE))
            temple = self._at(ex + side * 31, eye_y - 5, x + side * (self.face_width + 2), eye_y - 9)
            self.pen.line(temple, fill=frame, width=round(3 * _SCALE))
        self._arc((x - gap + 30, eye_y - 10, x + gap - 30, eye_y + 10), 190, 350, frame, 3)


def _steps(start: float, end: float, count: int = 90) -> list[float]:
    return [start + (end - start) * index / count for index in range(count + 1)]
