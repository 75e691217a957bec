"""Search: the page, its answers, suggestions while somebody types. No term is ever part of an address."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import access_record
from cases.choices import Status
from cases.forms.search import SearchForm
from cases.identity.search_terms import TEXT_LENGTH, Asked, Reading
from cases.models import SearchQuery
from cases.selectors.queue import case_of_reference
from cases.selectors.search import AT_MOST, PAGE_SIZE, Filters, Found, cases_found, meanings_of, tasks_found
from cases.selectors.search_hits import hits_of
from cases.services.search import search_keep
from cases.views.base import ActorRequest, ActorView
from core.errors import ActRefused
from core.outbox import wall_now
from core.references import normalised
from countries.models import Country
from countries.selectors.places import country_name, party_countries

SUGGESTIONS: Final = 6
# Of most scripts two letters are too few to mean anybody.
_SHORTEST: Final = 3


class SearchPage(ActorView):
    """What the pages of the search share."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and not may_search(actor):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: SearchForm, status: int = 200, **context: Any) -> HttpResponse:
        """The search page with this form."""
        context |= {"form": form, "is_of_tasks": not self.request.actor.holds("view_case")}
        return render(self.request, "cases/search/page.html", context, status=status)


def may_search(actor: Actor) -> bool:
    """Whether there is anything to search for this role: cases, or questions to the actor's agency."""
    return actor.holds("view_case") or actor.holds("answer_verification")


def country_choices(countries: Iterable[Country]) -> list[tuple[str, str]]:
    """(code, name) of countries, by name."""
    return sorted(((row.code, country_name(row)) for row in countries), key=lambda pair: pair[1])


def search_record(actor: Actor, action: str, meanings: Iterable[Asked], found: int) -> None:
    """The look is recorded: of what kind the terms were and how much was found, never what was searched."""
    kinds = sorted({kind for asked in meanings for kind in asked.kinds})
    access_record(actor=actor, action=action, subject="search", parameters={"kinds": kinds, "results": found})


class SearchView(SearchPage):
    """The form; what is posted is kept for a while and led to its answer."""

    def get(self, request: ActorRequest) -> HttpResponse:
        return self.page(SearchForm(countries=country_choices(party_countries())))

    def post(self, request: ActorRequest) -> HttpResponse:
        parties = party_countries()
        form = SearchForm(request.POST, countries=country_choices(parties))
        if not form.is_valid():
            return self.page(form, 422)
        asked = {name: value for name, value in form.cleaned_data.items() if value}
        if request.actor.holds("view_case"):
            reading = meanings_of(asked, parties)
            if not reading.meanings:
                form.add_error("text", _("There is nothing here to search for: write a name, a number or a date"))
                return self.page(form, 422)
            reference = normalised(reading.reference)
            key = case_of_reference(request.actor, reference) if reference and len(asked) == 1 else None
            if key is not None:
                search_record(request.actor, "search.made", reading.meanings, 1)
                return redirect("cases:case-detail", case_id=key)
        return redirect("cases:search-results", query_id=search_keep(actor=request.actor, asked=asked).id)


class SearchResultsView(SearchPage):
    """The answer to a search that this person made a moment ago."""

    def get(self, request: ActorRequest, query_id: UUID) -> HttpResponse:
        actor = request.actor
        query = SearchQuery.objects.filter(id=query_id, user_id=actor.user_id, expires_at__gt=wall_now()).first()
        if query is None:
            messages.info(request, _("That search is no longer kept. Write it again."))
            return redirect("cases:search")
        parties = party_countries()
        countries = country_choices(parties)
        form = SearchForm(initial=query.asked, countries=countries)
        if not actor.holds("view_case"):
            tasks = tasks_found(actor, query.asked.get("text", ""))
            search_record(actor, "search.made", [], len(tasks))
            return self.page(form, has_searched=True, tasks=tasks)
        return self._cases(request, query, form, meanings_of(query.asked, parties), dict(countries))

    def _cases(
        self,
        request: ActorRequest,
        query: SearchQuery,
        form: SearchForm,
        reading: Reading,
        countries: Mapping[str, str],
    ) -> HttpResponse:
        country, status = request.GET.get("country", ""), request.GET.get("status", "")
        filters = Filters(country if country in countries else "", status if status in Status.values else "")
        found = cases_found(request.actor, reading.meanings, filters)
        search_record(request.actor, "search.made", reading.meanings, len(found.matches))
        number = _page_number(request, len(found.matches))
        first = (number - 1) * PAGE_SIZE
        address = reverse("cases:search-results", args=[query.id])

        def page_url(page: int) -> str:
            values = {"country": filters.country, "status": filters.status, "page": page if page > 1 else ""}
            return f"{address}?{urlencode({name: value for name, value in values.items() if value})}"

        return self.page(
            form,
            has_searched=True,
            hits=hits_of(request.actor, found.matches[first : first + PAGE_SIZE]),
            found=found,
            at_most=AT_MOST,
            first=first + 1,
            last=min(first + PAGE_SIZE, len(found.matches)),
            wrong_reference="" if normalised(reading.reference) else reading.reference,
            filters=filters,
            options=_options(found, countries),
            address=address,
            next_url=page_url(number + 1) if first + PAGE_SIZE < len(found.matches) else None,
            previous_url=page_url(number - 1) if number > 1 else None,
        )


def _page_number(request: HttpRequest, count: int) -> int:
    """The page that the address names, as far as there are pages."""
    text = request.GET.get("page", "")
    pages = max(1, -(-count // PAGE_SIZE))
    return min(max(int(text), 1), pages) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _options(found: Found, countries: Mapping[str, str]) -> dict[str, list[tuple[str, Any]]]:
    """What the hits can be narrowed to: only what occurs among them."""
    return {
        "country": sorted(((code, countries.get(code, code)) for code in found.countries), key=lambda pair: pair[1]),
        "status": [(status.value, status.label) for status in Status if status.value in found.statuses],
    }


class SearchSuggestionsView(SearchPage):
    """The likeliest cases for what stands in the box, as a fragment under it; recorded as every look is."""

    def post(self, request: ActorRequest) -> HttpResponse:
        text = " ".join(request.POST.get("text", "").replace("\0", "").split())[:TEXT_LENGTH]
        hits: list[Any] = []
        is_asked = False
        if request.actor.holds("view_case") and len(text) >= _SHORTEST:
            meanings = meanings_of({"text": text}).meanings
            is_asked = bool(meanings)
            found = cases_found(request.actor, meanings)
            hits = hits_of(request.actor, found.matches[:SUGGESTIONS])
            search_record(request.actor, "search.suggested", meanings, len(hits))
        return render(request, "cases/search/_suggestions.html", {"hits": hits, "is_asked": is_asked})
