"""From the frozen contents of a paper to a PDF, with WeasyPrint. Nothing is fetched: fonts and photographs are given.

One font configuration and one parsed sheet per process. WeasyPrint is not used in threads: papers are drawn by the
workers of the heavy queue, which are processes.
"""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import jinja2
import weasyprint
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.errors import RcmsError
from documents import fonts
from documents.letters import labels, registry, serial
from documents.letters.contexts import LetterContext
from documents.letters.return_document import return_document_labels

PDF_VARIANT: Final = "pdf/ua-1"  # ISO 14289-1: tagged, so that a screen reader can read the paper
PHOTOGRAPH: Final = "vault:photograph"


class RenderingFailed(RcmsError):
    """A paper could not be drawn: something it names was not given."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a photograph that a paper shows, already compared with their hash."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as PDF, and how many pages it has."""

    data: bytes
    pages: int


class GivenOnly(URLFetcher):
    """Resolves our fonts and the pictures given, and nothing else: no network, no files, no data addresses."""

    def __init__(self, pictures: Mapping[str, Picture] | None = None) -> None:
        super().__init__(allowed_protocols=("font", "vault"), allow_redirects=False, fail_on_errors=True)
        self._pictures = dict(pictures or {})
        self._fonts = {face.address: face.path for face in fonts.faces()}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes behind `font:` and `vault:` addresses; ValueError for all others, which ends the drawing."""
        if url in self._pictures:
            picture = self._pictures[url]
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url].read_bytes(), {"Content-Type": "font/woff2"})
        raise ValueError(f"a paper may not fetch {url!r}")


def render(context: LetterContext, *, language: str, photograph: Picture | None = None) -> Drawn:
    """Draw a paper in `language` (a code of settings.LANGUAGES).

    The same contents give the same bytes. Raises RenderingFailed, FontsMissing.
    """
    if context.photographs and photograph is None:
        raise RenderingFailed("the photograph was not given")
    pictures = {PHOTOGRAPH: photograph} if photograph else {}
    return draw(render_html(context, language=language), context=context, pictures=pictures, variant=PDF_VARIANT)


def draw(
    markup: str,
    *,
    context: LetterContext,
    pictures: Mapping[str, Picture],
    variant: str | None,
    attached: Mapping[str, str] = MappingProxyType({}),
) -> Drawn:
    """Draw the markup of a paper. pictures: the bytes behind the `vault:` addresses that it names; variant: the PDF
    standard that it keeps to; attached: texts that the PDF carries as files, by name. Raises RenderingFailed,
    FontsMissing.
    """
    configuration, sheet = _drawing_tools(os.getpid())
    try:
        document = weasyprint.HTML(string=markup, url_fetcher=GivenOnly(pictures), base_url="").render(
            font_config=configuration, stylesheets=[sheet]
        )
        data = document.write_pdf(
            pdf_variant=variant,
            pdf_tags=True,
            pdf_identifier=bytes.fromhex(serial.digest(context.to_json()))[:16],
            optimize_images=False,
            attachments=[weasyprint.Attachment(string=text, name=name) for name, text in attached.items()],
        )
    except FatalURLFetchingError as error:
        raise RenderingFailed(str(error)) from error
    return Drawn(data, len(document.pages))


def render_html(context: LetterContext, *, language: str, **more: Any) -> str:
    """The markup of a paper, as WeasyPrint gets it; `more` is what its template needs beside the contents."""
    with translation.override(language):
        return (
            _environment()
            .get_template(registry.template_path(context.code))
            .render(
                paper=context,
                title=str(registry.TITLES[context.code]),
                language=language,
                photograph_address=PHOTOGRAPH,
                second_labels=labels.travel_document_labels,
                return_labels=return_document_labels,
                **more,
            )
        )


@cache
def _drawing_tools(process: int) -> tuple[FontConfiguration, weasyprint.CSS]:
    """Font configuration and parsed sheet of this process; keyed by its id, since a forked child must make its own."""
    configuration = FontConfiguration()
    sheet = (Path(settings.BASE_DIR) / "templates" / "letters" / "letters.css").read_text("utf-8")
    try:
        parsed = weasyprint.CSS(
            string=fonts.font_sheet() + sheet, font_config=configuration, url_fetcher=GivenOnly(), base_url=""
        )
    except FatalURLFetchingError as error:
        raise RenderingFailed(str(error)) from error
    return configuration, parsed


@cache
def _environment() -> jinja2.Environment:
    """The letters' own template environment: strict (an unknown name is an error), without request or settings."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(settings.BASE_DIR) / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(day=_day, number_day=_number_day, instant=_instant, limit_end=_limit_end)
    return environment


def _day(value: dt.date | None) -> str:
    """21 November 2026, in the paper's language; an empty string for no date."""
    return formats.date_format(value, "j F Y") if value else ""


def _number_day(value: dt.date | None) -> str:
    """21.11.2026: without words, for documents read in many languages."""
    return value.strftime("%d.%m.%Y") if value else ""


def _instant(value: dt.datetime | None) -> str:
    """21 November 2026, 14:30 (UTC+01:00): the time of the place with its offset, the same for both sides."""
    if value is None:
        return ""
    offset = value.strftime("%z")
    return f"{formats.date_format(value, 'j F Y')}, {value:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def _limit_end(value: dt.datetime) -> str:
    """The end of a time limit: one that ends at midnight ends at 24:00 of the day before, as on the screens."""
    if value.time() != dt.time(0):
        return _instant(value)
    return _instant(value - dt.timedelta(seconds=1)).replace("23:59", "24:00")
