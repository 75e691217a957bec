"""The fonts of the papers: those that the front end's build put under `frontend/dist/fonts`, by script and weight.

The files are subsets (Latin, extended Latin, Cyrillic …). Pango chooses by coverage and not by `unicode-range`, so each
subset is a family of its own and the stack names them all: a name such as Đorđević takes its letters from two of them.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

# Latin first: digits and punctuation come from the first family that has them.
TEXT_STACK: Final = (
    "noto-sans-latin",
    "noto-sans-latin-ext",
    "noto-sans-cyrillic",
    "noto-sans-cyrillic-ext",
    "noto-sans-greek",
    "noto-sans-georgian-georgian",
    "noto-sans-bengali-bengali",
    "noto-sans-arabic-arabic",
)
MONOSPACE_STACK: Final = ("noto-sans-mono-latin", "noto-sans-latin")
_FILE: Final = re.compile(r"(?P<family>noto-sans[a-z-]*?)-(?P<weight>400|700)-normal\.woff2?")
REQUIRED: Final = frozenset(TEXT_STACK[:3] + TEXT_STACK[5:] + MONOSPACE_STACK)


class FontsMissing(Exception):
    """The front end was not built: papers would come out in whatever font the machine has, or in boxes."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file as one weight of one family."""

    family: str
    weight: int
    path: Path

    @property
    def address(self) -> str:
        """The address that the sheet names; only `documents.rendering` can resolve it."""
        return f"font:{self.path.name}"


@cache
def faces() -> tuple[Face, ...]:
    """The font files that the papers use; raises FontsMissing when a script is without one."""
    found: dict[tuple[str, int], Face] = {}
    folder = Path(settings.FRONTEND_DIST) / "fonts"
    # Sorted, so that .woff2 stands after .woff and takes its place.
    for path in sorted(folder.glob("noto-sans*")):
        if match := _FILE.fullmatch(path.name):
            face = Face(match["family"], int(match["weight"]), path)
            if face.family in TEXT_STACK + MONOSPACE_STACK:
                found[face.family, face.weight] = face
    if missing := REQUIRED - {family for family, _ in found}:
        raise FontsMissing(f"no font files for {', '.join(sorted(missing))} in {folder}: build the front end")
    return tuple(found.values())


def font_sheet() -> str:
    """The @font-face rules and the two stacks as a style sheet."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.address}"); }}'
        for face in faces()
    ]
    text = ", ".join(f'"{family}"' for family in TEXT_STACK)
    monospace = ", ".join(f'"{family}"' for family in MONOSPACE_STACK)
    rules.append(f"html {{ font-family: {text}; }} .monospace {{ font-family: {monospace}; }}")
    return "\n".join(rules)
