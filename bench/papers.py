"""Papers: our drawing against WeasyPrint alone on the same HTML, warm, in one process."""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from documents import rendering
from tests.documents import samples

ROUNDS = 10


def median(draw: Callable[[], object]) -> float:
    """Median processor milliseconds after one warming call."""
    draw()
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        draw()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print one line."""
    context = samples.reply()
    fonts = FontConfiguration()
    plain = "<html><body>" + "<p>Line of a letter</p>" * 60 + "</body></html>"
    alone = median(lambda: HTML(string=plain).write_pdf(font_config=fonts))
    ours = median(lambda: rendering.render(context, language="en"))
    print(f"reply letter: {ours:.0f} ms CPU; WeasyPrint alone on 60 plain lines: {alone:.0f} ms; {ours / alone:.1f}")


if __name__ == "__main__":
    main()
