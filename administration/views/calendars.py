"""The own country's working days, and running time limits that were computed with what is no longer current."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from administration import payloads
from administration.choices import ChangeKind
from administration.forms.time import CalendarForm, RecomputeForm
from administration.policies import refuse_unless_national
from administration.selectors.agreements import calendar_view
from administration.selectors.touched import AT_MOST, Narrowing, touched_clocks
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, version_of
from administration.views.time import TimeChangeView
from core.errors import NotVisible


class CalendarEditView(TimeChangeView):
    """One year of the own country's public holidays, its weekend, and until when the days are known."""

    def get(self, request: ActorRequest, country: str) -> HttpResponse:
        form, context = self._form(request, country, None)
        return self.show(request, form, context)

    def post(self, request: ActorRequest, country: str) -> HttpResponse:
        form, context = self._form(request, country, request.POST)
        context["version"] = version_of(request)
        payload = None
        if form.is_valid():
            removed, days = form.changed_days()
            payload = payloads.EditCalendar(
                calendar=country,
                based_on=context["version"],
                weekend_days=tuple(int(day) for day in form.cleaned_data["weekend_days"]),
                covers_from=form.calendar.covers_from,
                covers_to=form.cleaned_data["covers_to"],
                removed=removed,
                days=days,
                source=form.cleaned_data["source"],
            )
        return self.answer(request, form, ChangeKind.EDIT_CALENDAR, payload, context)

    def _form(self, request: ActorRequest, country: str, data: Any) -> tuple[CalendarForm, dict[str, Any]]:
        refuse_unless_national(request.actor)
        if country != request.actor.country:
            raise NotVisible(f"calendar:{country}"[:100])
        typed = request.GET.get("year", "")
        year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None
        calendar, _years, shown, holidays = calendar_view(country, year)
        is_preview = data is None or data.get("do") != "propose"
        form = CalendarForm(data, calendar=calendar, holidays=holidays, is_preview=is_preview)
        context = {
            "title": _("Change the working days of %(country)s") % {"country": calendar.country.display_name},
            "text": str(shown),
            "pair": "",
            "back_url": f"{reverse('administration:calendar-detail', args=[country])}?year={shown}",
            "back_text": _("Public holidays of %(country)s") % {"country": calendar.country.display_name},
            "version": calendar.version,
            "present": None,
            "differences": None,
            "left": [],
            "year": shown,
        }
        return form, context


class BehindListView(AdministratorView):
    """Running time limits that would be due at another time by the rules and calendars of today; a second person
    decides whether they are computed anew."""

    tab = "clock-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, None)

    def post(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, request.POST)

    def _page(self, request: ActorRequest, data: Any) -> HttpResponse:
        rows = touched_clocks(request.actor, Narrowing(only_behind=True))
        form = RecomputeForm(data, keys=[str(row.clock) for row in rows])
        if data is not None and form.is_valid():
            payload = payloads.RecomputeClocks(clocks=tuple(sorted(form.cleaned_data["clocks"])))
            answer = ask_for_change(request, form, ChangeKind.RECOMPUTE, payload)
            if answer is not None:
                return answer
        chosen = form["clocks"].value() or []
        context = {"rows": rows, "form": form, "at_most": AT_MOST, "chosen": chosen}
        return self.page(request, "clocks_behind.html", context, 200 if data is None else 422)
