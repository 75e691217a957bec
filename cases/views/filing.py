"""A new case, the last page before it goes to review, and the whole application to read."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.choices import Status, Track
from cases.choices_tracks import FILED_TRACKS
from cases.completeness import REQUIREMENTS
from cases.forms.filing_more import StartForm
from cases.selectors.application import Application, application_for, may_write, person_of, steps_of
from cases.selectors.case_tabs import tabs_for
from cases.selectors.entry import entry_facts_of, tells_of_entry
from cases.selectors.filing import (
    ReceivingCountry,
    Terms,
    agreement_terms,
    consulates_for,
    receiving_countries,
    terms_of_case,
    track_options,
    worth_of_evidence,
)
from cases.selectors.filing_asked import asked_items, submission_limit
from cases.selectors.refused_before import refused_before
from cases.selectors.situation import CaseRows, situation_of
from cases.services.filing import case_start
from cases.views.base import ActorView, add_errors, case_get
from cases.views.filing_base import StepView, record_look, relative_urls, saved_words, step_url
from cases.views.filing_documents import DocumentsStepView
from cases.views.filing_entry import EntryStepView
from cases.views.filing_family import FamilyStepView
from cases.views.filing_more import CircumstancesStepView, PhotographStepView, SafeguardsStepView
from cases.views.filing_person import PersonStepView
from cases.views.filing_procedure import ProcedureStepView
from cases.views.filing_transit import TransitStepView, transit_section
from cases.views.filing_words import (
    Section,
    agreement_section,
    circumstances_section,
    entry_section,
    evidence_label,
    member_rows,
    person_section,
    procedure_section,
    safeguards_section,
)
from cases.workflow.engine import Offer, available_for
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.forms import today
from countries.selectors.places import country_name

# One draft for one press of the button, even when the browser sends the form again: attempt -> case, in the session.
_STARTED = "filing_started"
_REMEMBERED = 20


class CaseStartView(ActorView):
    """Receiving country and track, then agreement and consulate, on one page that works without scripts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor and not actor.reaches("draft_case", country=actor.country, authority_id=actor.authority_id):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The countries; with ?country= also the agreements that bind both towards a person of the ?track=."""
        return self.page(request.GET.get("country", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the draft."""
        attempt = request.POST.get("attempt", "")
        started: dict[str, str] = request.session.get(_STARTED, {})
        if attempt in started:
            return redirect("cases:filing", case_id=UUID(started[attempt]), step="person")
        country = request.POST.get("country", "")
        if country not in {item.code for item in self.countries()}:
            # Not one of those offered: whatever it is, no database is asked about it.
            return self.page(country, status=422)
        terms = self.terms(country)
        form = self.form(country, terms, request.POST)
        if not form.is_valid():
            return self.page(country, form, terms, status=422)
        consulate = form.cleaned_data.get("consulate")
        try:
            case = case_start(
                actor=self.request.actor,
                receiving_country=country,
                agreement=form.cleaned_data["agreement"],
                track=form.cleaned_data["track"],
                consulate_id=UUID(consulate) if consulate else None,
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(country, form, terms, status=422)
        if attempt:
            request.session[_STARTED] = dict([*started.items(), (attempt[:40], str(case.id))][-_REMEMBERED:])
        messages.success(request, _("The draft is open. Each page is saved when you go on."))
        return redirect(step_url(case, "person"))

    def page(
        self, country: str, form: StartForm | None = None, terms: list[Terms] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page, with the agreements once a country is chosen."""
        countries = self.countries()
        name = next((item.name for item in countries if item.code == country), "")
        if terms is None:
            terms = self.terms(country) if name else []
        shown = form or (self.form(country, terms) if terms else None)
        context = {
            "countries": countries,
            "footnotes": sorted({item.footnote for item in countries if item.footnote}),
            "country": country if name else "",
            "country_name": name,
            "tracks": track_options(),
            "track": self.track,
            "is_unknown": bool(country) and not name,
            "terms": terms,
            "form": shown,
            "attempt": self.request.POST.get("attempt") or uuid4().hex,
        }
        return render(self.request, "cases/filing/start.html", context, status=status)

    def countries(self) -> list[ReceivingCountry]:
        """The countries to choose from, read once for the page."""
        if not hasattr(self, "_countries"):
            self._countries = receiving_countries(self.request.actor, today())
        return self._countries

    def terms(self, country: str) -> list[Terms]:
        """The agreements that bind the actor's country and this one today, towards persons of the track."""
        return agreement_terms(self.request.actor.country, country, today(), self.track)

    @property
    def track(self) -> str:
        """The track chosen so far; an own national if none is, or one that is not filed here."""
        said = self.request.POST.get("track") or self.request.GET.get("track", "")
        return said if said in FILED_TRACKS else Track.OWN_NATIONAL

    def form(self, country: str, terms: list[Terms], data: Any = None) -> StartForm:
        """The form with these agreements and the consulates here."""
        # A transit needs no travel document of the country that lets the person through.
        is_transit = self.track == Track.TRANSIT
        on = today()
        consulates = [] if is_transit else consulates_for(country, self.request.actor.country, on)
        agreements = [(item.code, item.title) for item in terms]
        initial = {"track": self.track} | ({"agreement": terms[0].code} if len(terms) == 1 else {})
        return StartForm(data, initial=initial, agreements=agreements, consulates=consulates)


class CheckStepView(StepView):
    """Everything that was written, what is still missing, and the one button."""

    step = "check"
    template = "cases/filing/check.html"

    def blank(self) -> dict[str, Any]:
        """The answers with links to change them; the act that sends the application on."""
        actor = self.request.actor
        application = application_for(actor, self.case)
        rows = CaseRows(
            person=person_of(self.case),
            private=application.private,
            has_evidence=bool(application.evidence),
            entry=entry_facts_of(self.case, application.evidence),
        )
        situation = situation_of(self.case, None, rows)
        name = "resubmit" if self.case.status == Status.RETURNED_INCOMPLETE else "send_to_review"
        offers = available_for(actor, self.case, situation, None)
        offer: Offer | None = next((offer for offer in offers if offer.row.name == name), None)
        missing = [(REQUIREMENTS[code][0], step_url(self.case, REQUIREMENTS[code][1])) for code in situation.missing]
        if not situation.is_basis_recorded and name == "send_to_review":
            words = _("The final return decision and the check of the legal status")
            missing.append((words, step_url(self.case, "safeguards")))
        if situation.exception_stands:
            words = _("Why the readmission is owed although an exception of the agreement applies")
            missing.append((words, step_url(self.case, "entry")))
        return {
            **application_context(application),
            "missing": missing,
            "submission": situation.submission,
            "day_url": step_url(self.case, "entry" if tells_of_entry(self.case) else "circumstances"),
            "offer": offer,
            "act_url": reverse("cases:act", kwargs={"case_id": self.case.id, "name": name}),
            "is_resubmission": name == "resubmit",
            "change": {step: step_url(self.case, step) for step in steps_of(self.case)},
            "asked": asked_items(application),
            "limit": submission_limit(self.case, with_clock=True),
            "refused_before": refused_before(actor, self.case, application.person),
            "relatives_draft": [r for r in application.relatives if r.status == Status.DRAFT],
        }

    def save(self) -> HttpResponseBase:
        """Nothing is typed here; going on leads to the case."""
        return redirect("cases:case-detail", case_id=self.case.id)


_STEP_VIEWS: dict[str, type[StepView]] = {
    view.step: view
    for view in (
        PersonStepView,
        EntryStepView,
        DocumentsStepView,
        FamilyStepView,
        PhotographStepView,
        ProcedureStepView,
        TransitStepView,
        CircumstancesStepView,
        SafeguardsStepView,
        CheckStepView,
    )
}


class FilingView(ActorView):
    """Hands the request to the page of its step."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = _STEP_VIEWS.get(kwargs["step"])
        if view is None:
            raise NotVisible(f"case:{kwargs['case_id']}")
        return view.as_view()(request, *args, **kwargs)


class CaseApplicationView(ActorView):
    """The whole application to read, for both sides, each as far as it may; printable."""

    def get(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """The application; the look is recorded."""
        actor = self.request.actor
        case = case_get(actor, case_id)
        record_look(actor, case)
        application = application_for(actor, case)
        context = {
            **application_context(application),
            "case": case,
            "requesting_name": country_name(case.requesting_country),
            "receiving_name": country_name(case.receiving_country),
            "saved": saved_words(case) if application.is_own_side and case.status == Status.DRAFT else "",
            "terms": terms_of_case(case, (case.delivered_at or clock.now()).date()),
            "case_url": reverse("cases:case-detail", kwargs={"case_id": case.id}),
            "write_url": step_url(case, "person") if may_write(actor, case, "person") else None,
            "safeguards_url": step_url(case, "safeguards") if may_write(actor, case, "safeguards") else None,
            "printed_at": clock.now(),
            "tabs": tabs_for(actor, case, "application"),
            "change": {},
        }
        return render(request, "cases/application.html", context)


def application_context(application: Application) -> dict[str, Any]:
    """The application in words, for the page to read and the page to check."""
    case = application.case
    own: Section | None = safeguards_section(application) if application.is_own_side else None
    person = person_of(case)
    return {
        "application": application,
        "applicant": person,
        "agreement_part": agreement_section(application),
        "procedure_part": procedure_section(application),
        "person_part": person_section(application),
        "transit_part": transit_section(application),
        "entry_part": entry_section(application),
        "circumstances_part": circumstances_section(application),
        "own_part": own,
        "evidence_rows": [
            (row, evidence_label(row.kind), worth_of_evidence(row, case.agreement.short_title))
            for row in application.evidence
        ],
        "family_rows": [(member, member_rows(member, application.places)) for member in application.family],
        "relative_urls": relative_urls(application.relatives),
        "photograph_url": (
            reverse("documents:file-view", args=[person.photograph_id]) if person and person.photograph_id else None
        ),
    }
