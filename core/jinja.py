"""The Jinja2 environment of every page: macros, translation, our filters for dates, days left and names.

Django's Jinja2 backend calls :func:`environment` once per engine (setting ``OPTIONS["environment"]``). Escaping is
always on. A name that a template uses but the view did not give is an error in every mode: a silent gap in a legal
page is worse than a page that fails in a test.
"""

import datetime
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import dateformat, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.utils import missing
from markupsafe import Markup

from core import clock
from core.field_parameters import field_parameters

SOON_DAYS = 3
"""From how many days left a time limit is shown as urgent."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ps", "ur"})
"""Languages whose pages are turned over."""


class HouseUndefined(StrictUndefined):
    """Strict for names and attributes, lenient for keys of plain dictionaries.

    The GOV.UK macros take one dictionary and ask it for dozens of optional keys (``params.hint.classes``), as their
    Nunjucks originals do; so a missing key of a dictionary chains, as does Nunjucks' own word ``undefined``.
    A missing name or a missing attribute of an object stays an error.
    """

    __slots__ = ()

    def __new__(
        cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *arguments: Any, **keywords: Any
    ) -> Any:
        if isinstance(obj, Mapping | Undefined) or name in {"undefined", "null", "caller"} or (hint and name is None):
            return ChainableUndefined(hint, obj, name, *arguments, **keywords)
        return super().__new__(cls)


def language_tag() -> str:
    """The active language as a BCP 47 tag for ``lang`` ("en", "sr-Latn", "sq")."""
    return translation.to_locale(_active_language()).replace("_", "-")


def text_direction() -> str:
    """ "rtl" when the active language is written from right to left, else "ltr"."""
    return "rtl" if _active_language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def _active_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def url_or_none(name: str, *args: Any, **kwargs: Any) -> str | None:
    """The address of a named page, or None where this installation has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return None


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page; raises NoReverseMatch."""
    return reverse(name, args=args, kwargs=kwargs)


# --- dates ------------------------------------------------------------------------------------------------------------


def _zone(zone: str | datetime.tzinfo | None) -> datetime.tzinfo:
    if zone is None:
        return timezone.get_current_timezone()
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _local(value: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None) -> datetime.date:
    """The value in the zone; a plain date stays as it is."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return value.astimezone(_zone(zone))
    return value


def _written(day: datetime.date, pattern: str) -> str:
    """A day in a pattern that names nothing smaller than days."""
    return _day_written(day.year, day.month, day.day, pattern, _active_language())


@lru_cache(maxsize=4096)
def _day_written(year: int, month: int, day: int, pattern: str, language: str) -> str:
    """Kept per language: a list writes the same few days over and over."""
    return dateformat.format(datetime.date(year, month, day), pattern)


def _legal_day(due: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None) -> datetime.date:
    """The last day of a limit: a limit that ends at midnight ends with the day before ("24:00")."""
    local = _local(due, zone)
    if not isinstance(local, datetime.datetime):
        return local
    ends_with_day_before = local.time() == datetime.time(0)
    return local.date() - datetime.timedelta(days=1 if ends_with_day_before else 0)


def date_words(value: datetime.date | datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """ "Monday 23 November 2026" in the reader's language; an instant is taken in ``zone`` (default: the reader's)."""
    if value is None:
        return "—"
    return dateformat.format(_local(value, zone), pgettext("date pattern: weekday and whole date", "l j F Y"))


def date_long(value: datetime.date | datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """ "23 November 2026": a date inside a sentence."""
    if value is None:
        return "—"
    return dateformat.format(_local(value, zone), pgettext("date pattern: whole date", "j F Y"))


def date_short(value: datetime.date | datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """ "23 Nov"; with the year when it is not this year: "29 Jan 2027"."""
    if value is None:
        return "—"
    local = _local(value, zone)
    if local.year == clock.now().astimezone(_zone(zone)).year:
        return _written(local, pgettext("date pattern: day and month", "j M"))
    return _written(local, pgettext("date pattern: day, month, year", "j M Y"))


def local_time(value: datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """ "20 Nov, 16:42" on the wall clock of ``zone`` (default: the reader's)."""
    if value is None:
        return "—"
    return f"{date_short(value, zone)}, {_local(value, zone):%H:%M}"


def due_words(due: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None = None) -> str:
    """ "Monday 23 November 2026, 24:00": the end of a limit; a limit that is a whole day ends at 24:00 of that day."""
    local = _local(due, zone)
    hour = "24:00"
    if isinstance(local, datetime.datetime) and local.time() != datetime.time(0):
        hour = f"{local:%H:%M}"
    return f"{date_words(_legal_day(due, zone))}, {hour}"


def due_short(due: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None = None) -> str:
    """ "Mon 23 Nov" (the year when it is another): the last day of a limit in a table."""
    day = _legal_day(due, zone)
    return f"{_written(day, 'D')} {date_short(day)}"


def _days_until(due: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None) -> int:
    """Whole legal days from today to the last day of the limit, in the zone of the state that must act."""
    return (_legal_day(due, zone) - clock.now().astimezone(_zone(zone)).date()).days


def _is_past(due: datetime.date | datetime.datetime, zone: str | datetime.tzinfo | None) -> bool:
    return clock.now() >= due if isinstance(due, datetime.datetime) else _days_until(due, zone) < 0


def zone_place(zone: str) -> str:
    """The city that names a time zone, in the reader's language: "Belgrade" for Europe/Belgrade."""
    try:
        locale = Locale.parse(translation.get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)


def days_left(due: datetime.date | datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """ "2 days left", "due today", "2 days over". ``zone`` is that of the state that must act (design §7)."""
    if due is None:
        return _("no time limit")
    days = _days_until(due, zone)
    if _is_past(due, zone):
        over = max(-days, 0)
        return ngettext("%(days)d day over", "%(days)d days over", over) % {"days": over} if over else _("over today")
    if days <= 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def urgency(due: datetime.date | datetime.datetime | None, zone: str | datetime.tzinfo | None = None) -> str:
    """The class of a limit: "late", "soon" or "" (nothing to worry about)."""
    if due is None:
        return ""
    if _is_past(due, zone):
        return "late"
    return "soon" if _days_until(due, zone) <= SOON_DAYS else ""


def partial_date(value: str | datetime.date | None, short: bool = False) -> str:
    """A date of which only the year, or year and month, may be known: "1990", "March 1990", "12 March 1990".

    ``short`` (for tables): "Mar 1990", "12 Mar 1990".
    """
    if not value:
        return "—"
    if isinstance(value, datetime.date):
        value = value.isoformat()[:10]
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return f"{parts[0]:04d}"
    if len(parts) == 2:
        long_pattern = pgettext("date pattern: month and year", "F Y")
        pattern = pgettext("date pattern: short month and year", "M Y") if short else long_pattern
        return dateformat.format(datetime.date(parts[0], parts[1], 1), pattern)
    day = datetime.date(parts[0], parts[1], parts[2])
    return _written(day, pgettext("date pattern: day, month, year", "j M Y")) if short else date_long(day)


# --- names, sizes -----------------------------------------------------------------------------------------------------


def bdi(name: str | Promise | None, lang: str | None = None) -> Markup:
    """A name in its own script, kept apart from the direction of the text around it; "" for no name."""
    if not name:
        return Markup("")
    if lang:
        return Markup('<bdi class="native" lang="{}">{}</bdi>').format(lang, name)
    return Markup("<bdi>{}</bdi>").format(name)


def file_size(count: int | None) -> str:
    """A number of bytes for people: "812 kB", "3.4 MB"."""
    if count is None:
        return "—"
    if count < 1_000_000:
        return _("%(size)d kB") % {"size": max(1, round(count / 1000))}
    return _("%(size)s MB") % {"size": f"{count / 1_000_000:.1f}"}


FILTERS = {
    "date_words": date_words,
    "date_long": date_long,
    "date_short": date_short,
    "local_time": local_time,
    "due_words": due_words,
    "due_short": due_short,
    "zone_place": zone_place,
    "days_left": days_left,
    "urgency": urgency,
    "partial_date": partial_date,
    "bdi": bdi,
    "file_size": file_size,
}


def environment(**options: Any) -> Environment:
    """Build the environment for Django's Jinja2 backend; ``options`` are those of the backend."""
    options["undefined"] = HouseUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    # The macros' templates name themselves "govuk_frontend_jinja/...": their loader answers after our own folders.
    options["loader"] = ChoiceLoader([options["loader"], _PrefixedPackageLoader()])
    options["autoescape"] = True
    if settings.TEMPLATE_CACHE and os.access(settings.TEMPLATE_CACHE, os.W_OK):
        options["bytecode_cache"] = FileSystemBytecodeCache(settings.TEMPLATE_CACHE)
    made = Environment(**options)  # noqa: S701 - escaping is set the line above, for every template
    # newstyle: arguments go into the call, {{ _("%(n)s files", n=3) }}, and are escaped; a bare % is written %%.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext, newstyle=True
    )
    made.globals.update(
        static=static,
        url=url,
        url_or_none=url_or_none,
        language_tag=language_tag,
        text_direction=text_direction,
        field_parameters=field_parameters,
    )
    made.filters.update(FILTERS)
    return made


class _PrefixedPackageLoader(PackageLoader):
    """Serves "govuk_frontend_jinja/x" from the package's folder of templates."""

    def __init__(self) -> None:
        super().__init__("govuk_frontend_jinja")

    def get_source(self, environment: Environment, template: str) -> Any:
        return super().get_source(environment, template.removeprefix("govuk_frontend_jinja/"))
