"""Cases: list, feed of changes, one case, a new draft, changes of a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.errors import Problem
from api.payloads import form_data, payload_of, refuse_invalid, refuse_unknown
from api.selectors.cases import CaseInWhole, cases_listed
from api.selectors.changes import changes_after
from api.selectors.paging import slice_of
from api.serializers.cases import CaseRowSerializer, represented
from api.serializers.lists import ChangeSerializer
from api.views.base import ApiView, CaseView, refuse_unknown_codes
from cases.choices import Outcome, Side, Status, Track
from cases.choices_procedure import Procedure
from cases.choices_safeguards import ConsentStatus
from cases.choices_tracks import FILED_TRACKS
from cases.clocks import submission_is_limited
from cases.forms.filing_entry import CHECK_FIELDS, RECORD_FIELDS, EntryForm
from cases.forms.filing_fields import native_language_options
from cases.forms.filing_more import CircumstancesForm, SafeguardsForm, StartForm
from cases.forms.filing_person import PersonForm
from cases.forms.procedure import ProcedureForm, procedure_initial
from cases.forms.transit import TransitPlanForm
from cases.models import HealthConsent
from cases.selectors.entry import submission_can_be_extended, tells_of_entry
from cases.selectors.filing import agreement_terms, consulates_for, place_options, receiving_countries
from cases.selectors.versions import all_shown_as_submitted
from cases.services.entry import entry_save
from cases.services.filing import case_start, details_save, person_save, private_save
from cases.services.procedure import procedure_save
from cases.services.transit_plan import transit_plan_save
from cases.views.filing_transit import plan_form, plan_stored
from core.errors import ActRefused, Invalid
from core.forms import today

SECTIONS = ("person", "transit", "entry", "procedure", "circumstances", "safeguards")


@docs.cases
class CaseListView(CaseView):
    """The cases that the client's office sees; a new draft."""

    scopes = {"GET": "cases:read", "POST": "cases:write"}

    def get(self, request: Request) -> Response:
        """One page, in the order of their making."""
        values, cursor, limit = self.paged("status", "side", "country", "reference", "outcome")
        statuses = [code for code in values["status"].split(",") if code]
        refuse_unknown_codes("status", statuses, Status.values)
        refuse_unknown_codes("side", [values["side"]], Side.values)
        refuse_unknown_codes("outcome", [values["outcome"]], Outcome.values)
        cases = cases_listed(
            self.actor,
            statuses=statuses,
            side=values["side"],
            country=values["country"],
            reference=values["reference"],
            outcome=values["outcome"],
        )
        page = slice_of(cases, cursor, limit)
        all_shown_as_submitted(self.actor, page.rows)
        rows = CaseRowSerializer(page.rows, many=True, context={"actor": self.actor}).data
        return Response({"results": rows, "next": page.next_cursor})

    def post(self, request: Request) -> Response:
        """A new draft under an agreement that binds both countries today."""
        return self.once_answered(self._start, status=201)

    def _start(self) -> UUID:
        actor, payload, on = self.actor, dict(self.request.data), today()
        if not actor.reaches("draft_case", country=actor.country, authority_id=actor.authority_id):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        country = payload.pop("receiving_country", None)
        refuse_unknown(payload, StartForm.base_fields)
        if country not in [item.code for item in receiving_countries(actor, on)]:
            # Not one of those offered: whatever it is, no database is asked about it.
            words = [_("This country has no authority in this system yet")]
            raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields={"receiving_country": words})
        form = self._form(str(country), payload, on)
        refuse_invalid(form)
        consulate = form.cleaned_data.get("consulate")
        case = case_start(
            actor=actor,
            receiving_country=str(country),
            agreement=form.cleaned_data["agreement"],
            track=form.cleaned_data["track"],
            consulate_id=UUID(consulate) if consulate else None,
        )
        return case.id

    def _form(self, country: str, payload: Mapping[str, Any], on: date) -> StartForm:
        own = self.actor.country
        said = payload.get("track")
        track = said if said in FILED_TRACKS else Track.OWN_NATIONAL
        agreements = [(terms.code, terms.title) for terms in agreement_terms(own, country, today(), track)]
        data = form_data(StartForm.base_fields, payload)
        return StartForm(data, agreements=agreements, consulates=[("", ""), *consulates_for(country, own, on)])


@docs.case
class CaseDetailView(CaseView):
    """One case, written for the client's side."""

    scopes = {"GET": "cases:read", "PATCH": "cases:write"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """The case; the look is recorded."""
        self.known()
        found = self.found(case_id)
        self.look(found.case, "case.opened")
        return self.tagged(represented(found))

    def patch(self, request: Request, case_id: UUID) -> Response:
        """Change a draft, or an application that came back: what is not named stays as it is."""
        return self.once_answered(lambda: self._change(case_id))

    def _change(self, case_id: UUID) -> UUID:
        found = self.locked(case_id)
        payload = dict(self.request.data)
        refuse_unknown(payload, SECTIONS)
        wrong = {name: [_("Give an object")] for name, part in payload.items() if not isinstance(part, dict)}
        if wrong or not payload:
            words = _("Name at least one section with its fields.")
            raise Problem(400, "wrong_type", words, fields=wrong)
        if found.side is not Side.REQUESTING:
            raise _refused(found, "wrong_side", _("This is for the other side to do."))
        # Every section is judged before any of them is written.
        forms = {name: _FORMS[name](found, part) for name, part in payload.items()}
        complaints: dict[str, list[str]] = {}
        for name, form in forms.items():
            if not form.is_valid():
                complaints |= {f"{name}.{field}": [str(t) for t in texts] for field, texts in form.errors.items()}
        if complaints:
            raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields=complaints)
        for name in SECTIONS:
            if name in forms:
                _SAVES[name](self.actor, case_id, forms[name])
        return case_id


def _refused(found: CaseInWhole, code: str, message: str) -> ActRefused:
    return ActRefused(code, message).about(found.case.subject, found.case.reference)


def _person_form(found: CaseInWhole, part: Mapping[str, Any]) -> PersonForm:
    person = found.application.person
    options = place_options()
    stored = payload_of(PersonForm.base_fields, person)
    return PersonForm(
        form_data(PersonForm.base_fields, {**stored, **part}),
        is_strict=False,
        nationalities=options.nationalities,
        countries=options.countries,
        languages=native_language_options(
            found.case.receiving_country.languages, person.native_language if person else ""
        ),
        issued=[row.issued_on for row in found.application.evidence if row.issued_on],
    )


def _transit_form(found: CaseInWhole, part: Mapping[str, Any]) -> TransitPlanForm:
    plan = found.application.transit
    if plan is None:
        raise _refused(found, "other_track", _("Cases of this kind have no such step."))
    stored = plan_stored(found.case, plan)
    days = {name: value.isoformat() for name, value in stored.items() if isinstance(value, date)}
    return plan_form(found.case, form_data(TransitPlanForm.base_fields, {**stored, **days, **part}), is_strict=False)


def _entry_form(found: CaseInWhole, part: Mapping[str, Any]) -> EntryForm:
    case = found.case
    if not tells_of_entry(case):
        raise _refused(found, "other_track", _("Cases of this kind have no such step."))
    record, check = found.application.entry, found.application.entry_check
    stored = {
        **payload_of(("known_on",), case),
        **payload_of(RECORD_FIELDS, record),
        **payload_of(CHECK_FIELDS, check),
    }
    form = EntryForm(form_data(EntryForm.base_fields, {**stored, **part}), is_strict=False)
    limited, more = submission_is_limited(case), submission_can_be_extended(case)
    if (part.get("known_on") and not limited) or (part.get("obstacle_until") and not more):
        # The service says why: the field is not taken away silently.
        return form
    return form.without(day=not limited, obstacles=not more)


def _circumstances_form(found: CaseInWhole, part: Mapping[str, Any]) -> CircumstancesForm:
    fields = dict(CircumstancesForm.base_fields)
    is_day_elsewhere = tells_of_entry(found.case)
    if is_day_elsewhere:
        del fields["known_on"]
    stored = {
        **payload_of(fields, found.case),
        **{n: v for n, v in payload_of(fields, found.application.health).items() if n in ("statement", "has_consent")},
        **_consent_of(found),
    }
    form = CircumstancesForm(form_data(fields, {**stored, **part}), is_strict=False)
    return form.without_limit() if is_day_elsewhere else form


def _consent_of(found: CaseInWhole) -> dict[str, Any]:
    held = HealthConsent.objects.filter(case=found.case, status=ConsentStatus.GIVEN).first()
    return {"consent_form": held.form, "consent_on": held.given_on.isoformat()} if held is not None else {}


def _safeguards_form(found: CaseInWhole, part: Mapping[str, Any]) -> SafeguardsForm:
    fields = SafeguardsForm.base_fields
    held = {n: v for n, v in payload_of(fields, found.application.detention).items() if n in ("place", "since")}
    stored = {**payload_of(fields, found.application.private), **held}
    return SafeguardsForm(form_data(fields, {**stored, **part}), is_strict=False)


def _procedure_form(found: CaseInWhole, part: Mapping[str, Any]) -> ProcedureForm:
    zone = found.case.requesting_country.time_zone
    held = procedure_initial(found.case.procedure, found.application.apprehension, zone)
    stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in held.items()}
    return ProcedureForm(form_data(ProcedureForm.base_fields, {**stored, **part}), zone=zone)


def _save_procedure(actor: Any, key: UUID, form: Any) -> None:
    is_accelerated = form.cleaned_data["procedure"] == Procedure.ACCELERATED
    try:
        procedure_save(
            actor=actor,
            case_id=key,
            version=None,
            procedure=form.cleaned_data["procedure"],
            apprehension=form.apprehension if is_accelerated else {},
        )
    except Invalid as invalid:
        names = form.service_names
        fields = {f"procedure.{names.get(name, name)}": texts for name, texts in invalid.errors.items()}
        raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields=fields) from invalid


def _save_circumstances(actor: Any, key: UUID, form: Any) -> None:
    details_save(actor=actor, case_id=key, version=None, values=form.values, health=form.health)


def _save_transit(actor: Any, key: UUID, form: Any) -> None:
    try:
        transit_plan_save(actor=actor, case_id=key, version=None, values=form.plan())
    except Invalid as invalid:
        names = form.service_names
        fields = {f"transit.{names.get(name, name)}": texts for name, texts in invalid.errors.items()}
        raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields=fields) from invalid


def _save_entry(actor: Any, key: UUID, form: Any) -> None:
    known_on = form.cleaned_data.get("known_on")
    entry_save(actor=actor, case_id=key, version=None, values=form.values, check=form.check, known_on=known_on)


def _save_safeguards(actor: Any, key: UUID, form: Any) -> None:
    try:
        private_save(actor=actor, case_id=key, version=None, values=form.values, detention=form.detention)
    except Invalid as invalid:
        fields = {f"safeguards.{name}": texts for name, texts in invalid.errors.items()}
        raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields=fields) from invalid


_FORMS: Mapping[str, Any] = {
    "person": _person_form,
    "transit": _transit_form,
    "entry": _entry_form,
    "procedure": _procedure_form,
    "circumstances": _circumstances_form,
    "safeguards": _safeguards_form,
}
# The case is locked and was compared with what the client saw: no version is passed on.
_SAVES: Mapping[str, Any] = {
    "person": lambda actor, key, form: person_save(actor=actor, case_id=key, version=None, values=form.values),
    "transit": _save_transit,
    "entry": _save_entry,
    "procedure": _save_procedure,
    "circumstances": _save_circumstances,
    "safeguards": _save_safeguards,
}


@docs.changes
class ChangeListView(ApiView):
    """What happened to the client's cases since it last asked."""

    scopes = {"GET": "cases:read"}

    def get(self, request: Request) -> Response:
        """Changes after the cursor, in the order in which they became visible; the cursor to ask with next."""
        _values, cursor, limit = self.paged()
        changes = changes_after(cursor, limit)
        following = str(changes[-1].id) if changes else str(cursor) if cursor else None
        rows = ChangeSerializer(changes, many=True).data
        return Response({"results": rows, "next": following, "has_more": len(changes) == limit})
