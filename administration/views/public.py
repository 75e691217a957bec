"""What every signed-in person of every country may read: the register, agreements, calendars; and a new country's
enrolment, which an administrator proposes from the register."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.offices import EnrolCountryForm
from administration.policies import administers_country, refuse_unless_national
from administration.selectors import agreements, register
from administration.selectors.approvers import approvers_of_country
from administration.selectors.unverified import agreed_lines, partner_choices
from administration.views.base import ActorRequest, ActorView, AdministratorView, ask_for_change, form_page
from administration.views.offices import form_choices, new_office_of
from administration.views.time import partner_of
from core import clock
from countries.models import Country
from countries.selectors.agreed import item_key, key_columns
from countries.selectors.partners import enrolled_countries, partners_of
from countries.selectors.places import country_name


class RegisterView(ActorView):
    """Countries and offices that take part."""

    def get(self, request: ActorRequest) -> HttpResponse:
        context = {
            "countries": register.register_countries(),
            "entries": register.register_entries(),
            "may_enrol": administers_country(request.actor),
        }
        return render(request, "administration/register.html", context)


class CountryEnrolView(AdministratorView):
    """A new country: proposed by one partner, confirmed by another one where there is one (docs/adr/0008)."""

    def get(self, request: ActorRequest) -> HttpResponse:
        refuse_unless_national(request.actor)
        return self._page(request, self._form(request, None))

    def post(self, request: ActorRequest) -> HttpResponse:
        refuse_unless_national(request.actor)
        form = self._form(request, request.POST)
        if form.is_valid():
            country = form.cleaned_data["country"]
            payload = payloads.EnrolCountry(
                country=country,
                desk=new_office_of(form),
                is_for_partners=bool(approvers_of_country(country, request.actor)),
            )
            answer = ask_for_change(request, form, ChangeKind.ENROL_COUNTRY, payload)
            if answer is not None:
                return answer
        return self._page(request, form, 422)

    def _form(self, request: ActorRequest, data: Any) -> EnrolCountryForm:
        today = day_of(request.actor, clock.now())
        codes = partners_of(request.actor.country, today) - enrolled_countries(today)
        rows = Country.objects.filter(code__in=codes, is_historical=False)
        candidates = sorted(((row.code, country_name(row)) for row in rows), key=lambda item: item[1])
        choices = form_choices(request.actor.country)
        choices["languages"] = choices["all_languages"]
        return EnrolCountryForm(data, candidates=candidates, **choices)

    def _page(self, request: ActorRequest, form: EnrolCountryForm, status: int = 200) -> HttpResponse:
        context = form_page(
            _("Enrol a country"),
            form,
            button=_("Ask for confirmation"),
            back_url=reverse("administration:register"),
            back_text=_("Register"),
            text=_("Only countries that an agreement in force binds to yours can be chosen."),
            consequences=[
                _(
                    "An administrator of another country that has an agreement with it must confirm; where no such "
                    "country takes part, a second administrator of yours."
                ),
                _("The operator of the system then makes the first two administrators of the new country."),
            ],
        )
        return self.page(request, "form.html", context, status)


class AgreementListView(ActorView):
    """Agreements, all or between two countries."""

    def get(self, request: ActorRequest) -> HttpResponse:
        country, other = (request.GET.get(name, "")[:3].upper().replace("\0", "") for name in ("country", "other"))
        names = sorted(
            (
                (row.code, country_name(row))
                for row in Country.objects.filter(agreement_members__isnull=False).distinct()
            ),
            key=lambda item: item[1],
        )
        known = dict(names)
        country, other = (code if code in known else "" for code in (country, other))
        context = {
            "lines": agreements.agreement_lines(country, other),
            "countries": names,
            "country": country,
            "other": other,
            "may_add": administers_country(request.actor),
        }
        return render(request, "administration/agreements.html", context)


class AgreementDetailView(ActorView):
    """One agreement with rules, members, evidence."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        view = agreements.agreement_view(agreement)
        own = request.actor.country
        is_party = any(member.country_id == own for party in view.parties for member in party.members)
        may_edit = is_party and administers_country(request.actor)
        context = {"view": view, "agreed": agreed_lines(view.agreement), "may_edit": may_edit, "own": own}
        if may_edit:
            partners = partner_choices(view.agreement, own)
            partner = partner_of(request.actor, [code for code, _name in partners], request.GET.get("with", ""))

            def edit_url(part: str, row: Any) -> str:
                key = item_key(part, key_columns(part, row)) or "-"
                return f"{reverse('administration:item-edit', args=[agreement, part, key])}?with={partner}"

            context |= {"partners": partners, "partner": partner, "edit_url": edit_url}
        return render(request, "administration/agreement.html", context)


class CalendarView(ActorView):
    """The public holidays of a country, year by year."""

    def get(self, request: ActorRequest, country: str) -> HttpResponse:
        year = request.GET.get("year", "")
        calendar, years, shown, holidays = agreements.calendar_view(
            country, int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
        )
        address = reverse("administration:calendar-detail", args=[country])
        context = {
            "calendar": calendar,
            "holidays": holidays,
            "year": shown,
            "may_edit": country == request.actor.country and administers_country(request.actor),
            "views": [
                {"label": str(item), "url": f"{address}?year={item}", "current": item == shown} for item in years
            ],
        }
        return render(request, "administration/calendar.html", context)
